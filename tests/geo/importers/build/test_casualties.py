"""Numbers of persons that contradict each other."""

from __future__ import annotations

import pytest

from geo import importers
from tests.geo.importers.files import (
    ucdp,
    ucdp_csv,
)

SIDES = b"""date,FriendlyKIA,EnemyKIA,CivilianKIA,FriendlyWIA
2007-01-03,1,0,2,4
2007-01-04,,3,,
2007-01-05,,,,
2007-01-06,900000000,900000000,0,1
"""


def test_estimates_out_of_order_are_flagged(convert):
    assert convert(ucdp_csv(ucdp(low="5"))).report.finding("range of deaths").rows == 1


def test_the_dead_of_every_side_are_added_up(convert, rows):
    imported = convert(SIDES)
    assert [r["killed"] for r in rows(imported)] == [3, 3, None, None]
    # One column of one side is no whole.
    assert [r["injured"] for r in rows(imported)] == [None] * 4
    report = imported.report
    assert report.columns_used["killed"] == "FriendlyKIA + EnemyKIA + CivilianKIA"
    assert report.columns_unused == ("FriendlyWIA",)
    assert report.finding("sum of killed").kind == "decided"
    assert (report.finding("part of killed").rows, report.finding("killed not read").rows) == (1, 1)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Total KIA,CF KIA,CIV KIA,EN KIA", ("Total KIA",)),
        ("CF KIA,CIV KIA,EN KIA", ("CF KIA", "CIV KIA", "EN KIA")),
        ("civilians killed,soldiers_killed", ()),  # what of the others? A person is asked
        ("deaths_a,deaths_b,deaths_civilians", ()),  # not each a side with a name
        ("police killed by,children killed", ()),
    ],
)
def test_only_columns_of_both_sides_are_added_up(header, columns):
    data = f"date,{header}\n2024-01-01{',1' * (header.count(',') + 1)}\n".encode()
    mapping = importers.guess_mapping(importers.read_file(data, "x.csv")).mapping
    assert mapping.columns_of("killed") == columns


def test_one_column_can_be_taken_alone(convert, rows):
    guessed = importers.guess_mapping(importers.read_file(SIDES, "x.csv")).mapping
    alone = importers.Mapping({**guessed.columns, "killed": "EnemyKIA"})
    imported = convert(SIDES, mapping=alone)
    assert [r["killed"] for r in rows(imported)][:2] == [0, 3]
