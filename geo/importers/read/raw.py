"""A file as read: every cell as text, every row with its line, nothing judged yet."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.importers.read.encoded_column import EncodedColumn
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# What a remark on formulas without results is called.
UNCALCULATED = "formulas without results"
_TEXT = pa.large_string()
_SAMPLE = 20_000
_MOSTLY = 0.5


class Unfit(NamedTuple):
    """A row that cannot stand in the table: its line, why, and the text that was found.

    `part` is the sheet or list that it is from, where several were read together.
    """

    line: int
    reason: str
    text: str
    part: str = ""


class Part(NamedTuple):
    """A sheet of a workbook or a list of a JSON file: its name, its rows, and whether it was read.

    The rows are those below the header, blank ones left out.
    """

    name: str
    rows: int
    taken: bool


# The remark on cells that were merged with the one above.
MERGED = "merged cells"


class Remark(NamedTuple):
    """What a reader has done to rows, or left unread: the report counts it.

    `kind` and `what` are those of a `Finding`. `rows` are positions in the table; where it is None
    the remark is about `unread` rows that are not in the table, or that have cells not in the file.
    `column` is the one that it is about, if it is about one.
    """

    kind: Literal["mended", "flagged"]
    what: str
    message: str
    rows: list[int] | None = None
    unread: int = 0
    column: str = ""

    def moved(self, to: NDArray[np.int64]) -> Remark:
        """Return the remark on another table.

        Args:
            to: for each row of this table its position there, or -1 where it is not in it.
        """
        if self.rows is None:
            return self
        there = to[np.array(self.rows, dtype=np.int64)]
        return self._replace(rows=there[there >= 0].tolist())


@dataclass(frozen=True)
class RawRows:
    """What a reader has read of a file.

    `table` has one text column per column of the file, `line` the line (or number of the record)
    of each of its rows. `unfit` are rows that cannot stand in the table, `blank` counts blank ones
    that do not, `notes` are words for the report and `remarks` what it counts. `parts`, `noun`,
    `part_column` and `title` are those of `Raw`.
    """

    table: pa.Table
    line: NDArray[np.int64]
    unfit: list[Unfit]
    notes: list[str]
    blank: int = 0
    remarks: list[Remark] = field(default_factory=list)
    has_lines: bool = True
    parts: tuple[Part, ...] = ()
    noun: str = ""
    part_column: str = ""
    title: str = ""


@dataclass(frozen=True)
class Raw:
    """The cells of one file.

    `table` has one text column per column of the file, blanks as "". `line` is the line of the
    file on which each row begins, the first being 1; in files without lines it is the number of
    the record. `unfit` are rows that were read and cannot stand in the table. `notes` say what
    the reader found out about the file (encoding, delimiter, sheet) and what it passed over;
    `remarks` are about rows.

    `parts` are the sheets or lists of the file (`noun` says what they are). Where several were read
    together `part_column` is the column with the part of each row, and a line is one of its part.
    `title` is what stands above the header, "" for nothing or where several parts were read.
    """

    name: str
    kind: str
    digest: str
    table: pa.Table
    line: NDArray[np.int64]
    unfit: tuple[Unfit, ...] = ()
    notes: tuple[str, ...] = ()
    has_lines: bool = True
    remarks: tuple[Remark, ...] = ()
    parts: tuple[Part, ...] = ()
    noun: str = ""
    part_column: str = ""
    title: str = ""

    @property
    def rows_read(self) -> int:
        """Rows of the file, those included that cannot stand in the table."""
        return int(self.table.num_rows) + len(self.unfit)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns, in file order, each once."""
        return tuple(self.table.column_names)

    def column(self, name: str) -> EncodedColumn:
        """Return a column by its distinct values."""
        return EncodedColumn.encode(self.table.column(name))

    def sample(self, name: str, n: int = 2000) -> list[str]:
        """Return up to `n` cells of a column that are not blank, from all over the file."""
        column = self.table.column(name)
        cells: list[str] = []
        for looked_at in (n, 4 * n):  # more only where many are blank
            step = max(1, -(-len(column) // looked_at))
            # Cell by cell: `take` would first make one piece of a million notes.
            every = (str(column[row].as_py()).strip() for row in range(0, len(column), step))
            cells = list(filter(None, every))
            if len(cells) >= max(1, n // 2):
                break
        most = min(n, len(cells))
        return [cells[i * len(cells) // most] for i in range(most)]

    def head(self, rows: int) -> Raw:
        """Return the first rows, and of those that cannot stand in the table the ones among them.

        Args:
            rows: how many at most; a file with no more is returned as it is.
        """
        if self.table.num_rows <= rows:
            return self
        line = self.line[:rows]
        unfit = tuple(row for row in self.unfit if len(line) and row.line <= line[-1])
        to = np.arange(self.table.num_rows)
        to[rows:] = -1
        return replace(self, table=self.table.slice(0, rows), line=line, unfit=unfit,
                       remarks=tuple(r.moved(to) for r in self.remarks))  # fmt: skip

    def take(self, rows: NDArray[np.int64]) -> Raw:
        """Return the file with some of its rows, in this order and as often as they are named."""
        remarks = tuple(
            r if r.rows is None else r._replace(rows=np.flatnonzero(np.isin(rows, r.rows)).tolist())
            for r in self.remarks
        )
        return replace(self, table=self.table.take(pa.array(rows)), line=self.line[rows],
                       remarks=remarks)  # fmt: skip

    def part_of(self, row: int) -> str:
        """Return the sheet or list of a row, "" where the file was read as one table."""
        return str(self.table.column(self.part_column)[row].as_py()) if self.part_column else ""

    def where(self, row: int) -> str:
        """Return where a row stands, in words: `line 3`, or `line 3 of sheet 'May'`."""
        place = f"{'line' if self.has_lines else 'record'} {self.line[row]}"
        return f"{place} of {self.noun} {self.part_of(row)!r}" if self.part_column else place

    def row_keys(self, rows: NDArray[np.int64]) -> list[str]:
        """Return a key for each of some rows that no other row has: its line, with its part."""
        lines = [str(int(n)) for n in self.line[rows]]
        if not self.part_column:
            return lines
        number = {part.name: i for i, part in enumerate(self.parts, 1)}
        parts = self.table.column(self.part_column).take(pa.array(rows)).to_pylist()
        return [f"{number[part]}-{line}" for part, line in zip(parts, lines, strict=True)]

    def find(self, *names: str) -> str | None:
        """Return the first of the columns that has one of these names, ignoring case and blanks."""
        by_key = {key(c): c for c in reversed(self.columns)}
        return next((by_key[key(n)] for n in names if key(n) in by_key), None)


def lean(names: list[str], columns: list[pa.ChunkedArray]) -> pa.Table:
    """Return a table whose columns of text hold each value once where values repeat.

    A file's cells are mostly the same few hundred names and codes: as text they are several times
    the frame that pandas makes of them. Columns whose first cells are mostly different, such as
    keys and notes, stay as they are.

    Args:
        names: of the columns.
        columns: these, of text or numbers. They are taken out of the list, so that each is gone
            when it is encoded.
    """
    encoded = []
    while columns:
        column = columns.pop(0)
        first = column.slice(0, _SAMPLE)
        repeats = pc.count_distinct(first).as_py() < _MOSTLY * len(first)
        if pa.types.is_string(column.type):
            column = column.cast(_TEXT)  # together the cells may be more than 2 GB
        if repeats and column.type == _TEXT:
            column = column.dictionary_encode()
        encoded.append(column)
    pa.default_memory_pool().release_unused()
    return pa.table(encoded, names=names)


def key(name: str) -> str:
    """Return a column name as such names are compared: EVENT_DATE is `Event Date`."""
    return fold(name).replace(" ", "")


def csv_line(cells: Sequence[str]) -> str:
    """Return cells as one line of CSV, without its end."""
    out = io.StringIO(newline="")
    # Cells are quoted for the characters of the line end, which is taken off again.
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n")
