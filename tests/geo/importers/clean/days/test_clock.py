"""Times of day as people and machines write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.importers.clean.days.clock import read_times, zone_in_name


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("9:30 PM", "21:30"), ("12:05 am", "00:05"), ("12:05 PM", "12:05"), ("9 p.m.", "21:00"),
        ("9.30pm", "21:30"), ("0930", "09:30"), ("930", "09:30"), ("0930hrs", "09:30"),
        ("14h30", "14:30"), ("14h", "14:00"), ("21:40:10", "21:40"), ("21.40", "21:40"),
        ("21:40 Uhr", "21:40"), ("1899-12-30 21:40:00", "21:40"), ("0 days 21:40:00", "21:40"),
        ("٢١:٤٠", "21:40"), ("'2140", "21:40"), ("1230L", "12:30"), ("21:40 (local time)", "21:40"),
        ("Morning", "morning"),
    ],
)  # fmt: skip
def test_times_as_people_write_them(written, time):
    assert read_times([written]).clocks == [(time, "")]


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("21:40 UTC", "UTC"), ("21:40Z", "UTC"), ("2140Z", "UTC"), ("2140C", "UTC+03:00"),
        ("21:40 GMT+3", "UTC+03:00"), ("21:40:00-05:00", "UTC-05:00"), ("21:40 +0000", "UTC"),
        ("21:40 EET", "EET"),
    ],
)  # fmt: skip
def test_a_stated_zone_is_kept_beside_the_time(written, zone):
    assert read_times([written]).clocks == [("21:40", zone)]


@pytest.mark.parametrize(
    ("written", "start"),
    [("21:00-22:00", "21:00"), ("09:00-10:00", "09:00"), ("0900-1000", "09:00"),
     ("9:30 pm to 10 pm", "21:30"), ("between 20h00 and 21h30", "20:00"), ("23:00–01:00", "23:00"),
     ("von 21:00 bis 22:00", "21:00")],
)  # fmt: skip
def test_of_a_span_of_time_the_first_is_kept(written, start):
    times = read_times([written, "21:40"])
    assert [c.time for c in times.clocks] == [start, "21:40"]
    assert times.spans == [True, False]


@pytest.mark.parametrize(
    ("name", "zone"),
    [("Time (UTC)", "UTC"), ("timestampUTC", "UTC"), ("gmt_time", "UTC"), ("Zulu", "UTC"),
     ("DateTime GMT+3", "UTC+03:00"), ("date", ""), ("outcome", ""), ("Nutcase", "")],
)  # fmt: skip
def test_the_name_of_a_column_may_state_the_zone(name, zone):
    assert zone_in_name(name) == zone


@pytest.mark.parametrize("written", ["around 21:00", "24:00", "99:99",
                                     "9", "0", "13:30 AM", "0:30 pm", "0.5", "unknown", "",
                                     "2024-01-03", "9-10",
                                     "09:00-2024-01-04 10:00"])  # fmt: skip
def test_what_is_no_time_of_day_is_not_read(written):
    assert read_times([written]).clocks == [None]


def test_fractions_of_a_day_are_read_where_the_column_has_them():
    times = read_times(["0.902777777777778", "0.5", ".25"])
    assert [c.time for c in times.clocks] == ["21:40", "12:00", "06:00"]
    assert "fractions of a day" in times.decision
    assert read_times(["0.45", "21.40"]).clocks == [("00:45", ""), ("21:40", "")]


@settings(max_examples=60)
@given(st.times(), st.sampled_from(["%H:%M", "%H%M", "%I:%M %p", "%I:%M%p", "%H:%M:%S", "%Hh%M",
                                    "%H.%M", "%H:%M UTC", "%H%MZ"]))  # fmt: skip
def test_a_time_is_read_back_in_every_form(time, form):
    written = dt.datetime.combine(dt.date(2024, 1, 1), time).strftime(form)
    (clock,) = read_times([written]).clocks
    assert clock.time == f"{time:%H:%M}"


@given(st.text(max_size=20))
def test_no_text_makes_it_fail(written):
    (clock,) = read_times([written]).clocks
    assert clock is None or clock.time
