"""What real cells contain: traps of dates, places, numbers and text, and what the report says."""

from __future__ import annotations

import csv
import io
import json

import pytest

from geo.errors import ExportError, ImportRefusedError
from geo.export import writers
from geo.filter.filter import Filter
from geo.importers.clean import text
from geo.importers.clean.actors import is_nobody, split_names
from tests.geo.importers.files import acled, acled_csv, plain, plain_csv, ucdp, ucdp_csv


def only(found):
    (one,) = found
    return one


# --- dates ----------------------------------------------------------------------------------------


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
    ],
)
def test_dates_as_people_write_them(given, expected, convert, rows):
    assert dates_of(convert, rows, given)[1] == [expected]


@pytest.mark.parametrize("given", ["", "N/A", "someday", "2024-02-30", "31/02/2024", "1824-01-01",
                                   "2024-13-45", "0", "12", "=NOW()"])  # fmt: skip
def test_a_row_without_a_readable_date_is_quarantined_with_its_text(given, convert):
    report = convert(plain_csv(plain(), plain(Date=given))).report
    refused = only(report.quarantine)
    assert (refused.line, refused.column, refused.found) == (3, "Date", given)
    assert "the date" in refused.reason
    assert "Al-Asad" in refused.original


def test_day_and_month_are_decided_by_the_column(convert, rows):
    report, dates = dates_of(convert, rows, "03/04/2024", "25/12/2023", "05/05/2024")
    assert dates == ["2024-04-03", "2023-12-25", "2024-05-05"]
    assert "read as day-month: 1 rows can only be that" in report.finding("order of date").message
    assert report.finding("date ambiguous").rows == 1
    report, dates = dates_of(convert, rows, "03/04/2024", "12/25/2023")
    assert dates == ["2024-03-04", "2023-12-25"]


def test_a_column_that_decides_nothing_is_flagged_and_can_be_told(convert, rows):
    report, dates = dates_of(convert, rows, "03/04/2024", "01/02/2024")
    assert dates == ["2024-04-03", "2024-02-01"]
    found = report.finding("order of date")
    assert (found.kind, "which no row proves" in found.message) == ("flagged", True)
    assert dates_of(convert, rows, "03/04/2024", dates="month-first")[1] == ["2024-03-04"]


def test_a_column_that_contradicts_itself_keeps_only_what_is_certain(convert, rows):
    report, dates = dates_of(convert, rows, "25/12/2023", "12/26/2023", "03/04/2024")
    assert dates == ["2023-12-25", "2023-12-26"]
    assert only(report.quarantine).line == 4
    assert "--dates day-first" in report.finding("order of date").message


def test_1970_and_the_future_are_flagged_and_kept(convert, rows):
    report, dates = dates_of(convert, rows, "1970-01-01", "2027-01-01", "2024-01-01")
    assert len(dates) == 3
    assert report.finding("1970-01-01").examples == ((2, "1970-01-01"),)
    assert report.finding("future").examples == ((3, "2027-01-01"),)


def test_a_year_column_that_differs_is_flagged(convert):
    assert convert(acled_csv(acled(year="2023"))).report.finding("year differs").rows == 1


# --- places ---------------------------------------------------------------------------------------


def place_of(convert, rows, **changes):
    imported = convert(acled_csv(acled(**changes), acled("IRQ2")))
    row = next((r for r in rows(imported) if r["incident_id"] == "acled-irq1"), None)
    return imported.report, row


@pytest.mark.parametrize(
    ("latitude", "longitude", "finding"),
    [
        ("", "", "coordinates missing"),
        ("N/A", "n/a", "coordinates missing"),
        ("33.4", "", "half a point"),
        ("0", "0.0", "coordinates zero"),
        ("95", "200", "coordinates out of range"),
        ("north", "east", "latitude not read"),
    ],
)
def test_a_row_without_a_usable_point_stays_without_one(
    latitude, longitude, finding, convert, rows
):
    report, row = place_of(convert, rows, latitude=latitude, longitude=longitude)
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == (None, None, "country")
    assert report.finding(finding).rows == 1


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("33,4233", "43,2995"), ("33.4233N", "43.2995 E"), ("٣٣.٤٢٣٣", "٤٣.٢٩٩٥"),
     ("33°25'23.9\"N", "43°17'58.2\"E"), ("43.2995", "33.4233"), (" 33.4233 ", "+43.2995")],
)  # fmt: skip
def test_points_as_people_write_them(latitude, longitude, convert, rows):
    _, row = place_of(convert, rows, latitude=latitude, longitude=longitude)
    assert (row["latitude"], row["longitude"]) == ("33.42", "43.3")


