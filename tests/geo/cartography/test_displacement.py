"""Discs that would cover each other move apart, and each time the same way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.cartography.displacement import displace_discs, room_for_names

GAP = 2.0
LEFT_OVER = 0.051  # the function stops at a twentieth of a pixel


def covered(at, radius, gap=GAP):
    """Return the largest overlap of two discs, gap included; 0 or less where there is none."""
    one, other = np.triu_indices(len(at), 1)
    distance = np.hypot(*(at[one] - at[other]).T)
    return (radius[one] + radius[other] + gap - distance).max(initial=0.0)


@st.composite
def discs(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, span = draw(st.integers(0, 20)), draw(st.sampled_from([20.0, 100.0, 400.0]))
    return rng.uniform(0, span, (n, 2)), rng.uniform(5, 25, n)


@given(discs())
def test_random_discs_end_without_an_overlap(discs):
    centre, radius = discs
    assert covered(centre + displace_discs(centre, radius), radius) <= LEFT_OVER


@given(discs())
def test_the_same_discs_move_the_same_way_and_stay_as_they_were_given(discs):
    centre, radius = discs
    before = centre.copy(), radius.copy()
    moves = displace_discs(centre, radius)
    assert np.array_equal(moves, displace_discs(centre, radius))
    assert np.array_equal(centre, before[0])
    assert np.array_equal(radius, before[1])


def test_discs_that_are_apart_stay_where_they_are():
    centre = np.array([[0.0, 0.0], [22.0, 0.0], [0.0, 40.0]])
    assert not displace_discs(centre, np.array([10.0, 10.0, 10.0])).any()


def test_two_discs_on_one_point_part():
    centre, radius = np.zeros((2, 2)), np.array([10.0, 10.0])
    assert covered(displace_discs(centre, radius), radius) <= LEFT_OVER


def test_the_smaller_disc_gives_way():
    moves = displace_discs(np.array([[0.0, 0.0], [10.0, 0.0]]), np.array([20.0, 5.0]))
    small, large = abs(moves[1, 0]), abs(moves[0, 0])
    assert small == pytest.approx(16 * large)  # by area: 20 squared to 5 squared


def test_an_overlap_is_shared_so_that_the_gap_is_left():
    centre, radius = np.array([[0.0, 0.0], [10.0, 0.0]]), np.array([10.0, 10.0])
    at = centre + displace_discs(centre, radius, gap=3.0)
    assert at[1, 0] - at[0, 0] == pytest.approx(23.0)
    assert at[:, 1].tolist() == [0.0, 0.0]


@given(st.lists(st.floats(5, 25), min_size=2, max_size=25), st.sampled_from([0.0, 1.0, 7.0]))
def test_discs_of_mixed_size_on_one_line_end_without_an_overlap(radii, step):
    radius = np.array(radii)
    centre = np.column_stack([np.arange(len(radius)) * step, np.zeros(len(radius))])
    assert covered(centre + displace_discs(centre, radius), radius) <= LEFT_OVER


def test_a_crowd_that_pushing_cannot_part_goes_to_free_spots():
    rng = np.random.default_rng(3)
    centre, radius = rng.uniform(0, 120, (120, 2)), rng.uniform(6, 24, 120)
    assert covered(centre + displace_discs(centre, radius), radius) <= LEFT_OVER


def test_no_discs_at_all_move_nowhere():
    assert displace_discs(np.empty((0, 2)), np.empty(0)).shape == (0, 2)


def boxes(centre, radius, size, frame=(100.0, 100.0)):
    rooms = room_for_names(np.array(centre, float), np.array(radius, float),
                           np.array(size, float), frame)  # fmt: skip
    return [None if at is None else (*at, at[0] + w, at[1] + h)
            for at, (w, h) in zip(rooms, size, strict=True)]  # fmt: skip


def test_a_name_stands_to_the_right_else_to_the_left_else_above_else_below():
    assert boxes([(50, 50)], [5], [(20, 8)]) == [(57, 46, 77, 54)]
    assert boxes([(90, 50)], [5], [(20, 8)]) == [(63, 46, 83, 54)]
    wide = [(90, 8)]
    assert boxes([(50, 50)], [5], wide) == [(5, 56, 95, 64)]
    assert boxes([(50, 95)], [5], wide) == [(5, 81, 95, 89)]
    assert boxes([(50, 50)], [5], [(101, 8)]) == [None]


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(2, 12)), max_size=12),
    st.integers(0, 12),
)
def test_no_name_covers_a_disc_another_name_or_the_edge(discs, named):
    centre = [(x, y) for x, y, _ in discs] or np.zeros((0, 2))
    radius = [r for _, _, r in discs]
    size = [(18.0, 6.0)] * min(named, len(discs)) or np.zeros((0, 2))
    placed = [box for box in boxes(centre, radius, size) if box is not None]
    for i, (w, s, e, n) in enumerate(placed):
        assert min(w, s) >= 0
        assert max(e, n) <= 100
        for x, y, r in discs:
            gap = np.hypot(x - min(max(x, w), e), y - min(max(y, s), n))
            assert gap >= r - 1e-9
        for a, b, c, d in placed[i + 1 :]:
            assert w >= c or a >= e or s >= d or b >= n
