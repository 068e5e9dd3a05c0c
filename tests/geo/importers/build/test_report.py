"""The account of an import: its sums, its quarantine, and refusals."""

from __future__ import annotations

import csv
import io
import json

import pytest

from geo.errors import ImportRefusedError
from tests.geo.importers.files import acled, acled_csv, plain, plain_csv


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
    assert "columns not used: disorder_type (Political violence); interaction" in report.to_text()


def test_the_report_hides_nothing(convert):
    data = plain_csv(plain(Date="\u202enever")).replace(b"Place", "Pl\u202eace\x1b[2J".encode())
    shown = convert(data + plain_csv(plain()).partition(b"\n")[2]).report.to_text()
    assert "Pl<U+202E>ace" in shown
    assert "\u202e" not in shown
    assert "\x1b" not in shown


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