def test_a_swapped_point_is_turned_and_counted(convert, rows):
    report, _ = place_of(convert, rows, latitude="43.2995", longitude="33.4233")
    assert report.finding("coordinates swapped").rows == 1


def test_a_point_in_another_country_is_quarantined(convert, rows):
    report, row = place_of(convert, rows, country="Yemen")
    assert row is None
    refused = only(report.quarantine)
    assert (refused.line, refused.column, refused.found) == (2, "latitude", "33.4233")
    assert "33.42, 43.3 lies in Iraq" in refused.reason
    assert "from Yemen, which is stated" in refused.reason


def test_rows_beyond_the_polygons_stay_and_the_report_says_so(convert, load):
    far = {"country": "Ukraine", "latitude": "50.45", "longitude": "30.52"}
    imported = convert(acled_csv(acled(**far), acled("IRQ2")))
    assert imported.report.finding("outside the polygons").examples == ((2, "Ukraine"),)
    atlas = load(imported)
    row = atlas.incidents.set_index("incident_id").loc["acled-irq1"]
    assert (row["country"], row["province_method"]) == ("Ukraine", "none")
    assert Filter.parse("country=Ukraine", atlas).view(atlas).shown == 1


def test_a_point_of_the_map_stated_elsewhere_is_flagged(convert, rows):
    report, row = place_of(convert, rows, country="Norway")
    assert row["country"] == "Norway"
    assert report.finding("another country").rows == 1


@pytest.mark.parametrize("given", ["IRQ", "iraq", "Irak", "العراق", "Iraq (Republic of)"])
def test_countries_by_other_names(given, convert, rows):
    assert place_of(convert, rows, country=given)[1]["country"] == "Iraq"


def test_a_missing_country_is_taken_from_the_point(convert, rows):
    report, row = place_of(convert, rows, country="")
    assert row["country"] == "Iraq"
    assert report.finding("country filled").rows == 1


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [("3", 3), ("3.0", 3), (" 3 ", 3), ("1,200", 1200), ("1 200", 1200), ("٣", 3), ("0", 0),
     ("-99", None), ("N/A", None), ("", None), ("dozens", None), ("5-10", None), ("-4", None),
     ("2.5", None), ("1e99", None), ("99999999999999", None)],
)  # fmt: skip
def test_numbers_of_persons(given, expected, convert, rows):
    assert only(rows(convert(plain_csv(plain(Killed=given)))))["killed"] == expected


def test_what_is_no_number_is_flagged_with_its_text(convert):
    report = convert(plain_csv(plain(Killed="dozens"))).report
    assert report.finding("killed not read").examples == ((2, "dozens"),)


# --- text -----------------------------------------------------------------------------------------

EVIL = ("=HYPERLINK(1)", "+1", "-1 dead", "@cmd", "@@=alert(1)", "@@#x", "\t=1", "＝1")


@pytest.mark.parametrize("evil", EVIL)
def test_text_that_would_run_gets_an_apostrophe(evil, convert, rows, load):
    fields = {"Description": evil, "Place": evil, "Group": evil, "Source": evil, "Weapon": evil}
    imported = convert(plain_csv(plain(**fields)))
    row = only(rows(imported))
    assert row["summary"] == row["place"] == "'" + evil.strip()
    atlas = load(imported)
    for file_format in ("geojson", "csv"):
        out = writers.export_bytes(Filter().view(atlas), file_format, licence_allows=True).decode()
        assert '"' + evil.strip() not in out
        assert "," + evil.strip() not in out


@pytest.mark.parametrize(
    "kept",
    ["<script>alert(1)</script>", "قاعدة عين الأسد 😀", "a @@= b", "x\ny", "'quoted'", "{{x}}"],
)
def test_other_text_is_kept_as_it_is(kept, convert, rows, load):
    imported = convert(plain_csv(plain(Description=kept)))
    assert only(rows(imported))["summary"] == kept
    assert load(imported).incidents["summary"].tolist() == [kept]


def test_control_and_direction_characters_are_taken_out():
    assert text.safe_cell("a\x00b\x1b[31m\u202ec\r\nd") == "a b [31mc\nd"


