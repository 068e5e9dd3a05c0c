"""The periods asked for most, and the campaign that most published counts are about."""

from __future__ import annotations

from dataclasses import replace

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


def test_the_campaign_is_a_period_of_the_built_in_data_only(atlas):
    assert presets.has_campaign(atlas)
    own = replace(atlas, package={**atlas.package, "provenance": {"file": "own.csv"}})
    assert not presets.has_campaign(own)


def test_years_with_a_handful_of_incidents_are_no_period(atlas):
    of_year = atlas.incidents["date"].dt.year.value_counts()
    years = presets.list_years(atlas)
    assert [year for year, _, _ in years] == sorted(
        (year for year, n in of_year.items() if n >= presets.FEWEST_OF_A_YEAR), reverse=True
    )
    for year, first, last in years:
        view = Filter(date_from=first, date_to=last).view(atlas)
        assert view.shown == of_year[year]
    assert years[0][2] == atlas.last_date
