"""Lookups in columns of text give what plain lists give."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from geo.utils import text_columns


@given(st.lists(st.none() | st.sampled_from("abc")), st.lists(st.sampled_from("abcd")))
def test_lookups_are_those_of_plain_lists(values, known):
    column = pd.Series(values, dtype="str")
    at = text_columns.positions(column, known)
    assert at.tolist() == [known.index(v) if v in known else -1 for v in values]
    assert text_columns.contained(column, known).tolist() == [v in known for v in values]
    taken = text_columns.take(known, at)
    assert [v if isinstance(v, str) else None for v in taken] == [
        v if v in known else None for v in values
    ]
    assert text_columns.counts(column) == {v: values.count(v) for v in set(values) - {None}}


def test_a_column_read_in_pieces_is_one_with_the_same_values():
    pieces = [pd.Series(["a", None], dtype="str"), pd.Series(["b", ""], dtype="str")]
    read = pd.DataFrame({"text": pd.concat(pieces), "number": [1, 2, 3, 4]})
    whole = text_columns.in_one_piece(read)
    pd.testing.assert_frame_equal(whole, read)
    assert isinstance(pa.array(read["text"].array), pa.ChunkedArray)
    assert isinstance(pa.array(whole["text"].array), pa.Array)
