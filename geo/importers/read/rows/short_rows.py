"""Rows with fewer cells than the header: spreadsheets cut the blank cells at the end of a row.

Such a row is kept, with blanks for what is missing, and counted. One that may be damaged stays
out: the last line of a file that breaks off (unless others are as short), a row that a line break
has parted in two, and one whose cells are not of the kind of their columns, as where a separator is
missing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.importers.read.raw import Remark, Unfit
from geo.importers.read.rows.layout import wrong_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.importers.read.raw import RawRows

_FEWEST: Final = 2  # cells; one alone is a note or a sum beneath a table
_PARTS: Final = 4  # lines that one row may have been broken into
_KNOWN_BY: Final = 20
_SAMPLE: Final = 2_000
_NEARLY_ALL: Final = 0.98
_NUMBER: Final = r"^\s*[-+]?[\d.,]*\d[\d.,]*\s*$"
_PARTED = "; with its neighbour it makes one row: a line break has parted it"
_KIND = "; its cells do not fit their columns: a separator is missing"


class Short(NamedTuple):
    """A row of the table that has been filled up with blanks.

    `at` is its position, `cells` how many it had, `text` its line as it stands in the file.
    """

    at: int
    cells: int
    text: str


def is_short(cells: int, width: int) -> bool:
    """Return whether a row has too few cells, and enough of them to be a row at all."""
    return _FEWEST <= cells < width


def judge_short_rows(rows: RawRows, short: Sequence[Short], *, whole: bool) -> RawRows:
    """Keep rows that lack only blanks at their end, and take the others out.

    Args:
        rows: the table, the short rows among the others and filled up with blanks.
        short: which those are, in their order.
        whole: whether the last line of the file has an end; if not, it may be cut off.

    Returns:
        The rows; damaged ones are among the unfit, the others are told in a remark.
    """
    if not short:
        return rows
    width = rows.table.num_columns
    at = np.array([s.at for s in short], dtype=np.int64)
    reasons = dict.fromkeys(_of_other_kinds(rows.table, at, short), _KIND)
    reasons |= dict.fromkeys(_parted(rows, short, width), _PARTED)
    sound = {s.cells for i, s in enumerate(short[:-1]) if i not in reasons}
    if not whole and short[-1].cells not in sound and _is_last(rows, short[-1]):
        reasons[len(short) - 1] = ""
    unfit = [
        Unfit(int(rows.line[short[i].at]), _reason(width, short[i].cells, more), short[i].text)
        for i, more in reasons.items()
    ]
    keep = np.ones(rows.table.num_rows, dtype=bool)
    keep[at[list(reasons)]] = False
    kept = (np.cumsum(keep) - 1)[at[keep[at]]]
    remarks = [_remark(kept)] if len(kept) else []
    table = rows.table if not reasons else rows.table.filter(pa.array(keep))
    unfit = sorted([*rows.unfit, *unfit], key=lambda u: u.line)
    return replace(rows, table=table, line=rows.line[keep], unfit=unfit,
                   remarks=[*rows.remarks, *remarks])  # fmt: skip


def _reason(width: int, cells: int, more: str) -> str:
    if not more:
        return wrong_width(width, cells)
    return wrong_width(width, cells).split(";", maxsplit=1)[0] + more


def _remark(kept: NDArray[np.int64]) -> Remark:
    message = (
        "fewer cells than the header; the missing ones at the end of the row are taken as blank, "
        "as spreadsheets cut them"
    )
    return Remark("flagged", "short rows", message, kept.tolist())


def _is_last(rows: RawRows, last: Short) -> bool:
    line = int(rows.line[last.at])
    return last.at == rows.table.num_rows - 1 and all(u.line < line for u in rows.unfit)


def _parted(rows: RawRows, short: Sequence[Short], width: int) -> list[int]:
    """Return which short rows make one whole row together with those right behind them.

    A cell that is parted in two counts twice.
    """
    parted: list[int] = []
    first = 0
    while first < len(short):
        total, end = short[first].cells, first + 1
        while (
            end < min(len(short), first + _PARTS)
            and total < width
            and rows.line[short[end].at] == rows.line[short[end - 1].at] + 1
        ):
            total += short[end].cells - 1
            end += 1
        whole = end - first > 1 and total == width
        parted += range(first, end) if whole else []
        first = end if whole else first + 1
    return parted


def _of_other_kinds(table: pa.Table, at: NDArray[np.int64], short: Sequence[Short]) -> list[int]:
    """Return which short rows have a word where nearly all rows have a number, or the reverse."""
    is_full = np.ones(min(table.num_rows, _SAMPLE), dtype=bool)
    is_full[at[at < len(is_full)]] = False
    full = pa.array(np.flatnonzero(is_full))
    cells = np.array([s.cells for s in short])
    other = np.zeros(len(short), dtype=bool)
    for i, column in enumerate(table.columns):
        known, known_filled = _numbers(column.take(full))
        if known_filled.sum() < _KNOWN_BY:
            continue
        share = known[known_filled].mean()
        if 1 - _NEARLY_ALL < share < _NEARLY_ALL:
            continue
        number, filled = _numbers(column.take(pa.array(at)))
        other |= filled & (cells > i) & (number != (share >= _NEARLY_ALL))
    return np.flatnonzero(other).tolist()


def _numbers(column: pa.ChunkedArray) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which cells are numbers, and which are filled."""
    number = pc.match_substring_regex(column, _NUMBER).to_numpy().astype(bool)
    filled = pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy().astype(bool)
    return number, filled
