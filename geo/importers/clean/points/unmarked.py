"""Degrees written without their marks: 33800000 for 33.8, or 334800 for 33° 48' 00".

Spreadsheets lose decimal points, and forms are filled in without them. Minutes and seconds are read
where the whole file shows them; what else such numbers are is only said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from geo.importers.clean.points.likely_place import NEARLY_ALL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.clean.points.likely_place import Expected
    from geo.importers.clean.row_log import RowLog

_LEAST: Final = 10_000  # one degree, no minutes and no seconds
_SIXTY: Final = 60
# Of so many points all have minutes and seconds below 60 by chance in fewer than 1 of 400 files.
_ENOUGH: Final = 3


def read_sixtieths(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    expected: Expected,
    columns: str,
    row_log: RowLog,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return degrees of coordinates that are degrees, minutes and seconds in one number.

    They are taken for such only where all of both columns can be, at least three, and the points
    then lie in the countries that the rows state.
    """
    rows = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude))
    rows = rows[(latitude[rows] != 0) | (longitude[rows] != 0)]
    smallest = min(np.abs(a[rows]).min(initial=np.inf) for a in (latitude, longitude))
    if not len(rows) or smallest < _LEAST or not np.all(expected.stated[rows] != ""):
        return latitude, longitude
    if len(np.unique([latitude[rows], longitude[rows]], axis=1).T) < _ENOUGH:
        return latitude, longitude
    north, east = _of_sixtieths(latitude[rows], 90), _of_sixtieths(longitude[rows], 180)
    if not _fit(north, east, rows, expected):
        return latitude, longitude
    read = np.zeros(len(latitude), dtype=bool)
    read[rows] = True
    row_log.note(
        "flagged",
        "minutes and seconds",
        f"{columns}: read as degrees, minutes and seconds in one number (334800 as 33° 48' 00\"): "
        f"all of them can be, and the points then lie in {expected.words(rows)}",
        read,
    )
    latitude, longitude = latitude.copy(), longitude.copy()
    latitude[rows], longitude[rows] = north, east
    return latitude, longitude


def likely_form(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    rows: NDArray[np.int64],
    expected: Expected,
) -> Literal["", "sixtieths", "no decimal point"]:
    """Return what numbers beyond 180 are likely to be, "" where they are neither.

    Args:
        latitude: of all rows.
        longitude: the same.
        rows: those whose numbers are beyond 180.
        expected: where the rows should lie.
    """
    rows = expected.sample(rows)
    if not len(rows):
        return ""
    north, east = latitude[rows], longitude[rows]
    if _fit(_of_sixtieths(north, 90), _of_sixtieths(east, 180), rows, expected):
        return "sixtieths"
    y, x = _tens(north), _tens(east)
    # Where no country is stated, metres of two sizes lie in the region by chance.
    if not np.all((expected.stated[rows] != "") | (y == x)):
        return ""
    for more in (0, 1):  # a longitude has two digits before its point, or three
        if _fit(north / 10.0**y, east / 10.0 ** (x - more), rows, expected):
            return "no decimal point"
    return ""


def _of_sixtieths(number: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """Return degrees of numbers such as 334800, NaN where one cannot be such a number."""
    size = np.abs(number)
    degrees, rest = np.divmod(size, _LEAST)
    minutes, seconds = np.divmod(rest, 100)
    can_be = (size >= _LEAST) & (degrees < most) & (minutes < _SIXTY) & (seconds < _SIXTY)
    whole = np.sign(number) * (degrees + minutes / _SIXTY + seconds / _SIXTY**2)
    return np.where(can_be, whole, np.nan)


def _tens(number: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by which power of ten a number is to be divided to have two digits."""
    return np.floor(np.log10(np.maximum(np.abs(number), 10.0))) - 1


def _fit(
    north: NDArray[np.float64],
    east: NDArray[np.float64],
    rows: NDArray[np.int64],
    expected: Expected,
) -> bool:
    """Return whether all are degrees, and nearly all lie where their rows are expected."""
    if not np.all(np.isfinite(north) & np.isfinite(east)):
        return False
    some = expected.sample(np.arange(len(rows)))
    return bool(expected.fits(north[some], east[some], rows[some]).mean() >= NEARLY_ALL)
