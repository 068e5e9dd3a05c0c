"""What the report says first: years, points, countries, tolls, and rows before and after."""

from __future__ import annotations

from tests.geo.importers.files import plain, plain_csv


def test_the_sums_are_those_of_the_kept_rows(convert):
    table = [plain(), plain(Date="2023-01-05", Killed="12", Country="Syria", Lat="", Lon=""),
             plain(Date="never", Killed="500")]  # fmt: skip
    glance = convert(plain_csv(*table)).report.glance
    assert glance.years == (("2023", 1), ("2024", 1))
    assert glance.countries == (("Iraq", 1), ("Syria", 1))
    assert glance.with_point == 1
    assert (glance.tolls["killed"].total, glance.tolls["killed"].known) == (12, 2)
    assert (glance.tolls["injured"].total, glance.tolls["injured"].known) == (0, 0)


def test_the_report_tells_columns_sums_and_rows_before_all_else(convert):
    text = convert(plain_csv(plain(), plain(Extra="x"))).report.to_text()
    lines = text.splitlines()
    assert lines[2] == "columns:"
    assert "  date = Date (by its name and cells): 2024-04-22" in lines
    assert "killed: 0 in all, known for 2 rows" in lines
    assert "injured: not known for any row" in lines
    was, became = lines.index("first rows, as they were and as they became:") + 1, 0
    assert lines[was].startswith("  line 2: Date=2024-04-22; Place=Al-Asad")
    assert lines[was + 1].startswith("    became: date=2024-04-22")
    assert text.index("by year:") < text.index("Kept and corrected") > became


def test_a_row_shows_no_text_that_a_terminal_would_obey(convert):
    report = convert(plain_csv(plain(Description="a\x1b[31mb"))).report
    assert "\x1b" not in report.to_text()
