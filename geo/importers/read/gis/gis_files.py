"""Reads GeoPackage and (Geo)Parquet; points are brought to WGS84."""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
import warnings
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.gis.shapes import (
    RADIUS_KM,
    WGS84,
    UnknownSystemError,
    geometry_columns,
    points_of,
    to_wgs84,
)
from geo.importers.read.limits import refuse_beyond
from geo.importers.read.raw import RawRows
from geo.importers.read.rows.cell_text import cell_text
from geo.importers.read.rows.layout import unique_names
from geo.importers.read.rows.parts import Candidate, choose, joined
from geo.importers.read.rows.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.importers.read.limits import Limits

_SHAPE: Final = "wkb_geometry"
_HEAD_ROWS: Final = 200
_PLACE_BYTES: Final = 8  # of a text in a table, beside the text itself
_IS_VIRTUAL: Final = re.compile(r"\s*create\s+virtual\b", re.IGNORECASE)


def read_geopackage(data: bytes, name: str, limits: Limits, wanted: Sequence[str] = ()) -> RawRows:
    """Read the layer of a GeoPackage that has dates, or all that share its columns.

    Args:
        data: the whole file.
        name: what it is called, for messages.
        limits: of rows, columns and cells.
        wanted: the names of the layers that a person has chosen.

    Returns:
        The rows, numbered from 1, with the columns latitude and longitude (degrees, WGS84) of
        their geometry, named as `shapes.geometry_columns` says.

    Raises:
        ImportRefusedError: it cannot be opened, has no rows, or is beyond a limit.
        SeveralPartsError: it is not clear which layer is meant.
    """
    try:
        # In memory the file would have no suffix, which GDAL warns of.
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # a damaged file says so in many ways
            path = Path(folder) / "layers.gpkg"
            path.write_bytes(data)
            tables = _tables(path)
            listed = [str(row[0]) for row in pyogrio.list_layers(path)]
            layers, views = ([n for n in listed if (n in tables) is is_table]
                             for is_table in (True, False))  # fmt: skip
            read = read_layers(path, layers, name, limits, wanted)
    except (ImportRefusedError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - GDAL has many errors for damaged files
        message = f"{shorten(name)}: the GeoPackage is damaged; copy or download it again"
        raise ImportRefusedError(message) from None
    if read is None:
        names = ", ".join(map(shorten, views))
        but = f"; views are not read: {names}" if views else ""
        message = f"{shorten(name)}: no layer of the GeoPackage has rows{but}"
        raise ImportRefusedError(message)
    return read


def read_layers(
    path: Path, layers: Sequence[str], name: str, limits: Limits, wanted: Sequence[str]
) -> RawRows | None:
    """Read the layers with dates of a file that GDAL opens; None where no layer has rows."""
    candidates = [
        _candidate(path, layer, count)
        for layer in layers
        if (count := pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"]) > 0
    ]
    if not candidates:
        return None
    chosen = choose(candidates, wanted, name, "layer")
    refuse_beyond(f"{shorten(name)}, rows", sum(c.rows for c in chosen), limits, "rows")
    read = []
    for candidate in chosen:
        meta, table = pyogrio.read_arrow(path, layer=candidate.name)
        _check(table)
        if table.num_rows < candidate.rows:
            message = (
                f"{shorten(name)}: the file breaks off: of {candidate.rows:,} rows "
                f"{table.num_rows:,} could be read; copy or download it again"
            )
            raise ImportRefusedError(message)
        geometry = meta.get("geometry_name") or "wkb_geometry"
        rows = spatial_rows(table, geometry, meta.get("crs"), [], name, limits)
        read.append((candidate, rows))
    return joined(read, candidates, wanted, "layer")


def _candidate(path: Path, layer: str, rows: int) -> Candidate:
    _, head = pyogrio.read_arrow(path, layer=layer, max_features=_HEAD_ROWS, read_geometry=False)
    _check(head)
    cells = [(n, _texts(head.column(n)).to_pylist()) for n in head.column_names]
    return Candidate.of_cells(layer, cells, rows)


def _tables(path: Path) -> set[str]:
    """Return the names of the plain tables; a view would run whatever query the file brings."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        rows = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        return {str(name) for name, sql in rows if not _IS_VIRTUAL.match(sql or "")}


def read_parquet(data: bytes, name: str, limits: Limits) -> RawRows:
    """Read Parquet or GeoParquet.

    Returns:
        The rows, as `read_geopackage` returns them.

    Raises:
        ImportRefusedError: it cannot be opened, or is beyond a limit.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        about = file.metadata
        size = max(
            sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups)),
            about.num_rows * about.num_columns * _PLACE_BYTES,
        )
        refuse_beyond(f"{shorten(name)}, rows", about.num_rows, limits, "rows")
        refuse_beyond(f"{shorten(name)}, unpacked", size, limits, "unpacked_bytes")
        table = file.read()
        _check(table)
        geo_metadata = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
        geometry = str(geo_metadata.get("primary_column", "geometry"))
        crs = geo_metadata.get("columns", {}).get(geometry, {}).get("crs", WGS84)
        crs = crs if isinstance(crs, str) else json.dumps(crs)
        box = geo_metadata.get("columns", {}).get(geometry, {}).get("covering", {}).get("bbox")
        if box:  # the extent of each shape, for those who search
            table = table.drop_columns([box["xmin"][0]])
    except (ImportRefusedError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - Arrow has many errors for damaged files
        message = f"{shorten(name)}: the Parquet file is damaged; copy or download it again"
        raise ImportRefusedError(message) from None
    return spatial_rows(table, geometry, crs, ["Parquet"], name, limits)


def _check(table: pa.Table) -> None:
    """Raise where a damaged file has given texts or names that are not UTF-8."""
    table.validate(full=True)
    for name in table.column_names:
        name.encode("utf-8")


def rows_of_shapes(  # noqa: PLR0917 - the parts of one layer
    records: Sequence[Mapping[str, str]],
    shapes: Sequence[shapely.Geometry | None],
    crs: str | None,
    line: Sequence[int],
    notes: list[str],
    name: str,
    limits: Limits,
) -> RawRows:
    """Return records of text and their shapes as rows.

    Args:
        records: texts by column; not every one has every column.
        shapes: one for each record, None where there is none.
        crs: their coordinate system; None for WGS84.
        line: the line or number of each record.
        notes: what is known of the file already.
        name: what the file is called.
        limits: of columns and cells.

    Raises:
        ImportRefusedError: as `spatial_rows` says.
    """
    keys = list(dict.fromkeys(k for record in records for k in record if k != _SHAPE))
    columns = [pa.array([r.get(k, "") for r in records], pa.large_string()) for k in keys]
    table = pa.table(
        [*columns, pa.array(shapely.to_wkb(np.array(shapes, dtype=object)), pa.binary())],
        names=[*keys, _SHAPE],
    )
    numbers = np.array(line, dtype=np.int64)
    return spatial_rows(table, _SHAPE, crs, notes, name, limits, numbers)


def spatial_rows(  # noqa: PLR0917 - the parts of one layer
    table: pa.Table,
    geometry: str,
    crs: str | None,
    notes: list[str],
    name: str,
    limits: Limits,
    line: NDArray[np.int64] | None = None,
) -> RawRows:
    """Return a layer as rows: cells as text, its points in WGS84.

    Args:
        table: as GDAL or Arrow gives it; tables within a column become columns of their own.
        geometry: the name of the column with the shapes as WKB.
        crs: their coordinate system; None for WGS84.
        notes: what is known of it already.
        name: what the file is called.
        limits: of columns and cells.
        line: the line or number of each row; by default they are counted.

    Raises:
        ImportRefusedError: it has no columns, an unknown system, or is beyond a limit.
    """
    table = _with_wkb(table, geometry)
    while any(pa.types.is_struct(f.type) for f in table.schema):
        table = table.flatten()
    refuse_beyond(f"{shorten(name)}, columns", table.num_columns, limits, "columns")
    at = [i for i, n in enumerate(table.column_names) if n != geometry]
    own = [table.column_names[i] for i in at]
    columns = [_texts(table.column(i)) for i in at]
    if geometry in table.column_names:
        points, point_notes = _points(table.column(geometry), crs, name)
        columns += points
        own += [*geometry_columns(own), RADIUS_KM][: len(points)]
        notes += point_notes
    if not columns:
        message = f"{shorten(name)}: the table has no columns"
        raise ImportRefusedError(message)
    names = unique_names(n.strip() or "column" for n in own)
    whole = pa.table(columns, names=names)
    if line is None:
        line = np.arange(1, whole.num_rows + 1, dtype=np.int64)
    return tidy(RawRows(whole, line, [], notes), name, limits)


def _with_wkb(table: pa.Table, geometry: str) -> pa.Table:
    """Return a table whose points are WKB where they were pairs of x and y."""
    at = table.schema.get_field_index(geometry)
    if at < 0 or not pa.types.is_struct(table.schema.field(at).type):
        return table
    pairs = table.column(at).combine_chunks()
    x, y = (pairs.field(axis).to_numpy(zero_copy_only=False) for axis in ("x", "y"))
    wkb = pa.array(shapely.to_wkb(shapely.points(x, y)), pa.binary())
    return table.set_column(at, geometry, wkb)


def _texts(column: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        filled = column.cast(pa.large_string()).fill_null("")
        return filled.combine_chunks() if isinstance(filled, pa.ChunkedArray) else filled
    # Each distinct value is written once; what cannot be encoded is written row by row.
    try:
        encoded = column.combine_chunks().dictionary_encode()
        words = pa.array([cell_text(v) for v in encoded.dictionary.to_pylist()], pa.large_string())
        return words.take(encoded.indices).fill_null("")
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid, AttributeError):
        return pa.array([cell_text(v) for v in column.to_pylist()], pa.large_string())


def _points(
    column: pa.ChunkedArray, crs: str | None, name: str
) -> tuple[list[pa.Array], list[str]]:
    """Return latitude and longitude of geometries, and how far they reach where they do."""
    try:
        shapes = shapely.from_wkb(column.to_numpy(), on_invalid="ignore")
    except (TypeError, ValueError, shapely.errors.ShapelyError):
        shapes = np.full(len(column), None, dtype=object)
    try:
        shapes, system = to_wgs84(shapes, crs)
    except UnknownSystemError:
        message = f"{shorten(name)}: its coordinate system is not known; save it in EPSG:4326"
        raise ImportRefusedError(message) from None
    points = points_of(shapes)
    notes = [f"points brought from {system} to WGS84"] if system else []
    notes += points.notes("row")
    columns = [pa.array(map(cell_text, c), pa.large_string()) for c in points.columns]
    return columns, notes
