"""Tables as they travel to the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd


def lean(frame: pd.DataFrame) -> pa.Table:
    """Return a table without pandas' own metadata, a quarter of a small table's bytes."""
    return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
