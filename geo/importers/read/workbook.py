"""Reads Excel and OpenDocument workbooks."""

from __future__ import annotations

import io

import numpy as np
import pyarrow as pa
import python_calamine

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.cell_text import cell_text
from geo.importers.read.layout import HEAD_ROWS, column_names, header_at, preamble_note
from geo.importers.read.limits import Limits, refuse_beyond
from geo.importers.read.raw import RawRows
from geo.importers.read.tidy import tidy


def read_workbook(data: bytes, name: str, limits: Limits) -> RawRows:
    """Read the first sheet of a workbook that has rows.

    Returns:
        The rows, numbered as in the sheet; the notes name the sheets that were not read.

    Raises:
        ImportRefusedError: it cannot be opened, has no rows, or is beyond a limit.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {n: book.get_sheet_by_name(n).to_python() for n in book.sheet_names}
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
    filled = [n for n, rows in sheets.items() if len(rows) > 1]
    if not filled:
        message = f"{shorten(name)}: no sheet of the workbook has a header and rows"
        raise ImportRefusedError(message)
    chosen = filled[0]
    notes = [f"sheet {shorten(chosen)!r}"]
    if others := filled[1:]:
        notes.append(f"sheets not read: {', '.join(map(shorten, others))}")
    refuse_beyond(f"{shorten(name)}, rows", len(sheets[chosen]), limits, "rows")
    rows = [[cell_text(v) for v in row] for row in sheets[chosen]]
    at = header_at(rows[:HEAD_ROWS])
    names = column_names(rows[at], name, limits)
    if not names:
        message = f"{shorten(name)}: the sheet is empty; expected a header and rows"
        raise ImportRefusedError(message)
    body = rows[at + 1 :]
    columns = zip(*body, strict=True) if body else ([] for _ in names)
    table = pa.table([pa.array(list(c), pa.large_string()) for c in columns], names=names)
    line = np.arange(at + 2, at + 2 + len(body), dtype=np.int64)
    return tidy(RawRows(table, line, [], notes + preamble_note(at)), name, limits)
