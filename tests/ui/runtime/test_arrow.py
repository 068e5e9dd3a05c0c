"""Tables as they travel to the browser."""

from __future__ import annotations

import pandas as pd

from ui.runtime.arrow import lean


def test_a_table_keeps_its_cells_and_drops_what_pandas_notes():
    frame = pd.DataFrame({"day": [1, 2], "name": ["a", None]}, index=[7, 8])
    table = lean(frame)
    assert table.schema.metadata is None
    assert table.to_pydict() == {"day": [1, 2], "name": ["a", None]}
