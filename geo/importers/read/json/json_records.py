"""Reads JSON records, lines of JSON, and GeoJSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.gis.esri_json import cut_remark, is_esri_json, read_esri_json
from geo.importers.read.gis.kml import kml_properties
from geo.importers.read.gis.shapes import (
    RADIUS_KM,
    ShapePoints,
    UnknownSystemError,
    geometry_columns,
    points_of,
    shapes_of_geojson,
    to_wgs84,
)
from geo.importers.read.json.answer_pages import missing_pages
from geo.importers.read.json.json_layout import flat_records, lists_of_records, records_of_table
from geo.importers.read.limits import refuse_beyond
from geo.importers.read.raw import RawRows, Unfit, key
from geo.importers.read.rows.cell_text import cell_text
from geo.importers.read.rows.layout import unique_names
from geo.importers.read.rows.parts import Candidate, choose, joined
from geo.importers.read.rows.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.importers.read.limits import Limits

_SAMPLE: Final = 200
_SEPARATOR: Final = "\x1e"  # stands before each feature of a GeoJSON text sequence


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
    text = text.replace(_SEPARATOR, "")
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
        value = records
    if is_esri_json(value):
        return read_esri_json(value, name, limits)
    if isinstance(value, dict) and value.get("type") == "Topology":
        message = f"{shorten(name)}: this is TopoJSON; open it in a GIS and save it as GeoJSON"
        raise ImportRefusedError(message)
    rows = _read_value(records_of_table(value) or value, name, limits, wanted)
    remarks = missing_pages(value, rows.table.num_rows + len(rows.unfit))
    return replace(rows, remarks=[*rows.remarks, *remarks])


def _read_value(value: Any, name: str, limits: Limits, wanted: Sequence[str]) -> RawRows:
    if (collection := _collection(value)) is not None:
        return _geojson(collection, name, limits)
    lists = {"": value} if isinstance(value, list) else dict(lists_of_records(value))
    if len(lists) > 1 or (lists and wanted):
        return _read_lists(lists, name, limits, wanted)
    if not lists:
        found = f"found {_in_words(value)}"
        message = (
            f"{shorten(name)}: expected a list of records or a GeoJSON FeatureCollection; {found}"
        )
        raise ImportRefusedError(message)
    return _rows_of(next(iter(lists.values())), [], name, limits)


def _in_words(value: Any) -> str:
    """Return what a value is that has no records."""
    if not isinstance(value, dict) or not value:
        return shorten(json.dumps(value))
    empty = [shorten(k) for k, v in value.items() if v == []]
    names = ", ".join(map(shorten, list(value)[:20]))
    return f"one object with the names {names}" + (
        f"; its list {' and its list '.join(empty)} is empty" if empty else ""
    )


def _read_lists(
    lists: dict[str, list[Any]], name: str, limits: Limits, wanted: Sequence[str]
) -> RawRows:
    candidates = []
    for title, records in lists.items():
        head = flat_records([r for r in records[:_SAMPLE] if isinstance(r, dict)])
        keys = dict.fromkeys(k for record in head for k in record)
        cells = [(k, [cell_text(record.get(k)) for record in head]) for k in keys]
        candidates.append(Candidate.of_cells(title, cells, len(records)))
    chosen = choose(candidates, wanted, name, "list")
    read = [(c, _rows_of(lists[c.name], [], name, limits)) for c in chosen]
    return joined(read, candidates, wanted, "list")


def _collection(value: Any) -> dict[str, Any] | None:
    """Return GeoJSON as a collection of features, None of anything else."""
    if isinstance(value, dict) and isinstance(value.get("features"), list):
        return value
    features = value if isinstance(value, list) else [value]
    first = next((f for f in features if isinstance(f, dict)), {})
    is_feature = first.get("type") == "Feature" and "properties" in first
    return {"features": features} if is_feature else None


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
    if not collection["features"]:
        message = f"{shorten(name)}: the file has no features: its list of features is empty"
        raise ImportRefusedError(message)
    records: list[Any] = []
    placed: list[int] = []
    for feature in collection["features"]:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(feature, dict) or not isinstance(properties, dict | None):
            records.append(feature)
            continue
        record = kml_properties(dict(properties or {}))
        if "id" in feature and not any(key(str(k)) == "id" for k in record):
            record["id"] = feature["id"]
        placed.append(len(records))
        records.append(record)
    geometries = [collection["features"][i].get("geometry") for i in placed]
    points, notes = _points(geometries, collection.get("crs"), name)
    names = (*geometry_columns(str(k) for i in placed for k in records[i]), RADIUS_KM)
    for i, *cells in zip(placed, *points.columns, strict=True):
        records[i] |= dict(zip(names, cells, strict=False))
    rows = _rows_of(records, ["GeoJSON", *notes], name, limits)
    about = collection.get("properties")
    cut = {**(about if isinstance(about, dict) else {}), **collection}.get("exceededTransferLimit")
    return replace(rows, remarks=[*rows.remarks, cut_remark()]) if cut else rows


def _points(geometries: Sequence[Any], crs: Any, name: str) -> tuple[ShapePoints, list[str]]:
    """Return the points of GeoJSON geometries in WGS84, and notes about them.

    Raises:
        ImportRefusedError: the file names a coordinate system that is not known.
    """
    named = crs.get("properties") if isinstance(crs, dict) else crs
    if isinstance(named, dict):
        named = named.get("name") or named.get("code")
    try:
        # An empty name is none of a system, and no crs at all is WGS84.
        system_named = None if crs is None else named or ""
        shapes, system = to_wgs84(shapes_of_geojson(geometries), system_named)
    except UnknownSystemError:
        message = (
            f"{shorten(name)}: the GeoJSON names a coordinate system that is not known, "
            f"{shorten(json.dumps(crs, default=str))}; save it in EPSG:4326"
        )
        raise ImportRefusedError(message) from None
    points = points_of(shapes)
    brought = [f"points brought from {system} to WGS84"] if system else []
    return points, [*brought, *points.notes("feature")]


def _rows_of(values: Sequence[Any], notes: list[str], name: str, limits: Limits) -> RawRows:
    refuse_beyond(f"{shorten(name)}, rows", len(values), limits, "rows")
    keys: dict[str, None] = {}
    records = flat_records([value for value in values if isinstance(value, dict)])
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
