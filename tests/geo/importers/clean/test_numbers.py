"""Numbers of persons as people write them."""

from __future__ import annotations

import pytest

from geo.importers.clean import numbers
from tests.geo.importers.files import plain, plain_csv


def only(rows):
    (one,) = rows
    return one


@pytest.mark.parametrize(
    ("given", "expected"),
    [("3", 3), ("3.0", 3), (" 3 ", 3), ("1,200", 1200), ("1 200", 1200), ("٣", 3), ("0", 0),
     ("-99", None), ("N/A", None), ("", None), ("dozens", None), ("5-10", None), ("-4", None),
     ("2.5", None), ("1e99", None), ("99999999999999", None)],
)  # fmt: skip
def test_numbers_of_persons(given, expected, convert, rows):
    assert only(rows(convert(plain_csv(plain(Killed=given)))))["killed"] == expected


def test_what_is_no_number_is_flagged_with_its_text(convert):
    report = convert(plain_csv(plain(Killed="dozens"))).report
    assert report.finding("killed not read").examples == ((2, "dozens"),)


@pytest.mark.parametrize(
    ("cells", "counts"),
    [(["1.000", "0.000"], [1, 0]), (["1.000", "3.000"], [1, 3]), (["1.000"], [1000]),
     (["1.200", "2.000"], [1200, 2000])],
)  # fmt: skip
def test_the_column_decides_whether_three_decimals_are_thousands(cells, counts):
    assert numbers.read_counts(cells).number.tolist() == counts
