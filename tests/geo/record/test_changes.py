"""What changed between two versions, and that steps add up."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from geo.record.changes import Field, RowChange, combine, compare
from tests.geo.record.snapshots import COLUMNS, snapshot

CELL = st.sampled_from(["", "impact", "missed"])
VERSION = st.dictionaries(st.sampled_from("abcd"), st.tuples(CELL, CELL))


def test_rows_are_added_withdrawn_and_changed_field_by_field():
    old = snapshot("1", {"a": ("impact", "1"), "b": ("missed", "")}, shown=2)
    new = snapshot("2", {"a": ("impact", ""), "c": ("missed", "")}, shown=2, killed=0)
    changes = combine("1", "2", [compare(old, new)])
    assert set(changes.rows) == {
        RowChange("incidents", "a", "changed", (Field("killed", "1", ""),)),
        RowChange("incidents", "b", "withdrawn"),
        RowChange("incidents", "c", "added"),
    }
    assert changes.counts == (Field("killed", "", "0"),)
    assert changes.columns == ()
    assert changes.incidents() == {"a": "changed", "b": "withdrawn", "c": "added"}


def test_a_value_in_a_new_column_is_no_change_of_its_row():
    old = snapshot("1", {"a": ("impact", "1"), "b": ("missed", "1")})
    new = snapshot("2", {"a": ("impact", "1", "checked"), "b": ("impact", "1", "checked")},
                   (*COLUMNS, "review"))  # fmt: skip
    changes = combine("1", "2", [compare(old, new)])
    assert changes.columns == (("incidents", "review", "added"),)
    assert changes.rows == (
        RowChange("incidents", "b", "changed", (Field("outcome", "missed", "impact"),)),
    )


def test_a_row_that_was_taken_out_and_came_back_otherwise_is_changed_nobody_knows_where():
    versions = [{"a": ("impact", "")}, {}, {"a": ("missed", "")}]
    first, gone, back = (snapshot(str(i), rows) for i, rows in enumerate(versions))
    changes = combine("0", "2", [compare(first, gone), compare(gone, back)])
    assert changes.rows == (RowChange("incidents", "a", "changed"),)


@given(st.lists(VERSION, min_size=2, max_size=6))
def test_steps_add_up_to_what_the_ends_differ_in(versions):
    all_ = [snapshot(str(i), rows, n=len(rows)) for i, rows in enumerate(versions)]
    steps = [compare(a, b) for a, b in pairwise(all_)]
    added_up = combine("0", "n", steps)
    direct = combine("0", "n", [compare(all_[0], all_[-1])])
    assert added_up.incidents() == direct.incidents()
    assert set(added_up.counts) == set(direct.counts)
    fields = {change.row: set(change.fields) for change in direct.rows}
    for change in added_up.rows:
        always_there = all(change.row in rows for rows in versions)
        assert set(change.fields) == (fields[change.row] if always_there else set())


@given(VERSION)
def test_nothing_differs_from_itself(rows):
    changes = combine("1", "1", [compare(snapshot("1", rows, n=1), snapshot("1", rows, n=1))])
    assert (changes.rows, changes.columns, changes.counts) == ((), (), ())
