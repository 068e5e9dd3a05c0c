"""Reads CSV and TSV as people save them.

A clean file goes through Arrow's reader. One with an odd quote, or in another encoding, goes
through a careful reader that gives every broken line its number. Both give the same rows.
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.encoding import decode
from geo.importers.read.limits import refuse_beyond
from geo.importers.read.raw import Unfit, csv_line, key
from geo.importers.read.strict_csv import records
from geo.io.fast_csv import quotes_are_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.importers.read.limits import Limits

DELIMITERS: Final = (",", ";", "\t", "|")
_SEPARATOR_LINE: Final = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
_HEAD_CHARS: Final = 200_000
_HEAD_ROWS: Final = 30
_HEADER_WITHIN: Final = 10
_ENOUGH: Final = 0.6
_MAX_UNFIT_FAST: Final = 1_000
_MAX_LINES_IN_A_CELL: Final = 200
_CHUNK_ROWS: Final = 50_000
# Of what Arrow reserves for each column of a block, the allocator keeps a part: the larger the
# blocks, the more (2,480 MB with 16 MB for a file of 680 MB, 1,890 MB with this).
_BLOCK_BYTES: Final = 2**20
_NAMES: Final = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}


class _Shape:
    """Where the header stands and what parts the cells, as the head of a file tells it."""

    def __init__(self, head: str) -> None:
        self.skipped = 0
        self.delimiter = ""
        first = re.split(r"\r\n|\r|\n", head, maxsplit=1)[0]
        if match := _SEPARATOR_LINE.fullmatch(first):
            self.delimiter, self.skipped = match[1], 1
            head = re.sub(r"\A[^\r\n]*(?:\r\n|\r|\n)?", "", head)
        self.delimiter = self.delimiter or _sniff(head)
        rows = list(itertools.islice(records(head, self.delimiter), _HEAD_ROWS))
        at = header_at([r.cells for r in rows])
        self.header = rows[at].cells if rows else []
        self.preamble = at
        # Lines before the first row of data, the line of the separator included.
        self.lines = self.skipped + (rows[at].line + rows[at].lines - 1 if rows else 0)


def header_at(rows: list[list[str]]) -> int:
    """Return the position of the header among the first rows: the first that is wide enough.

    Titles and notes that stand above a table fill a cell or two.
    """
    widths = [sum(1 for c in row if c.strip()) for row in rows]
    wanted = max(1.0, _ENOUGH * max(widths, default=0))
    return next((i for i, w in enumerate(widths[:_HEADER_WITHIN]) if w >= wanted), 0)


def _sniff(head: str) -> str:
    """Return the delimiter under which most of the first rows have one and the same width."""

    def score(delimiter: str) -> tuple[float, int]:
        rows = list(itertools.islice(records(head, delimiter), _HEAD_ROWS))
        # The last one may be cut off by the end of the head.
        widths = Counter(len(r.cells) for r in (rows[:-1] or rows) if any(r.cells))
        if not widths:
            return 0.0, 0
        width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        return (count / sum(widths.values()) if width > 1 else 0.0), width

    return max(DELIMITERS, key=score)


def read(
    data: bytes, name: str, limits: Limits
) -> tuple[pa.Table, NDArray[np.int64], list[Unfit], list[str]]:
    """Read a delimited text.

    Returns:
        The cells, the line of each row, the rows that do not fit, and notes.

    Raises:
        ImportRefusedError: it is no text, has no columns or rows, or is beyond a limit.
    """
    found = _fast(data, limits, name)
    if found is None:
        text, encoding = decode(data, name)
        found = _careful(text, limits, name)
        found[3].insert(0, f"encoding {encoding}")
    return tidy(*found, limits=limits, name=name)


def _names(header: list[str], name: str, limits: Limits) -> list[str]:
    """Return the header with every name filled and unique."""
    refuse_beyond(f"{shorten(name)}, columns", len(header), limits, "columns")
    found: list[str] = []
    for i, cell in enumerate(header, 1):
        plain = " ".join(cell.split()) or f"column {i}"
        unique, n = plain, 1
        while unique in found:
            n += 1
            unique = f"{plain} ({n})"
        found.append(unique)
    return found


def _fast(
    data: bytes, limits: Limits, name: str
) -> tuple[pa.Table, NDArray[np.int64], list[Unfit], list[str]] | None:
    """Read clean UTF-8 through Arrow; None where the careful reader is needed."""
    head_bytes = data[: 2 * _HEAD_CHARS]
    if b"\x00" in head_bytes or head_bytes[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return None
    if not _is_utf8(data):
        return None
    mark = "UTF-8 with a byte-order mark" if data.startswith(b"\xef\xbb\xbf") else "UTF-8"
    head = head_bytes.decode("utf-8-sig", errors="ignore")
    shape = _Shape(head)
    names = _names(shape.header, name, limits)
    if len(names) < 2 or (b"\r" in data and b"\r\n" not in head_bytes):  # noqa: PLR2004
        return None
    if not quotes_are_plain(data.removeprefix(codecs.BOM_UTF8), shape.delimiter):
        return None
    bad: list[pa.csv.InvalidRow] = []

    def collect(row: pa.csv.InvalidRow) -> str:
        bad.append(row)
        return "skip" if len(bad) <= _MAX_UNFIT_FAST else "error"

    def parse(*, threads: bool, newlines: bool) -> pa.Table:
        return pa.csv.read_csv(
            pa.BufferReader(data),
            pa.csv.ReadOptions(use_threads=threads, column_names=names, skip_rows=shape.lines,
                               block_size=_BLOCK_BYTES),
            pa.csv.ParseOptions(delimiter=shape.delimiter, newlines_in_values=newlines,
                                ignore_empty_lines=False,
                                invalid_row_handler=(lambda _: "error") if threads else collect),
            pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()),
                                  strings_can_be_null=False, check_utf8=True),
        )  # fmt: skip

    try:
        table = _parsed(parse, data, shape.lines)
    except (pa.ArrowException, UnicodeError):
        return None
    return _numbered(table, bad, shape, mark, data)


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
    table: pa.Table, bad: list[pa.csv.InvalidRow], shape: _Shape, mark: str, data: bytes
) -> tuple[pa.Table, NDArray[np.int64], list[Unfit], list[str]] | None:
    n = table.num_rows
    breaks = np.zeros(n, dtype=np.int64)
    if b'"' in data and _lines(data) != n + len(bad) + shape.lines:
        for column in table.columns:
            if n and column.nbytes and pc.any(pc.match_substring(column, "\n")).as_py():
                breaks += pc.count_substring(column, "\n").to_numpy().astype(np.int64)
    if (n and breaks.max() > _MAX_LINES_IN_A_CELL) or any("\n" in b.text for b in bad):
        return None  # a quote that was never closed swallows what follows
    if any(b.number is None or b.actual_columns > b.expected_columns for b in bad):
        return None  # blanks behind the last column are no fault
    # Arrow numbers records, those before the header included as lines.
    before = np.array(sorted(b.number - shape.lines - 1 for b in bad), dtype=np.int64)
    records_ = np.arange(n, dtype=np.int64)
    if len(before):
        taken = np.zeros(n + len(bad), dtype=bool)
        if before.min() < 0 or before.max() >= len(taken):
            return None
        taken[before] = True
        records_ = np.flatnonzero(~taken)
    extra = np.zeros(n + len(bad), dtype=np.int64)
    extra[records_] = breaks
    starts = np.arange(n + len(bad)) + np.concatenate([[0], np.cumsum(extra)[:-1]])[: n + len(bad)]
    line_of = starts + shape.lines + 1
    unfit = [
        Unfit(int(line_of[b.number - shape.lines - 1]),
              ragged(b.expected_columns, b.actual_columns), b.text)
        for b in bad
        if b.text.strip(shape.delimiter + " \t\r\n")
    ]  # fmt: skip
    notes = [f"encoding {mark}", f"cells parted by {_NAMES.get(shape.delimiter, 'a character')}"]
    notes += _preamble(shape)
    return table, line_of[records_].astype(np.int64), unfit, notes


def _preamble(shape: _Shape) -> list[str]:
    found = ["the first line names the separator"] if shape.skipped else []
    if shape.preamble:
        found.append(f"{shape.preamble} rows above the header passed over")
    return found


def ragged(expected: int, found: int) -> str:
    """Return the reason for a row of the wrong width."""
    return (
        f"expected {expected} cells, found {found}; the line is cut off, or a separator or a "
        "quote is missing or one too many"
    )


def _careful(
    text: str, limits: Limits, name: str
) -> tuple[pa.Table, NDArray[np.int64], list[Unfit], list[str]]:
    shape = _Shape(text[:_HEAD_CHARS])
    names = _names(shape.header, name, limits)
    width = len(names)
    unfit: list[Unfit] = []
    lines: list[int] = []
    chunks: list[pa.Table] = []
    cells: list[list[str]] = []

    def close() -> None:
        columns = zip(*cells, strict=True) if cells else ([] for _ in names)
        arrays = [pa.array(c, pa.large_string()) for c in columns]
        chunks.append(pa.table(arrays, names=names))
        cells.clear()

    for row in records(text, shape.delimiter):
        if row.line <= shape.lines or (row.line == 1 and shape.skipped):
            continue
        trailing = row.cells[width:]
        if len(row.cells) > width and not any(c.strip() for c in trailing):
            del row.cells[width:]
        if row.open_quote:
            unfit.append(Unfit(row.line, "a quote is opened and never closed", row.text[:2000]))
        elif len(row.cells) == width:
            cells.append([_no_surrogates(c) for c in row.cells])
            lines.append(row.line)
        elif any(c.strip() for c in row.cells):
            unfit.append(Unfit(row.line, ragged(width, len(row.cells)),
                               _no_surrogates(csv_line(row.cells))))  # fmt: skip
        if len(cells) >= _CHUNK_ROWS:
            refuse_beyond(f"{shorten(name)}, rows", len(lines), limits, "rows")
            close()
    close()
    notes = [f"cells parted by {_NAMES.get(shape.delimiter, 'a character')}", *_preamble(shape)]
    return pa.concat_tables(chunks), np.array(lines, dtype=np.int64), unfit, notes


def _no_surrogates(cell: str) -> str:
    return cell if cell.isascii() else cell.encode("utf-8", errors="replace").decode()


def tidy(
    table: pa.Table,
    line: NDArray[np.int64],
    unfit: list[Unfit],
    notes: list[str],
    *,
    limits: Limits,
    name: str,
) -> tuple[pa.Table, NDArray[np.int64], list[Unfit], list[str]]:
    """Take out blank rows, repeated headers and the row of HXL tags; check the limits.

    Raises:
        ImportRefusedError: no rows are left, or a limit is exceeded.
    """
    refuse_beyond(f"{shorten(name)}, rows", table.num_rows, limits, "rows")
    blank = _blank_rows(table)
    if n := int(blank.sum()):
        notes.append(f"{n} blank rows passed over")
    repeated = _header_rows(table) & ~blank
    for row in np.flatnonzero(repeated):
        cells = [table.column(i)[int(row)].as_py() for i in range(table.num_columns)]
        unfit.append(Unfit(int(line[row]), "the header once more", csv_line(cells)))
    tags = np.zeros(table.num_rows, dtype=bool)
    if table.num_rows and _is_hxl([str(c[0].as_py()) for c in table.columns]):
        tags[0] = True
        notes.append("a row of HXL tags passed over")
    keep = ~(blank | repeated | tags)
    if not keep.all():
        table, line = table.filter(pa.array(keep)), line[keep]
    _check_cells(table, limits, name)
    if table.num_rows == 0 and not unfit:
        message = (
            f"{shorten(name)}: has no rows; expected a header and rows, found the header "
            f"{shorten(', '.join(table.column_names))!r}"
        )
        raise ImportRefusedError(message)
    unfit.sort(key=lambda u: u.line)
    return table, line, unfit, notes


def _blank_rows(table: pa.Table) -> NDArray[np.bool_]:
    at = np.arange(table.num_rows)
    for column in table.columns:
        if not len(at):
            break
        cells = column.take(pa.array(at)) if len(at) < table.num_rows else column
        empty = pc.equal(pc.utf8_trim_whitespace(cells), "").to_numpy()
        at = at[empty.astype(bool)]
    found = np.zeros(table.num_rows, dtype=bool)
    found[at] = True
    return found


def _header_rows(table: pa.Table) -> NDArray[np.bool_]:
    """Return which rows say the names of the columns: files put together keep their headers."""
    at = np.arange(table.num_rows)
    for name in table.column_names:
        if not len(at):
            break
        column = table.column(name)
        cells = column.take(pa.array(at)) if len(at) < table.num_rows else column
        if len(at) > 1000:  # noqa: PLR2004 - exact first, then as names are compared
            same = pc.equal(pc.utf8_lower(pc.utf8_trim_whitespace(cells)), name.lower())
            at = at[same.to_numpy().astype(bool)]
        else:
            at = at[[key(str(c)) == key(name) for c in cells.to_pylist()]]
    found = np.zeros(table.num_rows, dtype=bool)
    if table.num_columns > 1:
        found[at] = True
    return found


def _is_hxl(cells: list[str]) -> bool:
    filled = [c.strip() for c in cells if c.strip()]
    return bool(filled) and all(re.fullmatch(r"#[a-z][a-z0-9_+ ]*", c) for c in filled)


def _check_cells(table: pa.Table, limits: Limits, name: str) -> None:
    for column in table.columns:
        longest = pc.max(pc.utf8_length(column)).as_py() if table.num_rows else 0
        refuse_beyond(f"{shorten(name)}, letters in a cell", longest or 0, limits, "cell_chars")


def from_rows(
    rows: list[list[str]], name: str, limits: Limits
) -> tuple[pa.Table, NDArray[np.int64], list[Unfit], list[str]]:
    """Make a table of rows that another reader has found (a sheet of a workbook)."""
    at = header_at(rows[:_HEAD_ROWS])
    names = _names(rows[at] if rows else [], name, limits)
    if not names:
        message = f"{shorten(name)}: the sheet is empty; expected a header and rows"
        raise ImportRefusedError(message)
    body = rows[at + 1 :]
    columns = zip(*body, strict=True) if body else ([] for _ in names)
    table = pa.table([pa.array(list(c), pa.large_string()) for c in columns], names=names)
    line = np.arange(at + 2, at + 2 + len(body), dtype=np.int64)
    notes = [f"{at} rows above the header passed over"] if at else []
    return tidy(table, line, [], notes, limits=limits, name=name)
