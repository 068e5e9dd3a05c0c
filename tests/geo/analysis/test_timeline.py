"""Incidents by time, lulls with their neighbours, marks, weeks: by hand and by brute force."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis import bins, coverage, timeline
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


# --- counts ---------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(
    strategies.params(),
    st.sampled_from(list(bins.PER)),
    st.sampled_from(list(timeline.BY)),
)
def test_every_number_is_what_plain_python_counts_and_opens_into_its_rows(
    atlas, oracle, params, per, by
):
    view = view_of(params, atlas)
    counted_ = timeline.build_timeline(view, atlas, per, by)
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
        start_of(b.start, per): int(n) for b, n in zip(counted_.bins, counted_.totals, strict=True)
    }
    assert {k: n for k, n in counted.items() if n} == dict(totals)
    keys = [v.key for v in counted_.values]
    table = {
        (start_of(b.start, per), key): int(counted_.counts[i, j])
        for i, b in enumerate(counted_.bins)
        for j, key in enumerate(keys)
    }
    assert {k: n for k, n in table.items() if n} == dict(cells)
    figures = counted_.figures()
    assert len({f.key for f in figures}) == len(figures)
    assert len(figures) == len(totals) + len(cells)
    for figure in figures:
        assert figure.n > 0
        if figure.filter is not None:
            assert np.array_equal(figure.filter.view(atlas).positions, figure.positions)
    assert all(f.filter for f in figures) or by in {"group", "weapon"}


def test_empty_bins_between_are_there(hand_drawn):
    atlas = drawn(hand_drawn, "2024-01-01", "2024-01-20")
    counted = timeline.build_timeline(view_of("", atlas), atlas, "week", "weapon")
    assert counted.totals.tolist() == [1, 0, 1]
    assert counted.counts.tolist() == [[1], [0], [1]]


def test_an_incident_with_two_weapons_is_in_both_and_once_in_the_total(hand_drawn):
    atlas = hand_drawn(incidents=[incident("one", weapons="rocket;mortar")])
    counted = timeline.build_timeline(view_of("", atlas), atlas, "day", "weapon")
    assert counted.totals.tolist() == [1]
    assert counted.counts.tolist() == [[1, 1]]
    assert [v.key for v in counted.values] == ["rocket", "mortar"]
    narrowed = timeline.build_timeline(view_of("weapon=rocket", atlas), atlas, "day", "weapon")
    assert [f.filter for f in narrowed.figures()[1:]] == [None, None]


@pytest.mark.parametrize("by", list(timeline.BY))
def test_what_is_told_apart_is_the_same_in_every_period(atlas, by):
    def values(params):
        return timeline.build_timeline(view_of(params, atlas), atlas, "week", by).values

    of_all = values("")
    assert values("from=2024-03-01&to=2024-03-02") == values("to=2021-01-01") == of_all
    narrowed = values("type=counterstrike")
    assert set(narrowed) < set(of_all), "a value that no match has in any period is left out"
    assert values("type=counterstrike&to=2021-01-01") == narrowed


def test_a_period_beyond_the_data_is_drawn_as_far_as_they_reach(hand_drawn):
    atlas = drawn(hand_drawn, "2024-01-10", "2024-01-12")
    counted = timeline.build_timeline(
        view_of("from=1900-01-01&to=2199-01-01", atlas), atlas, "day", "group"
    )
    assert (counted.bins[0].start, counted.bins[-1].end) == (date(2024, 1, 10), date(2024, 1, 12))
    nothing = timeline.build_timeline(view_of("to=2020-01-01", atlas), atlas, "day", "group")
    assert (nothing.bins, nothing.figures(), nothing.counts.shape) == ((), [], (0, 1))
    assert timeline.searched_weeks(nothing.view, atlas) == []
    assert timeline.counterstrikes_by_day(nothing.view, atlas) == []


# --- marks ----------------------------------------------------------------------------------------


def test_counterstrikes_are_marks_of_the_period_whatever_else_is_asked(hand_drawn):
    rows = [
        incident("a", "2024-01-01"),
        incident("s1", "2024-01-02", event_type="counterstrike", target_side="iran_backed"),
        incident("s2", "2024-01-02", event_type="counterstrike", target_side="iran_backed"),
        incident("s3", "2024-01-09", event_type="counterstrike", target_side="iran_backed"),
        incident("z", "2024-01-09"),
    ]
    statements_ = [statement(i, "leaf", "acknowledged") for i in ("s1", "s2", "s3")]
    atlas = hand_drawn(incidents=rows, statements=statements_)
    marks = timeline.counterstrikes_by_day(view_of("type=attack&to=2024-01-08", atlas), atlas)
    assert [(day, figure.n) for day, figure in marks] == [(date(2024, 1, 2), 2)]
    figure = marks[0][1]
    assert np.array_equal(figure.filter.view(atlas).positions, figure.positions)


# --- the strip ------------------------------------------------------------------------------------


def test_a_week_is_searched_as_well_as_its_worst_day(hand_drawn):
    atlas = drawn(
        hand_drawn, "2024-01-01", "2024-01-28",
        coverage=[span("2024-01-01", "2024-01-17"), span("2024-01-18", "2024-01-21", "notable")],
    )  # fmt: skip
    weeks = timeline.searched_weeks(view_of("", atlas), atlas)
    assert [(w.bin.start.day, w.n, w.level) for w in weeks] == [
        (1, 1, "searched"), (8, 0, "searched"), (15, 0, "notable"), (22, 1, "outside"),
    ]  # fmt: skip


def test_shipped_empty_weeks_of_the_campaign_are_known_to_be_empty_and_later_ones_are_not(atlas):
    view = view_of("from=2023-10-17&to=2024-06-30&target=israel&type=attack", atlas)
    weeks = {w.bin.start: w for w in timeline.searched_weeks(view, atlas) if not w.n}
    assert coverage.EMPTY[weeks[date(2023, 10, 23)].level] == "no incident known"
    late = [w for start, w in weeks.items() if start > date(2024, 2, 13)]
    assert late
    assert {coverage.EMPTY[w.level] for w in late} == {"not covered as a count"}


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("per", "by"), [("year", "weapon"), ("day", "colour")])
def test_what_cannot_be_counted_by_is_refused(per, by, atlas):
    with pytest.raises(ValueError, match="expected one of"):
        timeline.build_timeline(view_of("", atlas), atlas, per, by)
