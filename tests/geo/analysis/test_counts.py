"""Counts as plain numbers, against plain Python and drawn by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings

from geo import codes
from geo.analysis import counts, summary
from geo.filter.filter import Filter
from tests.geo import strategies
from tests.geo.oracle import ranked
from tests.geometry import incident, statement


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


# --- counts ---------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(strategies.params())
def test_every_count_is_what_plain_python_counts(atlas, oracle, params):
    view = view_of(params, atlas)
    rows, _ = oracle.view(params)
    for name, column in [
        ("base_id", "base_id"), ("country", "country"), ("event_type", "event_type"),
        ("confirmation", "confirmation"),
    ]:  # fmt: skip
        expected = ranked(r[column] or "none" for r in rows)
        assert list(counts.count_by_column(view, atlas, name).items()) == expected
    assert list(counts.count_by_column(view, atlas, "province_code").items()) == ranked(
        oracle.province[r["incident_id"]] or "none" for r in rows
    )
    assert list(counts.count_by_weapon(view, atlas).items()) == ranked(
        w for r in rows for w in r["weapons"].split(";")
    )
    by_stance = Counter(
        stance
        for r in rows
        for stance in {s["stance"] for s in oracle.about[r["incident_id"]] if oracle.stands(s)}
    )
    expected = [(s, by_stance[s]) for s in codes.STANCE if by_stance[s]]
    assert list(counts.count_by_stance(view, atlas).items()) == expected
    by_month = Counter(r["date"][:7] for r in rows)
    counted = counts.count_by_month(view, atlas)
    assert {m: n for m, n in counted.items() if n} == by_month
    assert list(counted) == months(rows)
    for column in ("killed", "injured"):
        known = [int(r[column]) for r in rows if r[column]]
        total = sum(known) if known else None
        assert counts.sum_toll(view, atlas, column) == (total, len(rows) - len(known))


def months(rows):
    if not rows:
        return []
    year, month = map(int, rows[0]["date"][:7].split("-"))
    listed = [rows[0]["date"][:7]]
    while listed[-1] != rows[-1]["date"][:7]:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        listed.append(f"{year}-{month:02}")
    return listed


@settings(max_examples=60)
@given(strategies.params("group", "members", "rule", "country"))
def test_groups_are_counted_by_the_statements_that_the_rule_admits(atlas, oracle, params):
    rule = params.get("rule", ["any"])[0]
    admitted = {
        "any": {"claimed", "acknowledged", "attributed", "suspected"},
        "claimed": {"claimed"},
        "attributed": {"attributed", "suspected"},
        "undisputed": {"claimed", "acknowledged", "attributed"},
        "unclaimed": {"acknowledged", "attributed", "suspected"},
    }[rule]
    rows, _ = oracle.view(params)
    expected = ranked(g for r in rows for g in (oracle.named(r, admitted, rule) or ["unknown"]))
    assert list(counts.count_by_group(view_of(params, atlas), atlas).items()) == expected


def test_a_disputed_group_is_not_counted_where_the_rule_is_undisputed(hand_drawn):
    atlas = hand_drawn(
        statements=[
            statement("one", "leaf", "attributed"),
            statement("one", "leaf", "denied"),
            statement("one", "other", "claimed"),
        ]
    )
    view = view_of("rule=undisputed", atlas)
    assert view.shown == 1
    assert counts.count_by_group(view, atlas) == {"other": 1}


def test_every_named_group_counts_for_itself_and_not_for_its_umbrella(hand_drawn):
    links = [{"child_id": "leaf", "parent_id": "root", "relation": "member_of", "source_id": "s1"}]
    atlas = hand_drawn(
        incidents=[incident("a"), incident("b")],
        statements=[
            statement("a", "leaf", "claimed"),
            statement("a", "other", "suspected"),
            statement("a", "leaf", "suspected"),
        ],
        group_links=links,
    )
    assert counts.count_by_group(view_of("", atlas), atlas) == {"leaf": 1, "other": 1, "unknown": 1}
    assert counts.count_by_group(view_of("rule=claimed", atlas), atlas) == {"leaf": 1}


def test_equal_counts_are_ranked_by_name(hand_drawn):
    rows = [incident(f"i{n}", weapons=w) for n, w in enumerate(["rocket", "mortar", "air_strike"])]
    counted = counts.count_by_weapon(view_of("", atlas := hand_drawn(incidents=rows)), atlas)
    assert list(counted) == ["air_strike", "mortar", "rocket"]


# --- toll -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["", ""], (None, 2)),
        (["0", ""], (0, 1)),
        (["0", "0"], (0, 0)),
        (["3", ""], (3, 1)),
        (["3", "4"], (7, 0)),
    ],
)
def test_an_unknown_toll_is_never_zero(cells, expected, hand_drawn):
    rows = [incident(f"i{n}", killed=cell) for n, cell in enumerate(cells)]
    atlas = hand_drawn(incidents=rows)
    assert counts.sum_toll(view_of("", atlas), atlas, "killed") == expected
    result = summary.summarise(view_of("", atlas), atlas)
    assert (result["killed"], result["killed_unknown"]) == expected


def test_a_toll_of_no_rows_is_unknown(days):
    atlas = days(1)
    assert counts.sum_toll(view_of("from=1990-01-01&to=1990-01-01", atlas), atlas, "killed") == (
        None,
        0,
    )


def test_days_between_counts_both_ends():
    assert counts.days_between(date(2024, 2, 28), date(2024, 3, 1)) == 3
    assert counts.days_between(date(2024, 1, 1), date(2024, 1, 1)) == 1


def test_counts_are_ranked_and_none_is_zero():
    assert counts._ranked({"b": 2, "a": 2, "c": 3, "z": 0}) == {"c": 3, "a": 2, "b": 2}


@pytest.mark.parametrize(
    ("positions", "are"), [([0, 1], True), ([2, 3], False), ([1, 2], False), ([], False)]
)
def test_groups_are_parties_where_most_incidents_name_them_as_such_only(positions, are):
    ledger = SimpleNamespace(led_by_party=np.array([True, True, False, False]))
    assert counts.are_parties(np.array(positions, int), SimpleNamespace(ledger=ledger)) is are
