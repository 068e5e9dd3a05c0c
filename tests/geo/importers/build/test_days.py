"""Days that are odd: in the future, of another year than stated, in spans."""

from __future__ import annotations

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
