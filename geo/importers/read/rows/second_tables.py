"""Second tables: below the first, another header among the rows; or beside it.

Rows below a header that names the same columns in another order are read by that header. Rows below
any other header are taken out: under the first one they would be read as what they are not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import shorten
from geo.importers.read.raw import RawRows, Remark, Unfit, csv_line, key
from geo.importers.read.rows.date_like import is_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_HEAD: Final = 50
_SELDOM: Final = 0.1
_NEARLY_ALL: Final = 0.9
_LOOKED_AT: Final = 2  # columns
_FEWEST: Final = 2  # names that a header shares with the first one
_HALF: Final = 0.5
_FEWEST_WORDS: Final = 3  # of a header that shares no name
_AGAIN: Final = re.compile(r"(.+) \((?:[2-9]|\d\d)\)")
_DIGIT: Final = re.compile(r"\d")
_SEPARATORS: Final = re.compile(r"[,;\t|]")


class _Header(NamedTuple):
    """A header among the rows: its line, its cells, and its position, -1 for none in the table."""

    line: int
    cells: list[str]
    row: int = -1


def part_second_tables(rows: RawRows, repeated: Sequence[int]) -> RawRows:
    """Read the rows below a second header by that header, or take them out.

    Args:
        rows: a table without blank rows.
        repeated: the lines that repeat the first header; below them it counts again.

    Returns:
        The rows; second headers and rows that cannot stand in the table are among the unfit.
    """
    headers = [*_in_table(rows), *_among_unfit(rows)]
    if not headers:
        return rows
    names = [key(n) for n in rows.table.column_names]
    keep = np.ones(rows.table.num_rows, dtype=bool)
    keep[[h.row for h in headers if h.row >= 0]] = False
    unfit = [Unfit(h.line, "the header of a second table", csv_line(h.cells))
             for h in headers if h.row >= 0]  # fmt: skip
    table, remarks = rows.table, list(rows.remarks)
    marks = sorted([*headers, *(_Header(n, []) for n in repeated)], key=lambda h: h.line)
    end = _Header(int(rows.line.max(initial=0)) + 1, [])
    for header, following in pairwise([*marks, end]):
        below = (rows.line > header.line) & (rows.line < following.line) & keep
        if not header.cells or not below.any():
            continue
        order = [key(c) for c in header.cells]
        if _is_readable(order, names, table, below):
            table = _reordered(table, below, order)
            message = f"below a second header in line {header.line:,}, read by that header"
            read = np.flatnonzero(below).tolist()
            remarks.append(Remark("mended", "second table", message, read))
            continue
        keep &= ~below
        reason = (
            f"below a second header with other columns, in line {header.line:,} "
            f"({shorten(', '.join(filter(None, header.cells)))}); give that table a file of its own"
        )
        unfit += [Unfit(int(rows.line[row]), reason, csv_line(_cells(table, int(row))))
                  for row in np.flatnonzero(below)]  # fmt: skip
    to = np.where(keep, np.cumsum(keep) - 1, -1)
    return replace(rows, table=table.filter(pa.array(keep)), line=rows.line[keep],
                   unfit=[*rows.unfit, *unfit], remarks=[r.moved(to) for r in remarks])  # fmt: skip


def told_beside(table: pa.Table) -> list[Remark]:
    """Say of columns with the name of another one that they are not read, or a second table.

    Args:
        table: with numbers behind the names that were there before: Date (2).
    """
    again = [
        n for n in table.column_names if (m := _AGAIN.fullmatch(n)) and m[1] in table.column_names
    ]
    filled = {n: [c for c in table.column(n).to_pylist() if c.strip()] for n in again}
    dated = [n for n in again if filled[n] and all(map(is_date, filled[n][:_HEAD]))]
    if len(again) < _FEWEST or not dated:
        differ = [
            n
            for n in again
            if filled[n] and not table.column(n).equals(table.column(n[: n.rindex(" (")]))
        ]
        message = (
            f"{shorten(', '.join(differ))}: other cells under the name of a column before it; that "
            "one counts, unless you choose another"
        )
        return [Remark("flagged", "equal names", message)] if differ else []
    message = (
        f"the columns {shorten(', '.join(again))} look like a second table beside the first, whose "
        "rows are not read: put it below the first"
    )
    return [Remark("flagged", "table beside", message, None, len(filled[dated[0]]))]


def _in_table(rows: RawRows) -> list[_Header]:
    """Return the rows that are headers: words where all other rows have numbers or dates."""
    table = rows.table
    names = {key(n) for n in table.column_names}
    is_below_gap = np.diff(rows.line, prepend=rows.line[:1]) > 1
    numeric = _numeric_columns(table, is_below_gap, names)
    if not numeric:
        return []
    words = np.zeros(table.num_rows, dtype=bool)
    for at in numeric[:_LOOKED_AT]:
        words |= _has_words(table.column(at))
    found = np.flatnonzero(words)
    if not len(found):
        return []
    shared = _shared(table.take(pa.array(found)))
    # Where a blank row stands before every row, or before many, it says nothing.
    gaps = is_below_gap if is_below_gap.mean() < _SELDOM or table.num_rows < _HEAD else ~words
    headers = []
    for row in found[(shared >= _FEWEST) | (gaps & is_below_gap)[found]].tolist():
        cells = _cells(table, row)
        filled = [c for c in cells if c.strip()]
        if any(map(_DIGIT.search, filled)):
            continue
        strange = sum(cells[at].strip() != "" for at in numeric)
        has_own_names = is_below_gap[row] and strange >= _FEWEST and _are_names(filled)
        if has_own_names or _shares(filled, names):
            headers.append(_Header(int(rows.line[row]), cells, row))
    return headers


def _shared(table: pa.Table) -> NDArray[np.int64]:
    """Return how many cells of each row are names of columns."""
    shared = np.zeros(table.num_rows, dtype=np.int64)
    names = pa.array([n.lower() for n in table.column_names], pa.large_string())
    for column in table.columns:
        cells = pc.utf8_lower(pc.utf8_trim_whitespace(column.cast(pa.large_string())))
        shared += pc.is_in(cells, value_set=names).to_numpy().astype(np.int64)
    return shared


def _numeric_columns(
    table: pa.Table, is_below_gap: NDArray[np.bool_], names: set[str]
) -> list[int]:
    """Return the columns whose first cells nearly all have digits: dates, then what repeats most.

    Only rows of the first table count: those before a gap, or before a row of names.
    """
    gaps = np.flatnonzero(is_below_gap[:_HEAD])
    head = [_cells(table, row) for row in range(min(_HEAD, table.num_rows, *gaps[:1]))]
    ends = (i for i, cells in enumerate(head) if _shares([c for c in cells if c.strip()], names))
    head = head[: next(ends, len(head))]
    order = {}
    for at, cells in enumerate(zip(*head, strict=True)):
        filled = [c for c in cells if c.strip()]
        with_digits = sum(_DIGIT.search(c) is not None for c in filled)
        if with_digits and with_digits >= _NEARLY_ALL * len(filled):
            order[at] = (not is_date(filled[0]), -len(filled), len(set(filled)))
    return sorted(order, key=lambda at: order[at])


def _has_words(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    encoded = column.combine_chunks().dictionary_encode()
    words = pc.match_substring_regex(encoded.dictionary, r"^\PN*\p{L}\PN*$")
    has_words: NDArray[np.bool_] = words.take(encoded.indices).to_numpy(zero_copy_only=False)
    return has_words.astype(bool)


def _among_unfit(rows: RawRows) -> list[_Header]:
    """Return the lines of another width that are headers."""
    names = {key(n) for n in rows.table.column_names}
    headers = []
    for unfit in rows.unfit:
        cells = [c.strip().strip('"') for c in _SEPARATORS.split(unfit.text)]
        filled = [c for c in cells if c.strip()]
        if not any(map(_DIGIT.search, filled)) and _shares(filled, names):
            headers.append(_Header(unfit.line, cells))
    return headers


def _shares(filled: Sequence[str], names: set[str]) -> bool:
    shared = sum(key(c) in names for c in filled)
    return shared >= max(_FEWEST, _HALF * len(filled))


def _are_names(filled: Sequence[str]) -> bool:
    return len(filled) >= _FEWEST_WORDS and len({key(c) for c in filled}) == len(filled)


def _is_readable(
    order: Sequence[str], names: Sequence[str], table: pa.Table, below: NDArray[np.bool_]
) -> bool:
    """Return whether a header names only columns of the first, each once, for all that is filled.

    What the first header does not name is taken for the same column where it stands.
    """
    named = [n for n in order if n]
    if len(set(named)) < len(named) or not set(named) <= set(names):
        return False
    unnamed = [i for i in range(len(names)) if i >= len(order) or not order[i]]
    rows = table.filter(pa.array(below))
    return all(not any(c.strip() for c in rows.column(i).to_pylist()) for i in unnamed)


def _reordered(table: pa.Table, below: NDArray[np.bool_], order: Sequence[str]) -> pa.Table:
    """Return the table with some rows put into the order of the first header."""
    mask = pa.array(below)
    columns = []
    for name in table.column_names:
        own = table.column(name).cast(pa.large_string())
        at = order.index(key(name)) if key(name) in order else None
        new = pa.scalar("", pa.large_string()) if at is None else table.column(at)
        columns.append(pc.if_else(mask, new.cast(pa.large_string()), own))
    return pa.table(columns, names=table.column_names)


def _cells(table: pa.Table, row: int) -> list[str]:
    return [str(column[row].as_py()) for column in table.columns]
