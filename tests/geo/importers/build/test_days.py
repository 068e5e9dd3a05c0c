"""Days that are odd: in the future, of another year than stated, in spans."""

from __future__ import annotations

import pytest

from geo import importers
from tests.geo.importers.files import (
    acled,
    acled_csv,
    plain,
    plain_csv,
    ucdp,
    ucdp_csv,
)


def dates_of(convert, rows, *given, **options):
    imported = convert(plain_csv(*(plain(Date=d) for d in given)), **options)
    return imported.report, [r["date"] for r in rows(imported)]


def only(rows):
    (one,) = rows
    return one


def test_1970_and_the_future_are_flagged_and_kept(convert, rows):
    report, dates = dates_of(convert, rows, "1970-01-01", "2027-01-01", "2024-01-01")
    assert len(dates) == 3
    assert report.finding("1970-01-01").examples == ((2, "1970-01-01"),)
    assert report.finding("future").examples == ((3, "2027-01-01"),)


def test_a_year_column_that_differs_is_flagged(convert):
    assert convert(acled_csv(acled(year="2023"))).report.finding("year differs").rows == 1


def test_one_day_is_no_span(convert, rows):
    row = only(rows(convert(ucdp_csv(ucdp(date_prec="1", date_end="2024-02-01")))))
    assert (row["date_precision"], row["date_end"]) == ("day", None)


def test_a_span_is_not_known_to_the_day_even_if_its_code_says_so(convert, rows):
    assert only(rows(convert(ucdp_csv(ucdp(date_prec="1")))))["date_precision"] == "approx"


def test_a_span_that_ends_before_it_begins_is_quarantined(convert):
    report = convert(ucdp_csv(ucdp(), ucdp("1002", date_end="2024-01-01"))).report
    assert [(r.line, r.reason) for r in report.quarantine] == [
        (3, "the end date is before the start date")]  # fmt: skip


def parts_csv(*days):
    return plain_csv(*(plain(Date="", Year=y, Month=m, Day=d) for y, m, d in days))


PARTS = importers.Mapping({"year": "Year", "month": "Month", "day": "Day"})


def test_parts_that_make_no_date_are_quarantined_by_reason(convert, rows):
    imported = convert(
        parts_csv((2024, 2, 3), (2024, 2, 30), ("", 2, 3), (2024, 0, 3), (2024, 2, 0)),
        schema="plain", mapping=PARTS,
    )  # fmt: skip
    assert [(r["date"], r["date_end"]) for r in rows(imported)] == [
        ("2024-02-03", None), ("2024-02-01", "2024-02-29")]  # fmt: skip
    assert [(r.line, r.column, r.reason) for r in imported.report.quarantine] == [
        (3, "Day", "the date is a day that does not exist"),
        (4, "Year", "the year is missing"),
        (5, "Month", "the month is not known"),
    ]


def test_only_the_month_is_known_where_the_mapping_says_so(convert, rows):
    mapping = importers.Mapping({"year": "Year", "month": "Month"}, {"day": "0"})
    imported = convert(parts_csv((2024, 2, "")), schema="plain", mapping=mapping)
    assert only(rows(imported))["date_end"] == "2024-02-29"


def test_an_end_of_its_own_goes_before_the_end_of_a_span(convert, rows):
    data = plain_csv(plain(Date="3-5 Jan 2024", Until="2024-01-07"),
                     plain(Date="3-5 Jan 2024", Until=""),
                     plain(Date="2024-01-03", Until="Feb 2024"))  # fmt: skip
    mapping = importers.Mapping({"date": "Date", "date_end": "Until"})
    imported = convert(data, schema="plain", mapping=mapping)
    assert [r["date_end"] for r in rows(imported)] == ["2024-01-07", "2024-01-05", "2024-02-29"]
    assert {r["date_precision"] for r in rows(imported)} == {"approx"}


def test_a_column_of_times_goes_before_the_time_of_a_date(convert, rows):
    data = plain_csv(plain(Date="2024-01-03 21:30", Time="20:00"))
    mapping = importers.Mapping({"date": "Date", "time_local": "Time"})
    imported = convert(data, schema="plain", mapping=mapping)
    assert only(rows(imported))["time_local"] == "20:00"
    assert imported.report.finding("time left out").rows == 1


def test_a_zone_in_the_name_of_a_column_is_not_taken_for_local_time(convert, rows):
    data = plain_csv({"When (UTC)": "2024-01-03 21:30", "Hour (GMT)": "20:00"})
    in_date = convert(data, schema="plain", mapping=importers.Mapping({"date": "When (UTC)"}))
    assert only(rows(in_date))["time_local"] is None
    assert in_date.report.finding("time in UTC").rows == 1
    mapping = importers.Mapping({"date": "When (UTC)", "time_local": "Hour (GMT)"})
    own = convert(data, schema="plain", mapping=mapping)
    assert only(rows(own))["time_local"] is None
    assert own.report.finding("time in UTC").rows == 1


def test_a_column_of_time_zones_tells_which_times_are_in_utc(convert, rows):
    data = b"date,time,time zone\n2024-01-03,21:30,UTC\n2024-01-04,21:30,Asia/Baghdad\n"
    imported = convert(data)
    assert [r["time_local"] for r in rows(imported)] == [None, "21:30"]
    assert imported.report.finding("time in UTC").rows == 1


@pytest.mark.parametrize("days", [("2024-01-01", "2024-02-01"), ("2024-01-31", "2024-02-29")])
def test_dates_under_month_stand_for_the_months(days, convert, rows):
    data = "Month,Country,Killed\n" + "".join(f"{day},Iraq,3\n" for day in days)
    imported = convert(data.encode())
    spans = [(r["date"], r["date_end"], r["date_precision"]) for r in rows(imported)]
    assert spans == [
        ("2024-01-01", "2024-01-31", "approx"),
        ("2024-02-01", "2024-02-29", "approx"),
    ]
