"""Lookups in columns of text, through Arrow's hash tables.

pandas 3 keeps text in Arrow and looks it up in Python; at a million ids that is the difference
between a tenth of a second and a quarter of a minute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def as_arrow(values: pd.Series[str] | pd.Index[str] | Sequence[str]) -> Any:
    """Return text as one Arrow array; pandas may hold it in any number of pieces."""
    array = pa.array(values, pa.large_string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def in_one_piece(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose columns of text are one piece of memory each.

    Files are read in pieces, and Arrow puts all pieces of a column together whenever some of its
    rows are taken.
    """
    pieces = {
        name: pd.Series(pd.array(as_arrow(column), dtype="str"), index=frame.index)
        for name, column in frame.items()
        if isinstance(column.dtype, pd.StringDtype)
    }
    return frame.assign(**pieces)


def positions(values: pd.Series[str], known: pd.Series[str] | Sequence[str]) -> NDArray[np.int64]:
    """Return for each value where it first stands in `known`, -1 where it does not or is missing.

    Args:
        values: text, with missing values.
        known: the values to look in.
    """
    index = pc.index_in(as_arrow(values), value_set=as_arrow(known), skip_nulls=True)
    return np.asarray(pc.fill_null(index, -1).to_numpy(zero_copy_only=False), dtype=np.int64)


def contained(values: pd.Series[str], known: pd.Series[str] | Sequence[str]) -> NDArray[np.bool_]:
    """Return for each value whether it stands in `known`; a missing one never does."""
    is_known = pc.is_in(as_arrow(values), value_set=as_arrow(known), skip_nulls=True)
    return np.asarray(is_known.to_numpy(zero_copy_only=False), dtype=bool)


def take(values: Sequence[str | None] | pd.Series[str], at: NDArray[Any]) -> pd.Series[str]:
    """Return a column of text: `values[i]` for each i of `at`, missing where i is -1.

    The texts are copied by Arrow; no Python object is made per row.
    """
    array = pd.array(values, dtype="str").take(at, allow_fill=True)
    return pd.Series(array, dtype="str")


def counts(values: pd.Series[str]) -> dict[str, int]:
    """Return how often each value occurs; missing ones are left out."""
    occurrences = values.value_counts(dropna=True, sort=False)
    return dict(zip(occurrences.index.tolist(), occurrences.tolist(), strict=True))
