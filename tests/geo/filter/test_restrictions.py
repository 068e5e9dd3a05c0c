"""What a filter asks for, in words, and without one of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from geo.filter import restrictions
from geo.filter.filter import Filter
from tests.geo import strategies

WHOLE = (
    "from=2024-02-05&to=2024-04-23&group=kh&members=0&rule=claimed&type=attack&type=strike"
    "&target=us_coalition&confirmation=official&precision=town&q=zzz&near=33.79,42.44,50"
    "&review=single_source"
)


def test_each_value_is_a_restriction_in_words_and_the_period_is_one(atlas):
    parts = restrictions.list_restrictions(Filter.parse(WHOLE, atlas), atlas)
    assert [part.label for part in parts] == [
        "5 Feb 2024 to 23 Apr 2024", "Kata'ib Hezbollah", "Without member groups", "Rule: claimed",
        "Attacks", "Other strikes by states", "US or coalition forces", "Official",
        "Location known to the town or better", "“zzz”", "Within 50 km of 33.79, 42.44",
        "Single source",
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["", "from=2019-12-03&to=2025-12-20", "from=2000-01-01"])
def test_a_period_that_holds_all_days_restricts_nothing(atlas, query):
    assert restrictions.list_restrictions(Filter.parse(query, atlas), atlas) == []


@settings(max_examples=60)
@given(strategies.params())
def test_without_all_of_its_restrictions_a_filter_matches_all(atlas, params):
    filter_ = Filter.parse(params, atlas)
    for part in restrictions.list_restrictions(filter_, atlas):
        filter_ = restrictions.remove(filter_, part)
    assert filter_.view(atlas).shown == atlas.n_incidents


@settings(max_examples=60)
@given(strategies.params())
def test_without_a_parameter_nothing_is_lost_and_a_way_out_counts_what_is_then_found(atlas, params):
    filter_ = Filter.parse(params, atlas)
    before = set(filter_.view(atlas).positions.tolist())
    counts = {}
    for part in restrictions.list_restrictions(filter_, atlas):
        wider = restrictions.remove_parameter(filter_, part.parameter).view(atlas)
        assert before <= set(wider.positions.tolist())
        counts[part.parameter] = wider.shown
    ways = restrictions.find_ways_out(filter_, atlas)
    assert {parts[0].parameter: n for parts, n in ways} == {k: n for k, n in counts.items() if n}
    assert [n for _, n in ways] == sorted((n for _, n in ways), reverse=True)


def test_one_of_two_values_is_removed_and_the_other_stays(atlas):
    filter_ = Filter.parse("group=kh&group=iri", atlas)
    first, second = restrictions.list_restrictions(filter_, atlas)
    assert restrictions.remove(filter_, first).group == (second.value,)
