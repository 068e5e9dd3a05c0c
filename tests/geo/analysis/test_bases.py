"""Bases by week and month, and the profile of one: hand-drawn cases and random filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo import codes
from geo.analysis import bases
from geo.filter.filter import Filter
from tests.geo import strategies
from tests.geometry import MIDDLE_OF_A, MIDDLE_OF_B, base, group, incident, statement


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def at_base(incident_id, when, base_id="base-a", **changes):
    return incident(incident_id, when, base_id=base_id, geo_precision="site", **changes)


@pytest.mark.parametrize(
    ("first", "last", "unit", "expected"),
    [
        # 1 January 2024 is a Monday.
        ("2024-01-01", "2024-01-07", "week", [("2024-01-01", "2024-01-01", "2024-01-07")]),
        ("2024-01-07", "2024-01-08", "week", [("2024-01-01", "2024-01-07", "2024-01-07"),
                                              ("2024-01-08", "2024-01-08", "2024-01-08")]),
        ("2023-12-31", "2023-12-31", "week", [("2023-12-25", "2023-12-31", "2023-12-31")]),
        ("2023-12-31", "2024-02-01", "month", [("2023-12", "2023-12-31", "2023-12-31"),
                                               ("2024-01", "2024-01-01", "2024-01-31"),
                                               ("2024-02", "2024-02-01", "2024-02-01")]),
        ("2024-02-29", "2024-02-29", "month", [("2024-02", "2024-02-29", "2024-02-29")]),
    ],
)  # fmt: skip
def test_steps_are_whole_weeks_and_months_cut_to_the_period(first, last, unit, expected):
    steps = bases.split_into_steps(date.fromisoformat(first), date.fromisoformat(last), unit)
    assert [(s.key, f"{s.first}", f"{s.last}") for s in steps] == expected


@given(
    st.dates(date(2019, 1, 1), date(2026, 1, 1)),
    st.integers(0, 400),
    st.sampled_from(["week", "month"]),
)
def test_steps_hold_every_day_of_the_period_once(first, days, unit):
    last = first + timedelta(days=days)
    steps = bases.split_into_steps(first, last, unit)
    assert (steps[0].first, steps[-1].last) == (first, last)
    for one, other in pairwise(steps):
        assert other.first - one.last == timedelta(days=1)
    assert len({s.key for s in steps}) == len(steps)


def test_first_and_last_day_of_the_period_are_in_the_matrix_and_ties_are_by_name(hand_drawn):
    rows = [
        at_base("first", "2024-01-07"),
        at_base("last", "2024-01-15"),
        at_base("b1", "2024-01-08", "base-b", latitude=0, longitude=3),
        at_base("b2", "2024-01-14", "base-b", latitude=0, longitude=3),
        incident("none", "2024-01-10"),
        at_base("before", "2024-01-06"),
    ]
    atlas = hand_drawn(incidents=rows)
    matrix = bases.build_matrix(view_of("from=2024-01-07&to=2024-01-15", atlas), atlas)
    assert matrix.unit == "week"
    assert [(b.label, b.n) for b in matrix.bases] == [("Base base-a", 2), ("Base base-b", 2)]
    assert {(c.base_id, c.step.key): c.counted.n for c in matrix.cells} == {
        ("base-a", "2024-01-01"): 1,
        ("base-a", "2024-01-15"): 1,
        ("base-b", "2024-01-08"): 2,
    }
    assert matrix.elsewhere.n == 1


def test_a_period_of_forty_weeks_has_weeks_and_a_day_more_has_months(atlas):
    first = date(2023, 10, 1)
    for days, unit in ((280, "week"), (281, "month")):
        last = first + timedelta(days=days - 1)
        assert bases.build_matrix(view_of(f"from={first}&to={last}", atlas), atlas).unit == unit


@given(params=strategies.params())
@settings(max_examples=60)
def test_the_matrix_counts_every_incident_once_and_its_filters_find_the_same(atlas, params):
    view = Filter.parse(params, atlas).view(atlas)
    matrix = bases.build_matrix(view, atlas)
    rows = [p for part in [*matrix.bases, matrix.elsewhere] for p in part.positions.tolist()]
    assert sorted(rows) == view.positions.tolist()
    assert [b.n for b in matrix.bases] == sorted((b.n for b in matrix.bases), reverse=True)
    for part in matrix.bases:
        assert part.filter.view(atlas).positions.tolist() == part.positions.tolist()
        cells = [c for c in matrix.cells if f"base:{c.base_id}" == part.key]
        assert sum(c.counted.n for c in cells) == part.n
    for cell in matrix.cells[:12]:
        matching = cell.counted.filter.view(atlas).positions.tolist()
        assert matching == cell.counted.positions.tolist()
        assert cell.counted.n > 0
    keys = [figure.key for figure in matrix.figures]
    assert len(set(keys)) == len(keys)


@given(params=strategies.params(), base_id=st.sampled_from(strategies.BASES))
@settings(max_examples=40)
def test_a_profile_counts_what_filters_count(atlas, params, base_id):
    filter_ = Filter.parse(params, atlas)
    view = filter_.view(atlas)
    profile = bases.describe_base(view, atlas, base_id)
    here = atlas.incidents["base_id"].to_numpy(dtype=object)[view.positions] == base_id
    assert profile.shown.positions.tolist() == view.positions[here].tolist()
    if not filter_.base or base_id in filter_.base:
        for rule, part in zip(codes.RULE, profile.rules, strict=True):
            expected = replace(filter_, base=(base_id,), rule=rule).view(atlas)
            assert part.positions.tolist() == expected.positions.tolist()
        of_own_rule = profile.rules[list(codes.RULE).index(filter_.rule)]
        assert of_own_rule.n == profile.shown.n
    else:
        assert profile.rules == ()
    hours = profile.hours
    assert hours.known + sum(p.n for p in hours.parts_of_day) + hours.unknown.n == profile.shown.n
    assert sum(part.n for part in profile.outcomes) == profile.shown.n
    keys = [figure.key for figure in profile.figures]
    assert len(set(keys)) == len(keys)


def test_rules_lull_and_days_since_last_of_a_hand_drawn_base(hand_drawn):
    rows = [
        at_base("one", "2024-01-01", time_local="00:10"),
        at_base("two", "2024-01-11", time_local="night"),
        at_base("three", "2024-01-11", time_local="23:59"),
        at_base("elsewhere", "2024-02-01", "base-b", latitude=0, longitude=3),
    ]
    statements = [
        statement("one", "leaf", "claimed"),
        statement("two", "leaf", "attributed"),
        statement("two", "leaf", "denied"),
    ]
    atlas = hand_drawn(incidents=rows, statements=statements, groups=[group("leaf")])
    profile = bases.describe_base(view_of("", atlas), atlas, "base-a")
    counts = dict(zip(codes.RULE, [r.n for r in profile.rules], strict=True))
    assert counts == {"any": 3, "claimed": 1, "attributed": 1, "undisputed": 1, "unclaimed": 2}
    # 2 to 10 January is shorter than the open run that follows, and yet it is the pause between.
    assert (profile.longest_lull.days, profile.longest_lull.open) == (9, False)
    assert (profile.latest.days, profile.latest.data_end) == (21, True)
    assert "last day of the data" in profile.latest.reference
    hours = [hour.n for hour in profile.hours.hours]
    assert (hours[0], hours[23], sum(hours)) == (1, 1, 2)
    assert [p.label for p in profile.hours.parts_of_day if p.n] == ["night, hour unknown"]


def test_days_since_the_last_end_with_the_chosen_period(hand_drawn):
    rows = [at_base("one", "2024-01-01"), at_base("two", "2024-03-01")]
    atlas = hand_drawn(incidents=rows)
    latest = bases.describe_base(view_of("to=2024-01-31", atlas), atlas, "base-a").latest
    assert (latest.days, latest.as_of, latest.data_end) == (30, date(2024, 1, 31), False)
    assert "chosen period" in latest.reference
    # Beyond the data nothing is known: the days are counted to the end of the data.
    latest = bases.describe_base(view_of("to=2025-01-01", atlas), atlas, "base-a").latest
    assert (latest.days, latest.as_of) == (0, date(2024, 3, 1))


def test_a_base_that_the_filter_leaves_out_has_an_empty_profile(atlas):
    profile = bases.describe_base(view_of("base=erbil", atlas), atlas, "al_asad")
    assert (profile.shown.n, profile.rules, profile.longest_lull, profile.latest) == (
        0,
        (),
        None,
        None,
    )
    assert bases.describe_base(view_of("q=zzzz", atlas), atlas, "al_asad").shown.n == 0
    with pytest.raises(KeyError):
        bases.describe_base(view_of("", atlas), atlas, "nowhere")


def test_bases_are_sorted_by_what_is_asked_and_equal_ones_stand_as_in_the_matrix(atlas):
    matrix = bases.build_matrix(view_of("", atlas), atlas)
    rows = atlas.incidents.assign(day=atlas.incidents["date"].astype(str))
    last = rows.groupby("base_id")["day"].max()
    country = atlas.bases.set_index("base_id")["country"]
    ids = [bases.id_of(base) for base in matrix.bases]

    def ids_by(order):
        return [bases.id_of(base) for base, _ in bases.sort_bases(matrix, atlas, order)]

    assert ids_by("number") == ids
    assert ids_by("country") == sorted(ids, key=lambda base_id: country[base_id])
    assert ids_by("last") == sorted(ids, key=lambda base_id: last[base_id], reverse=True)
    names = [base.label for base, _ in bases.sort_bases(matrix, atlas, "name")]
    assert names == sorted(names, key=str.casefold)
    (first, word), *_ = bases.sort_bases(matrix, atlas, "last")
    assert (bases.id_of(first), word) == ("erbil", "14 Jul 2025")
    with pytest.raises(KeyError):
        bases.sort_bases(matrix, atlas, "size")


def test_facts_of_a_base_are_its_row_and_its_source(atlas):
    profile = bases.describe_base(view_of("", atlas), atlas, "al_asad")
    assert profile.facts["name_ar"] == "قاعدة عين الأسد"
    assert "Iraqi Armed Forces" in profile.facts["operators"]
    publisher, url = profile.source
    row = atlas.sources.set_index("source_id").loc["s0505"]
    assert (publisher, url) == (row["publisher"], row["url"])
    assert bases.describe_base(view_of("", atlas), atlas, "wazir").facts["name_ar"] is None


def test_neighbours_are_the_nearest_by_pyproj(atlas):
    geod, points = Geod(ellps="WGS84"), atlas.bases.set_index("base_id").geometry
    own = points["erbil"]
    km = sorted(
        (geod.inv(own.x, own.y, p.x, p.y)[2] / 1000, base_id)
        for base_id, p in points.items()
        if base_id != "erbil"
    )[: bases.NEIGHBOURS]
    neighbours = bases.describe_base(view_of("", atlas), atlas, "erbil").neighbours
    assert [n.base_id for n in neighbours] == [base_id for _, base_id in km]
    assert [n.distance_km for n in neighbours] == pytest.approx([k for k, _ in km])


def test_one_base_alone_has_no_neighbours(hand_drawn):
    atlas = hand_drawn(bases=[base("base-a", MIDDLE_OF_A)])
    assert bases.describe_base(view_of("", atlas), atlas, "base-a").neighbours == ()
    two = hand_drawn(bases=[base("base-a", MIDDLE_OF_A), base("base-b", MIDDLE_OF_B)])
    assert len(bases.describe_base(view_of("", two), two, "base-a").neighbours) == 1
