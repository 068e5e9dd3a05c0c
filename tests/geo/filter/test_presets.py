"""The campaign that most published counts are about."""

from __future__ import annotations

from geo.filter import presets


def test_the_campaign_is_a_filter_like_any_other_and_ends_with_an_attack(atlas):
    view = atlas.view(presets.ATTACKS)
    assert atlas.view(presets.ATTACKS.to_query()).positions.tolist() == view.positions.tolist()
    days = atlas.incidents["date"].iloc[view.positions].dt.date
    assert days.max() == presets.LAST_DAY
    assert days.min() in presets.FIRST_DAYS
    assert set(view.positions) <= set(atlas.view(presets.PERIOD).positions)
