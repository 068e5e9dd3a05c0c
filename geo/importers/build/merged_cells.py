"""Numbers in merged cells of a workbook: one number of all rows of the cell, to be counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.importers.read.raw import MERGED, key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.read.raw import Raw


def repeats_of_merged(raw: Raw, column: str, out: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows only repeat the number of a merged cell that another row counts.

    Args:
        raw: the file, the value of a merged cell in each of its rows.
        column: the column of the number.
        out: rows that are quarantined; of the others the first counts it.
    """
    repeats = np.zeros(raw.table.num_rows, dtype=bool)
    for remark in raw.remarks:
        if remark.what == MERGED and key(remark.column) == key(column):
            repeats[remark.rows] = True
    if not repeats.any():
        return repeats
    row = np.arange(len(repeats))
    top = np.maximum.accumulate(np.where(repeats, 0, row))
    in_merged = np.isin(top, top[repeats]) & ~out
    rows = np.flatnonzero(in_merged)
    _, first = np.unique(top[rows], return_index=True)
    in_merged[rows[first]] = False
    return in_merged
