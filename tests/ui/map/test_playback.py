"""The playback: it goes through the period in steps."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ui.map import playback

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
    next_day = first
    for start, end in seen:
        assert start <= next_day, "no day is left out"
        next_day = max(next_day, end + timedelta(days=1))
    assert next_day == last + timedelta(days=1)
    if not moving:
        assert {start for start, _ in seen} == {first}


def test_steps_back_stop_at_the_first_step():
    at = playback.begin_playback(date(2024, 1, 1), date(2024, 3, 1), 7, moving=False, playing=False)
    assert at.moved(-3) == at
    assert at.moved(2).moved(-1) == at.moved(1)
