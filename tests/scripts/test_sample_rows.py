"""The sample that is read again: the same with the same seed, each row with its sources."""

from __future__ import annotations

from geo.paths import DATA
from tests.scripts.loading import script

sample_rows = script("sample_rows")


def test_a_seed_draws_the_same_rows_and_another_one_others():
    one = sample_rows.draw(DATA, 40, 40)
    assert one == sample_rows.draw(DATA, 40, 40)
    assert len(one) == len({text.splitlines()[0] for text in one}) == 40
    assert one != sample_rows.draw(DATA, 41, 40)


def test_each_row_has_its_sources():
    assert all("\n  - " in text for text in sample_rows.draw(DATA, 40, 40))
