"""Reads workbooks, JSON, GeoJSON, GeoPackage and Parquet into cells of text."""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyproj
import python_calamine
import shapely

from geo.errors import ImportRefusedError, shorten
from geo.importers.read import delimited
from geo.importers.read.limits import refuse_beyond
from geo.importers.read.raw import Unfit, key
from geo.model.schema import LIST_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.importers.read.limits import Limits

Read = tuple[pa.Table, "NDArray[np.int64]", list[Unfit], list[str]]
_WGS84 = "EPSG:4326"
_LATITUDE, _LONGITUDE = "latitude", "longitude"


def cell(value: Any) -> str:  # noqa: PLR0911 - one return for each way of writing it
    """Return a typed value as the text that a CSV file would have."""
    if value is None:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        number = float(value)
        if not math.isfinite(number):
            return ""
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)  # noqa: PLR2004
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, list | tuple | np.ndarray):
        return LIST_SEPARATOR.join(cell(v) for v in value)
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False, default=str)
    return str(value).replace("\x00", "").encode("utf-8", errors="replace").decode()


def workbook(data: bytes, name: str, limits: Limits) -> Read:
    """Read the first sheet of an Excel or OpenDocument workbook that has rows.

    Raises:
        ImportRefusedError: it cannot be opened, or has no rows.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {n: book.get_sheet_by_name(n).to_python() for n in book.sheet_names}
    except Exception:  # noqa: BLE001 - the reader has many errors and may panic on damaged files
        message = f"{shorten(name)}: the workbook is damaged or encrypted; save it again"
        raise ImportRefusedError(message) from None
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        message = f"{shorten(name)}: the workbook is damaged; save it again"
        raise ImportRefusedError(message) from None
    filled = [n for n, rows in sheets.items() if len(rows) > 1]
    if not filled:
        message = f"{shorten(name)}: no sheet of the workbook has a header and rows"
        raise ImportRefusedError(message)
    chosen = filled[0]
    rows = sheets[chosen]
    refuse_beyond(f"{shorten(name)}, rows", len(rows), limits, "rows")
    found = delimited.from_rows([[cell(v) for v in row] for row in rows], name, limits)
    found[3].insert(0, f"sheet {shorten(chosen)!r}")
    if others := [n for n in filled if n != chosen]:
        found[3].append(f"sheets not read: {', '.join(map(shorten, others))}")
    return found


def from_json(text: str, name: str, limits: Limits) -> Read | None:
    """Read JSON records, lines of JSON, or GeoJSON; None where the text is no JSON.

    Raises:
        ImportRefusedError: it is JSON, and no list of records.
    """
    start = text.lstrip()[:1]
    if start not in {"{", "["}:
        return None
    try:
        value = json.loads(text)
    except RecursionError:
        message = f"{shorten(name)}: JSON nested too deep; expected a list of records"
        raise ImportRefusedError(message) from None
    except ValueError as error:
        records = _json_lines(text)
        if records is None:
            message = (
                f"{shorten(name)}: begins like JSON and is not: {shorten(str(error))}; is the file "
                "cut off?"
            )
            raise ImportRefusedError(message) from None
        return _records(records, [], name, limits)
    if isinstance(value, dict) and isinstance(value.get("features"), list):
        return _geojson(value, name, limits)
    if isinstance(value, dict):
        lists = [v for v in value.values() if isinstance(v, list) and v]
        value = lists[0] if len(lists) == 1 else value
    if not isinstance(value, list):
        message = f"{shorten(name)}: expected a list of records or a GeoJSON FeatureCollection"
        raise ImportRefusedError(message)
    return _records(value, [], name, limits)


def _json_lines(text: str) -> list[Any] | None:
    """Return the records of lines of JSON; a broken line stays as the text that it is."""
    found: list[Any] = []
    broken = 0
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            found.append(json.loads(line))
        except (ValueError, RecursionError):
            found.append(line)
            broken += 1
    return found if len(found) > 1 and broken * 2 < len(found) else None


def _geojson(value: dict[str, Any], name: str, limits: Limits) -> Read:
    if value.get("crs") is not None and not _is_wgs84(json.dumps(value["crs"], default=str)):
        message = (
            f"{shorten(name)}: the GeoJSON names another coordinate system than WGS84; save it in "
            "EPSG:4326"
        )
        raise ImportRefusedError(message)
    rows, without = [], 0
    for feature in value["features"]:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(feature, dict) or not isinstance(properties, dict | None):
            rows.append(feature)
            continue
        row = dict(properties or {})
        if "id" in feature and not any(key(str(k)) == "id" for k in row):
            row["id"] = feature["id"]
        point = _point(feature.get("geometry"))
        without += point is None
        if point and not any(key(str(k)) in {_LATITUDE, "lat"} for k in row):
            row |= {_LATITUDE: point[1], _LONGITUDE: point[0]}
        rows.append(row)
    notes = ["GeoJSON"]
    if without:
        notes.append(f"{without} features without a point geometry")
    return _records(rows, notes, name, limits)


def _is_wgs84(text: str) -> bool:
    return any(s in text.replace(":", "") for s in ("CRS84", "EPSG4326", "4326"))


def _point(geometry: Any) -> tuple[Any, Any] | None:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    found = geometry.get("coordinates")
    if not isinstance(found, list) or len(found) < 2:  # noqa: PLR2004 - longitude, latitude
        return None
    return found[0], found[1]


def _records(values: Sequence[Any], notes: list[str], name: str, limits: Limits) -> Read:
    refuse_beyond(f"{shorten(name)}, rows", len(values), limits, "rows")
    names: dict[str, None] = {}
    for value in values:
        if isinstance(value, dict):
            names |= dict.fromkeys(value)
            refuse_beyond(f"{shorten(name)}, columns", len(names), limits, "columns")
    if not names:
        message = f"{shorten(name)}: expected records with named values, found none"
        raise ImportRefusedError(message)
    unfit = [
        Unfit(i, "no record: expected names and values", shorten(cell(v)))
        for i, v in enumerate(values, 1)
        if not isinstance(v, dict)
    ]
    line = [i for i, v in enumerate(values, 1) if isinstance(v, dict)]
    rows = [v for v in values if isinstance(v, dict)]
    columns = [pa.array([cell(r.get(n)) for r in rows], pa.large_string()) for n in names]
    table = pa.table(columns, names=_unique([cell(n) for n in names]))
    return delimited.tidy(
        table, np.array(line, dtype=np.int64), unfit, notes, limits=limits, name=name
    )


def _unique(names: list[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        plain, n = name.strip() or "column", 1
        unique = plain
        while unique in found:
            n += 1
            unique = f"{plain} ({n})"
        found.append(unique)
    return found


def geopackage(data: bytes, name: str, limits: Limits) -> Read:
    """Read the first layer of a GeoPackage that has rows; points are brought to WGS84.

    Raises:
        ImportRefusedError: it cannot be opened or has no rows.
    """
    try:
        # In memory the file would have no suffix, which GDAL warns of.
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # a damaged file says so in many ways
            path = Path(folder) / "layers.gpkg"
            path.write_bytes(data)
            layers = [str(row[0]) for row in pyogrio.list_layers(path)]
            counts = {n: pyogrio.read_info(path, layer=n)["features"] for n in layers}
            chosen = next((n for n in layers if counts[n] > 0), None)
            if chosen is not None:
                refuse_beyond(f"{shorten(name)}, rows", counts[chosen], limits, "rows")
                meta, table = pyogrio.read_arrow(path, layer=chosen)
                _check(table)
    except ImportRefusedError:
        raise
    except Exception:  # noqa: BLE001 - GDAL has many errors for damaged files
        message = f"{shorten(name)}: the GeoPackage is damaged; copy or download it again"
        raise ImportRefusedError(message) from None
    if chosen is None:
        message = f"{shorten(name)}: no layer of the GeoPackage has rows"
        raise ImportRefusedError(message)
    geometry = meta.get("geometry_name") or "wkb_geometry"
    notes = [f"layer {shorten(chosen)!r}"]
    if len(layers) > 1:
        notes.append(f"layers not read: {', '.join(shorten(n) for n in layers if n != chosen)}")
    return _spatial(table, geometry, meta.get("crs"), notes, name, limits)


def parquet(data: bytes, name: str, limits: Limits) -> Read:
    """Read Parquet or GeoParquet; points are brought to WGS84.

    Raises:
        ImportRefusedError: it cannot be opened, or is beyond a limit.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        about = file.metadata
        size = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
        refuse_beyond(f"{shorten(name)}, rows", about.num_rows, limits, "rows")
        refuse_beyond(f"{shorten(name)}, unpacked", size, limits, "unpacked_bytes")
        table = file.read()
        _check(table)
        said = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
        geometry = str(said.get("primary_column", "geometry"))
        crs = said.get("columns", {}).get(geometry, {}).get("crs", _WGS84)
        crs = crs if isinstance(crs, str) else json.dumps(crs)
    except ImportRefusedError:
        raise
    except Exception:  # noqa: BLE001 - Arrow has many errors for damaged files
        message = f"{shorten(name)}: the Parquet file is damaged; copy or download it again"
        raise ImportRefusedError(message) from None
    return _spatial(table, geometry, crs, ["Parquet"], name, limits)


