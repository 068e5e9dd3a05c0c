"""Lists per row hold what a loop over the rows would collect."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.utils.lists import lists_of_rows, rows_with

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=25)


@given(PAIRS, st.sets(st.integers(0, 9)))
def test_the_list_of_a_row_has_its_values_in_order(pairs, sought):
    row, value = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    lists = lists_of_rows(row, value, 6)
    plain = [[v for r, v in pairs if r == i] for i in range(6)]
    assert lists.to_pylist() == plain
    has = rows_with(lists, np.isin(np.arange(10), list(sought)))
    assert has.tolist() == [not sought.isdisjoint(values) for values in plain]
