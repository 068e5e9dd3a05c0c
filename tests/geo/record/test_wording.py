"""Changes in words: every coded column has its meanings, every count a name."""

from __future__ import annotations

import pytest

from geo.model.schema import TABLES
from geo.record import wording
from geo.record.snapshot import counts_of

CODED = [(t.name, c) for t in TABLES for c in t.columns if c.codes]


@pytest.mark.parametrize(("table", "column"), CODED, ids=lambda x: getattr(x, "name", x))
def test_every_code_of_every_column_has_a_meaning(table, column):
    assert set(wording.codes_of(table, column.name)) == set(column.codes)
    for code in column.codes:
        assert wording.cell_name(table, column.name, code) == wording.codes_of(
            table, column.name
        )[code]  # fmt: skip


def test_lists_and_blanks_are_said_in_words():
    assert wording.cell_name("incidents", "weapons", "rocket;mortar") == "rocket, mortar"
    assert wording.cell_name("incidents", "killed", "") == "empty"


def test_every_headline_count_has_a_name_of_its_own(atlas):
    names = [wording.count_name(name, atlas) for name in counts_of(atlas)]
    assert len(names) == len(set(names))
    assert not [name for name in names if "_" in name]


def test_a_group_that_is_gone_is_named_by_its_id(atlas):
    assert wording.count_name("by_group/gone", atlas) == "Group: gone"
    assert wording.count_name("by_group/kh", atlas) == "Group: Kata'ib Hezbollah"
