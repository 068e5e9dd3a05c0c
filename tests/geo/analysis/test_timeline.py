"""Incidents by time, lulls with their neighbours, marks, weeks: by hand and by brute force."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis import counts, coverage, timeline
from geo.cartography.symbology import class_of_group
from geo.filter.filter import Filter
from tests.geo import strategies
from tests.geometry import incident, span, statement


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def drawn(hand_drawn, *days, **tables):
    return hand_drawn(incidents=[incident(f"i{n}", d) for n, d in enumerate(days)], **tables)


def start_of(day, per):
    if per == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if per == "month" else day


# --- bins -----------------------------------------------------------------------------------------


def test_weeks_begin_on_monday_and_the_period_cuts_the_first_and_the_last():
    found = timeline.bins(date(2024, 1, 3), date(2024, 1, 15), "week")  # Wednesday to Monday
    assert [(b.start.day, b.end.day, b.partial) for b in found] == [
        (3, 7, True), (8, 14, False), (15, 15, True),
    ]  # fmt: skip


def test_months_are_whole_over_leap_days_and_new_year():
    found = timeline.bins(date(2023, 12, 1), date(2024, 2, 29), "month")
    assert [(b.start, b.end) for b in found] == [
        (date(2023, 12, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 1, 31)),
        (date(2024, 2, 1), date(2024, 2, 29)),
    ]  # fmt: skip
    assert not any(b.partial for b in found)


@given(
    st.dates(date(2019, 1, 1), date(2026, 1, 1)),
    st.integers(0, 500),
    st.sampled_from(list(timeline.PER)),
)
def test_bins_hold_every_day_of_the_period_once(first, length, per):
    last = first + timedelta(days=length)
    found = timeline.bins(first, last, per)
    days = [b.start + timedelta(days=n) for b in found for n in range((b.end - b.start).days + 1)]
    assert days == [first + timedelta(days=n) for n in range(length + 1)]
    assert all(start_of(b.start, per) == start_of(b.end, per) for b in found)
    assert len({start_of(b.start, per) for b in found}) == len(found)


@pytest.mark.parametrize(("per", "by"), [("year", "weapon"), ("day", "colour")])
def test_what_cannot_be_counted_by_is_refused(per, by, atlas):
    with pytest.raises(ValueError, match="expected one of"):
        timeline.timeline(view_of("", atlas), atlas, per, by)


# --- counts ---------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(
    strategies.params(),
    st.sampled_from(list(timeline.PER)),
    st.sampled_from(list(timeline.BY)),
)
def test_every_number_is_what_plain_python_counts_and_opens_into_its_rows(
    atlas, oracle, params, per, by
):
    view = view_of(params, atlas)
    found = timeline.timeline(view, atlas, per, by)
    rows, _ = oracle.view(params)
    totals, cells = Counter(), Counter()
    classes, leading = class_of_group(atlas), atlas.ledger.leading_group
    for row in rows:
        start = start_of(date.fromisoformat(row["date"]), per)
        totals[start] += 1
        values = {
            "weapon": row["weapons"].split(";"), "outcome": [row["outcome"]],
            "confirmation": [row["confirmation"]], "country": [row["country"]],
            "group": [classes[leading[atlas.row_of[row["incident_id"]]]].key],
        }[by]  # fmt: skip
        cells.update((start, value) for value in values)
    counted = {
        start_of(b.start, per): int(n) for b, n in zip(found.bins, found.totals, strict=True)
    }
    assert {k: n for k, n in counted.items() if n} == dict(totals)
    keys = [v.key for v in found.values]
    table = {
        (start_of(b.start, per), key): int(found.counts[i, j])
        for i, b in enumerate(found.bins)
        for j, key in enumerate(keys)
    }
    assert {k: n for k, n in table.items() if n} == dict(cells)
    figures = found.figures()
    assert len({f.key for f in figures}) == len(figures)
    assert len(figures) == len(totals) + len(cells)
    for figure in figures:
        assert figure.n > 0
        if figure.filter is not None:
            assert np.array_equal(figure.filter.view(atlas).positions, figure.positions)
    assert all(f.filter for f in figures) or by in {"group", "weapon"}


def test_empty_bins_between_are_there(hand_drawn):
    atlas = drawn(hand_drawn, "2024-01-01", "2024-01-20")
    found = timeline.timeline(view_of("", atlas), atlas, "week", "weapon")
    assert found.totals.tolist() == [1, 0, 1]
    assert found.counts.tolist() == [[1], [0], [1]]


def test_an_incident_with_two_weapons_is_in_both_and_once_in_the_total(hand_drawn):
    atlas = hand_drawn(incidents=[incident("one", weapons="rocket;mortar")])
    found = timeline.timeline(view_of("", atlas), atlas, "day", "weapon")
    assert found.totals.tolist() == [1]
    assert found.counts.tolist() == [[1, 1]]
    assert [v.key for v in found.values] == ["rocket", "mortar"]
    narrowed = timeline.timeline(view_of("weapon=rocket", atlas), atlas, "day", "weapon")
    assert [f.filter for f in narrowed.figures()[1:]] == [None, None]


@pytest.mark.parametrize("by", list(timeline.BY))
def test_what_is_told_apart_is_the_same_in_every_period(atlas, by):
    def values(params):
        return timeline.timeline(view_of(params, atlas), atlas, "week", by).values

    of_all = values("")
    assert values("from=2024-03-01&to=2024-03-02") == values("to=2021-01-01") == of_all
    narrowed = values("type=counterstrike")
    assert set(narrowed) < set(of_all), "a value that no match has in any period is left out"
    assert values("type=counterstrike&to=2021-01-01") == narrowed


def test_a_period_beyond_the_data_is_drawn_as_far_as_they_reach(hand_drawn):
    atlas = drawn(hand_drawn, "2024-01-10", "2024-01-12")
    found = timeline.timeline(
        view_of("from=1900-01-01&to=2199-01-01", atlas), atlas, "day", "group"
    )
    assert (found.bins[0].start, found.bins[-1].end) == (date(2024, 1, 10), date(2024, 1, 12))
    nothing = timeline.timeline(view_of("to=2020-01-01", atlas), atlas, "day", "group")
    assert (nothing.bins, nothing.figures(), nothing.counts.shape) == ((), [], (0, 1))
    assert timeline.strip(nothing.view, atlas) == []
    assert timeline.counterstrikes(nothing.view, atlas) == []


# --- marks ----------------------------------------------------------------------------------------


def test_counterstrikes_are_marks_of_the_period_whatever_else_is_asked(hand_drawn):
    rows = [
        incident("a", "2024-01-01"),
        incident("s1", "2024-01-02", event_type="counterstrike", target_side="iran_backed"),
        incident("s2", "2024-01-02", event_type="counterstrike", target_side="iran_backed"),
        incident("s3", "2024-01-09", event_type="counterstrike", target_side="iran_backed"),
        incident("z", "2024-01-09"),
    ]
    said = [statement(i, "leaf", "acknowledged") for i in ("s1", "s2", "s3")]
    atlas = hand_drawn(incidents=rows, statements=said)
    found = timeline.counterstrikes(view_of("type=attack&to=2024-01-08", atlas), atlas)
    assert [(day, figure.n) for day, figure in found] == [(date(2024, 1, 2), 2)]
    figure = found[0][1]
    assert np.array_equal(figure.filter.view(atlas).positions, figure.positions)


# --- lulls ----------------------------------------------------------------------------------------


def test_lulls_are_listed_longest_first_with_what_happened_before_and_after(hand_drawn):
    atlas = drawn(
        hand_drawn, "2024-01-01", "2024-01-05", "2024-01-05", "2024-01-20", "2024-01-24",
        coverage=[span("2024-01-01", "2024-01-10")],
    )  # fmt: skip
    ids = atlas.incidents["incident_id"]
    found = timeline.quiet(view_of("to=2024-01-31", atlas), atlas, 3)
    assert [(q.lull.start.day, q.lull.days, q.lull.open) for q in found] == [
        (6, 14, False), (25, 7, True), (2, 3, False), (21, 3, False),
    ]  # fmt: skip
    longest = found[0]
    assert ids.iloc[longest.before.positions].tolist() == ["i1", "i2"]  # a tie: both are named
    assert ids.iloc[longest.after.positions].tolist() == ["i3"]
    assert longest.level == "outside"
    assert found[2].level == "searched"
    assert found[1].after is None
    assert ids.iloc[found[1].before.positions].tolist() == ["i4"]


@settings(max_examples=60)
@given(strategies.params(), st.integers(1, 40))
def test_every_lull_is_there_with_the_rows_at_its_edges(atlas, params, days):
    view = view_of(params, atlas)
    found = timeline.quiet(view, atlas, days)
    assert sorted((q.lull for q in found), key=lambda x: x.start) == counts.lulls(view, atlas, days)
    assert [q.lull.days for q in found] == sorted((q.lull.days for q in found), reverse=True)
    day, dates = timedelta(days=1), atlas.incidents["date"].dt.date.tolist()
    for q in found:
        for figure, when in ((q.before, q.lull.start - day), (q.after, q.lull.end + day)):
            same = [i for i in view.positions.tolist() if dates[i] == when]
            assert (figure.positions.tolist() if figure else []) == same
        assert (q.before is None or q.after is None) == q.lull.open


# --- the strip ------------------------------------------------------------------------------------


def test_a_week_is_searched_as_well_as_its_worst_day(hand_drawn):
    atlas = drawn(
        hand_drawn, "2024-01-01", "2024-01-28",
        coverage=[span("2024-01-01", "2024-01-17"), span("2024-01-18", "2024-01-21", "notable")],
    )  # fmt: skip
    found = timeline.strip(view_of("", atlas), atlas)
    assert [(w.bin.start.day, w.n, w.level) for w in found] == [
        (1, 1, "searched"), (8, 0, "searched"), (15, 0, "notable"), (22, 1, "outside"),
    ]  # fmt: skip


def test_shipped_empty_weeks_of_the_campaign_are_known_to_be_empty_and_later_ones_are_not(atlas):
    view = view_of("from=2023-10-17&to=2024-06-30&target=israel&type=attack", atlas)
    weeks = {w.bin.start: w for w in timeline.strip(view, atlas) if not w.n}
    assert coverage.EMPTY[weeks[date(2023, 10, 23)].level] == "no incident known"
    late = [w for start, w in weeks.items() if start > date(2024, 2, 13)]
    assert late
    assert {coverage.EMPTY[w.level] for w in late} == {"not covered as a count"}
