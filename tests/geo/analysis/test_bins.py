"""Days, weeks and months: every day once, and every incident in its bin."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis import bins
from tests.geometry import incident


def start_of(day, per):
    if per == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if per == "month" else day


def test_weeks_begin_on_monday_and_the_period_cuts_the_first_and_the_last():
    parts = bins.split_period(date(2024, 1, 3), date(2024, 1, 15), "week")  # Wednesday to Monday
    assert [(b.start.day, b.end.day, b.partial) for b in parts] == [
        (3, 7, True), (8, 14, False), (15, 15, True),
    ]  # fmt: skip


def test_months_are_whole_over_leap_days_and_new_year():
    parts = bins.split_period(date(2023, 12, 1), date(2024, 2, 29), "month")
    assert [(b.start, b.end) for b in parts] == [
        (date(2023, 12, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 1, 31)),
        (date(2024, 2, 1), date(2024, 2, 29)),
    ]  # fmt: skip
    assert not any(b.partial for b in parts)


@given(
    st.dates(date(2019, 1, 1), date(2026, 1, 1)),
    st.integers(0, 500),
    st.sampled_from(list(bins.PER)),
)
def test_bins_hold_every_day_of_the_period_once(first, length, per):
    last = first + timedelta(days=length)
    parts = bins.split_period(first, last, per)
    days = [b.start + timedelta(days=n) for b in parts for n in range((b.end - b.start).days + 1)]
    assert days == [first + timedelta(days=n) for n in range(length + 1)]
    assert all(start_of(b.start, per) == start_of(b.end, per) for b in parts)
    assert len({start_of(b.start, per) for b in parts}) == len(parts)


def test_each_position_is_in_the_bin_of_its_day_and_empty_bins_are_there(hand_drawn):
    rows = [incident(f"i{n}", f"2024-01-{day:02}") for n, day in enumerate((1, 7, 8, 8, 31))]
    atlas = hand_drawn(incidents=rows)
    weeks = bins.split_period(date(2024, 1, 7), date(2024, 1, 30), "week")
    everything = np.arange(len(rows))
    # 1 and 31 January lie outside the period.
    assert [part.tolist() for part in bins.split_positions(weeks, everything, atlas)] == [
        [1], [2, 3], [], [], [],
    ]  # fmt: skip
    assert bins.bin_edges(weeks, everything, atlas).tolist() == [1, 2, 4, 4, 4, 4]
    assert bins.bin_edges((), everything, atlas).tolist() == [0]


def test_the_days_of_a_bin_in_words():
    assert bins.Bin(date(2024, 2, 5), date(2024, 2, 11), partial=False).words == (
        "5 Feb 2024 to 11 Feb 2024"
    )
    assert bins.Bin(date(2024, 2, 5), date(2024, 2, 5), partial=True).words == "5 Feb 2024"


def test_another_kind_of_bin_is_refused():
    with pytest.raises(ValueError, match="expected one of day, week, month, found year"):
        bins.split_period(date(2024, 1, 1), date(2024, 1, 2), "year")
