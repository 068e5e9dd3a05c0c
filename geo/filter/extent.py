"""A box and a span of time, which GIS programs ask for beside a filter (OGC API Features).

They restrict what a filter finds and are no part of it: a link to a page cannot hold them. By that
standard what has no place is in every box, and what has no date in every span.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.errors import FilterError, FilterProblem
from geo.filter.filter import days_since_epoch
from geo.model.cached import per_atlas

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.filter.filter import View
    from geo.model.atlas import Atlas

#: West, south, east, north in degrees; west is never east of east.
Box = tuple[float, float, float, float]

_AROUND: Final = 360.0
_HALF: Final = 180.0
_QUARTER: Final = 90.0
_DECIMALS: Final = 9  # of a degree: a tenth of a millimetre
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_FLAT, _SOLID = 4, 6  # numbers of a box without and with heights
_DAY: Final = r"(\d{4}-\d{2}-\d{2})"
# GDAL asks for a day with the T of a time that it leaves out.
_TIME: Final = (
    r"(?:[Tt](?:([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d))?)?"
)
_WHEN: Final = re.compile(_DAY + _TIME, re.ASCII)
_OPEN: Final = frozenset({"", ".."})


@dataclass(frozen=True, slots=True)
class Extent:
    """Where and when: `boxes` is empty for everywhere, two where one crosses the antimeridian.

    `first` and `last` are inclusive local days; None is no limit.
    """

    boxes: tuple[Box, ...] = ()
    first: date | None = None
    last: date | None = None

    def positions(self, view: View) -> NDArray[np.intp]:
        """Return the incidents that a filter finds and that are here, in order.

        An incident's time is all days from its first to its last, where a file gives one.
        """
        atlas, kept = view.atlas, view.positions
        if self.boxes:
            places = atlas.places
            is_inside = np.zeros(len(places.latitude), dtype=bool)
            for west, south, east, north in self.boxes:
                x, y = places.longitude, places.latitude
                is_inside |= (west <= x) & (x <= east) & (south <= y) & (y <= north)
            kept = kept[places.spread(is_inside, missing=True)[kept]]
        return kept[self.spans(atlas.day[kept], _last_days(atlas)[kept])]

    def spans(
        self, first: NDArray[np.int64], last: NDArray[np.int64] | None = None
    ) -> NDArray[np.bool_]:
        """Return for each span of days since 1970-01-01 whether a day of it is one of these."""
        last = first if last is None else last
        since, until = self.first or date.min, self.last or date.max
        is_here: NDArray[np.bool_] = (last >= days_since_epoch(since)) & (
            first <= days_since_epoch(until)
        )
        return is_here

    def meets(self, shapes: NDArray[Any]) -> NDArray[np.bool_]:
        """Return for each shape in degrees, longitude first, whether it touches a box."""
        if not self.boxes:
            return np.ones(len(shapes), dtype=bool)
        area = shapely.union_all(shapely.box(*np.transpose(self.boxes)))
        shapely.prepare(area)
        touches: NDArray[np.bool_] = shapely.intersects(area, shapes) | shapely.is_missing(shapes)
        return touches


@per_atlas
def _last_days(atlas: Atlas) -> NDArray[np.int64]:
    """Return the last day of each incident, in days since 1970-01-01."""
    incidents = atlas.incidents
    if "date_end" not in incidents:
        return atlas.day
    ends = incidents["date_end"].fillna(incidents["date"])
    days: NDArray[np.int64] = ends.to_numpy("datetime64[D]").astype(np.int64)
    return days


def read_numbers(given: str) -> tuple[float, float, float, float]:
    """Return the two corners of a box as written, lower left first, without heights.

    Raises:
        FilterError: there are not four or six numbers.
    """
    expected = "expected four numbers, such as 42,33,45,36, or six with heights"
    parts = [part.strip() for part in given.split(",")]
    numbers = [float(part) for part in parts] if all(map(_NUMBER.fullmatch, parts)) else []
    if len(numbers) not in {_FLAT, _SOLID} or not all(map(math.isfinite, numbers)):
        raise FilterError([FilterProblem("bbox", given, expected)])
    middle = len(numbers) // 2
    return numbers[0], numbers[1], numbers[middle], numbers[middle + 1]


def boxes_of(given: str, west: float, south: float, east: float, north: float) -> tuple[Box, ...]:
    """Return a box in degrees as one that wraps nowhere, or two.

    Args:
        given: the box as written, for the message.
        west: its edge in the west; east of `east` where the box crosses the antimeridian.
        south: its edge in the south.
        east: its edge in the east.
        north: its edge in the north.

    Raises:
        FilterError: its south is north of its north, or all of it lies beyond a pole.
    """
    if south > north:
        message = f"has its southern edge {south:g} north of its northern edge {north:g}"
        raise FilterError([FilterProblem("bbox", given, message)])
    if south > _QUARTER or north < -_QUARTER:
        message = "lies beyond the poles; latitudes are from -90 to 90"
        raise FilterError([FilterProblem("bbox", given, message)])
    if east - west >= _AROUND:
        return ((-_HALF, south, _HALF, north),)
    west, east = _wrapped(west), _wrapped(east)
    if west <= east:
        return ((west, south, east, north),)
    return (west, south, _HALF, north), (-_HALF, south, east, north)


def _wrapped(longitude: float) -> float:
    if abs(longitude) <= _HALF:
        return longitude
    # The turn costs the last digits.
    return round((longitude + _HALF) % _AROUND - _HALF, _DECIMALS)


def read_datetime(given: str) -> tuple[date | None, date | None]:
    """Return the first and last day of an instant or interval of RFC 3339, None for an open end.

    The days are those written: an incident has a local date and no time zone to convert to.

    Raises:
        FilterError: it is neither.
    """
    ends = given.split("/")
    if len(ends) == 1 and given not in _OPEN:
        day = _day(given, given)
        return day, day
    if len(ends) != 2:  # noqa: PLR2004 - an interval has two ends
        raise FilterError([FilterProblem("datetime", given, _EXPECTED)])
    first, last = (None if end in _OPEN else _day(end, given) for end in ends)
    if first and last and first > last:
        raise FilterError([FilterProblem("datetime", given, "ends before it begins")])
    return first, last


_EXPECTED: Final = (
    "expected a day, a time with its zone or an interval, such as 2024-01-28, "
    "2024-01-28T05:30:00Z, 2023-10-17/2024-02-04 or 2024-02-05/.."
)


def _day(end: str, given: str) -> date:
    match = _WHEN.fullmatch(end)
    try:
        return date.fromisoformat(match[1] if match else "")
    except ValueError:
        raise FilterError([FilterProblem("datetime", given, _EXPECTED)]) from None
