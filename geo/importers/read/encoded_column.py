"""Columns of text by their distinct values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_TEXT = pa.large_string()


def _whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


@dataclass(frozen=True)
class EncodedColumn:
    """A text column by its distinct values, trimmed: `values[codes[i]]` is the cell of row i.

    Everything that is asked of a cell is asked once of each value. `texts` are the values as
    Python's own: of columns whose cells all differ, such as notes, ask of `values` what Arrow can
    answer.
    """

    values: pa.Array
    codes: NDArray[np.int64]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The distinct values as text."""
        return tuple(self.values.to_pylist())

    @classmethod
    def encode(cls, column: pa.ChunkedArray | pa.Array) -> EncodedColumn:
        """Encode a column of text."""
        if pa.types.is_dictionary(column.type):
            column = _whole(column)
            # Cells that differ in blanks around them only are one value.
            trimmed = cls.encode(column.dictionary)
            first = np.asarray(column.indices.to_numpy(zero_copy_only=False))
            return cls(trimmed.values, trimmed.codes[first])
        # In one expression: of a million notes each step is a copy too large to be held long.
        encoded = _whole(pc.utf8_trim_whitespace(column.cast(_TEXT)).dictionary_encode())
        codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        return cls(encoded.dictionary, codes)

    @classmethod
    def constant(cls, value: str, rows: int) -> EncodedColumn:
        """Return a column that has one value throughout."""
        return cls.of_texts([value], np.zeros(rows, dtype=np.int64))

    @classmethod
    def of_texts(cls, texts: Sequence[str], codes: NDArray[np.int64]) -> EncodedColumn:
        """Return the column of some texts, of which each row has the one that its code names."""
        return cls(pa.array(texts, _TEXT), codes)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def take(self, rows: NDArray[np.int64]) -> EncodedColumn:
        """Return the column of some rows, with the values that stand in them."""
        codes = self.codes[rows]
        used = np.flatnonzero(np.bincount(codes, minlength=len(self.values)))
        number = np.zeros(len(self.values), dtype=np.int64)
        number[used] = np.arange(len(used))
        return EncodedColumn(self.values.take(pa.array(used)), number[codes])

    def spread(self, of_value: Sequence[str | None]) -> pa.Array:
        """Return one text per row from one per value; None is missing."""
        return pa.array(of_value, _TEXT).take(pa.array(self.codes))

    def rows_where(self, holds: Sequence[bool] | NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which rows have a value for which it holds."""
        return np.asarray(holds, dtype=bool)[self.codes]

    def blank(self) -> NDArray[np.bool_]:
        """Return which rows have nothing in this column."""
        return self.rows_where(pc.equal(self.values, "").to_numpy(zero_copy_only=False))
