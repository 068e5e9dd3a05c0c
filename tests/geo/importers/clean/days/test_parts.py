"""Dates whose year, month and day stand in columns of their own."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.importers.clean import dates
from geo.importers.clean.days import parts


def joined(year, month, day):
    read = parts.join_parts(
        *(np.array(parts.read_part([cell], part))
          for part, cell in (("year", year), ("month", month), ("day", day)))
    )  # fmt: skip
    return str(read.day[0]), str(read.end[0]), parts.FAULTS[read.fault[0]][1]


@pytest.mark.parametrize("written", [("2019", "3", "14"), ("2019.0", "3.0", "14.0"),
                                     ("2019", "March", "14th"), ("2,019", "03", "14"),
                                     ("٢٠١٩", "مارس", "١٤"), ("'2019", "mar", " 14")])  # fmt: skip
def test_parts_make_a_day(written):
    assert joined(*written) == ("2019-03-14", "NaT", "")


@pytest.mark.parametrize("day", ["", "0", "0.0", "-9", "-99", "99", "n/a", "unknown", "XX"])
def test_a_day_that_is_not_known_makes_the_whole_month(day):
    assert joined("2020", "2", day) == ("2020-02-01", "2020-02-29", "")


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (("", "3", "14"), "the year is missing"),
        (("19", "3", "14"), "the year is not one from 1900 to 2099"),
        (("2019", "0", "14"), "the month is not known"),
        (("2019", "14", "3"), "the month is not a month"),
        (("2019", "3", "32"), "the day is not a day of a month"),
        (("2019", "2", "30"), "the date is a day that does not exist"),
        (("2019", "3", "Friday"), "the day is not a day of a month"),
    ],
)
def test_parts_that_make_no_date_have_a_reason(written, fault):
    assert joined(*written) == ("NaT", "NaT", fault)


@settings(max_examples=60)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)),
       st.sampled_from(["{}", "{}.0", "{:02}"]), st.sampled_from(["%m", "%B", "%b"]))  # fmt: skip
def test_a_date_in_parts_is_read_back(day, whole, month):
    written = whole.format(day.year), day.strftime(month), whole.format(day.day)
    assert joined(*written)[0] == day.isoformat()


@pytest.mark.parametrize(
    ("cells", "part", "share"),
    [
        (["2019", "2020.0", ""], "year", 1),
        (["2019", "0"], "year", 0.5),
        (["3", "March", "0"], "month", 1),
        (["13", "3"], "month", 0.5),
        (["31", "0", "32", "x1"], "day", 0.5),
        (["", "n/a"], "day", 0),
    ],
)
def test_a_column_looks_like_a_part_by_its_cells(cells, part, share):
    assert dates.looks_like_part(cells, part) == share
