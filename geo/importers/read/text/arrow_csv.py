"""Reads clean delimited text with Arrow: what `strict_csv` reads, in a quarter of the time."""

from __future__ import annotations

import codecs
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from geo.importers.read.raw import RawRows, Unfit
from geo.importers.read.rows.layout import HEAD_CHARS, Layout, column_names, wrong_width
from geo.importers.read.rows.records import MAX_LINES, records
from geo.importers.read.rows.short_rows import Short, is_short, judge_short_rows
from geo.io.fast_csv import quotes_are_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from geo.importers.read.limits import Limits

_FEWEST_COLUMNS: Final = 2  # in a file of one column a blank line is a cell to Arrow
_MAX_UNFIT: Final = 1_000
_UTF8_BYTES: Final = 4
# Of what Arrow reserves for each column of a block, the allocator keeps a part: the larger the
# blocks, the more (2,480 MB with 16 MB for a file of 680 MB, 1,890 MB with this).
_BLOCK_BYTES: Final = 2**20


def read_clean_csv(data: bytes, name: str, limits: Limits) -> RawRows | None:
    """Read delimited text in clean UTF-8.

    Args:
        data: the whole file, with or without a byte-order mark.
        name: what it is called, for messages.
        limits: of columns.

    Returns:
        What `strict_csv` would read; None where that is not sure: another encoding, an odd quote,
        a lone carriage return, one column, a row with too many cells, many rows that do not fit.

    Raises:
        ImportRefusedError: there are more columns than the limit.
    """
    marked = data.startswith(codecs.BOM_UTF8)
    if b"\x00" in data or data.count(b"\r") != data.count(b"\r\n") or not _is_utf8(data):
        return None
    head = data[: _UTF8_BYTES * HEAD_CHARS].decode("utf-8-sig", errors="ignore")
    layout = Layout.of_head(head[:HEAD_CHARS])
    names = column_names(layout.header, name, limits)
    if len(names) < _FEWEST_COLUMNS:
        return None
    if not quotes_are_plain(data.removeprefix(codecs.BOM_UTF8), layout.delimiter):
        return None
    bad: list[pa.csv.InvalidRow] = []

    def collect(row: pa.csv.InvalidRow) -> str:
        bad.append(row)
        return "skip" if len(bad) <= _MAX_UNFIT else "error"

    def parse(*, threads: bool, newlines: bool) -> pa.Table:
        return pa.csv.read_csv(
            pa.BufferReader(data),
            pa.csv.ReadOptions(use_threads=threads, column_names=names, skip_rows=layout.lines,
                               block_size=_BLOCK_BYTES),
            pa.csv.ParseOptions(delimiter=layout.delimiter, newlines_in_values=newlines,
                                ignore_empty_lines=False,
                                invalid_row_handler=(lambda _: "error") if threads else collect),
            pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()),
                                  strings_can_be_null=False, check_utf8=True),
        )  # fmt: skip

    try:
        table = _parsed(parse, data, layout.lines)
    except (pa.ArrowException, UnicodeError):
        return None
    rows = _numbered(table, bad, layout, data)
    if rows is not None:
        mark = "UTF-8 with a byte-order mark" if marked else "UTF-8"
        rows.notes.insert(0, f"encoding {mark}")
    return rows


def _is_utf8(data: bytes) -> bool:
    """Return whether all is UTF-8, without a copy of it."""
    ends = pa.py_buffer(np.array([0, len(data)], dtype=np.int64))
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(data)])
    try:
        whole.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def _parsed(parse: Callable[..., pa.Table], data: bytes, before: int) -> pa.Table:
    """Parse in the quickest way that is right.

    Without line ends in cells Arrow can work on all parts of a file at once; then the file has
    as many lines as the table has rows.
    """
    quotes = b'"' in data
    try:
        table = parse(threads=True, newlines=False)
        if not quotes or _lines(data) == table.num_rows + before:
            return table
        return parse(threads=True, newlines=True)
    except pa.ArrowInvalid:
        return parse(threads=False, newlines=quotes)


def _lines(data: bytes) -> int:
    return data.count(b"\n") + (not data.endswith(b"\n"))


def _numbered(
    table: pa.Table, bad: list[pa.csv.InvalidRow], layout: Layout, data: bytes
) -> RawRows | None:
    """Return the rows with their lines, None where a row is one for the strict reader."""
    n = table.num_rows
    breaks = np.zeros(n, dtype=np.int64)
    if b'"' in data and _lines(data) != n + len(bad) + layout.lines:
        for column in table.columns:
            if n and column.nbytes and pc.any(pc.match_substring(column, "\n")).as_py():
                breaks += pc.count_substring(column, "\n").to_numpy().astype(np.int64)
    if (n and breaks.max() > MAX_LINES) or any("\n" in b.text for b in bad):
        return None  # a quote that was never closed swallows what follows
    if any(b.number is None or b.actual_columns > b.expected_columns for b in bad):
        return None  # blanks behind the last column are no fault
    # Arrow numbers records, those before the header included as lines.
    before = np.array(sorted(b.number - layout.lines - 1 for b in bad), dtype=np.int64)
    is_good = np.ones(n + len(bad), dtype=bool)
    if len(before):
        if before.min() < 0 or before.max() >= len(is_good):
            return None
        is_good[before] = False
    extra = np.zeros(n + len(bad), dtype=np.int64)
    extra[is_good] = breaks
    line = layout.lines + 1 + np.arange(n + len(bad)) + np.cumsum(extra) - extra
    width = table.num_columns
    filled = [b for b in bad if not layout.is_blank(b.text)]
    short = [b for b in filled if is_short(b.actual_columns, width)]
    is_good[[b.number - layout.lines - 1 for b in short]] = True
    unfit = [
        Unfit(int(line[b.number - layout.lines - 1]), wrong_width(width, b.actual_columns), b.text)
        for b in filled
        if not is_short(b.actual_columns, width)
    ]
    blank = len(bad) - len(filled)
    rows = RawRows(table, line[is_good].astype(np.int64), unfit, layout.notes(), blank,
                   title=layout.title)  # fmt: skip
    if not short:
        return rows
    at = (np.cumsum(is_good) - 1)[[b.number - layout.lines - 1 for b in short]]
    rows = replace(rows, table=_with_short(table, short, at, layout.delimiter))
    shorts = [Short(int(a), b.actual_columns, b.text) for a, b in zip(at, short, strict=True)]
    return judge_short_rows(rows, shorts, whole=data.endswith(b"\n"))


def _with_short(
    table: pa.Table, short: Sequence[pa.csv.InvalidRow], at: NDArray[np.int64], delimiter: str
) -> pa.Table:
    """Return the table with short rows, filled up with blanks, put in at their positions."""
    pieces, taken = [], 0
    for i, (row, place) in enumerate(zip(short, at.tolist(), strict=True)):
        cells = next(records(row.text, delimiter)).cells
        cells += [""] * (table.num_columns - len(cells))
        filled = pa.table([pa.array([c], pa.string()) for c in cells], schema=table.schema)
        pieces += [table.slice(taken, place - i - taken), filled]
        taken = place - i
    return pa.concat_tables([*pieces, table.slice(taken)])
