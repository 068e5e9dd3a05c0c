"""What a column decides: which order it has, and what a spreadsheet may have exchanged."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.importers.clean import dates

TODAY = dt.date(2026, 1, 15)
# In the year 2024: 2 April, 2 May, 1 September, 5 May, 11 July; 13 and 28 February.
CONVERTED = ("2024-02-04", "2024-02-05", "2024-01-09", "2024-05-05", "2024-11-07")
LEFT = ("13/02/2024", "28/02/2024")


def read(*texts, order="auto"):
    return dates.read_dates(texts, [1] * len(texts), order, TODAY)


def days(column):
    return [str(d) for d in column.day]


def told(column, what):
    return next((n for n in column.notes if n.what == what), None)


def test_a_half_converted_column_keeps_only_what_cannot_be_exchanged():
    column = read(*CONVERTED, *LEFT)
    assert days(column) == ["NaT"] * 3 + ["2024-05-05", "NaT", "2024-02-13", "2024-02-28"]
    assert "a spreadsheet may have exchanged" in column.fault[0]
    words = told(column, "half-converted").words
    assert "in 4 rows day and month may have been exchanged" in words
    assert "--dates exchanged" in words


def test_a_half_converted_column_is_put_back_as_asked():
    column = read(*CONVERTED, *LEFT, order="exchanged")
    assert days(column)[:5] == ["2024-04-02", "2024-05-02", "2024-09-01", "2024-05-05",
                                "2024-07-11"]  # fmt: skip
    assert told(column, "exchanged").holds == [True, True, True, False, True, False, False]


def test_a_half_converted_column_is_kept_and_flagged_where_its_order_is_stated_or_rows_are_few():
    for column in (read(*CONVERTED, *LEFT, order="day-first"), read(*CONVERTED[:3], *LEFT)):
        assert days(column)[0] == "2024-02-04"
        note = told(column, "exchanged")
        assert (note.kind, note.holds[0], note.holds[-1]) == ("flagged", True, False)


@pytest.mark.parametrize(
    "texts",
    [
        (*CONVERTED, "2024-02-27", *LEFT),  # a day above 12 was converted as well
        (*CONVERTED, *LEFT, "03/02/2024"),  # a text that a spreadsheet would have converted
        (*CONVERTED, *LEFT, "02/28/2024"),  # texts of both orders
        CONVERTED,
        LEFT,
    ],
)
def test_other_columns_are_not_half_converted(texts):
    assert told(read(*texts), "half-converted") is None
    assert told(read(*texts), "exchanged") is None


def test_that_nothing_is_exchanged_is_said_to_who_asks():
    column = read(*LEFT, order="exchanged")
    assert days(column) == ["2024-02-13", "2024-02-28"]
    assert told(column, "half-converted").words == "no dates look exchanged"


@settings(max_examples=60)
@given(
    st.lists(st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31)), min_size=1, max_size=40),
    st.sampled_from([("%d/%m/%Y", "%m/%d/%Y"), ("%m/%d/%Y", "%d/%m/%Y")]),
)
def test_what_a_spreadsheet_converts_is_never_kept_in_silence(written, forms):
    """A spreadsheet set to the second form opens a list of dates in the first one."""
    theirs, its = forms
    texts = {}
    for day in written:
        text = day.strftime(theirs)
        try:
            texts[dt.datetime.strptime(text, its).replace(tzinfo=dt.UTC).date().isoformat()] = day
        except ValueError:
            texts[text] = day
    column = read(*texts)
    exchanged = told(column, "exchanged")
    whole = all("-" in t for t in texts) or not any("-" in t for t in texts)
    for i, day in enumerate(texts.values()):
        right = days(column)[i] in {day.isoformat(), "NaT"}
        assert right or whole or exchanged.holds[i]


@pytest.mark.parametrize(
    ("texts", "expected", "kind"),
    [
        (("24/01/03", "24/01/14", "24/02/25", "23/12/31"),
         ["2024-01-03", "2024-01-14", "2024-02-25", "2023-12-31"], "flagged"),
        (("24-01-13", "24-02-04"), ["2024-01-13", "2024-02-04"], "flagged"),
        (("24.01.12", "24.02.04", "24.03.11"), ["2024-01-12", "2024-02-04", "2024-03-11"],
         "flagged"),
        (("24-Jan-13", "24-Feb-04", "24-Mar-25"), ["2024-01-13", "2024-02-04", "2024-03-25"],
         "flagged"),
        (("99/12/31", "00/01/02", "00/03/24"), ["1999-12-31", "2000-01-02", "2000-03-24"],
         "decided"),
        (("24/01/13 21:40", "24/02/04 - 24/02/06", "24/03/25"),
         ["2024-01-13", "2024-02-04", "2024-03-25"], "flagged"),
        # Nothing but custom speaks for the last number.
        (("24/01/13",), ["2013-01-24"], "flagged"),
        (("03/01/24", "14/01/24", "25/02/24", "31/12/23"),
         ["2024-01-03", "2024-01-14", "2024-02-25", "2023-12-31"], ""),
        (("01/13/24", "02/04/24", "03/25/24"), ["2024-01-13", "2024-02-04", "2024-03-25"], ""),
        (("1/13/24", "10/11/24", "2/4/24"), ["2024-01-13", "2024-10-11", "2024-02-04"], ""),
        (("13-Jan-24",), ["2024-01-13"], ""),
        # A slip does not turn the others.
        (("03/01/24", "14/01/24", "25/02/24", "31/12/23", "45/01/24"),
         ["2024-01-03", "2024-01-14", "2024-02-25", "2023-12-31", "NaT"], ""),
    ],
)  # fmt: skip
def test_the_column_decides_where_a_year_of_two_digits_stands(texts, expected, kind):
    column = read(*texts)
    note = told(column, "place of the year")
    assert (days(column), note.kind if note else "") == (expected, kind)


def test_where_the_year_stands_can_be_said():
    assert days(read("24/01/13", order="year-first")) == ["2024-01-13"]
    column = read("24/01/13", "24/02/04", "24/03/25", order="day-first")
    assert days(column) == ["2013-01-24", "2004-02-24", "2025-03-24"]
    assert told(column, "place of the year") is None


def test_a_year_long_ago_is_the_less_likely_one():
    column = read("30.09.25", "28.09.15", "31.01.20")
    assert days(column) == ["2025-09-30", "2015-09-28", "2020-01-31"]


@pytest.mark.parametrize(("year", "day"), [(2024, "2024-01-13"), (2013, "2013-01-24")])
def test_the_other_dates_of_the_file_tell_where_the_year_stands(year, day):
    column = dates.read_dates(["24/01/13"], [1], "auto", TODAY, other_years=lambda: {year})
    assert days(column) == [day]


@settings(max_examples=60)
@given(
    st.dates(dt.date(2022, 1, 1), dt.date(2025, 6, 1)),
    st.integers(2, 27),
    st.sampled_from(["%y/%m/%d", "%d.%m.%y", "%m-%d-%y", "%y-%b-%d", "%d-%b-%y"]),
)
def test_no_year_of_two_digits_is_misread_in_silence(first, step, form):
    written = [first + dt.timedelta(days=step * i) for i in range(8)]
    column = read(*(day.strftime(form) for day in written))
    right = days(column) == [day.isoformat() for day in written]
    assert right or any(told(column, what) for what in ("place of the year", "order", "ambiguous"))


def test_a_month_that_stands_last_makes_the_others_doubtful():
    texts = ("2024-25-03", "2024-03-04", "2024-05-05")
    column = read(*texts)
    assert days(column) == ["NaT", "NaT", "2024-05-05"]
    assert "--dates exchanged" in told(column, "half-converted").words
    assert days(read(*texts, order="exchanged")) == ["2024-03-25", "2024-04-03", "2024-05-05"]
    # One slip among dates that prove their order costs itself only.
    column = read(*texts, "2024-03-25")
    assert days(column) == ["NaT", "2024-03-04", "2024-05-05", "2024-03-25"]
    assert "say --dates exchanged" in column.fault[0]
    assert days(read(*texts, "2024-03-25", order="exchanged"))[:2] == ["2024-03-25", "2024-04-03"]
