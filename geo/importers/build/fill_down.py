"""Blank cells that repeat the cell above them, as a spreadsheet's merged cells are saved to CSV."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.raw import Remark
from geo.utils.words import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion
    from geo.importers.read.encoded_column import EncodedColumn
    from geo.importers.read.raw import Raw

# How many of the cells are blank at least. A place is left out more often than a date.
_BLANK: Final = {"date": 0.2, "country": 0.4, "admin": 0.4, "place": 0.4}
_FEWEST: Final = 2


def fill_down(raw: Raw, columns: Sequence[str]) -> Raw:
    """Return a file whose blank cells in some columns have the value of the nearest cell above.

    Args:
        raw: the file. Nothing is carried over from one sheet to the next.
        columns: names of its columns.

    Raises:
        ImportRefusedError: the file has no such column.
    """
    table, remarks = raw.table, list(raw.remarks)
    for column in columns:
        if column not in raw.columns:
            message = (
                f"{shorten(raw.name)}: no column {shorten(column)!r} to fill down; found "
                f"{shorten(', '.join(raw.columns))}"
            )
            raise ImportRefusedError(message)
        at = _filled_above(raw, raw.column(column))
        rows = np.flatnonzero(at != np.arange(len(at)))
        place = raw.columns.index(column)
        table = table.set_column(place, column, table.column(place).take(pa.array(at)))
        message = f"{column}: blank cells filled with the one above, as asked"
        if len(rows):
            remarks.append(Remark("mended", "filled down", message, rows.tolist()))
    return replace(raw, table=table, remarks=tuple(remarks))


def _filled_above(raw: Raw, cells: EncodedColumn) -> NDArray[np.int64]:
    """Return for each row the nearest one above it, or itself, that is filled; itself if none."""
    here = np.arange(len(cells))
    above = np.maximum.accumulate(np.where(cells.blank(), -1, here))
    if raw.part_column:
        part = raw.column(raw.part_column).codes
        above[part[above] != part] = -1
    return np.where(above < 0, here, above)


def hint_at_merged_cells(conversion: Conversion) -> None:
    """Say of columns that look as if merged cells had stood in them how to fill them."""
    for role, least in _BLANK.items():
        if role not in conversion.mapping.columns:
            continue
        column, blank = conversion.name(role), conversion.cells(role).blank()
        if _looks_merged(conversion.cells(role), least):
            conversion.row_log.note(
                "flagged",
                "merged cells",
                f"{column}: {number(int(blank.sum()))} blank cells stand below filled ones, as "
                "where merged cells were saved as CSV. If they repeat the cell above, say "
                f"--fill-down {column!r}, on the page “Blank cells repeat the cell above in”",
            )


def _looks_merged(cells: EncodedColumn, least: float) -> bool:
    """Return whether many cells are blank, and no filled one repeats the filled one before it.

    Where single values are missing, neighbours of the same day or place stand there still.
    """
    blank = cells.blank()
    filled = cells.codes[~blank]
    return (
        len(blank) > 0
        and not blank[0]
        and int(blank.sum()) >= max(_FEWEST, least * len(blank))
        and bool(np.all(filled[1:] != filled[:-1]))
    )
