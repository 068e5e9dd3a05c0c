"""Dates as people write them, and what is decided for a whole column."""

from __future__ import annotations

import pytest

from tests.geo.importers.files import plain, plain_csv


def only(rows):
    (one,) = rows
    return one


def dates_of(convert, rows, *given, **options):
    imported = convert(plain_csv(*(plain(Date=d) for d in given)), **options)
    return imported.report, [r["date"] for r in rows(imported)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2024-01-05", "2024-01-05"),
        ("2024-1-5", "2024-01-05"),
        ("2024/01/05", "2024-01-05"),
        ("20240105", "2024-01-05"),
        ("05 January 2024", "2024-01-05"),
        ("5 Jan 24", "2024-01-05"),
        ("January 5, 2024", "2024-01-05"),
        ("Friday, 5 January 2024", "2024-01-05"),
        ("5 janvier 2024", "2024-01-05"),
        ("٥ يناير ٢٠٢٤", "2024-01-05"),
        ("2024-01-05T23:30:00Z", "2024-01-05"),
        ("2024-01-05 23:30:00+03:00", "2024-01-05"),
        ("25.12.2023", "2023-12-25"),
        ("12/25/2023", "2023-12-25"),
        ("25/12/98", "1998-12-25"),
        ("45296", "2024-01-05"),
        ("1704412800000", "2024-01-05"),
        ("1704412800", "2024-01-05"),
        ("'2024-01-05", "2024-01-05"),
        ("Fri, 05 Jan 2024 10:00:00 GMT", "2024-01-05"),
        ("051430ZJAN24", "2024-01-05"),
        ('{"month": 1, "day": 5, "year": 2024}', "2024-01-05"),
    ],
)
def test_dates_as_people_write_them(given, expected, convert, rows):
    assert dates_of(convert, rows, given)[1] == [expected]


@pytest.mark.parametrize("given", ["", "N/A", "someday", "2024-02-30", "31/02/2024", "1824-01-01",
                                   "2024-13-45", "0", "12", "=NOW()", "2024",
                                   "0024-01-05"])  # fmt: skip
def test_a_row_without_a_readable_date_is_quarantined_with_its_text(given, convert):
    report = convert(plain_csv(plain(), plain(Date=given))).report
    refused = only(report.quarantine)
    assert (refused.line, refused.column, refused.value) == (3, "Date", given)
    assert "the date" in refused.reason
    assert "Al-Asad" in refused.original


def test_day_and_month_are_decided_by_the_column(convert, rows):
    report, dates = dates_of(convert, rows, "03/04/2024", "25/12/2023", "05/05/2024")
    assert dates == ["2024-04-03", "2023-12-25", "2024-05-05"]
    assert (
        "read as day-month: 1 rows cannot be month-day" in report.finding("order of date").message
    )
    assert report.finding("date ambiguous").rows == 1
    report, dates = dates_of(convert, rows, "03/04/2024", "12/25/2023")
    assert dates == ["2024-03-04", "2023-12-25"]


def test_a_column_that_decides_nothing_is_flagged_and_can_be_told(convert, rows):
    report, dates = dates_of(convert, rows, "03/04/2024", "01/02/2024")
    assert dates == ["2024-04-03", "2024-02-01"]
    finding = report.finding("order of date")
    assert (finding.kind, "but no row proves it" in finding.message) == ("flagged", True)
    assert dates_of(convert, rows, "03/04/2024", dates="month-first")[1] == ["2024-03-04"]


def test_a_column_that_contradicts_itself_keeps_only_what_is_certain(convert, rows):
    report, dates = dates_of(convert, rows, "25/12/2023", "12/26/2023", "03/04/2024")
    assert dates == ["2023-12-25", "2023-12-26"]
    assert only(report.quarantine).line == 4
    assert "--dates day-first" in report.finding("order of date").message
