"""Rows of totals are no incidents."""

from __future__ import annotations

import re

import pytest

from geo.importers.build import totals
from geo.importers.build.totals import is_total


@pytest.mark.parametrize(
    "text", ["Total", "TOTAL:", "Grand total", "Sub-total", "Total January 2024", "Gesamt", "Итого"]
)
def test_a_cell_that_says_total_and_perhaps_of_when(text):
    assert is_total(text)


@pytest.mark.parametrize("text", ["", "Total Energies", "Summerville", "2024-01-13", "Mosul"])
def test_other_cells(text):
    assert not is_total(text)


def test_rows_of_totals_go_to_quarantine_and_are_not_counted(convert):
    data = (
        "Date,Country,City,Killed\n2024-01-13,Iraq,Mosul,2\n2024-01-14,Iraq,Erbil,3\n"
        "2024-01-31,Iraq,Total January,5\nTotal,,,5\n"
    )
    report = convert(data.encode()).report
    assert report.glance.tolls["killed"].total == 5
    assert (report.read, report.kept) == (4, 2)
    assert {r.reason for r in report.quarantine} == {"a row of totals, not an incident"}


def test_every_word_for_a_total_has_what_is_looked_for_first():
    assert not [word for word in totals._TOTAL if not re.search(totals._MAY_BE, word)]
