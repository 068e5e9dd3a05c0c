"""Lulls with what happened before and after them: by hand and by brute force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis import lulls
from geo.filter.filter import Filter
from tests.geo import strategies
from tests.geometry import incident, span


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def drawn(hand_drawn, *days, **tables):
    return hand_drawn(incidents=[incident(f"i{n}", d) for n, d in enumerate(days)], **tables)


def lulls_of(atlas, query="", min_days=3):
    listed = lulls.find_lulls(view_of(query, atlas), atlas, min_days)
    return [(lull.start.day, lull.end.day, lull.days, lull.open) for lull in listed]


def test_a_lull_is_the_days_between_first_and_last_empty_day_included(days):
    assert lulls_of(days(1, 5)) == [(2, 4, 3, False)]


@pytest.mark.parametrize(("min_days", "n"), [(1, 1), (3, 1), (4, 0)])
def test_a_lull_has_at_least_so_many_days(min_days, n, days):
    assert len(lulls_of(days(1, 5), min_days=min_days)) == n


def test_fourteen_days_are_the_default(days):
    fourteen, thirteen = days(1, 16), (1, 15)
    assert [x.days for x in lulls.find_lulls(view_of("", fourteen), fourteen)] == [14]
    atlas = days(*thirteen)
    assert lulls.find_lulls(view_of("", atlas), atlas) == []


@pytest.mark.parametrize("min_days", [0, -1])
def test_a_lull_of_no_days_is_refused(min_days, days):
    with pytest.raises(ValueError, match="at least 1"):
        lulls_of(days(1), min_days=min_days)


def test_several_incidents_on_one_day_are_one_day(days):
    assert lulls_of(days(1, 1, 1, 5, 5)) == [(2, 4, 3, False)]
    assert lulls_of(days(1, 1), min_days=1) == []


def test_incidents_on_neighbouring_days_leave_no_lull(days):
    assert lulls_of(days(1, 2, 3), min_days=1) == []


def test_a_run_at_the_edge_of_the_period_is_open(days):
    listed = lulls_of(days(5, 10), "from=2024-01-01&to=2024-01-20")
    assert listed == [(1, 4, 4, True), (6, 9, 4, False), (11, 20, 10, True)]


def test_a_run_that_ends_beside_the_edge_is_not_open(days):
    assert lulls_of(days(1, 5, 9), "from=2024-01-01&to=2024-01-05") == [(2, 4, 3, False)]


def test_without_dates_the_period_is_that_of_the_data_and_not_of_the_filter(hand_drawn):
    rows = [incident("a", "2024-01-01"), incident("b", "2024-01-10", weapons="mortar"),
            incident("c", "2024-01-20")]  # fmt: skip
    assert lulls_of(hand_drawn(incidents=rows), "weapon=mortar") == [
        (1, 9, 9, True),
        (11, 20, 10, True),
    ]


def test_where_nothing_matches_there_is_no_lull(days):
    assert lulls_of(days(1, 5), "weapon=mortar") == []


def test_the_longest_lull_lies_between_two_incidents_where_there_is_one(days):
    atlas = days(5, 10)
    listed = lulls.find_lulls(view_of("from=2024-01-01&to=2024-01-31", atlas), atlas, 1)
    assert [x.days for x in listed] == [4, 4, 21]
    longest = lulls.longest_lull(listed)
    assert (longest.start, longest.open) == (date(2024, 1, 6), False)


def test_of_equally_long_lulls_the_earliest_is_the_longest(days):
    atlas = days(1, 5, 9)
    listed = lulls.find_lulls(view_of("", atlas), atlas, 1)
    assert [x.days for x in listed] == [3, 3]
    assert lulls.longest_lull(reversed(listed)).start == date(2024, 1, 2)


def test_without_a_closed_lull_the_longest_is_an_open_one(days):
    atlas = days(5)
    listed = lulls.find_lulls(view_of("from=2024-01-01&to=2024-01-20", atlas), atlas, 1)
    assert lulls.longest_lull(listed) == lulls.Lull(
        date(2024, 1, 6), date(2024, 1, 20), 15, open=True
    )
    assert lulls.longest_lull([]) is None


@settings(max_examples=60)
@given(strategies.params(), st.integers(1, 40))
def test_lulls_are_the_runs_of_empty_days_that_plain_python_finds(atlas, oracle, params, min_days):
    view = view_of(params, atlas)
    rows, _ = oracle.view(params)
    first = params.get("from", [min(oracle.incidents[0]["date"], *params.get("to", ["9"]))])[0]
    last = params.get("to", [max(oracle.incidents[-1]["date"], *params.get("from", ["0"]))])[0]
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    busy = {r["date"] for r in rows}
    runs, day = [], first
    while busy and day <= last:
        start = day
        while day <= last and day.isoformat() not in busy:
            day += timedelta(days=1)
        if (n := (day - start).days) >= min_days:
            runs.append((start, day - timedelta(days=1), n, start == first or day > last))
        day += timedelta(days=1)
    listed = [(x.start, x.end, x.days, x.open) for x in lulls.find_lulls(view, atlas, min_days)]
    assert listed == runs


def test_lulls_are_listed_longest_first_with_what_happened_before_and_after(hand_drawn):
    atlas = drawn(
        hand_drawn, "2024-01-01", "2024-01-05", "2024-01-05", "2024-01-20", "2024-01-24",
        coverage=[span("2024-01-01", "2024-01-10")],
    )  # fmt: skip
    ids = atlas.incidents["incident_id"]
    listed = lulls.find_searched_lulls(view_of("to=2024-01-31", atlas), atlas, 3)
    assert [(q.lull.start.day, q.lull.days, q.lull.open) for q in listed] == [
        (6, 14, False), (25, 7, True), (2, 3, False), (21, 3, False),
    ]  # fmt: skip
    longest = listed[0]
    assert ids.iloc[longest.before.positions].tolist() == ["i1", "i2"]  # a tie: both are named
    assert ids.iloc[longest.after.positions].tolist() == ["i3"]
    assert longest.level == "outside"
    assert listed[2].level == "searched"
    assert listed[1].after is None
    assert ids.iloc[listed[1].before.positions].tolist() == ["i4"]


@settings(max_examples=60)
@given(strategies.params(), st.integers(1, 40))
def test_every_lull_is_there_with_the_rows_at_its_edges(atlas, params, days):
    view = view_of(params, atlas)
    listed = lulls.find_searched_lulls(view, atlas, days)
    assert sorted((q.lull for q in listed), key=lambda x: x.start) == lulls.find_lulls(
        view, atlas, days
    )
    assert [q.lull.days for q in listed] == sorted((q.lull.days for q in listed), reverse=True)
    day, dates = timedelta(days=1), atlas.incidents["date"].dt.date.tolist()
    for q in listed:
        for figure, when in ((q.before, q.lull.start - day), (q.after, q.lull.end + day)):
            same = [i for i in view.positions.tolist() if dates[i] == when]
            assert (figure.positions.tolist() if figure else []) == same
        assert (q.before is None or q.after is None) == q.lull.open
