"""Other people's files, as their readers give them: which table, which rows, which columns."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from geo import importers
from geo.errors import ImportRefusedError
from tests.geo.importers.conftest import CASES

# Rows as (date, latitude, longitude), and how many stand in quarantine.
MOSUL, RAQQA, HAMA = ("36.34", "43.13"), ("35.95", "39.01"), ("35.13", "36.75")
KIRKUK = ("35.47", "44.39")
READ = {
    "short_rows.csv": (
        [("2024-01-03", *MOSUL), ("2024-01-04", *RAQQA), ("2024-01-05", *HAMA)], 0,
    ),
    "long_rows.csv": ([("2024-01-03", *MOSUL), ("2024-01-04", *RAQQA)], 0),
    "title_rows.csv": ([("2024-01-13", *MOSUL), ("2024-02-04", *RAQQA)], 1),  # a line of sums
    "utf16.txt": ([("2024-01-13", *MOSUL), ("2024-02-04", *RAQQA)], 0),
    "hxl.csv": ([("2024-01-13", *MOSUL), ("2024-02-04", *RAQQA)], 0),
    "ushahidi.csv": ([("2012-08-03", *MOSUL), ("2012-08-04", *HAMA)], 0),
    "formula.xlsx": ([("2024-02-04", *RAQQA)], 1),  # a formula that no one has calculated
    "two_row_header.xlsx": ([("2024-01-13", *MOSUL), ("2024-02-04", *RAQQA)], 0),
    "readme_first.xlsx": ([("2024-01-13", *MOSUL), ("2024-02-04", *RAQQA)], 0),
    "sheet_per_month.xlsx": (
        [("2024-01-13", *MOSUL), ("2024-02-04", *RAQQA)]
        + [(f"2024-03-0{n}", *KIRKUK) for n in range(1, 6)], 0,
    ),
    "merged_dates.xlsx": (
        [*(("2024-01-13", *where) for where in (MOSUL, KIRKUK, HAMA)), ("2024-01-14", *RAQQA)], 0,
    ),
    "nested_two.json": ([("2024-01-03", *MOSUL), ("2024-01-04", *RAQQA)], 0),
    "in.kml": ([("2024-01-03", *MOSUL)], 0),
    "kml2.geojson": ([("2024-01-03", *MOSUL), ("2024-01-04", *RAQQA)], 0),
    "esri_feat.json": ([("2024-01-03", "36.37", "43.13"), ("2024-01-04", "35.98", "39.01")], 0),
    "tz_nested.parquet": ([("2024-01-03", *MOSUL), ("2024-01-04", *RAQQA)], 0),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_dates_and_points(name, case, rows):
    expected, out = READ[name]
    imported = case(name)
    dated = [(r["date"], r["latitude"], r["longitude"]) for r in rows(imported)]
    assert (dated, imported.report.quarantined) == (expected, out)


@pytest.mark.parametrize(
    ("name", "what", "rows"),
    [("readme_first.xlsx", "sheet not read", 4), ("nested_two.json", "list not read", 3),
     ("merged_dates.xlsx", "merged cells", 2)],
)  # fmt: skip
def test_the_report_counts_what_was_left_and_filled(name, what, rows, case):
    assert case(name).report.finding(what).rows == rows


def test_a_sheet_per_month_keeps_its_name():
    raw = importers.read_file(CASES / "sheet_per_month.xlsx")
    assert raw.sample("sheet") == ["Jan 2024", "Feb 2024", *["Mar 2024"] * 5]


@pytest.mark.parametrize(
    ("names", "role", "countries"),
    [
        (("Iraq", "Syria"), "country", ["Iraq", "Syria"]),
        (("IRQ", "Syrie"), "country", ["Iraq", "Syria"]),
        (("Ninewa", "Al Anbar"), "admin", ["Not stated", "Not stated"]),
        (("Iraq", "Others"), None, ["Not stated", "Not stated"]),
        (("Jan", "Mar"), None, ["Not stated", "Not stated"]),
    ],
)
def test_sheets_named_after_countries_state_them(names, role, countries, convert, rows):
    table = pd.DataFrame({"Date": ["2024-01-13"], "Town": ["x"], "Killed": [2]})
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        for n, name in enumerate(names):
            table.assign(Killed=n).to_excel(book, sheet_name=name, index=False)
    imported = convert(out.getvalue(), "x.xlsx")
    used = imported.report.columns_used
    assert next((r for r, column in used.items() if column == "sheet"), None) == role
    assert [row["country"] for row in rows(imported)] == countries


def test_a_column_of_countries_goes_before_the_names_of_sheets(convert, rows):
    table = pd.DataFrame({"Date": ["2024-01-13"], "Town": ["x"], "Country": ["Yemen"]})
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        for name in ("Iraq", "Syria"):
            table.assign(Town=name).to_excel(book, sheet_name=name, index=False)
    assert [row["country"] for row in rows(convert(out.getvalue(), "x.xlsx"))] == ["Yemen"] * 2


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("nested.json", {"date.year": "2016", "date.day": "1", "location.lat": "36.34",
                         "casualties.killed": "3"}),
        ("lower_nested.json", {"location.lng": "43.13", "location.name": "Mosul",
                               "sources.publisher": "Paper"}),
    ],
)  # fmt: skip
def test_nested_objects_are_columns(name, columns):
    raw = importers.read_file(CASES / name)
    assert {c: raw.table.column(c)[0].as_py() for c in columns} == columns


def test_a_kml_placemark_keeps_span_and_text(case, rows):
    first, second = rows(case("kml2.geojson"))
    assert first["summary"] == "Two rockets fell\nno harm"
    assert (second["date"], second["date_end"]) == ("2024-01-04", "2024-01-05")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("shape.zip", (CASES / "shape.zip").read_bytes(), "a.shp: the shapefile is damaged"),
        ("x.geojson", b"var x = " + (CASES / "kml2.geojson").read_bytes(), "this is JavaScript"),
        ("x.geojson", b'{"type":"FeatureCollection","features":[]}', "has no features"),
    ],
)
def test_what_is_not_read_is_named(name, data, says):
    with pytest.raises(ImportRefusedError, match=says):
        importers.read_file(data, name)


def test_of_two_tables_in_a_zip_file_one_is_chosen():
    path = CASES / "two_csv.zip"
    with pytest.raises(ImportRefusedError, match=r"found 2 \(jan.csv, feb.csv\); choose one"):
        importers.read_file(path)
    assert importers.read_file(path, sheets=["feb.csv"]).name == "feb.csv"


def test_cells_that_a_spreadsheet_cut_are_blank_and_counted(case, rows):
    imported = case("short_rows.csv")
    assert [r["summary"] for r in rows(imported)] == ["two rockets", "one drone", "a mine"]
    assert imported.report.finding("short rows").rows == 2


@pytest.mark.parametrize(
    ("name", "schema"), [("acled_api.json", "acled"), ("ucdp_api.json", "ucdp")]
)
def test_answers_of_services_are_recognised(name, schema, case):
    report = case(name).report
    assert (report.schema, report.quarantined, report.kept > 0) == (schema, 0, True)
