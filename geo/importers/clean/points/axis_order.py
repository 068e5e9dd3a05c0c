"""Which of the two numbers of a point in one cell is the latitude, by the whole column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from geo.importers.clean.points.likely_place import NEARLY_ALL
from geo.utils.words import number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.clean.points.likely_place import Expected
    from geo.importers.clean.row_log import Kind, RowLog

AxisOrder = Literal["auto", "latitude-first", "longitude-first"]
# Of a name such as latlng or "Lat / Long" the first group is filled, of lonlat and xy it is not.
_NAMED: Final = re.compile(
    r"(lat).*(?:lon|lng)|(?:lon|lng).*lat|(?<![a-z])x[^a-z]*y(?![a-z])", re.IGNORECASE
)


class _Usual(NamedTuple):
    """Which number comes first where the points show nothing; a rule outweighs the region alone."""

    first: str
    why: str
    rule: str = ""


_USUAL: Final = {
    "text": _Usual("latitude", "as is customary"),
    "list": _Usual("longitude", "as GeoJSON has it", "the standard of GeoJSON"),
    "standard": _Usual("longitude", "as the standard has it", "the standard of WKT and GeoJSON"),
}


def _usual(form: str, column: str) -> _Usual:
    """Return what is read first in a form; a column called latlng says it of bare numbers."""
    match = _NAMED.search(column)
    if match is None or form == "standard":
        return _USUAL[form]
    first = "latitude" if match[1] else "longitude"
    return _Usual(first, "as the name of the column has it", "its name")


def exchanged_rows(  # noqa: PLR0917 - the columns of one table
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    form: NDArray[np.object_],
    expected: Expected,
    order: AxisOrder,
    column: str,
    row_log: RowLog,
) -> NDArray[np.bool_]:
    """Return the rows whose two numbers stand the other way round than their form has it.

    Args:
        latitude: degrees as the form has them, NaN for none.
        longitude: the same.
        form: "named", "text", "list" or "standard", as of `point_cells.Cell`.
        expected: where the rows should lie.
        order: what a person has said.
        column: the name of the column, for the report.
        row_log: told how the order was decided.
    """
    turned = np.zeros(len(latitude), dtype=bool)
    for kind, by_form in _USUAL.items():
        mine = form == kind
        rows = np.flatnonzero(mine & np.isfinite(latitude) & np.isfinite(longitude))
        if not len(rows):
            continue
        usual = _usual(kind, column)
        points = latitude[rows], longitude[rows]
        if usual.first != by_form.first:
            points = points[::-1]
        if order == "auto":
            found = _decide(_votes(*points, rows, usual, expected), usual)
        else:
            first = order.removesuffix("-first")
            found = _Decision(first, "decided", f"read with the {first} first, as asked")
        if found.first != by_form.first:
            turned |= mine
        row_log.note(found.kind, "axis order", f"{column}: {found.message}", mine, column)
    return turned


class _Votes(NamedTuple):
    """How many points fit only in the usual order, and how many only in the other."""

    usual: int
    other: int
    points: int
    where: str


def _votes(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    rows: NDArray[np.int64],
    reading: _Usual,
    expected: Expected,
) -> _Votes:
    some = expected.sample(np.arange(len(rows)))
    latitude, longitude, rows = latitude[some], longitude[some], rows[some]
    at = expected.countries_at(latitude, longitude)
    fits = expected.fits(latitude, longitude, rows)
    other_fits = expected.fits(longitude, latitude, rows)
    in_range, other_in_range = _in_range(latitude, longitude), _in_range(longitude, latitude)
    usual = (fits & ~other_fits) | (in_range & ~other_in_range)
    # The region alone is weak: it outweighs neither a rule nor another country on land.
    strong = (expected.stated[rows] != "") | ((at == "") & (not reading.rule))
    other = (other_fits & ~fits & strong) | (other_in_range & ~in_range)
    return _Votes(int(usual.sum()), int(other.sum()), len(rows), expected.words(rows))


class _Decision(NamedTuple):
    first: str
    kind: Kind
    message: str


def _decide(votes: _Votes, usual: _Usual) -> _Decision:
    """Follow the votes, and say how clear they are."""
    other = "longitude" if usual.first == "latitude" else "latitude"
    exchange = votes.other > votes.usual
    first, rest = (other, usual.first) if exchange else (usual.first, other)
    how = f"(--points {rest}-first changes that)"
    most, all_votes = max(votes.usual, votes.other), votes.usual + votes.other
    if not all_votes:
        message = f"read with the {first} first, {usual.why}"
        if usual.rule:
            return _Decision(first, "decided", message)
        message = f"nothing shows whether latitude or longitude comes first; {message} {how}"
        return _Decision(first, "flagged", message)
    if most < NEARLY_ALL * all_votes:
        message = (
            f"{number(votes.usual)} points show that the {usual.first} comes first, "
            f"{number(votes.other)} that the {other} does; read with the {first} first {how}"
        )
        return _Decision(first, "flagged", message)
    against = f", against {usual.rule} {how}" if exchange and usual.rule else ""
    message = (
        f"read with the {first} first{against}: only so {number(most)} of {number(votes.points)} "
        f"points lie in {votes.where}, or within 90 and 180 degrees"
    )
    return _Decision(first, "flagged" if against else "decided", message)


def _in_range(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)  # noqa: PLR2004
    return inside
