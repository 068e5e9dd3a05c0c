"""Other people's files: their dates and times of day, as their owners mean them."""

from __future__ import annotations

import io

import openpyxl
import pytest

from geo import importers
from geo.errors import ImportRefusedError

PARTS = {"year": "Year", "month": "Month", "day": "Day"}
CODED_PARTS = {"year": "iyear", "month": "imonth", "day": "iday"}


def days(rows, imported):
    return [(r["date"], r["date_end"], r["date_precision"]) for r in rows(imported)]


def day(text):
    return text, None, "day"


def month(text, last):
    return text, last, "approx"


@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        ("ymd.csv", PARTS, [day("2019-03-14"), day("2019-04-02"),
                            month("2019-07-01", "2019-07-31"), day("2019-12-31")]),
        ("ymd_iyear.csv", CODED_PARTS, [day("2019-02-24"), month("2019-03-01", "2019-03-31"),
                                        day("2019-04-11")]),
        ("nested.json", {"year": "date.year", "month": "date.month", "day": "date.day"},
         [day("2016-09-01"), day("2016-09-02")]),
        ("esri_ms.csv", {"date": "event_date"}, [day("2024-01-03"), day("2024-01-04")]),
        ("esri.geojson", {"date": "event_date"}, [day("2024-01-03"), day("2024-01-04")]),
        ("pg_tz.csv", {"date": "occurred_at"}, [day("2024-01-03"), day("2024-01-04")]),
        ("rss.csv", {"date": "pubDate"}, [day("2024-01-03"), day("2024-01-04")]),
        ("sigact_dtg.csv", {"date": "DTG"}, [day("2007-01-03"), day("2007-01-04")]),
        ("apos.csv", {"date": "date"}, [day("2024-01-03"), day("2024-01-14")]),
        ("mixed_dates.xlsx", {"date": "Date"}, [day("2024-01-13"), day("2024-02-04"),
                                                day("2024-02-14"), day("2024-02-28"),
                                                day("2024-03-05")]),
        ("euro_thousand.csv", {"date": "date"}, [day("2024-01-13"), day("2024-02-04")]),
        ("dates_range.csv", {"date": "date"}, [
            ("2024-01-12", "2024-01-14", "approx"), month("2024-01-01", "2024-01-31"),
            month("2024-01-01", "2024-01-31"), ("2024-01-03", "2024-01-05", "approx"),
            day("2024-01-09")]),
    ],
)  # fmt: skip
def test_dates_are_read_as_they_are_meant(name, columns, expected, case, rows):
    imported = case(name, schema="plain", mapping=importers.Mapping(columns))
    assert days(rows, imported) == expected
    assert imported.report.quarantined == 0


@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        (
            "ampm_time.csv",
            {"date": "date", "time_local": "time"},
            ["21:30", "00:05", "09:30", "14:30", "21:40", "21:40", None],
        ),
        (
            "times.xlsx",
            {"date": "Date", "time_local": "Time"},
            ["21:40", "09:30", "09:30", "21:30"],
        ),
        ("dt_time_lost.csv", {"date": "datetime"}, ["21:30", "02:10"]),
        ("mdy_ampm.csv", {"date": "Incident Date/Time"}, ["21:40", "00:05"]),
        ("ushahidi.csv", {"date": "INCIDENT DATE"}, ["18:00", "07:30"]),
        # A timestamp in UTC tells no local time.
        ("pg_tz.csv", {"date": "occurred_at"}, [None, None]),
        ("sigact_dtg.csv", {"date": "DTG"}, [None, "19:30"]),
    ],
)
def test_times_of_day_are_read_as_they_are_meant(name, columns, expected, case, rows):
    imported = case(name, schema="plain", mapping=importers.Mapping(columns))
    assert [r["time_local"] for r in rows(imported)] == expected


@pytest.mark.parametrize(
    ("name", "columns", "what", "lines"),
    [
        ("ymd.csv", PARTS, "whole month", [4]),
        ("ymd_iyear.csv", CODED_PARTS, "whole month", [3]),
        ("dates_range.csv", {"date": "date"}, "whole month", [3, 4]),
        ("dates_range.csv", {"date": "date"}, "several days", [2, 5]),
        ("mixed_dates.xlsx", {"date": "Date"}, "day number", [5]),
        ("ampm_time.csv", {"date": "date", "time_local": "time"}, "time not read", [8]),
        ("ampm_time.csv", {"date": "date", "time_local": "time"}, "time with a zone", [7]),
        ("pg_tz.csv", {"date": "occurred_at"}, "time in UTC", [2, 3]),
        ("sigact_dtg.csv", {"date": "DTG"}, "time in UTC", [2]),
        ("sigact_dtg.csv", {"date": "DTG"}, "time with a zone", [3]),
        ("esri_ms.csv", {"date": "event_date"}, "numbers", []),
    ],
)
def test_what_hangs_on_a_decision_is_said_with_its_rows(name, columns, what, lines, case):
    report = case(name, schema="plain", mapping=importers.Mapping(columns)).report
    assert [line for line, _ in report.finding(what).examples] == lines


