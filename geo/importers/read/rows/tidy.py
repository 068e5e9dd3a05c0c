"""What every reader of tables ends with: blank rows and repeated headers out, limits checked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import ImportRefusedError, shorten
from geo.importers.read.limits import refuse_beyond
from geo.importers.read.raw import RawRows, Unfit, csv_line, key
from geo.importers.read.rows.second_tables import part_second_tables, told_beside
from geo.utils.words import plural

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.read.limits import Limits

_HXL_TAG = re.compile(r"#[a-z][a-z0-9_+ ]*")
_FOLDED_ROWS = 1000


def tidy(rows: RawRows, name: str, limits: Limits) -> RawRows:
    """Take out blank rows, repeated headers and the row of HXL tags; check the limits.

    Rows below a second header are read by that one, or taken out.

    Args:
        rows: what a reader has read; its table is large and the caller should let go of it.
        name: what the file is called, for messages.
        limits: of rows and of characters in a cell.

    Returns:
        The rows that stay; repeated headers are among the unfit ones, the others in the notes.

    Raises:
        ImportRefusedError: no rows are left, or a limit is exceeded.
    """
    table, line = rows.table, rows.line
    blank = _blank_rows(table)
    unfit, notes = list(rows.unfit), list(rows.notes)
    if n_blank := rows.blank + int(blank.sum()):
        notes.append(f"{plural(n_blank, 'blank row')} skipped")
    repeated = _header_rows(table) & ~blank
    for row in np.flatnonzero(repeated):
        cells = [column[int(row)].as_py() for column in table.columns]
        unfit.append(Unfit(int(line[row]), "a repeated header", csv_line(cells)))
    tags = np.zeros(table.num_rows, dtype=bool)
    filled = np.flatnonzero(~blank)
    if len(filled) and _is_hxl([str(c[int(filled[0])].as_py()) for c in table.columns]):
        tags[filled[0]] = True
        notes.append("a row of HXL tags skipped")
    repeated_lines = line[repeated].tolist()
    keep = ~(blank | repeated | tags)
    remarks = rows.remarks
    if not keep.all():
        table, line = table.filter(pa.array(keep)), line[keep]
        to = np.where(keep, np.cumsum(keep) - 1, -1)
        remarks = [r.moved(to) for r in remarks]
    refuse_beyond(f"{shorten(name)}, rows", table.num_rows, limits, "rows")
    _check_cells(table, limits, name)
    rows = replace(rows, table=table, line=line, unfit=unfit, notes=notes, blank=0,
                   remarks=remarks)  # fmt: skip
    rows = part_second_tables(rows, repeated_lines)
    rows = replace(rows, remarks=[*rows.remarks, *told_beside(rows.table)])
    if rows.table.num_rows == 0 and not rows.unfit:
        message = (
            f"{shorten(name)}: has no rows; expected a header and rows, found the header "
            f"{shorten(', '.join(rows.table.column_names))!r}"
        )
        raise ImportRefusedError(message)
    rows.unfit.sort(key=lambda u: u.line)
    return rows


def _blank_rows(table: pa.Table) -> NDArray[np.bool_]:
    at = np.arange(table.num_rows)
    for column in table.columns:
        if not len(at):
            break
        cells = column.take(pa.array(at)) if len(at) < table.num_rows else column
        empty = pc.equal(pc.utf8_trim_whitespace(cells), "").to_numpy()
        at = at[empty.astype(bool)]
    blank = np.zeros(table.num_rows, dtype=bool)
    blank[at] = True
    return blank


def _header_rows(table: pa.Table) -> NDArray[np.bool_]:
    """Return which rows say the names of the columns: files put together keep their headers."""
    at = np.arange(table.num_rows)
    for name in table.column_names:
        if not len(at):
            break
        column = table.column(name)
        cells = column.take(pa.array(at)) if len(at) < table.num_rows else column
        if len(at) > _FOLDED_ROWS:  # exact first, then as names are compared
            same = pc.equal(pc.utf8_lower(pc.utf8_trim_whitespace(cells)), name.lower())
            at = at[same.to_numpy().astype(bool)]
        else:
            at = at[[key(str(c)) == key(name) for c in cells.to_pylist()]]
    repeated = np.zeros(table.num_rows, dtype=bool)
    if table.num_columns > 1:
        repeated[at] = True
    return repeated


def _is_hxl(cells: list[str]) -> bool:
    filled = [c.strip() for c in cells if c.strip()]
    return bool(filled) and all(_HXL_TAG.fullmatch(c) for c in filled)


def _check_cells(table: pa.Table, limits: Limits, name: str) -> None:
    for column in table.columns:
        longest = pc.max(pc.utf8_length(column)).as_py() if table.num_rows else 0
        refuse_beyond(f"{shorten(name)}, characters in a cell", longest or 0, limits, "cell_chars")
