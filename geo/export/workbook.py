"""An Excel workbook: a sheet each for incidents, statements and sources, and one about the file."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import xlsxwriter

from geo.export.text_files import with_joined_lists
from geo.filter.metadata import metadata
from geo.filter.records import plain_rows, to_frame
from geo.utils.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from geo.filter.filter import View
    from geo.model.atlas import Atlas

#: More incidents would keep a server busy for minutes (0.4 s of a core for 1,000 of them).
MOST_INCIDENTS: Final = 50_000
#: What Excel holds: rows of a sheet below its header, characters of a cell.
MOST_ROWS: Final = 1_048_575
MOST_CHARACTERS: Final = 32_767
_CUT: Final = " [cut]"
# No clock time: the same filter gives the same bytes. It is the oldest day a ZIP file can name.
_NO_CLOCK: Final = datetime(1980, 1, 1)  # noqa: DTZ001 - the document's properties have no zone
_ROWS_AT_A_TIME: Final = 10_000
_WIDTH: Final = 16  # characters


def why_not(view: View) -> str:
    """Return why a workbook cannot hold what a filter finds, and what to do; "" where it can."""
    if view.shown <= MOST_INCIDENTS:
        return ""
    return (
        f"Excel workbooks hold at most {MOST_INCIDENTS:,} incidents, and this filter finds "
        f"{view.shown:,}; narrow the filter, or choose CSV or GeoParquet"
    )


def write_workbook(view: View) -> bytes:
    """Return an Excel workbook (.xlsx); lists are joined by ';', an empty cell means unknown.

    Text stays text and is never run as a formula. Dates are Excel's own. A sheet of more rows than
    Excel holds goes on in another, such as `incidents 2`; a text longer than a cell holds is cut,
    ends in `[cut]`, and is counted on the sheet `about`.

    Args:
        view: what `why_not` has nothing against.
    """
    atlas = view.atlas
    out = io.BytesIO()
    # Each row goes to a file as soon as it is written: a large table is never in memory whole.
    with scratch_folder() as folder:
        book = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": str(folder)})
        book.set_properties({"created": _NO_CLOCK, "title": str(atlas.package["title"])})
        writer = _Sheets(book)
        writer.write("incidents", _incidents(view))
        writer.write("statements", _statements(view))
        writer.write("sources", _sources(view))
        writer.write("about", [_about(view, writer.cut)])
        book.close()
    return out.getvalue()


class _Sheets:
    """Writes tables into a workbook, and counts the texts that were cut."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.cut = 0
        self._book = book
        self._bold: Format = book.add_format({"bold": True})
        self._day: Format = book.add_format({"num_format": "yyyy-mm-dd"})

    def write(self, name: str, blocks: Iterator[pd.DataFrame] | list[pd.DataFrame]) -> None:
        """Write the rows of one table, in one block or more, into a sheet of that name."""
        sheet, row, n_sheets = None, 0, 0
        for block in blocks:
            dates = _dates(block)
            for values in plain_rows(block):
                if sheet is None or row == MOST_ROWS:
                    n_sheets, row = n_sheets + 1, 0
                    sheet = self._begin(name, n_sheets, list(block.columns))
                row += 1
                self._write_row(sheet, row, values, dates)
            if sheet is None:
                sheet, n_sheets = self._begin(name, 1, list(block.columns)), 1

    def _begin(self, name: str, n: int, heads: Sequence[str]) -> Worksheet:
        sheet = self._book.add_worksheet(name if n == 1 else f"{name} {n}")
        sheet.set_column(0, len(heads) - 1, _WIDTH)
        sheet.freeze_panes(1, 1)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self._bold)
        return sheet

    def _write_row(
        self, sheet: Worksheet, row: int, values: dict[str, Any], dates: frozenset[str]
    ) -> None:
        for column, (name, value) in enumerate(values.items()):
            if value is None or value == "":
                continue
            if isinstance(value, bool):
                sheet.write_boolean(row, column, value)
            elif isinstance(value, int | float):
                sheet.write_number(row, column, value)
            elif name in dates:
                sheet.write_datetime(row, column, datetime.fromisoformat(value), self._day)
            else:
                sheet.write_string(row, column, self._fitted(value))

    def _fitted(self, text: str) -> str:
        if len(text) <= MOST_CHARACTERS:
            return text
        self.cut += 1
        return text[: MOST_CHARACTERS - len(_CUT)] + _CUT


def _dates(block: pd.DataFrame) -> frozenset[str]:
    return frozenset(n for n, c in block.items() if pd.api.types.is_datetime64_any_dtype(c))


def _incidents(view: View) -> Iterator[pd.DataFrame]:
    atlas = view.atlas
    for start in range(0, max(view.shown, 1), _ROWS_AT_A_TIME):
        positions = view.positions[start : start + _ROWS_AT_A_TIME]
        frame = with_joined_lists(to_frame(positions, atlas))
        yield frame.assign(date=atlas.incidents["date"].iloc[positions].to_numpy())


def _statements(view: View) -> Iterator[pd.DataFrame]:
    statements = view.atlas.statements
    ids = view.atlas.incidents["incident_id"].iloc[view.positions]
    yield from _blocks(statements[statements["incident_id"].isin(ids)])


def _sources(view: View) -> Iterator[pd.DataFrame]:
    """Yield the sources of the incidents of a view, in the order of sources.csv."""
    atlas: Atlas = view.atlas
    rows = np.unique(atlas.source_rows.take(view.positions).flatten().to_numpy())
    yield from _blocks(atlas.sources.iloc[rows])


def _blocks(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for start in range(0, max(len(frame), 1), _ROWS_AT_A_TIME):
        yield frame.iloc[start : start + _ROWS_AT_A_TIME]


def _about(view: View, cut: int) -> pd.DataFrame:
    """Return what a reader needs to know of the file, a line for each thing."""
    about = metadata(view)
    lines = [(name, str(about[name])) for name in about if name != "left_out"]
    lines += [(f"left out by {reason}", str(n)) for reason, n in view.left_out.items()]
    if cut:
        held = f"longer than the {MOST_CHARACTERS:,} characters that a cell holds"
        lines.append(("texts cut", f"{cut}, {held}; other formats have them whole"))
    return pd.DataFrame(lines, columns=["what", "value"])
