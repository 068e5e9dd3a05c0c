"""Reads Excel and OpenDocument workbooks."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import python_calamine

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.limits import Limits, refuse_beyond
from geo.importers.read.raw import MERGED, RawRows, Remark
from geo.importers.read.rows.cell_text import cell_text
from geo.importers.read.rows.group_headings import named_by_both
from geo.importers.read.rows.headerless import NO_HEADER, has_no_header
from geo.importers.read.rows.layout import (
    HEAD_ROWS,
    column_names,
    header_at,
    preamble_note,
    title_of,
)
from geo.importers.read.rows.parts import Candidate, choose, joined
from geo.importers.read.rows.tidy import tidy
from geo.importers.read.workbook.ods_traits import ods_traits
from geo.importers.read.workbook.sheet_traits import SheetTraits, told_traits
from geo.importers.read.workbook.xlsx_traits import xlsx_traits

if TYPE_CHECKING:
    from collections.abc import Sequence


_MERGED = "a merged cell; it holds for all of its rows"
_PARTS_SHOWN = 200


@dataclass(frozen=True)
class _Sheet:
    """A sheet with a header and rows: the rows as text, and the number of the first one.

    `remarks` are of positions below the header, and so are those of rows that were given the value
    of a `merged` cell, by column.
    """

    name: str
    rows: list[list[str]]
    first: int
    header: int
    remarks: list[Remark]
    merged: dict[int, list[int]]
    is_hidden: bool

    @property
    def body(self) -> list[list[str]]:
        return self.rows[self.header + 1 :]

    def candidate(self, columns: Sequence[str]) -> Candidate:
        filled = [row for row in self.body if any(c.strip() for c in row)]
        cells = [[row[i] for row in filled[:_PARTS_SHOWN]] for i in range(len(columns))]
        named = list(zip(columns, cells, strict=True))
        return Candidate.of_cells(self.name, named, len(filled), is_hidden=self.is_hidden)


def read_workbook(data: bytes, name: str, limits: Limits, wanted: Sequence[str] = ()) -> RawRows:
    """Read the sheet of a workbook that has dates, or all that share its columns.

    Args:
        data: the whole file.
        name: what it is called, for messages.
        limits: of rows, columns and cells.
        wanted: the names of the sheets that a person has chosen.

    Returns:
        The rows, numbered as in their sheet. The value of a merged cell stands in all its rows.
        What was not read is told in remarks.

    Raises:
        ImportRefusedError: it cannot be opened, has no rows, or is beyond a limit.
        SeveralPartsError: it is not clear which sheet is meant.
    """
    sheets = {}
    for sheet in _sheets(data, name):
        columns = column_names(sheet.rows[sheet.header], name, limits)
        candidate = sheet.candidate(columns)
        if candidate.rows:
            sheets[candidate] = (sheet, columns)
    if not sheets:
        message = f"{shorten(name)}: no sheet of the workbook has a header and rows"
        raise ImportRefusedError(message)
    chosen = choose(list(sheets), wanted, name, "sheet")
    refuse_beyond(f"{shorten(name)}, rows", sum(c.rows for c in chosen), limits, "rows")
    read = [(c, _rows_of(*sheets[c], name, limits)) for c in chosen]
    return joined(read, list(sheets), wanted, "sheet")


def _sheets(data: bytes, name: str) -> list[_Sheet]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = python_calamine.SheetVisibleEnum.Visible
        hidden = {m.name for m in book.sheets_metadata if m.visible != visible}
        traits = ods_traits(data) or xlsx_traits(data)
        sheets = (
            _sheet(book.get_sheet_by_name(n), n, traits.get(n), is_hidden=n in hidden)
            for n in book.sheet_names
        )
        return [sheet for sheet in sheets if sheet is not None]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the reader has many errors and may panic on damaged files
        message = f"{shorten(name)}: the workbook is damaged or encrypted; save it again"
        raise ImportRefusedError(message) from None
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        message = (
            f"{shorten(name)}: the workbook is damaged, or needs too much memory; save "
            "it again, as CSV where you can"
        )
        raise ImportRefusedError(message) from None


def _sheet(sheet: Any, name: str, traits: SheetTraits | None, *, is_hidden: bool) -> _Sheet | None:
    """Return a sheet with merged cells filled, None where it has no rows beneath a header."""
    rows = [[cell_text(v) for v in row] for row in sheet.to_python()]
    if len(rows) < 2 or sheet.start is None:  # noqa: PLR2004
        return None
    top, left = sheet.start
    if is_data := has_no_header(rows[0], rows[1:]):
        rows.insert(0, [""] * len(rows[0]))
        top -= 1
    traits = traits or SheetTraits()
    spans = traits.spans or sheet.merged_cell_ranges or ()
    ranges = [
        (first_row - top, last_row - top, column - left, last_column - left)
        for (first_row, column), (last_row, last_column) in spans
        if first_row >= top and column >= left
    ]
    wide = [r for r in ranges if r[3] > r[2]]
    ranges = [r for r in ranges if r[1] > r[0]]
    header = 0 if is_data else header_at(rows[:HEAD_ROWS])
    # Of a header in two rows the lower one names the columns.
    header = max([header, *(last for first, last, *_ in ranges if first <= header < last)])
    for first, last, column, _ in ranges:
        if first < header <= last:
            rows[header][column] = rows[first][column]
    _name_groups(rows, header, wide)
    above, below = rows[header - 1] if header else [], rows[header + 1 : header + 2]
    names, more = named_by_both(above, rows[header], *(below or [[]]))
    header += more
    rows[header] = names
    merged: dict[int, list[int]] = {}
    for first, last, column, _ in ranges:
        for at in range(max(first, header) + 1, min(last + 1, len(rows))):
            if first > header and column < len(rows[at]) and any(rows[at]):
                rows[at][column] = rows[first][column]
                merged.setdefault(column, []).append(at - header - 1)
    remarks = told_traits(traits, rows, header, (top, left))
    return _Sheet(name, rows, top + 1, header, remarks, merged, is_hidden)


def _name_groups(
    rows: list[list[str]], header: int, wide: Sequence[tuple[int, int, int, int]]
) -> None:
    """Put a heading over several columns before those of their names that are not theirs alone.

    `Killed` above `men` and `women`, and `Injured` above `men` and `women`.
    """
    names = Counter(rows[header])
    for _, last, column, last_column in wide:
        if last == header - 1 and rows[last][column]:
            for at in range(column, last_column + 1):
                if names[rows[header][at]] > 1:
                    rows[header][at] = f"{rows[last][column]} {rows[header][at]}"


def _rows_of(sheet: _Sheet, names: list[str], name: str, limits: Limits) -> RawRows:
    body = sheet.body
    columns = zip(*body, strict=True)
    table = pa.table([pa.array(list(c), pa.large_string()) for c in columns], names=names)
    line = np.arange(len(body), dtype=np.int64) + sheet.first + sheet.header + 1
    merged = [
        Remark("mended", MERGED, f"{names[at]}: {_MERGED}", sorted(rows), column=names[at])
        for at, rows in sorted(sheet.merged.items())
    ]
    notes = preamble_note(sheet.header) if any(sheet.rows[sheet.header]) else [NO_HEADER]
    rows = RawRows(table, line, [], notes, remarks=[*merged, *sheet.remarks],
                   title=title_of(sheet.rows[: sheet.header]))  # fmt: skip
    return tidy(rows, name, limits)
