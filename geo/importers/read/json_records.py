"""Reads JSON records, lines of JSON, and GeoJSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.cell_text import cell_text
from geo.importers.read.esri_json import cut_remark, is_esri_json, read_esri_json
from geo.importers.read.gis_files import LATITUDE, LONGITUDE, is_latitude, is_wgs84
from geo.importers.read.kml import kml_properties
from geo.importers.read.layout import unique_names
from geo.importers.read.limits import refuse_beyond
from geo.importers.read.parts import Candidate, choose, joined
from geo.importers.read.raw import RawRows, Unfit, key
from geo.importers.read.tidy import tidy
from geo.utils.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.importers.read.limits import Limits

_DEPTH: Final = 4
# An object with more names than this in all records together has a key of its own in each.
_WIDE: Final = 60
_SAMPLE: Final = 200


def read_json(text: str, name: str, limits: Limits, wanted: Sequence[str] = ()) -> RawRows:
    """Read JSON records, lines of JSON, or GeoJSON in WGS84.

    Args:
        text: the whole file.
        name: what it is called, for messages.
        limits: of rows, columns and cells.
        wanted: of an object with several lists, the names of those that a person has chosen.

    Returns:
        The records in their order, numbered from 1; what is nested stands in columns of its own,
        such as `location.lat`.

    Raises:
        ImportRefusedError: it is no JSON, or no list of records, or it is beyond a limit.
        SeveralPartsError: it is not clear which of several lists is meant.
    """
    try:
        value = json.loads(text)
    except RecursionError:
        message = f"{shorten(name)}: JSON nested too deep; expected a list of records"
        raise ImportRefusedError(message) from None
    except ValueError as error:
        records = _json_lines(text)
        if records is None:
            message = (
                f"{shorten(name)}: begins like JSON but is not: {shorten(str(error))}; is the file "
                "cut off?"
            )
            raise ImportRefusedError(message) from None
        return _rows_of(records, [], name, limits)
    if is_esri_json(value):
        return read_esri_json(value, name, limits)
    if isinstance(value, dict) and isinstance(value.get("features"), list):
        return _geojson(value, name, limits)
    lists = {"": value} if isinstance(value, list) else dict(_lists_of_records(value))
    if len(lists) > 1 or (lists and wanted):
        return _read_lists(lists, name, limits, wanted)
    if not lists:
        has = ", ".join(map(shorten, list(value)[:20])) if isinstance(value, dict) else ""
        found = f"found one object with the names {has}" if has else f"found {shorten(text)}"
        message = (
            f"{shorten(name)}: expected a list of records or a GeoJSON FeatureCollection; {found}"
        )
        raise ImportRefusedError(message)
    return _rows_of(next(iter(lists.values())), [], name, limits)


def _lists_of_records(
    value: Any, path: str = "", depth: int = 0
) -> Iterator[tuple[str, list[Any]]]:
    """Yield the lists of records in an object by their names, such as `data` or `data.items`."""
    if not isinstance(value, dict) or depth > _DEPTH:
        return
    for name, inner in value.items():
        if isinstance(inner, list) and any(isinstance(v, dict) for v in inner):
            yield f"{path}{name}", inner
        else:
            yield from _lists_of_records(inner, f"{path}{name}.", depth + 1)


def _read_lists(
    lists: dict[str, list[Any]], name: str, limits: Limits, wanted: Sequence[str]
) -> RawRows:
    candidates = []
    for title, records in lists.items():
        head = _flat([r for r in records[:_SAMPLE] if isinstance(r, dict)])
        keys = dict.fromkeys(k for record in head for k in record)
        cells = [(k, [cell_text(record.get(k)) for record in head]) for k in keys]
        candidates.append(Candidate.of_cells(title, cells, len(records)))
    chosen = choose(candidates, wanted, name, "list")
    read = [(c, _rows_of(lists[c.name], [], name, limits)) for c in chosen]
    return joined(read, candidates, wanted, "list")


def _flat(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return records whose values are no objects: `{"place": {"lat": 1}}` is `{"place.lat": 1}`.

    A shape stays whole, and so does an object that has other names in every record.
    """
    if not any(isinstance(v, dict | list) for r in records for v in r.values()):
        return list(records)
    flat = [_flat_record(r, frozenset()) for r in records]
    names: dict[str, set[str]] = {}
    for record in records:
        for k, v in record.items():
            if isinstance(v, dict):
                names.setdefault(k, set()).update(_flat_record({k: v}, frozenset()))
    wide = frozenset(k for k, inner in names.items() if len(inner) > _WIDE)
    return [_flat_record(r, wide) for r in records] if wide else flat


