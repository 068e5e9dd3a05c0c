"""Two sides of a comparison, against plain counting and by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis import compare
from geo.errors import FilterError
from geo.filter.filter import Filter
from tests.geo import strategies
from tests.geometry import group, incident, statement


def rows_of(atlas, side):
    return atlas.incidents.iloc[side.shown.positions]


@settings(max_examples=20)
@given(strategies.params(), st.sampled_from(strategies.GROUPS), st.sampled_from(strategies.GROUPS))
def test_two_groups_are_counted_as_their_own_filters_count_them(atlas, oracle, params, one, other):
    filter_ = Filter.parse(params, atlas)
    for asked, side in zip(
        (one, other), compare.compare_groups(filter_, atlas, one, other), strict=True
    ):
        rows, _ = oracle.view(params | {"group": [asked]})
        assert rows_of(atlas, side)["incident_id"].tolist() == [r["incident_id"] for r in rows]
        weapons = Counter(w for r in rows for w in r["weapons"].split(";"))
        assert {w: f.n for w, f in side.weapons.items()} == weapons
        months = Counter(r["date"][:7] for r in rows)
        assert {m: f.n for m, f in side.months.items() if f.n} == months
        killed = [int(r["killed"]) for r in rows if r["killed"]]
        assert side.killed.total == (sum(killed) if killed else None)
        assert (side.killed.known.n, side.killed.unknown.n) == (
            len(killed), len(rows) - len(killed),
        )  # fmt: skip
        attacks = [r for r in rows if r["event_type"] == "attack"]
        members = params.get("members", ["1"]) == ["1"]
        claimed = [r for r in attacks if oracle.by_rule(r, "claimed", [asked], members=members)]
        assert (side.attacks.n, side.claimed.n) == (len(attacks), len(claimed))
        for rule, figure in side.rules.items():
            under, _ = oracle.view(params | {"group": [asked], "rule": [rule]})
            assert figure.n == len(under)


@settings(max_examples=20)
@given(strategies.params(), st.dates(date(2023, 1, 1), date(2024, 12, 31)), st.integers(0, 400))
def test_a_period_holds_what_the_filter_finds_in_it(atlas, params, first, days):
    filter_ = Filter.parse(params, atlas)
    then = first, date.fromordinal(first.toordinal() + days)
    now, other = compare.compare_periods(filter_, atlas, then)
    assert now.shown.positions.tolist() == filter_.view(atlas).positions.tolist()
    assert other.days == days + 1
    moved = params | {"from": [then[0].isoformat()], "to": [then[1].isoformat()]}
    expected = Filter.parse(moved, atlas).view(atlas).positions.tolist()
    assert other.shown.positions.tolist() == expected
    assert other.rate == pytest.approx(len(expected) * 30 / (days + 1))


@settings(max_examples=15)
@given(strategies.params())
def test_keys_are_unique_and_rows_lie_within_their_side(atlas, params):
    filter_ = Filter.parse(params, atlas)
    sides = (
        *compare.compare_groups(filter_, atlas, "iri", "kh"),
        *compare.compare_periods(filter_, atlas, (date(2024, 1, 1), date(2024, 6, 30))),
    )
    keys = [f.key for side in sides for f in side.figures]
    assert len(keys) == len(set(keys))
    for side in sides:
        shown = set(side.shown.positions.tolist())
        ruled = {f.key for f in side.rules.values()}  # the filter's own rule makes way for them
        assert all(set(f.positions.tolist()) <= shown for f in side.figures if f.key not in ruled)
        assert side.rules[filter_.rule].n == side.shown.n
        assert sum(f.n for f in side.months.values()) == side.shown.n


@pytest.fixture
def small(hand_drawn):
    return hand_drawn(
        incidents=[
            incident("a", "2024-01-01", killed=2, weapons="rocket;mortar"),
            incident("b", "2024-01-31", killed=0),
            incident("c", "2024-02-01", event_type="strike"),
            incident("d", "2024-03-10"),
        ],
        groups=[group("leaf"), group("other")],
        statements=[
            statement("a", "leaf", "claimed"), statement("b", "leaf", "attributed"),
            statement("b", "other", "claimed"), statement("d", "other", "suspected"),
        ],
    )  # fmt: skip


def test_first_and_last_day_belong_to_a_period_and_empty_months_are_there(small):
    now, then = compare.compare_periods(
        Filter(date_from=date(2024, 1, 1), date_to=date(2024, 1, 31)), small,
        (date(2024, 1, 31), date(2024, 3, 10)),
    )  # fmt: skip
    assert (now.shown.n, now.days) == (2, 31)
    assert {m: f.n for m, f in then.months.items()} == {"2024-01": 1, "2024-02": 1, "2024-03": 1}
    assert compare.overlap_days(now, then) == 1
    assert compare.incidents_in_both(now, then).n == 1


def test_a_claim_counts_for_the_group_that_made_it_and_unknown_is_not_none(small):
    leaf, other = compare.compare_groups(Filter(), small, "leaf", "other")
    assert (leaf.attacks.n, leaf.claimed.n) == (2, 1)
    assert (other.attacks.n, other.claimed.n) == (2, 1)
    assert (leaf.killed.total, leaf.killed.unknown.n) == (2, 0)
    assert (other.killed.total, other.killed.unknown.n) == (0, 1)
    assert leaf.injured.total is None
    assert leaf.weapons["mortar"].n == 1
    assert "air_strike" not in leaf.weapons


def test_an_empty_side_has_no_sums(small):
    nobody = Filter.parse("from=2030-01-01&to=2030-01-30", small)
    side = compare.compare_side(nobody.view(small), small, "k", "nothing")
    assert (side.shown.n, side.killed.total, side.rate, side.weapons) == (0, None, 0, {})
    assert list(side.months) == ["2030-01"]


@pytest.mark.parametrize(
    "given_", ["", "2024-01-01", "2024-02-01..2024-01-01", "2024-01-01..2024-02-30", "a..b",
               "2024-01-01..2024-02-01..2024-03-01"],
)  # fmt: skip
def test_what_is_no_period_is_said(given_):
    with pytest.raises(FilterError, match="then"):
        compare.parse_period("then", given_)


def test_a_period_may_be_one_day():
    day = date(2024, 2, 29)
    assert compare.parse_period("then", "2024-02-29..2024-02-29") == (day, day)
