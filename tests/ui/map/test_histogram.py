"""The histogram: what is brushed and what is clicked in it become days."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.filter.filter import Filter, day_of, days_since_epoch
from ui.map import histogram

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2025, 12, 31))


@given(first=DAYS, length=st.integers(0, 2500), hair=st.floats(-1e-9, 1e-9))
def test_a_brush_set_to_whole_days_comes_back_as_the_same_days(first, length, hair):
    last = first + timedelta(days=length)
    low, high = days_since_epoch(first) + hair, days_since_epoch(last) + 1 + hair
    assert histogram.period_of_brush({"day": [low, high]}) == (first, last)


@pytest.mark.parametrize("brush", [None, {}, {"day": []}, {"day": [None, None]}])
def test_no_brush_is_no_period(brush):
    assert histogram.period_of_brush(brush) is None


def test_a_brush_within_one_day_is_that_day():
    assert histogram.period_of_brush({"day": [19_000.2, 19_000.6]}) == (
        date(2022, 1, 8), date(2022, 1, 8),
    )  # fmt: skip


def test_a_clicked_bar_is_its_week_and_no_bar_is_none():
    monday = 19_720
    bars = [{"day": monday - 7, "end": monday}, {"day": monday, "end": monday + 7}]
    assert histogram.period_of_bar(bars) == (date(2023, 12, 29), date(2024, 1, 4))
    assert histogram.period_of_bar([]) is None
    assert histogram.period_of_bar(None) is None


def test_weeks_hold_the_incidents_of_any_period_and_none_is_empty(context):
    atlas = context.atlas
    narrowed = Filter(date_from=date(2024, 1, 1), date_to=date(2024, 1, 31), country=("Syria",))
    weeks = histogram.weekly_counts(replace(context, filter=narrowed, view=narrowed.view(atlas)))
    in_syria = atlas.day[(atlas.incidents["country"] == "Syria").to_numpy()]
    expected = Counter(day - day_of(int(day)).weekday() for day in in_syria.tolist())
    assert dict(zip(weeks["day"], weeks["n"], strict=True)) == expected
    assert (weeks["end"] - weeks["day"] == 7).all()
    assert weeks["day"].is_monotonic_increasing
