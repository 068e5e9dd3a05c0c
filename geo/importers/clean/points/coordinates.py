"""Latitude and longitude of each row, from two columns, from one of points, or from both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.importers.clean import numbers
from geo.importers.clean.points.axis_order import exchanged_rows
from geo.importers.clean.points.cells import read_points
from geo.importers.clean.points.metres import LEAST, MOST, to_degrees
from geo.importers.clean.points.unmarked import likely_form, read_sixtieths
from geo.spatial import joins

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.importers.clean.points.axis_order import AxisOrder
    from geo.importers.clean.points.likely_place import Expected
    from geo.importers.clean.row_log import RowLog
    from geo.importers.read.encoded_column import EncodedColumn

DIFFER_KM: Final = 1.0


@dataclass(frozen=True)
class TwoColumns:
    """A latitude and a longitude, and how many km a shape reaches around them (blank: none)."""

    latitude: EncodedColumn
    longitude: EncodedColumn
    names: tuple[str, str]
    radius_km: EncodedColumn | None = None

    @property
    def title(self) -> str:
        """Return the names of the columns."""
        return " and ".join(self.names)


@dataclass(frozen=True)
class OneColumn:
    """A column of points, and which number comes first where nothing in the file shows it."""

    cells: EncodedColumn
    name: str
    order: AxisOrder = "auto"

    @property
    def title(self) -> str:
        """Return the name of the column."""
        return self.name

    @property
    def names(self) -> tuple[str, str]:
        """Return the name of the column for latitude and for longitude."""
        return self.name, self.name


Source = TwoColumns | OneColumn


class Coordinates(NamedTuple):
    """Degrees per row, NaN where there is no point, and the km that a shape reaches around it.

    `lack` says why a row has no point, as an index into the reasons of this module; 0 where it has.
    """

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    radius_km: NDArray[np.float64]
    lack: NDArray[np.int8]


_HOW_TO_SAVE: Final = (
    "which look like metres of a projected system: save the file in degrees (EPSG:4326), or as a "
    "GeoPackage, which names its system"
)
_LOOK_LIKE: Final = "coordinates beyond 180 that look like degrees"
_NO_MARK: Final = "without their decimal point (33800000 for 33.8): put it back in the file"
_NO_MARKS: Final = (
    "with minutes and seconds but without marks (334800 for 33° 48' 00\"): write them as 33:48:00 N"
    " or in decimals"
)
_LACKS: Final = (
    ("", ""),
    ("coordinates missing", "no coordinates; the row has no point"),
    ("half a point", "only one of the two coordinates; the row has no point"),
    ("coordinates zero", "coordinates 0, 0 mean that none were entered; the row has no point"),
    ("coordinates of one axis", "both coordinates name the same axis; the row has no point"),
    (
        "coordinates out of range",
        "coordinates beyond 90 or 180 degrees; the row has no point",
    ),
    ("coordinates in metres", f"coordinates far beyond 180, {_HOW_TO_SAVE}; the row has no point"),
    ("decimal point lost", f"{_LOOK_LIKE} {_NO_MARK}; the row has no point"),
    ("degrees without marks", f"{_LOOK_LIKE} {_NO_MARKS}; the row has no point"),
)
_MISSING, _HALF, _ZERO, _AXIS, _BEYOND, _METRES, _NO_POINT, _SIXTIETHS = range(1, len(_LACKS))


def read_coordinates(sources: Sequence[Source], expected: Expected, row_log: RowLog) -> Coordinates:
    """Read the point of each row, and log what is wrong with it.

    Args:
        sources: where the file says it. The first that has a point of a row is believed; rows
            where a later one says another place are counted.
        expected: where the rows should lie, to tell latitude from longitude and degrees from
            metres.
        row_log: the account of the rows.
    """
    first, *others = [_read(source, expected, row_log) for source in sources]
    for source, other in zip(sources[1:], others, strict=True):
        first = _joined(sources[0], first, source, other, row_log)
    for lack, (what, message) in enumerate(_LACKS[1:], 1):
        row_log.note("flagged", what, message, first.lack == lack, sources[0].names[0])
    return first


def _read(source: Source, expected: Expected, row_log: RowLog) -> Coordinates:
    if isinstance(source, TwoColumns):
        latitude, longitude, radius_km, one_axis = _read_two(source, row_log)
    else:
        latitude, longitude, radius_km, one_axis = _read_one(source, expected, row_log)
    north, east = np.isfinite(latitude), np.isfinite(longitude)
    latitude, longitude = to_degrees(latitude, longitude, expected, source.title, row_log)
    latitude, longitude = read_sixtieths(latitude, longitude, expected, source.title, row_log)
    turned = (np.abs(latitude) > 90) & (np.abs(latitude) <= 180) & (np.abs(longitude) <= 90)  # noqa: PLR2004
    row_log.note(
        "mended",
        "coordinates swapped",
        "latitude and longitude swapped: the latitude was beyond 90",
        turned,
        source.names[0],
    )
    latitude, longitude = _exchanged(latitude, longitude, turned)
    size = np.fmax(np.abs(latitude), np.abs(longitude))
    beyond = (np.abs(latitude) > 90) | (np.abs(longitude) > 180)  # noqa: PLR2004
    in_metres = beyond & (size > LEAST) & (size < MOST)
    form = likely_form(latitude, longitude, np.flatnonzero(beyond & north & east), expected)
    large = {"sixtieths": _SIXTIETHS, "no decimal point": _NO_POINT}.get(form, _BEYOND)
    lack = np.select(
        [~north & ~east, ~north | ~east, size == 0, one_axis, in_metres & (form == ""), beyond],
        [_MISSING, _HALF, _ZERO, _AXIS, _METRES, large],
        0,
    ).astype(np.int8)  # fmt: skip
    latitude[lack > 0] = longitude[lack > 0] = np.nan
    return Coordinates(latitude, longitude, radius_km, lack)


_Read = tuple[
    "NDArray[np.float64]", "NDArray[np.float64]", "NDArray[np.float64]", "NDArray[np.bool_]"
]


def _read_two(source: TwoColumns, row_log: RowLog) -> _Read:
    """Read two columns; a letter in both, or in one, says which of them is which."""
    degrees, is_latitude, is_longitude = [], [], []
    roles = ("latitude", "longitude")
    for role, cells, name in zip(
        roles, (source.latitude, source.longitude), source.names, strict=True
    ):
        read = numbers.read_degrees(cells.texts)
        row_log.note_by_value("mended", role, cells, read.mended, name)
        faults = [f"{f}; the row has no point" if f else "" for f in read.faults]
        row_log.note_by_value("flagged", f"{role} not read", cells, faults, name)
        degrees.append(read.number[cells.codes])
        is_latitude.append(cells.rows_where([a == "latitude" for a in read.axes]))
        is_longitude.append(cells.rows_where([a == "longitude" for a in read.axes]))
    one_axis = (is_latitude[0] & is_latitude[1]) | (is_longitude[0] & is_longitude[1])
    turned = (is_longitude[0] | is_latitude[1]) & ~one_axis
    row_log.note(
        "mended",
        "coordinates swapped",
        "latitude and longitude swapped: their letters (N, S, E, W) say so",
        turned,
        source.names[0],
    )
    latitude, longitude = _exchanged(degrees[0], degrees[1], turned)
    radius_km = np.zeros(len(latitude))
    if source.radius_km is not None:
        cells = source.radius_km
        radius_km = np.nan_to_num(numbers.read_degrees(cells.texts).number)[cells.codes]
    return latitude, longitude, radius_km, one_axis


def _read_one(source: OneColumn, expected: Expected, row_log: RowLog) -> _Read:
    """Read a column of points, in the order of axes that the whole column shows."""
    points, codes = read_points(source.cells.texts), source.cells.codes
    row_log.note_by_value("mended", "point", source.cells, points.mended, source.name)
    faults = [f"{f}; the row has no point" if f else "" for f in points.faults]
    row_log.note_by_value("flagged", "point not read", source.cells, faults, source.name)
    latitude, longitude = points.latitude[codes], points.longitude[codes]
    turned = exchanged_rows(
        latitude, longitude, points.form[codes], expected, source.order, source.name, row_log
    )
    latitude, longitude = _exchanged(latitude, longitude, turned)
    return latitude, longitude, points.radius_km[codes], np.zeros(len(codes), dtype=bool)


def _exchanged(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64], rows: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.where(rows, longitude, latitude), np.where(rows, latitude, longitude)


def _joined(
    source: Source, first: Coordinates, second: Source, other: Coordinates, row_log: RowLog
) -> Coordinates:
    """Return the first source's points, and the other's where it has none."""
    both = np.flatnonzero((first.lack == 0) & (other.lack == 0))
    _, _, metres = joins.WGS84.inv(
        first.longitude[both], first.latitude[both], other.longitude[both], other.latitude[both]
    )
    differ = np.zeros(len(first.lack), dtype=bool)
    differ[both[np.asarray(metres) / 1000 > DIFFER_KM]] = True
    row_log.note(
        "flagged",
        "two points",
        f"{second.title} say another place than {source.title}, more than {DIFFER_KM:g} km away; "
        f"{source.title} count",
        differ,
        second.names[0],
    )
    filled = (first.lack > 0) & (other.lack == 0)
    row_log.note(
        "mended",
        "point from elsewhere",
        f"no point in {source.title}; taken from {second.title}",
        filled,
        second.names[0],
    )
    return Coordinates(
        np.where(filled, other.latitude, first.latitude),
        np.where(filled, other.longitude, first.longitude),
        np.where(filled, other.radius_km, first.radius_km),
        np.where(filled, 0, first.lack),
    )