def _check(table: pa.Table) -> None:
    """Raise where a damaged file has given texts or names that are not UTF-8."""
    table.validate(full=True)
    for name in table.column_names:
        name.encode("utf-8")


def _spatial(  # noqa: PLR0917 - the parts of one layer
    table: pa.Table, geometry: str, crs: str | None, notes: list[str], name: str, limits: Limits
) -> Read:
    refuse_beyond(f"{shorten(name)}, columns", table.num_columns, limits, "columns")
    own = [n for n in dict.fromkeys(table.column_names) if n != geometry]
    columns = [_texts(table.column(table.column_names.index(n))) for n in own]
    names = _unique(own)
    if geometry in table.column_names and not any(key(n) in {_LATITUDE, "lat"} for n in own):
        latitude, longitude, said = _points(table.column(geometry), crs, name)
        columns += [latitude, longitude]
        names += [_LATITUDE, _LONGITUDE]
        notes += said
    if not columns:
        message = f"{shorten(name)}: the table has no columns"
        raise ImportRefusedError(message)
    whole = pa.table(columns, names=_unique(names))
    line = np.arange(1, whole.num_rows + 1, dtype=np.int64)
    return delimited.tidy(whole, line, [], notes, limits=limits, name=name)


def _texts(column: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        filled = column.cast(pa.large_string()).fill_null("")
        return filled.combine_chunks() if isinstance(filled, pa.ChunkedArray) else filled
    # Each distinct value is written once; what cannot be encoded is written row by row.
    try:
        encoded = column.combine_chunks().dictionary_encode()
        words = pa.array([cell(v) for v in encoded.dictionary.to_pylist()], pa.large_string())
        return words.take(encoded.indices).fill_null("")
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid, AttributeError):
        return pa.array([cell(v) for v in column.to_pylist()], pa.large_string())


