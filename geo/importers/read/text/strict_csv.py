"""Reads delimited text that may hold anything, record by record: slow, and exact to the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from geo.errors import shorten
from geo.importers.read.limits import refuse_beyond
from geo.importers.read.raw import RawRows, Unfit
from geo.importers.read.rows.layout import HEAD_CHARS, Layout, column_names, wrong_width
from geo.importers.read.rows.records import records
from geo.importers.read.rows.short_rows import Short, is_short, judge_short_rows

if TYPE_CHECKING:
    from geo.importers.read.limits import Limits

_CHUNK_ROWS: Final = 50_000


def read_strict_csv(text: str, name: str, limits: Limits) -> RawRows:
    """Read delimited text.

    Args:
        text: the whole file.
        name: what it is called, for messages.
        limits: of columns and rows.

    Returns:
        All rows, short ones filled up with blanks, those that do not fit with the reason; blank
        ones are counted.

    Raises:
        ImportRefusedError: a limit is exceeded.
    """
    layout = Layout.of_head(text[:HEAD_CHARS])
    names = column_names(layout.header, name, limits)
    width, blank = len(names), 0
    unfit: list[Unfit] = []
    lines: list[int] = []
    short: list[Short] = []
    chunks: list[pa.Table] = []
    cells: list[list[str]] = []

    def close_chunk() -> None:
        columns = zip(*cells, strict=True) if cells else ([] for _ in names)
        arrays = [pa.array(c, pa.large_string()) for c in columns]
        chunks.append(pa.table(arrays, names=names))
        cells.clear()

    for record in records(text, layout.delimiter):
        if record.line <= layout.lines:
            continue
        if not any(c.strip() for c in record.cells[width:]):
            del record.cells[width:]  # blanks behind the last column are no fault
        if record.open_quote:
            unfit.append(Unfit(record.line, "a quote is opened and never closed", record.text))
        elif len(record.cells) == width:
            cells.append(record.cells)
            lines.append(record.line)
        elif layout.is_blank(record.text):
            blank += 1
        elif is_short(len(record.cells), width) and not record.text.count('"') % 2:
            short.append(Short(len(lines), len(record.cells), record.text))
            cells.append(record.cells + [""] * (width - len(record.cells)))
            lines.append(record.line)
        else:
            reason = wrong_width(width, len(record.cells))
            unfit.append(Unfit(record.line, reason, record.text))
        if len(cells) >= _CHUNK_ROWS:
            refuse_beyond(f"{shorten(name)}, rows", len(lines), limits, "rows")
            close_chunk()
    close_chunk()
    line = np.array(lines, dtype=np.int64)
    rows = RawRows(pa.concat_tables(chunks), line, unfit, layout.notes(), blank, title=layout.title)
    return judge_short_rows(rows, short, whole=text.endswith(("\n", "\r")))
