"""The campaign that most published counts are about."""

from __future__ import annotations

from geo.filter import presets
from geo.filter.filter import Filter


def test_the_campaign_is_a_filter_like_any_other_and_ends_with_an_attack(atlas):
    view = presets.ATTACKS.view(atlas)
    assert (
        Filter.parse(presets.ATTACKS.to_query(), atlas).view(atlas).positions.tolist()
        == view.positions.tolist()
    )
    days = atlas.incidents["date"].iloc[view.positions].dt.date
    assert days.max() == presets.LAST_DAY
    assert days.min() in presets.FIRST_DAYS
    assert set(view.positions) <= set(presets.PERIOD.view(atlas).positions)