def _points(
    column: pa.ChunkedArray, crs: str | None, name: str
) -> tuple[pa.Array, pa.Array, list[str]]:
    try:
        shapes = shapely.from_wkb(column.to_numpy(), on_invalid="ignore")
    except (TypeError, ValueError, shapely.errors.ShapelyError):
        shapes = np.full(len(column), None, dtype=object)
    is_point = (shapely.get_type_id(shapes) == 0) & ~shapely.is_empty(shapes)
    x = np.where(is_point, shapely.get_x(shapes), np.nan)
    y = np.where(is_point, shapely.get_y(shapes), np.nan)
    notes = []
    try:
        system = pyproj.CRS.from_user_input(crs) if crs else pyproj.CRS.from_user_input(_WGS84)
        if not system.is_exact_same(pyproj.CRS(_WGS84)) and not _is_wgs84(system.to_string()):
            change = pyproj.Transformer.from_crs(system, _WGS84, always_xy=True)
            x, y = change.transform(x, y)
            notes.append(f"points brought from {shorten(system.name)} to WGS84")
    except pyproj.exceptions.ProjError:
        message = f"{shorten(name)}: its coordinate system is not known; save it in EPSG:4326"
        raise ImportRefusedError(message) from None
    if n := int((~is_point).sum()):
        notes.append(f"{n} rows without a point geometry")
    texts = [pa.array([cell(v) for v in np.round(a, 7)], pa.large_string()) for a in (y, x)]
    return texts[0], texts[1], notes
