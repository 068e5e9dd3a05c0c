"""What the steps of an import share: columns by role, and codes."""

from __future__ import annotations

import datetime as dt

import pytest

from geo import importers
from geo.importers.build.conversion import Conversion


@pytest.fixture
def conversion():
    raw = importers.read_file(b"When,How,Edit\n2024,Drone,5\n2025,ied,x\n", "x.csv")
    mapping = importers.Mapping({"date": "When", "weapons": "How", "edited": "Edit"},
                                {"country": " Iraq "}, {"weapons": {"IED": "mortar"}})  # fmt: skip
    options = importers.Options(today=dt.date(2026, 1, 15))
    return Conversion(raw, importers.SCHEMAS["plain"], mapping, options)


def test_columns_are_had_by_role(conversion):
    assert conversion.cells("date").texts == ("2024", "2025")
    assert conversion.cells("country").texts == ("Iraq",)
    assert conversion.cells("place").texts == ("",)
    assert [conversion.has(r) for r in ("date", "country", "place")] == [True, True, False]
    assert (conversion.name("date"), conversion.name("place")) == ("When", "place")


def test_codes_are_those_of_the_mapping_first(conversion):
    assert conversion.code_of("weapons", ("ied", "rockets", "?"), "unknown") == [
        "mortar", "rocket", "unknown",
    ]  # fmt: skip


def test_the_report_tells_what_values_became(conversion):
    cells = conversion.cells("weapons")
    conversion.tell_codes("weapons", cells, ["unknown", "mortar"])
    assert conversion.codes["weapons"] == (("Drone", "unknown", 1), ("ied", "mortar", 1))


def test_times_of_edits_are_zero_where_they_are_not_known(conversion):
    assert conversion.edited.tolist() == [5.0, 0.0]
