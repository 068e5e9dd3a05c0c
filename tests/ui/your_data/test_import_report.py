"""The sum that an import report begins with."""

from __future__ import annotations

from geo import importers
from tests.geo.importers.files import plain, plain_csv
from ui.your_data import import_report


def test_the_sum_accounts_for_every_row_that_was_read():
    rows = [plain(), plain(Date="not a day")]
    report = importers.convert(importers.read_file(plain_csv(*rows), "x.csv")).report
    assert import_report.balance(report) == "1 of 2 rows imported, 1 quarantined"
