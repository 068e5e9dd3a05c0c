"""Columns of text as Arrow holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_TEXT: Final = pa.large_string()


def texts(column: Sequence[Any] | pd.Series[Any]) -> pa.Array:
    """Return values as text, missing where they are."""
    return pa.array([None if pd.isna(v) else str(v) for v in column], _TEXT)


def coded(values: Sequence[str | None] | pa.Array, at: NDArray[np.int64]) -> pa.DictionaryArray:
    """Return `values[i]` for each i of `at`; the values are held once."""
    return pa.DictionaryArray.from_arrays(
        pa.array(at.astype(np.int32)), pa.array(values, _TEXT), safe=False
    )
