"""Lists of unequal length, one per row, in two arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Ragged(Sequence[tuple[int, ...]]):
    """For each row a tuple of whole numbers, made when it is asked for.

    A million tuples take a hundred megabytes and seconds to make; these take two arrays.
    """

    def __init__(self, row: NDArray[np.int64], value: NDArray[np.int64], n_rows: int) -> None:
        """Collect the values of each row.

        Args:
            row: to which row each value belongs.
            value: the values; those of one row keep their order.
            n_rows: how many rows there are.
        """
        self.values = value[np.argsort(row, kind="stable")].astype(np.int32)
        self.lengths = np.bincount(row, minlength=n_rows)
        self._ends = np.append(0, np.cumsum(self.lengths))
        for array in (self.values, self.lengths, self._ends):
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.lengths)

    @overload
    def __getitem__(self, row: int) -> tuple[int, ...]: ...
    @overload
    def __getitem__(self, row: slice) -> list[tuple[int, ...]]: ...
    def __getitem__(self, row: int | slice) -> tuple[int, ...] | list[tuple[int, ...]]:
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(len(self)))]
        at = range(len(self))[row]
        return tuple(self.values[self._ends[at] : self._ends[at + 1]].tolist())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment] # equal to lists, which have none

    def rows_with(self, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which rows have a value v for which `wanted[v]` is true."""
        found = np.append(0, np.cumsum(wanted[self.values]))[self._ends]
        return np.asarray(np.diff(found) > 0)