def test_long_text_is_shortened_and_counted(convert, rows):
    imported = convert(plain_csv(plain(Description="x" * 1_000_000)), text_chars=100)
    assert only(rows(imported))["summary"] == "x" * 99 + "…"
    assert imported.report.finding("text shortened").rows == 1


# --- duplicates -----------------------------------------------------------------------------------


def test_likely_duplicates_are_listed_and_kept_unless_asked(convert):
    near = {"latitude": "33.43", "event_date": "2024-01-06"}
    far, late = acled("IRQ3", latitude="33.60"), acled("IRQ4", event_date="2024-01-09")
    data = acled_csv(acled(), acled("IRQ2", **near), far, late, acled("IRQ5", actor1="Other"))
    report = convert(data, near_km=2).report
    assert (report.kept, report.likely_duplicates) == (5, 1)
    pair = only(report.pairs)
    assert (pair.line, pair.other_line, pair.days) == (3, 2, 1)
    assert 1.0 < pair.km < 1.2
    asked = convert(data, near_km=2, drop_likely_duplicates=True).report
    assert (asked.kept, asked.quarantined) == (4, 1)
    assert asked.quarantine[0].reason == "may repeat line 2"
    assert convert(data, near_km=2, near_days=0).report.likely_duplicates == 0


# --- the report -----------------------------------------------------------------------------------


def test_the_report_of_a_bad_file(convert):
    data = acled_csv(
        acled(), acled(), acled("IRQ3", event_date="never"), acled("IRQ4", country="Oman")
    )
    data += b"cut,off\n" + data.split(b"\n")[0] + b"\n"
    report = convert(data).report
    assert (report.read, report.kept, report.quarantined) == (6, 1, 5)
    assert [r.line for r in report.quarantine] == [3, 4, 5, 6, 7]
    assert sum(f.rows for f in report.findings if f.kind == "quarantined") == 5
    assert json.loads(json.dumps(report.to_dict()))["quarantined"] == 5
    assert report.to_text().startswith("upload.csv: 6 rows read = 1 kept + 5 quarantined\n")
    assert "columns not used: disorder_type, interaction" in report.to_text()


def test_the_quarantine_is_safe_in_a_spreadsheet(convert):
    data = plain_csv(plain(), plain(Date="=cmd()", Place="@x"))
    (row,) = csv.DictReader(io.StringIO(convert(data).report.quarantine_csv().decode()))
    assert (row["line"], row["found"]) == ("3", "'=cmd()")
    assert row["original"].startswith("'=cmd(),@x")


def test_nothing_usable_is_refused_with_the_reason(convert):
    with pytest.raises(ImportRefusedError, match=r"none of its 1 rows is usable.*the date"):
        convert(plain_csv(plain(Date="never")), schema="plain")


def test_no_date_column_is_refused_with_the_columns(convert):
    with pytest.raises(ImportRefusedError, match="no column is known to be the date"):
        convert(b"a,b\nx,y\n")


# --- licence --------------------------------------------------------------------------------------


def test_acled_rows_need_a_licence_to_leave_and_ucdp_rows_do_not(convert, load):
    atlas = load(convert(acled_csv(acled())))
    with pytest.raises(ExportError, match="1 of 1 rows are held back"):
        writers.export_bytes(Filter().view(atlas), "csv")
    found = writers.export_bytes(Filter().view(atlas), "csv", licence_allows=True).decode()
    assert "ACLED terms of use" in found


def test_ucdp_rows_may_leave_with_their_provenance(convert, load):
    atlas = load(convert(ucdp_csv(ucdp()), "GEDEvent_v25_1.csv"))
    row = only(json.loads(writers.export_bytes(Filter().view(atlas), "geojson"))["features"])
    properties = row["properties"]
    assert (properties["dataset"], properties["dataset_version"]) == ("UCDP GED", "25.1")
    assert (properties["killed_low"], properties["killed_high"]) == (3, 9)


def test_the_caller_may_name_dataset_and_licence(convert):
    report = convert(plain_csv(plain()), dataset="Ours", dataset_version="3", licence="CC0",
                     redistributable=True).report  # fmt: skip
    assert (report.dataset, report.dataset_version, report.licence, report.redistributable) == (
        "Ours", "3", "CC0", True)  # fmt: skip


def test_words_for_nobody_name_no_group():
    assert split_names("nobody; Some Group;UNKNOWN", ";") == ["Some Group"]
    assert split_names("Unidentified Armed Group", ";") == ["Unidentified Armed Group"]
    assert is_nobody(" Not  claimed ")
