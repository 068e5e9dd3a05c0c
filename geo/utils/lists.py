"""Lists of whole numbers of unequal length, one per row, as Arrow has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray


def lists_of_rows(row: NDArray[np.int64], value: NDArray[np.int64], n_rows: int) -> pa.ListArray:
    """Collect the values of each row in a list of 32-bit whole numbers.

    Args:
        row: to which row each value belongs.
        value: the values; those of one row keep their order.
        n_rows: how many rows there are; a row without a value has an empty list.
    """
    ends = np.append(0, np.cumsum(np.bincount(row, minlength=n_rows)))
    values = value[np.argsort(row, kind="stable")]
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.array(values, pa.int32()))


def rows_with(lists: pa.ListArray, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows have a value v for which `mask[v]` is true."""
    hits = np.append(0, np.cumsum(mask[lists.values.to_numpy()]))[lists.offsets.to_numpy()]
    return np.asarray(np.diff(hits) > 0)
