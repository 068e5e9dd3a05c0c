"""What travels to the browser beside the layers."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from map_component import (
    Counted,
    CountedClass,
    LegendRow,
    LegendSection,
    Points,
    Sign,
    Time,
    Walk,
)
from map_component.parts import day_counts

days = st.integers(min_value=-20_000, max_value=60_000)


@given(st.lists(days))
def test_counts_read_back_are_the_days_in_order(given_days):
    steps, counts = day_counts(given_days)
    assert np.repeat(np.cumsum(steps, dtype=int), counts).tolist() == sorted(given_days)
    assert json.loads(json.dumps([steps, counts])) == [steps, counts]
    assert all(count > 0 for count in counts)


def test_days_of_numpy_are_days_too():
    assert day_counts(np.array([13, 10, 10], dtype=np.int32)) == [[10, 3], [2, 1]]
    assert day_counts([]) == [[], []]


def test_time_travels_as_counts_with_its_words():
    time = Time(days=[3, 5, 5], domain=(0, 9), period=(3, 5), nouns=("strike", "strikes"))
    assert time.wire() == {
        "days": [[3, 2], [1, 2]], "domain": [0, 9], "period": [3, 5],
        "nouns": ["strike", "strikes"],
    }  # fmt: skip


def test_a_line_of_the_legend_travels_with_what_it_has():
    bare = LegendRow(Sign("disc"), "More")
    full = LegendRow(Sign("icon", "#123456", "/app/static/a.svg"), "A", [4, 6], count=2, of=0)
    assert LegendSection("Who", [bare, full]).wire() == {
        "title": "Who",
        "rows": [
            {"sign": {"kind": "disc"}, "label": "More"},
            {"sign": {"kind": "icon", "colour": "#123456", "icon": "/app/static/a.svg"},
             "label": "A", "days": [[4, 2], [1, 1]], "count": 2, "of": 0},
        ],
    }  # fmt: skip


def test_a_count_of_none_is_written_and_no_count_is_not():
    assert LegendRow(Sign("dot"), "A", count=0).wire()["count"] == 0
    assert LegendRow(Sign("dot"), "A", days=[]).wire()["days"] == [[], []]
    assert set(LegendRow(Sign("dot"), "A").wire()) == {"sign", "label"}


def test_counted_rows_and_a_walk_travel_as_they_are():
    counted = Counted(["a"], [0, 9], [CountedClass("A", (1, 2, 3))], "one", "{n} of {class}")
    assert counted.wire() == {
        "layers": ["a"], "sizes": [0, 9], "one": "one", "many": "{n} of {class}",
        "classes": [{"label": "A", "colour": [1, 2, 3]}],
    }  # fmt: skip
    walk = Walk("a", "key").wire()
    assert walk == {"layer": "a", "id": "key", "position": "p", "offset": "o"}


def read(wire):
    """What frontend/src/points.ts makes of the bytes."""
    body = wire[16:]
    n, rest = divmod(len(body), 15)
    assert rest == 0
    places = np.frombuffer(body, "<f4", 2 * n).reshape(n, 2)
    return (
        places[:, 0], places[:, 1], np.frombuffer(body, "<f4", n, offset=8 * n),
        np.frombuffer(body, "u1", 3 * n, offset=12 * n).reshape(n, 3),
    )  # fmt: skip


columns = st.lists(
    st.tuples(
        st.floats(-180, 180, width=32), st.floats(-90, 90, width=32), st.integers(-50_000, 50_000),
        st.tuples(*[st.integers(0, 255)] * 3),
    ),
    max_size=5,
)  # fmt: skip


@given(columns)
def test_points_read_back_are_the_points(rows):
    longitude, latitude, day, colour = zip(*rows, strict=True) if rows else ([], [], [], [])
    colours = np.array(colour, dtype=int).reshape(-1, 3)
    back = read(Points(longitude, latitude, day, colours).wire)
    for column, given_values in zip(back, (longitude, latitude, day, colours), strict=True):
        assert column.tolist() == np.asarray(given_values).tolist()


def test_equal_points_have_equal_names_and_others_another():
    one = Points([1.0], [2.0], [3], [[4, 5, 6]])
    same = Points(np.array([1.0]), np.array([2.0]), np.array([3]), np.array([[4, 5, 6]]))
    other = Points([1.0], [2.0], [3], [[4, 5, 7]])
    assert one.wire == same.wire
    assert one.name == same.name == one.wire[:16].decode()
    assert one.name != other.name
    assert len(one.wire) == 16 + 15


@pytest.mark.parametrize(
    "broken",
    [
        ([1.0, 2.0], [1.0], [3], [[4, 5, 6]]),
        ([1.0], [1.0], [3, 4], [[4, 5, 6]]),
        ([1.0], [1.0], [3], [[4, 5]]),
    ],
)
def test_points_of_unequal_columns_are_an_error(broken):
    with pytest.raises(ValueError, match="expected"):
        _ = Points(*broken).wire


@pytest.mark.parametrize(
    "broken",
    [
        ([float("nan")], [1.0], [3], [[4, 5, 6]]),
        ([1.0], [1.0], [3], [[4, 5, 256]]),
        ([1.0], [1.0], [3], [[4, 5, -1]]),
    ],
)
def test_points_that_no_map_can_show_are_an_error(broken):
    with pytest.raises(ValueError, match="expected"):
        _ = Points(*broken).wire
