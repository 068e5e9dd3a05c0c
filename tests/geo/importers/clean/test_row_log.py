"""The log of rows: who is out and why, and what was noted of those that stay."""

from __future__ import annotations

import numpy as np
import pytest

from geo import importers
from geo.importers.clean.row_log import RowLog


@pytest.fixture
def row_log():
    return RowLog(importers.read_file(b"a,b\n1,x\n2,y\n3,x\n4\n", "x.csv"))


def rows(*positions):
    return np.isin(np.arange(3), positions)


def test_the_first_reason_of_a_row_is_the_one_that_counts(row_log):
    row_log.quarantine(rows(0), "a", "is odd", {0: "is 1", 1: "stays"})
    row_log.quarantine(rows(0, 2), "", "is even odder")
    assert row_log.out.tolist() == [True, False, True]
    assert [(f.message, f.rows, f.examples) for f in row_log.findings()] == [
        ("a: is odd", 1, ((2, "1"),)),
        ("is even odder", 1, ((4, ""),)),
        ("expected 2 cells, found 1", 1, ((5, "4"),)),
    ]
    assert [(r.line, r.column, r.reason, r.value, r.original) for r in row_log.refused()] == [
        (2, "a", "is 1", "1", "1,x"),
        (4, "", "is even odder", "", "3,x"),
        (5, "", row_log.raw.unfit[0].reason, "", "4"),
    ]


def test_notes_count_the_rows_that_stay(row_log):
    row_log.note("mended", "what", "words", rows(0, 1), "b")
    row_log.note("noted", "file", "of the file")
    row_log.note("flagged", "nothing", "of no row", rows())
    row_log.quarantine(rows(0), "", "out")
    findings = [(f.kind, f.what, f.rows, f.examples) for f in row_log.findings()]
    assert findings[-2:] == [("mended", "what", 1, ((3, "y"),)), ("noted", "file", 0, ())]


def test_faults_of_values_are_faults_of_their_rows(row_log):
    cells = row_log.raw.column("b")
    row_log.note_by_value("flagged", "odd", cells, ["", "is y"], "b")
    row_log.quarantine_by_value(cells, ["is x", ""], "b")
    assert row_log.out.tolist() == [True, False, True]
    assert row_log.findings()[-1].message == "b: is y"
