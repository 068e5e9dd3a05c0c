"""Where the rows of a file happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc

from geo.importers.build.partner_columns import complete_degrees
from geo.importers.clean import places
from geo.importers.clean.points.coordinates import OneColumn, TwoColumns
from geo.importers.clean.points.grids import Grid, grid_of
from geo.importers.read.encoded_column import EncodedColumn
from geo.importers.read.gis.shapes import (
    GEOMETRY_LATITUDE,
    GEOMETRY_LONGITUDE,
    LATITUDE,
    RADIUS_KM,
    coordinate_attributes,
)
from geo.importers.schemas.guessing import header
from geo.utils.names import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion
    from geo.importers.clean.points.coordinates import Source
    from geo.importers.clean.row_log import Kind

_SAMPLE: Final = 50
_WHOLE: Final = r"^[+-]?\d{1,3}(?:\.0*)?$"
_GRIDS: Final[dict[Grid, str]] = {
    "MGRS": "grid references of MGRS",
    "UTM": "coordinates of UTM, in metres",
}


def locate_rows(conversion: Conversion) -> places.Located:
    """Find point, precision and country of every row; quarantine points in another country."""
    located = places.locate(
        _sources(conversion),
        _countries(conversion),
        conversion.mapping.columns,
        _precision(conversion),
        conversion.shared.provinces,
        conversion.row_log,
    )
    _note_grids(conversion, ~np.isfinite(located.latitude))
    return located


def _note_grids(conversion: Conversion, no_point: NDArray[np.bool_]) -> None:
    """Say of rows without a point that a column has a grid reference."""
    if not no_point.any():
        return
    raw = conversion.raw
    by_grid: dict[Grid, list[str]] = {}
    for column in raw.columns:
        if grid := grid_of(header.words_of(column), raw.sample(column, _SAMPLE)):
            by_grid.setdefault(grid, []).append(column)
    for grid, columns in by_grid.items():
        filled = np.zeros(raw.table.num_rows, dtype=bool)
        for column in columns:
            filled |= ~raw.column(column).blank()
        conversion.row_log.note(
            "flagged",
            "grid reference",
            f"{' and '.join(columns)} look like {_GRIDS[grid]}, which are not read: convert them "
            "to degrees (EPSG:4326), in columns called latitude and longitude",
            no_point & filled,
            columns[0],
        )


def _sources(conversion: Conversion) -> list[Source]:
    """Return what says the points: two columns, one, and what else the file has of the kind.

    The geometry of a spatial file and its attributes of the name of a coordinate are held against
    each other, whichever of them the mapping has chosen.
    """
    sources: list[Source] = []
    has_two = conversion.has("latitude") or conversion.has("longitude")
    if has_two or not conversion.has("point"):
        sources.append(_two_columns(conversion))
    if conversion.has("point"):
        name, order = conversion.name("point"), conversion.options.points
        sources.append(OneColumn(conversion.cells("point"), name, order))
    raw, chosen = conversion.raw, conversion.mapping.columns.get("latitude")
    geometry = (GEOMETRY_LATITUDE, GEOMETRY_LONGITUDE)
    if GEOMETRY_LATITUDE in raw.columns:
        names = geometry if chosen != GEOMETRY_LATITUDE else coordinate_attributes(raw.columns)
        if names is not None:
            sources.append(TwoColumns(raw.column(names[0]), raw.column(names[1]), names))
    return sources


def _two_columns(conversion: Conversion) -> TwoColumns:
    names = conversion.name("latitude"), conversion.name("longitude")
    is_shape = names[0] in {LATITUDE, GEOMETRY_LATITUDE} and RADIUS_KM in conversion.raw.columns
    radius_km = conversion.raw.column(RADIUS_KM) if is_shape else None
    latitude, longitude = (_degrees(conversion, axis) for axis in ("latitude", "longitude"))
    return TwoColumns(latitude, longitude, names, radius_km)


def _degrees(conversion: Conversion, axis: str) -> EncodedColumn:
    """Return a column of degrees, with minutes, seconds and letters that stand beside it."""
    completed = complete_degrees(conversion.raw, conversion.name(axis), axis)
    if completed is None:
        return conversion.cells(axis)
    kind: Kind = "decided" if completed.partners else "flagged"
    conversion.row_log.note(kind, "degrees in several columns", completed.message)
    conversion.used_beside |= set(completed.partners)
    return completed.cells


def _countries(conversion: Conversion) -> EncodedColumn:
    """Return the countries, those of a list of codes that the dataset is known to use by name."""
    cells, table = conversion.cells("country"), conversion.schema.codes.get("country")
    if table is None or conversion.name("country") not in conversion.raw.columns:
        return cells
    return EncodedColumn.of_texts([table.get(fold(v), "") for v in cells.texts], cells.codes)


def _are_centroids(conversion: Conversion) -> bool:
    """Return whether the points are called the middles of areas."""
    return bool({"centroid", "centroids"} & set(header.words_of(conversion.name("latitude"))))


def _have_coordinates(conversion: Conversion) -> NDArray[np.bool_]:
    return ~conversion.cells("latitude").blank() | ~conversion.cells("point").blank()


def _precision(conversion: Conversion) -> NDArray[np.int64]:
    """Return how well each place is known, as an index into `places.PRECISIONS`."""
    cells = conversion.cells("geo_precision")
    default = conversion.schema.defaults["geo_precision"]
    if not conversion.has("geo_precision") and _are_centroids(conversion):
        default = "province"
    became = conversion.code_of("geo_precision", cells.texts, default)
    index = np.array([places.PRECISIONS.index(c) for c in became], dtype=np.int64)
    unknown = cells.rows_where(
        [not (v and conversion.code_of("geo_precision", (v,), "") != [""]) for v in cells.texts]
    )
    conversion.row_log.note(
        "mended",
        "precision assumed",
        f"no known precision of the place; taken as {default}",
        unknown & _have_coordinates(conversion),
        conversion.mapping.columns.get("geo_precision"),
    )
    precision = index[cells.codes]
    _note_whole_degrees(conversion, unknown)
    if conversion.schema.place_tells and not conversion.has("geo_precision"):
        precision = _by_place(conversion, precision)
    return precision


def _note_whole_degrees(conversion: Conversion, assumed: NDArray[np.bool_]) -> None:
    """Say of points of whole degrees that they are known less well than is assumed."""
    if conversion.used_beside:
        return
    whole = assumed
    for axis in ("latitude", "longitude"):
        cells = conversion.cells(axis)
        is_whole = pc.match_substring_regex(cells.values, _WHOLE).to_numpy(zero_copy_only=False)
        whole = whole & cells.rows_where(is_whole)
    conversion.row_log.note(
        "flagged",
        "whole degrees",
        "both coordinates are whole degrees, which are 111 km apart: the point may be off by 80 "
        "km; state a precision of province or district if that is all that is known",
        whole,
        conversion.mapping.columns.get("latitude"),
    )


def _by_place(conversion: Conversion, precision: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the precision, no better than the province or country that alone is named."""
    no_place, no_admin = (conversion.cells(role).blank() for role in ("place", "admin"))
    coarse = np.where(no_admin, "country", "province")
    index = np.array([places.PRECISIONS.index(c) for c in coarse], dtype=np.int64)
    conversion.row_log.note(
        "mended",
        "precision by place",
        "no town is named, so the point is known to the province or country only",
        no_place,
    )
    return np.where(no_place, index, precision)
