"""Which of the two numbers of a point in one cell is the latitude, by the whole column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from geo.importers.clean.likely_place import NEARLY_ALL
from geo.utils.words import number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.clean.likely_place import Expected
    from geo.importers.clean.row_log import Kind, RowLog

AxisOrder = Literal["auto", "latitude-first", "longitude-first"]
# What is read first where nothing shows it, by the form of the cell.
_USUAL: Final = {"text": "latitude", "standard": "longitude"}
_WHY: Final = {"text": "as is customary", "standard": "as the standard of WKT and GeoJSON has it"}


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
        form: "named", "text" or "standard", as of `point_cells.Cell`.
        expected: where the rows should lie.
        order: what a person has said.
        column: the name of the column, for the report.
        row_log: told how the order was decided.
    """
    turned = np.zeros(len(latitude), dtype=bool)
    for kind, usual in _USUAL.items():
        mine = form == kind
        rows = np.flatnonzero(mine & np.isfinite(latitude) & np.isfinite(longitude))
        if not len(rows):
            continue
        if order == "auto":
            finding = _decide(_votes(latitude[rows], longitude[rows], rows, kind, expected), kind)
        else:
            first = order.removesuffix("-first")
            message = f"read with the {first} first, as asked"
            finding = _Decision(exchange=first != usual, kind="decided", message=message)
        turned |= mine & finding.exchange
        row_log.note(finding.kind, "axis order", f"{column}: {finding.message}", mine, column)
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
    form: str,
    expected: Expected,
) -> _Votes:
    some = expected.sample(np.arange(len(rows)))
    latitude, longitude, rows = latitude[some], longitude[some], rows[some]
    at = expected.countries_at(latitude, longitude)
    fits = expected.fits(latitude, longitude, rows)
    other_fits = expected.fits(longitude, latitude, rows)
    in_range, other_in_range = _in_range(latitude, longitude), _in_range(longitude, latitude)
    usual = (fits & ~other_fits) | (in_range & ~other_in_range)
    # The region alone is weak: it outweighs neither a standard nor another country on land.
    strong = (expected.stated[rows] != "") | ((at == "") & (form == "text"))
    other = (other_fits & ~fits & strong) | (other_in_range & ~in_range)
    return _Votes(int(usual.sum()), int(other.sum()), len(rows), expected.words(rows))


class _Decision(NamedTuple):
    exchange: bool
    kind: Kind
    message: str


def _decide(votes: _Votes, form: str) -> _Decision:
    """Follow the votes, and say how clear they are."""
    usual = _USUAL[form]
    other = "longitude" if usual == "latitude" else "latitude"
    exchange = votes.other > votes.usual
    first, rest = (other, usual) if exchange else (usual, other)
    how = f"(--points {rest}-first changes that)"
    most, all_votes = max(votes.usual, votes.other), votes.usual + votes.other
    if not all_votes:
        message = f"read with the {first} first, {_WHY[form]}"
        if form == "standard":
            return _Decision(exchange, "decided", message)
        message = f"nothing shows whether latitude or longitude comes first; {message} {how}"
        return _Decision(exchange, "flagged", message)
    if most < NEARLY_ALL * all_votes:
        message = (
            f"{number(votes.usual)} points show that the {usual} comes first, "
            f"{number(votes.other)} that the {other} does; read with the {first} first {how}"
        )
        return _Decision(exchange, "flagged", message)
    against = exchange and form == "standard"
    message = (
        f"read with the {first} first{f', against the standard of WKT and GeoJSON {how}' * against}"
        f": only so {number(most)} of {number(votes.points)} points lie in {votes.where}, or "
        "within 90 and 180 degrees"
    )
    return _Decision(exchange, "flagged" if against else "decided", message)


def _in_range(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)  # noqa: PLR2004
    return inside