def test_a_year_that_is_a_slip_is_quarantined_with_its_text(case, rows):
    imported = case("acled0025.csv")
    assert [r["date"] for r in rows(imported)] == ["2025-09-13"]
    (refused,) = imported.report.quarantine
    assert refused.value == "0025-09-12"
    assert refused.reason == "the date has a year outside 1900 to 2099"


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"date": "Day", "year": "Year", "month": "Month"},
         r"'Day' holds days of a month, not dates \(such as 14, 2, 31\); give it the role day$"),
        ({"date": "Day"}, "give it the role day, and name a column for year and month$"),
        ({"year": "Year"}, "only the year of it: name a column for month and day as well"),
        ({"place": "City"}, r"name one \(--column date=NAME\), or one each for year, month and"),
        ({"place": "City"}, r"\(the file has Incident ID: 1, Year: 2019, Month: 3, Day: 14, "),
    ],
)  # fmt: skip
def test_a_mapping_that_makes_no_date_says_what_to_do(columns, words, case):
    with pytest.raises(ImportRefusedError, match=words):
        case("ymd.csv", schema="plain", mapping=importers.Mapping(columns))


def test_the_day_of_a_date_in_parts_may_be_called_date(convert, rows):
    imported = convert(b"Date,Month,Year\n13,January,2024\n4,February,2024\n")
    assert days(rows, imported) == [day("2024-01-13"), day("2024-02-04")]


@pytest.mark.parametrize("text", ["1970-01-01", "1900-01-01"])
def test_the_day_on_which_clocks_and_spreadsheets_begin_is_flagged(text, convert):
    assert convert(f"date\n{text}\n2024-02-04\n".encode()).report.finding(text).rows == 1


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("2024/13/01", "2024/25/02"),
         r"has a month above 12; .* say --dates exchanged \(line 2: '2024/13/01'\)"),
        (("13012024",), r"not a date that is recognised \(line 2: '13012024'\)"),
    ],
)  # fmt: skip
def test_a_refusal_quotes_a_cell_and_says_what_to_do(cells, words, convert):
    with pytest.raises(ImportRefusedError, match=words):
        convert(("date,place\n" + "".join(f"{c},Mosul\n" for c in cells)).encode())


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("date,place\n24/01/13,Mosul\n24/02/04,Mosul\n", ["2024-01-13", "2024-02-04"]),
        ("date,reported\n24/01/13,2024-01-15\n", ["2024-01-13"]),
        ("date,year\n24/01/13,2024\n", ["2024-01-13"]),
    ],
)
def test_a_year_of_two_digits_that_stands_first_is_read_and_told(table, expected, convert, rows):
    imported = convert(table.encode())
    assert [r["date"] for r in rows(imported)] == expected
    assert imported.report.finding("place of the year").rows == len(expected)


SPANS = ["From,To", "Start,End", "date from,date to", "From Date,To Date", "Start,End date",
         "von,bis", "Datum von,Datum bis", "du,au", "desde,hasta", "van,tot", "с,по",
         "дата с,дата по", "من,إلى", "از,تا"]  # fmt: skip


@pytest.mark.parametrize("names", SPANS)
def test_two_columns_are_the_first_and_the_last_day(names, convert, rows):
    table = f"{names},City\n2024-01-13,2024-01-15,Mosul\n2024-02-04,2024-02-04,Mosul\n"
    imported = convert(table.encode())
    assert days(rows, imported) == [("2024-01-13", "2024-01-15", "approx"), day("2024-02-04")]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("start,end,date", "2024-03-01T10:00,2024-03-01T10:10,2024-02-11"),
        ("from,to,date", "Mosul,Raqqa,2024-02-11"),
        ("valid from,valid to,date", "2020-01-01,2030-01-01,2024-02-11"),
    ],
)
def test_what_a_form_notes_and_a_way_are_no_last_day(header, cells, convert, rows):
    assert days(rows, convert(f"{header}\n{cells}\n".encode())) == [day("2024-02-11")]


