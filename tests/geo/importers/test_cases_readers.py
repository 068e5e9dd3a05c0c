"""Other people's files, as their readers give them: which table, which rows, which columns."""

from __future__ import annotations

import pytest

# Rows as (date, latitude, longitude), and how many stand in quarantine.
MOSUL, RAQQA, HAMA = ("36.34", "43.13"), ("35.95", "39.01"), ("35.13", "36.75")
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
    "tz_nested.parquet": ([("2024-01-03", *MOSUL), ("2024-01-04", *RAQQA)], 0),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_dates_and_points(name, case, rows):
    expected, out = READ[name]
    imported = case(name)
    dated = [(r["date"], r["latitude"], r["longitude"]) for r in rows(imported)]
    assert (dated, imported.report.quarantined) == (expected, out)


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
