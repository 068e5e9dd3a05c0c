"""What stands around an incident: by hand, and against plain Python and pyproj."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo import codes
from geo.analysis import incident as incident_analysis
from geo.filter import records
from geo.filter.filter import Filter
from tests.geo import strategies
from tests.geometry import (
    MIDDLE_OF_A,
    MIDDLE_OF_B,
    MIDDLE_OF_C,
    group,
    incident,
    origin,
    province,
    statement,
    tally,
)

GEOD = Geod(ellps="WGS84")
RADIUS_KM = {"site": 1, "town": 10, "district": 30}


def ids(atlas, positions):
    return atlas.incidents["incident_id"].iloc[list(positions)].tolist()


# --- in time --------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 30), unique=True), st.integers(0, 30))
def test_a_turn_is_the_place_in_the_list(members, position):
    ascending = np.array(sorted(members), dtype=np.intp)
    at = incident_analysis.find_turn(ascending, position)
    before = [m for m in sorted(members) if m < position]
    after = [m for m in sorted(members) if m > position]
    assert at.of == len(members)
    assert at.number == (len(before) + 1 if position in members else None)
    assert at.before == (before[-1] if before else None)
    assert at.after == (after[0] if after else None)


@settings(max_examples=25)
@given(strategies.params(), st.integers(0, 368))
def test_the_number_in_a_filter_is_its_nth_row(atlas, oracle, params, position):
    at = incident_analysis.find_turn(Filter.parse(params, atlas).view(atlas).positions, position)
    rows = [r["incident_id"] for r in oracle.view(params)[0]]
    (name,) = ids(atlas, [position])
    assert at.number == (rows.index(name) + 1 if name in rows else None)
    assert at.of == len(rows)


def test_around_has_both_ends_and_leaves_the_incident_itself_out(hand_drawn):
    days = ["2024-01-01", "2024-01-02", "2024-01-08", "2024-01-08", "2024-01-15", "2024-01-16"]
    atlas = hand_drawn(incidents=[incident(f"i{n}", day) for n, day in enumerate(days)])
    assert ids(atlas, incident_analysis.incidents_around(atlas, 2).positions) == [
        "i0",
        "i1",
        "i3",
        "i4",
    ]
    assert incident_analysis.days_apart(atlas, 2, 0) == -7


def test_same_base_counts_the_curated_base_only(hand_drawn):
    atlas = hand_drawn(incidents=[
        incident("a", base_id="base-a"), incident("b", "2024-01-02"),
        incident("c", "2024-01-03", base_id="base-a"),
    ])  # fmt: skip
    here = incident_analysis.incidents_at_same_base(atlas, 0)
    assert ids(atlas, here.positions) == ["a", "c"]
    assert here.filter.view(atlas).positions.tolist() == here.positions.tolist()
    assert incident_analysis.incidents_at_same_base(atlas, 1) is None


def test_answers_are_linked_in_both_directions(atlas):
    tower22 = atlas.row_of["2024-01-28-tower22"]
    later = ids(atlas, incident_analysis.responses_to(atlas, tower22).positions)
    table = atlas.incidents
    expected = table.loc[table["response_to"] == "2024-01-28-tower22", "incident_id"].tolist()
    assert later == expected
    assert len(later) >= 2
    assert {incident_analysis.answered_incident(atlas, atlas.row_of[i]) for i in later} == {
        "2024-01-28-tower22"
    }
    assert incident_analysis.answered_incident(atlas, tower22) is None


# --- in place -------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(st.integers(0, 368), st.sampled_from([5.0, 50.0, 200.0]))
def test_what_is_near_is_what_pyproj_measures_with_both_uncertainties(atlas, position, km):
    table = atlas.incidents
    here, expected = table.iloc[position], {}
    own = RADIUS_KM.get(here["geo_precision"])
    for other, row in enumerate(table.itertuples(index=False)):
        radius = RADIUS_KM.get(row.geo_precision)
        if own is None or radius is None or other == position:
            continue
        metres = GEOD.inv(here["longitude"], here["latitude"], row.longitude, row.latitude)[2]
        away, give = metres / 1000, own + radius
        if away - give <= km:
            expected[other] = (round(away, 6), give, away + give <= km)
    places = {
        int(p): (round(n.distance_km, 6), n.give_km, n.surely)
        for n in incident_analysis.find_near_places(atlas, position, km)
        for p in n.incidents.positions
    }
    assert places == expected
    distances = [n.distance_km for n in incident_analysis.find_near_places(atlas, position, km)]
    assert distances == sorted(distances)


def test_nothing_is_near_a_place_that_is_not_bounded(hand_drawn):
    atlas = hand_drawn(incidents=[
        incident("town", at=MIDDLE_OF_A),
        incident("province", "2024-01-02", MIDDLE_OF_A, geo_precision="province"),
        incident("nowhere", "2024-01-03", None),
    ])  # fmt: skip
    assert [incident_analysis.radius_km(atlas, i) for i in range(3)] == [10, None, None]
    assert [incident_analysis.find_near_places(atlas, i) for i in range(3)] == [[], [], []]


def test_the_edge_of_the_radius_may_be_inside_or_out(hand_drawn):
    site = {"geo_precision": "site", "base_id": "base-b"}
    atlas = hand_drawn(incidents=[
        incident("here", at=MIDDLE_OF_B, **site),
        incident("town", "2024-01-02", (0.0, 3.5)),
    ])  # fmt: skip
    (away,) = [n.distance_km for n in incident_analysis.find_near_places(atlas, 0, 200)]
    assert away == pytest.approx(0.5 * 111.32, abs=0.01)
    assert incident_analysis.find_near_places(atlas, 0, away - 11.01) == []
    assert [n.surely for n in incident_analysis.find_near_places(atlas, 0, away - 10.99)] == [False]
    assert [n.surely for n in incident_analysis.find_near_places(atlas, 0, away + 10.99)] == [False]
    assert [n.surely for n in incident_analysis.find_near_places(atlas, 0, away + 11.01)] == [True]


# --- published counts -----------------------------------------------------------------------------


def test_tallies_of_the_day_before_and_after_that_can_count_the_incident(hand_drawn):
    atlas = hand_drawn(
        provinces=[province("WE-A"), province("EA-C", country="Syria")],
        incidents=[
            incident("i", "2024-01-10"), incident("j", "2024-01-10", MIDDLE_OF_C, country="Syria"),
        ],
        tallies=[
            tally("2024-01-05", "2024-01-01", 3), tally("2024-01-08", "2024-01-01", 5),
            tally("2024-01-08", "2024-01-01", 6, counted_by="another"),
            tally("2024-01-09", "2024-01-01", None, syria=2),
            tally("2024-01-10", "2024-01-01", 7),
            tally("2024-01-12", "2024-01-11", 1), tally("2024-01-13", None, 9),
        ],
    )  # fmt: skip
    around = incident_analysis.tallies_around(atlas, atlas.row_of["i"])
    assert around.of_day["total"].tolist() == [7]
    assert around.before["total"].tolist() == [5, 6]
    assert around.after["total"].tolist() == [9]
    assert around.counted
    assert incident_analysis.tallies_around(atlas, atlas.row_of["j"]).before["syria"].tolist() == [
        2
    ]


def test_an_incident_before_all_counts_has_none_of_its_day_or_before(atlas):
    around = incident_analysis.tallies_around(atlas, 0)
    assert len(around.of_day) == len(around.before) == 0
    assert around.after["as_of"].tolist() == [atlas.tallies["as_of"].min()]


# --- statements and record ------------------------------------------------------------------------


def test_accounts_for_and_against_stand_apart_and_none_is_lost(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("i")],
        groups=[group("g"), group("h")],
        statements=[
            statement("i", "g", "claimed"), statement("i", "g", "withdrew"),
            statement("i", "h", "suspected"), statement("i", "h", "denied"),
            statement("i", "", "finding"),
        ],
    )  # fmt: skip
    told = incident_analysis.find_accounts(atlas, 0)
    assert told.supporting[["stance", "stands"]].to_numpy().tolist() == [
        ["claimed", False], ["suspected", True],
    ]  # fmt: skip
    assert told.against["stance"].tolist() == ["withdrew", "denied"]
    assert told.findings["stance"].tolist() == ["finding"]
    assert incident_analysis.rules_by_group(atlas, 0) == {
        "g": (),
        "h": ("any", "attributed", "unclaimed"),
    }


@settings(max_examples=20)
@given(st.integers(0, 368))
def test_all_statements_are_told_and_the_rules_are_the_filters_rules(atlas, position):
    (name,) = ids(atlas, [position])
    told = incident_analysis.find_accounts(atlas, position)
    parts = (told.supporting, told.against, told.findings)
    table = atlas.statements
    assert sum(map(len, parts)) == int((table["incident_id"] == name).sum())
    for group_id, rules in incident_analysis.rules_by_group(atlas, position).items():
        for rule in codes.RULE:
            filter_ = Filter(group=(group_id,), rule=rule, members=False)
            assert (rule in rules) == (position in filter_.view(atlas).positions)


@settings(max_examples=20)
@given(st.integers(0, 368))
def test_the_record_is_the_export_s_with_all_that_hangs_on_it(atlas, position):
    record = json.loads(
        json.dumps(incident_analysis.incident_record(atlas, position), allow_nan=False)
    )
    whole = records.records(Filter().view(atlas).positions, atlas)[position]
    assert record["incident"] == whole
    name = whole["incident_id"]
    for table in ("statements", "origins"):
        rows = getattr(atlas, table)
        assert len(record[table]) == int((rows["incident_id"] == name).sum())
    assert [s["url"] for s in record["sources"]] == whole["sources"]
    assert record["permalink"] == f"/incident?incident={name}&version={atlas.version}"


def test_the_record_lists_all_origins_and_nulls_what_is_unknown(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("i", origin_place="here; there")],
        origins=[origin("i", "here", MIDDLE_OF_B), origin("i", "there")],
    )  # fmt: skip
    record = incident_analysis.incident_record(atlas, 0)["origins"]
    assert [o["place"] for o in record] == ["here", "there"]
    assert [o["latitude"] for o in record] == [MIDDLE_OF_B[0], None]
