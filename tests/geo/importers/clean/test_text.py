"""Text that would run, control characters, and text that is too long."""

from __future__ import annotations

import pytest

from geo.export import writers
from geo.filter.filter import Filter
from geo.importers import Mapping
from geo.importers.clean import text
from tests.geo.importers.files import plain, plain_csv


def only(rows):
    (one,) = rows
    return one


EVIL = ("=HYPERLINK(1)", "+1", "-1 dead", "@cmd", "@@=alert(1)", "@@#x", "\t=1", "＝1")


@pytest.mark.parametrize("evil", EVIL)
def test_text_that_would_run_gets_an_apostrophe(evil, convert, rows, load):
    fields = {"Description": evil, "Place": evil, "Group": evil, "Source": evil, "Weapon": evil}
    columns = {"date": "Date", "country": "Country", "summary": "Description", "place": "Place",
               "party_1": "Group", "source": "Source", "weapons": "Weapon"}  # fmt: skip
    imported = convert(plain_csv(plain(**fields)), mapping=Mapping(columns))
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