def _flat_record(record: dict[str, Any], leave: frozenset[str], depth: int = 0) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for k, v in record.items():
        inner = v
        while isinstance(inner, dict) and len(inner) == 1 and next(iter(inner)).startswith("$"):
            inner = next(iter(inner.values()))  # what a database calls {"$date": ...}
        if k in leave or depth > _DEPTH:
            flat[k] = v
        elif isinstance(inner, dict) and inner and not {"type", "coordinates"} <= inner.keys():
            parts = _flat_record(inner, frozenset(), depth + 1)
            flat |= {f"{k}.{part}": cell for part, cell in parts.items()}
        elif isinstance(inner, list) and inner and all(isinstance(i, dict) for i in inner):
            rows = [_flat_record(i, frozenset(), depth + 1) for i in inner]
            for part in dict.fromkeys(p for row in rows for p in row):
                flat[f"{k}.{part}"] = [row.get(part) for row in rows]
        elif inner not in ([], {}):
            flat[k] = inner
    return flat


def _json_lines(text: str) -> list[Any] | None:
    """Return the records of lines of JSON; a broken line stays as the text that it is."""
    records: list[Any] = []
    broken = 0
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            records.append(json.loads(line))
        except (ValueError, RecursionError):
            records.append(line)
            broken += 1
    return records if len(records) > 1 and broken * 2 < len(records) else None


def _geojson(collection: dict[str, Any], name: str, limits: Limits) -> RawRows:
    crs = collection.get("crs")
    if crs is not None and not is_wgs84(json.dumps(crs, default=str)):
        message = (
            f"{shorten(name)}: the GeoJSON names another coordinate system than WGS84; save it in "
            "EPSG:4326"
        )
        raise ImportRefusedError(message)
    if not collection["features"]:
        message = f"{shorten(name)}: the file has no features: its list of features is empty"
        raise ImportRefusedError(message)
    records, without = [], 0
    for feature in collection["features"]:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(feature, dict) or not isinstance(properties, dict | None):
            records.append(feature)
            continue
        record = kml_properties(dict(properties or {}))
        if "id" in feature and not any(key(str(k)) == "id" for k in record):
            record["id"] = feature["id"]
        point = _point(feature.get("geometry"))
        without += point is None
        if point and not any(is_latitude(str(k)) for k in record):
            record |= {LATITUDE: point[1], LONGITUDE: point[0]}
        records.append(record)
    notes = ["GeoJSON"]
    if without:
        notes.append(f"{plural(without, 'feature')} without a point geometry")
    rows = _rows_of(records, notes, name, limits)
    about = collection.get("properties")
    cut = {**(about if isinstance(about, dict) else {}), **collection}.get("exceededTransferLimit")
    return replace(rows, remarks=[*rows.remarks, cut_remark()]) if cut else rows


def _point(geometry: Any) -> tuple[Any, Any] | None:
    """Return longitude and latitude of a GeoJSON point, None of anything else."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or len(coordinates) < 2:  # noqa: PLR2004
        return None
    return coordinates[0], coordinates[1]


def _rows_of(values: Sequence[Any], notes: list[str], name: str, limits: Limits) -> RawRows:
    refuse_beyond(f"{shorten(name)}, rows", len(values), limits, "rows")
    keys: dict[str, None] = {}
    records = _flat([value for value in values if isinstance(value, dict)])
    for record in records:
        keys |= dict.fromkeys(record)
        refuse_beyond(f"{shorten(name)}, columns", len(keys), limits, "columns")
    if not keys:
        message = f"{shorten(name)}: expected records with named values, found none"
        raise ImportRefusedError(message)
    numbered = list(enumerate(values, 1))
    unfit = [
        Unfit(n, "not a record: expected names and values", shorten(cell_text(value)))
        for n, value in numbered
        if not isinstance(value, dict)
    ]
    line = np.array([n for n, value in numbered if isinstance(value, dict)], dtype=np.int64)
    columns = [pa.array([cell_text(r.get(k)) for r in records], pa.large_string()) for k in keys]
    names = unique_names(cell_text(k).strip() or "column" for k in keys)
    return tidy(RawRows(pa.table(columns, names=names), line, unfit, notes), name, limits)
