"""The whole summary: its keys, and that its counts agree with each other."""

from __future__ import annotations

from hypothesis import given, settings

from geo.analysis import summary
from geo.filter.filter import Filter
from tests.geo import strategies

CONTRACT = [
    "dataset_version", "filter", "shown", "total", "left_out", "not_drawn", "first", "last",
    "killed", "injured", "by_group", "by_stance", "by_base", "by_province", "by_country",
    "by_weapon", "by_type", "by_confirmation", "by_month", "lulls", "longest_lull", "tallies",
]  # fmt: skip


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def test_the_summary_has_the_keys_of_the_contract_in_their_order(atlas):
    keys = list(summary.summarise(view_of("", atlas), atlas))
    assert [k for k in keys if k in CONTRACT] == CONTRACT


def test_the_summary_of_nothing_has_every_key(atlas):
    result = summary.summarise(view_of("from=1990-01-01&to=1990-01-01", atlas), atlas)
    assert set(CONTRACT) <= set(result)
    assert (result["shown"], result["first"], result["killed"]) == (0, None, None)
    assert result["lulls"] == []
    assert result["by_group"] == result["by_month"] == {}


def test_the_summary_names_its_period_in_absolute_terms(atlas):
    result = summary.summarise(view_of("group=kh", atlas), atlas)
    dates = atlas.incidents["date"]
    assert result["filter"] == f"from={dates.min():%Y-%m-%d}&to={dates.max():%Y-%m-%d}&group=kh"


@settings(max_examples=40)
@given(strategies.params())
def test_counts_that_do_not_overlap_sum_up_to_those_shown(atlas, params):
    result = summary.summarise(view_of(params, atlas), atlas)
    for key in ("by_base", "by_province", "by_country", "by_type", "by_confirmation", "by_month"):
        assert sum(result[key].values()) == result["shown"], key
    for key in ("by_group", "by_weapon"):
        assert sum(result[key].values()) >= result["shown"]
        assert max(result[key].values(), default=0) <= result["shown"]
    assert result["shown"] + sum(result["left_out"].values()) == result["total"]
    assert bool(result["first"]) == bool(result["last"]) == bool(result["shown"])