def test_one_column_of_dates_lends_the_other_its_order(convert, rows):
    imported = convert(b"From,To\n01/13/2024,02/03/2024\n02/04/2024,02/05/2024\n")
    assert [r["date_end"] for r in rows(imported)] == ["2024-02-03", "2024-02-05"]
    assert "as the other column of dates" in imported.report.finding("order of date_end").message


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("1445/07/01", "1445/09/15"), r"the Hijri \(Islamic\) calendar.*hijridate.*'1445/07/01'"),
        (("1446/07/01", "١٤٤٥/٠٩/١٥"), r"the Hijri \(Islamic\) calendar"),
        (("01/07/1445 AH",), r"the Hijri \(Islamic\) calendar"),
        (("1 رجب 1402",), r"the Hijri \(Islamic\) calendar"),
        (("1402/01/31", "1402/10/23"), r"the Solar Hijri \(Persian\) calendar.*jdatetime"),
        (("23 دی 1402",), r"the Solar Hijri \(Persian\) calendar"),
        (("1402/10/23",), r"the Hijri \(Islamic\) or the Solar Hijri \(Persian\) calendar"),
        (("13/01/2567",), r"the Thai \(Buddhist\) calendar: take 543 from the year"),
    ],
)
def test_dates_of_other_calendars_are_refused_by_name(cells, words, convert):
    with pytest.raises(ImportRefusedError, match=words):
        convert(("date,place\n" + "".join(f"{c},Mosul\n" for c in cells)).encode())


def test_years_of_other_calendars_are_refused_by_name(convert):
    with pytest.raises(ImportRefusedError, match=r"Hijri .* calendar.*\(line 2: '1445'\)"):
        convert(b"year,month,day,place\n1445,7,1,Mosul\n")


def test_a_gregorian_date_beside_one_of_another_calendar_is_taken(convert, rows):
    imported = convert(b"date,incident date,place\n1445/07/01,2024-01-13,Mosul\n")
    assert days(rows, imported) == [day("2024-01-13")]


@pytest.mark.parametrize(
    ("table", "expected", "source"),
    [
        ("year,date,place\n2024,13 Jan,Mosul\n2023,Dec 25,Mosul\n",
         [day("2024-01-13"), day("2023-12-25")], "'year'"),
        ("date,year\n13/01,2024\n04/02,2024\n", [day("2024-01-13"), day("2024-02-04")], "'year'"),
        ("date,year\n01/13,2024\n02/04,2024\n", [day("2024-01-13"), day("2024-02-04")], "'year'"),
        ("Datum,Jahr\n13.01.,2024\n4.2.,2024\n", [day("2024-01-13"), day("2024-02-04")], "'Jahr'"),
        ("date,year\n12-14 Mar,2024\n2024-02-04,2024\n",
         [("2024-03-12", "2024-03-14", "approx"), day("2024-02-04")], "'year'"),
        ("التاريخ,السنة\n13 يناير,2024\n", [day("2024-01-13")], "'السنة'"),
        ("From,To,Year\n13 Jan,15 Jan,2024\n", [("2024-01-13", "2024-01-15", "approx")], "'Year'"),
        ("Attacks in 2024,\ndate,place\n13 Jan 21:40,Mosul\n", [day("2024-01-13")],
         "the title 'Attacks in 2024'"),
    ],
)  # fmt: skip
def test_the_year_of_days_without_one_is_taken_from_beside_or_above(
    table, expected, source, convert, rows
):
    imported = convert(table.encode())
    assert days(rows, imported) == expected
    assert imported.report.finding("year taken").message.endswith(f"taken from {source}")


def test_the_year_of_days_without_one_is_taken_from_the_name_of_the_sheet(convert, rows):
    book, data = openpyxl.Workbook(), io.BytesIO()
    for year, day_of_year in (("2023", "13 Jan"), ("2024", "25 Dec")):
        sheet = book.create_sheet(year)
        sheet.append(["Date", "Place"])
        sheet.append([day_of_year, "Mosul"])
    book.save(data)
    imported = convert(data.getvalue(), "a.xlsx")
    assert days(rows, imported) == [day("2023-01-13"), day("2024-12-25")]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("date,place\n13 Jan,Mosul\n", r"has no year: .*--column year=NAME.*'13 Jan'"),
        ("date,place\n13.01,Mosul\n", r"has no year: .*'13.01'"),
        ("Season 2023-24,\ndate,place\n13 Jan,Mosul\n", r"has no year: .*'13 Jan'"),
        ("Attacks 2023-2024,\ndate,place\n13 Jan,Mosul\n", r"has no year: .*'13 Jan'"),
        ("date,year\nJan-24,2024\nFeb-24,2024\n", r"may be a day without a year or a month"),
        ("date,year\n01/24,2024\n", r"may be a day without a year or a month"),
    ],
)
def test_a_day_whose_year_is_not_known_is_refused_with_what_to_do(table, words, convert):
    with pytest.raises(ImportRefusedError, match=words):
        convert(table.encode())


def test_a_number_is_no_day_of_a_year(convert, rows):
    imported = convert(b"date,year\n13.01,2024\n4.1,2024\n")  # may have been 4.10
    assert days(rows, imported) == [day("2024-01-13")]


def test_a_year_alone_is_no_date(case):
    with pytest.raises(ImportRefusedError, match="no column is known to be the date"):
        case("no_date_year.csv")
