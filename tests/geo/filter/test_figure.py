"""A figure counts the rows that it opens into; the presets are what published counts are about."""

from __future__ import annotations

import numpy as np

from geo.filter import presets
from geo.filter.figure import Figure


def test_a_figure_is_as_large_as_its_rows():
    assert Figure("k", "attacks", np.array([1, 5, 9])).n == 3


def test_the_presets_are_of_one_period(atlas):
    assert presets.PERIOD.period(atlas) == presets.ATTACKS.period(atlas)
    attacks, period = (set(f.view(atlas).positions) for f in (presets.ATTACKS, presets.PERIOD))
    assert attacks < period
    assert presets.WASHINGTON_FIRST_DAY < presets.LOCAL_FIRST_DAY < presets.LAST_DAY
