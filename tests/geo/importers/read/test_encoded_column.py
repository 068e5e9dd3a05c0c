"""Columns of text by their distinct values."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from geo.importers.read.encoded_column import EncodedColumn
from geo.importers.read.raw import lean


@given(st.lists(st.lists(st.none() | st.sampled_from(["a", " a", "a ", "b", "", "ß"]))))
def test_a_column_that_holds_each_value_once_says_the_same(pieces):
    plain_ = pa.chunked_array(pieces, pa.large_string())
    counted = pa.chunked_array([range(len(piece)) for piece in pieces], pa.int64())
    encoded = lean(["text", "n"], [plain_, counted])
    assert encoded.to_pydict() == {"text": plain_.to_pylist(), "n": counted.to_pylist()}
    whole = pa.chunked_array([[v or "" for v in p] for p in pieces], pa.large_string())
    for column in (whole, whole.dictionary_encode()):
        distinct = EncodedColumn.encode(column)
        assert len(set(distinct.texts)) == len(distinct.texts)
        assert [distinct.texts[i] for i in distinct.codes] == [v.strip() for v in whole.to_pylist()]


def test_rows_are_taken_by_what_holds_of_their_values():
    column = EncodedColumn.encode(pa.array(["b", " a", "", "b"]))
    assert (column.texts, len(column)) == (("b", "a", ""), 4)
    assert column.rows_where([True, False, False]).tolist() == [True, False, False, True]
    assert column.blank().tolist() == [False, False, True, False]
    assert column.spread(["x", None, "z"]).to_pylist() == ["x", None, "z", "x"]
    taken = column.take(np.array([3, 1]))
    assert [taken.texts[i] for i in taken.codes] == ["b", "a"]


def test_a_constant_is_one_value_throughout():
    column = EncodedColumn.constant("x", 3)
    assert (column.texts, column.codes.tolist()) == (("x",), [0, 0, 0])
