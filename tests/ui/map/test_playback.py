from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.filter.filter import days_since_epoch
from ui.map import histogram, playback

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2025, 12, 31))


@given(first=DAYS, length=st.integers(0, 2500), step=st.sampled_from([1, 7, 30]),
       moving=st.booleans())  # fmt: skip
def test_a_playback_walks_through_every_day_once_and_ends_on_the_last(first, length, step, moving):
    last = first + timedelta(days=length)
    at = playback.begin_playback(first, last, step, moving=moving, playing=True)
    seen = []
    while True:
        assert first <= at.shown_from <= at.at <= last
        seen.append((at.shown_from, at.at))
        if at.ended:
            break
        at = at.moved(1)
    assert seen[-1][1] == last
    assert not at.playing or length < step
    days = set()
    for start, end in seen:
        days |= {start + timedelta(days=i) for i in range((end - start).days + 1)}
    assert len(days) == length + 1
    if not moving:
        assert {start for start, _ in seen} == {first}


def test_steps_back_stop_at_the_first_step():
    at = playback.begin_playback(date(2024, 1, 1), date(2024, 3, 1), 7, moving=False, playing=False)
    assert at.moved(-3) == at
    assert at.moved(2).moved(-1) == at.moved(1)


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
