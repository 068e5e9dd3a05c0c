"""The layered drawing: ranks, order and places that hold for any hierarchy, and some by hand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import group_layout

NODES = [f"n{i}" for i in range(9)]


@st.composite
def links(draw):
    pairs = [(b, a) for a, b in itertools.combinations(NODES, 2)]
    return draw(st.lists(st.sampled_from(pairs), max_size=16, unique=True))


@given(links())
def test_parents_stand_left_of_their_children_and_boxes_never_overlap(edges):
    drawn = group_layout.draw(NODES, edges)
    assert set(drawn.at) == set(NODES)
    for child, parent in edges:
        assert drawn.at[parent][0] < drawn.at[child][0]
    for (column, y), (other, z) in itertools.combinations(drawn.at.values(), 2):
        assert column != other or abs(y - z) > 1 - 1e-9
    assert all(0.5 - 1e-9 <= y <= drawn.height - 0.5 + 1e-9 for _, y in drawn.at.values())
    assert {column for column, _ in drawn.at.values()} == set(range(drawn.columns))


@given(links())
def test_a_link_runs_from_parent_to_child_column_by_column_and_through_no_box(edges):
    drawn = group_layout.draw(NODES, edges)
    assert set(drawn.through) == set(edges)
    for (child, parent), stops in drawn.through.items():
        assert stops[0] == drawn.at[parent]
        assert stops[-1] == drawn.at[child]
        assert [column for column, _ in stops] == list(range(stops[0][0], stops[-1][0] + 1))
        for column, y in stops[1:-1]:
            assert all(abs(y - z) > 0.5 - 1e-9 for c, z in drawn.at.values() if c == column)


@given(st.lists(st.tuples(st.floats(-50, 50), st.sampled_from([0.3, 1.0])), min_size=1))
def test_things_pushed_apart_keep_order_and_room(things):
    wanted, size = zip(*things, strict=True)
    placed = group_layout.apart(wanted, size, 0.2)
    for i, (a, b) in enumerate(itertools.pairwise(placed)):
        assert b - a >= (size[i] + size[i + 1]) / 2 + 0.2 - 1e-9
    roomy = [100.0 * i for i in range(len(size))]
    assert group_layout.apart(roomy, size, 0.2) == pytest.approx(roomy)


def test_two_that_want_one_place_share_the_distance():
    assert group_layout.apart([0.0, 0.0], [1.0, 1.0], 0.0) == [-0.5, 0.5]


def test_a_root_moves_next_to_its_parts():
    drawn = group_layout.draw(["a", "b", "c", "late", "leaf"],
                           [("b", "a"), ("c", "b"), ("leaf", "c"), ("leaf", "late")])  # fmt: skip
    assert {n: column for n, (column, _) in drawn.at.items()} == {
        "a": 0, "b": 1, "c": 2, "late": 2, "leaf": 3,
    }  # fmt: skip


def test_crossings_are_counted_once_and_a_shared_end_is_none():
    layers = [["a", "b"], ["x", "y"]]
    assert group_layout.crossings(layers, [("a", "y"), ("b", "x")]) == 1
    assert group_layout.crossings(layers, [("a", "x"), ("b", "y")]) == 0
    assert group_layout.crossings(layers, [("a", "x"), ("a", "y"), ("b", "y")]) == 0


def test_crossed_links_are_uncrossed():
    drawn = group_layout.draw(["a", "b", "x", "y", "r"],
                           [("a", "r"), ("b", "r"), ("y", "a"), ("x", "b")])  # fmt: skip
    at = drawn.at
    assert (at["a"][1] < at["b"][1]) == (at["y"][1] < at["x"][1])


def test_the_drawing_is_the_same_every_time_and_nothing_is_an_empty_drawing():
    edges = [("b", "a"), ("c", "a")]
    assert group_layout.draw("abc", edges) == group_layout.draw("abc", edges)
    assert group_layout.draw([], []) == group_layout.Drawing({}, {}, 0, 0.0)
    assert group_layout.alone(["a", "b", "c"], [("b", "a")]) == ["c"]
