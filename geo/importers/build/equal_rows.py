"""Rows that are equal in some of their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.importers.read.encoded_column import EncodedColumn

_MOST: Final = 2**62  # what an integer holds


def number_rows(columns: Sequence[EncodedColumn], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a number for each row, the same for rows that are equal in these columns."""
    number, most = np.zeros(len(rows), dtype=np.int64), 1
    for cells in columns:
        if most * len(cells.texts) > _MOST:
            number, unique = pd.factorize(number)
            most = len(unique)
        number = number * len(cells.texts) + cells.codes[rows]
        most *= max(1, len(cells.texts))
    distinct: NDArray[np.int64] = pd.factorize(number)[0]
    return distinct


def repeated_rows(columns: Sequence[EncodedColumn], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return those of some rows that are equal to another one in these columns."""
    number = number_rows(columns, rows)
    return rows[np.bincount(number)[number] > 1] if len(rows) else rows
