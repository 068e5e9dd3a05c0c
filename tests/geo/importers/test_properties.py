"""Whatever stands in the cells: nothing crashes, nothing is lost, and the folder is sound."""

from __future__ import annotations

import datetime as dt
import re

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import importers
from geo.errors import ImportRefusedError
from geo.filter.filter import Filter
from geo.importers.clean import dates, numbers, text
from geo.io import catalog
from geo.io.values import CONTROL, RUNS_IN_A_SPREADSHEET
from tests.geo.importers.files import (
    ACLED_COLUMNS,
    UCDP_COLUMNS,
    acled,
    plain,
    ucdp,
    written,
)

OPTIONS = importers.Options(today=dt.date(2026, 1, 15))
TRAPS = ("", " ", "N/A", "-99", "0", "1", "33.3", "44,4", "1e9", "33.3, 44.4", "POINT (44 33)",
         "12-08N", "[44.4, 33.3]", "LINESTRING (44 33, 45 33)", "4801210", "nan",
         "=1", "@@=x", "1970-01-01",
         "03/04/2024", "2024-02-30", "31/12/99", "قاعدة", "😀", "<b>", "a;b", 'say "x"', "x\ny",
         "\x00", "\u202e", "-1", "95", "Iraq", "Syria", "2030-01-01", "Kataib Hezbollah", "1,200",
         "https://example.org", "\ufeff", "1704800000", "rocket;drone", ";", "'")  # fmt: skip
CELL = st.sampled_from(TRAPS) | st.text(max_size=12)
SCHEMAS = {"acled": (acled, ACLED_COLUMNS), "ucdp": (ucdp, UCDP_COLUMNS), "plain": (plain, ())}


@st.composite
def tables(draw, schema):
    """Return a table of the schema's columns in which some cells hold anything."""
    row, columns = SCHEMAS[schema]
    rows = []
    for number in range(draw(st.integers(1, 6))):
        cells = row(f"E{number}") if schema != "plain" else row()
        changed = draw(st.dictionaries(st.sampled_from(sorted(cells)), CELL, max_size=6))
        rows.append(cells | changed)
    names = list(columns or rows[0])
    dropped = draw(st.sets(st.sampled_from(names), max_size=3))
    return written(rows, [n for n in names if n not in dropped])


def account(report):
    """Return whether every row is told of exactly once."""
    by_reason = sum(f.rows for f in report.findings if f.kind == "quarantined")
    return (
        report.read == report.kept + report.quarantined
        and report.quarantined == len(report.quarantine) == by_reason
    )


@pytest.mark.parametrize("schema", SCHEMAS)
def test_read_is_kept_plus_quarantined_and_the_folder_is_sound(schema, tmp_path_factory):
    kept = []

    @settings(max_examples=15)
    @given(tables(schema))
    def check(content):
        folder = tmp_path_factory.mktemp("out") / "out"
        try:
            raw = importers.read_file(content.encode(errors="replace"), "x.csv")
            imported = importers.convert(raw, schema, options=OPTIONS)
        except ImportRefusedError:
            return
        assert account(imported.report)
        assert imported.report.read == raw.rows_read
        assert imported.tables["incidents"].num_rows == imported.report.kept
        importers.write_folder(imported, folder)
        assert catalog.validate(folder) == ()
        atlas = catalog.load(folder)
        assert Filter.parse("", atlas).view(atlas).shown == imported.report.kept
        kept.append(imported.report.kept)

    check()
    assert sum(kept) > 0


@settings(max_examples=300)
@given(st.lists(st.lists(st.text(max_size=15), min_size=3, max_size=3), min_size=1, max_size=5))
def test_arbitrary_cells_never_crash_and_are_accounted_for(cells):
    rows = [dict(zip("abc", row, strict=True)) for row in cells]
    mapping = importers.Mapping({"date": "a", "place": "b", "party_1": "c", "latitude": "b",
                                 "longitude": "c", "point": "b", "killed": "b", "id": "c",
                                 "url": "b", "source": "c", "weapons": "c",
                                 "country": "b"})  # fmt: skip
    data = written([{"a": "2024-01-01", "b": "x", "c": "y"}, *rows]).encode(errors="replace")
    try:
        raw = importers.read_file(data, "x.csv")
        report = importers.convert(raw, "plain", mapping, OPTIONS).report
    except ImportRefusedError:
        return
    assert account(report)


@given(st.text(max_size=40))
def test_dates_and_numbers_never_crash(cell):
    (day,) = dates.read_dates([cell], [1], "auto", OPTIONS.today).day
    assert str(day) == "NaT" or "1900-01-01" <= str(day) <= "2099-12-31"
    assert abs(numbers.read_degrees([cell]).number[0]) != float("inf")
    assert not numbers.read_counts([cell]).number[0] < 0


@given(st.dates(dt.date(1930, 1, 1), dt.date(2025, 12, 31)), st.sampled_from(
    ["%Y-%m-%d", "%d %B %Y", "%Y/%m/%d", "%d %b %Y", "%B %d, %Y", "%Y%m%d", "%Y-%m-%dT%H:%M:%S"]
))  # fmt: skip
def test_a_date_is_read_as_it_was_written(day, style):
    (read,) = dates.read_dates([day.strftime(style)], [1], "auto", OPTIONS.today).day
    assert str(read) == day.isoformat()


@given(st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2025, 12, 31)), min_size=1, max_size=9),
       st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y"]))  # fmt: skip
def test_a_column_that_proves_its_order_is_read_right(days, style):
    proving = [*days, dt.date(2020, 1, 31)]
    texts = list(dict.fromkeys(d.strftime(style) for d in proving))
    read = dates.read_dates(texts, [1] * len(texts), "auto", OPTIONS.today)
    assert [str(d) for d in read.day] == [d.isoformat() for d in dict.fromkeys(proving)]


@given(st.text(max_size=30))
def test_text_made_safe_is_what_the_loader_takes(cell):
    safe = text.safe_cell(cell)
    assert not re.match(RUNS_IN_A_SPREADSHEET, safe)
    assert not re.search(CONTROL, safe)
    assert text.safe_cell(safe) == safe
    many, changed, _ = text.safe_texts(pa.array([cell.strip()], pa.large_string()), 1000)
    assert many.to_pylist() == [text.safe_cell(cell.strip()) or None]
    assert changed.tolist() == [(many[0].as_py() or "") != cell.strip()]
