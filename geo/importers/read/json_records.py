"""Reads JSON records, lines of JSON, and GeoJSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.cell_text import cell_text
from geo.importers.read.gis_files import LATITUDE, LONGITUDE, is_latitude, is_wgs84
from geo.importers.read.layout import unique_names
from geo.importers.read.limits import refuse_beyond
from geo.importers.read.raw import RawRows, Unfit, key
from geo.importers.read.tidy import tidy
from geo.utils.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.importers.read.limits import Limits


def read_json(text: str, name: str, limits: Limits) -> RawRows:
    """Read JSON records, lines of JSON, or GeoJSON in WGS84.

    Returns:
        The records in their order, numbered from 1.

    Raises:
        ImportRefusedError: it is no JSON, or no list of records, or it is beyond a limit.
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
    if isinstance(value, dict) and isinstance(value.get("features"), list):
        return _geojson(value, name, limits)
    if isinstance(value, dict):
        lists = [v for v in value.values() if isinstance(v, list) and v]
        value = lists[0] if len(lists) == 1 else value
    if not isinstance(value, list):
        message = f"{shorten(name)}: expected a list of records or a GeoJSON FeatureCollection"
        raise ImportRefusedError(message)
    return _rows_of(value, [], name, limits)


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
    records, without = [], 0
    for feature in collection["features"]:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(feature, dict) or not isinstance(properties, dict | None):
            records.append(feature)
            continue
        record = dict(properties or {})
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
    return _rows_of(records, notes, name, limits)


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
    for value in values:
        if isinstance(value, dict):
            keys |= dict.fromkeys(value)
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
    records = [value for value in values if isinstance(value, dict)]
    line = np.array([n for n, value in numbered if isinstance(value, dict)], dtype=np.int64)
    columns = [pa.array([cell_text(r.get(k)) for r in records], pa.large_string()) for k in keys]
    names = unique_names(cell_text(k).strip() or "column" for k in keys)
    return tidy(RawRows(pa.table(columns, names=names), line, unfit, notes), name, limits)
