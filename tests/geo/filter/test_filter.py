"""The filter keeps what the oracle keeps, on every row."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings

from geo.filter.filter import QUARANTINED, Filter
from geo.filter.parse import PARAMETERS
from tests.geo import oracle as plain
from tests.geo import strategies
from tests.geometry import MIDDLE_OF_A, MIDDLE_OF_B, incident

DAY = date(2024, 1, 2)


def ids(atlas, view):
    return atlas.incidents["incident_id"].iloc[view.positions].tolist()


# --- the oracle -----------------------------------------------------------------------------------


def test_the_random_filters_ask_for_things_that_are_there(atlas):
    assert set(strategies.GROUPS) <= set(atlas.groups["group_id"])
    assert set(strategies.COUNTRIES) <= set(atlas.provinces["country"])
    assert set(strategies.PROVINCES) <= set(atlas.provinces["province_code"])
    assert set(strategies.BASES) <= set(atlas.bases["base_id"])


def assert_as_the_oracle(params, atlas, oracle):
    view = Filter.parse(params, atlas).view(atlas)
    shown, left_out = oracle.view(params)
    assert ids(atlas, view) == [r["incident_id"] for r in shown]
    assert dict(view.left_out) == left_out
    assert view.shown + sum(view.left_out.values()) == view.total == len(oracle.incidents)
    assert view.not_drawn == sum(r["latitude"] == "" for r in shown)
    lost = {name: len(rows) for name, rows in view.lost.items()}
    assert lost == {name: n for name, n in left_out.items() if name != QUARANTINED}
    at_any_time, _ = oracle.view({k: v for k, v in params.items() if k not in {"from", "to"}})
    assert [r["incident_id"] for r in at_any_time] == (
        atlas.incidents["incident_id"].iloc[view.at_any_time].tolist()
    )


@pytest.mark.parametrize("name", PARAMETERS)
def test_each_parameter_keeps_what_the_oracle_keeps(name, atlas, oracle):
    @settings(max_examples=20)
    @given(strategies.one(name))
    def check(params):
        assert_as_the_oracle(params, atlas, oracle)

    check()


@settings(max_examples=150)
@given(strategies.params())
@example({})
def test_any_filter_keeps_and_accounts_for_what_the_oracle_does(atlas, oracle, params):
    assert_as_the_oracle(params, atlas, oracle)


@settings(max_examples=100)
@given(strategies.params("from", "to", "group", "members", "rule", "country"))
def test_filters_of_group_and_time_keep_what_the_oracle_does(atlas, oracle, params):
    assert_as_the_oracle(params, atlas, oracle)


@given(strategies.params())
def test_the_mask_is_the_view(atlas, params):
    filter_ = Filter.parse(params, atlas)
    mask, view = filter_.mask(atlas), filter_.view(atlas)
    assert len(mask) == len(atlas.incidents)
    assert np.flatnonzero(mask).tolist() == view.positions.tolist()


@given(strategies.params())
def test_left_out_is_listed_in_the_order_of_the_table_without_zeros(atlas, params):
    left_out = Filter.parse(params, atlas).view(atlas).left_out
    assert list(left_out) == [p for p in PARAMETERS if p in left_out]
    assert all(n > 0 for n in left_out.values())


def test_the_table_of_parameters_has_the_order_of_the_product_description():
    assert tuple(p for p in PARAMETERS if p != "members") == plain.ORDER


def test_no_filter_shows_everything(atlas):
    view = Filter().view(atlas)
    assert view.shown == view.total == len(atlas.incidents)
    assert view.left_out == {}


def test_a_filter_may_match_nothing(atlas):
    view = Filter.parse("from=1990-01-01&to=1990-01-01", atlas).view(atlas)
    assert view.shown == 0
    assert sum(view.left_out.values()) == view.total


def test_quarantined_rows_are_left_out_under_their_own_name(hand_drawn):
    atlas = hand_drawn(incidents=[incident("a"), incident("b", date="never"), incident("c")])
    view = Filter.parse("base=base-a", atlas).view(atlas)
    assert (view.shown, view.total) == (0, 3)
    assert dict(view.left_out) == {"base": 2, "quarantined": 1}


def test_a_row_that_fails_twice_is_left_out_once_under_the_first(hand_drawn):
    atlas = hand_drawn(
        incidents=[
            incident("early", "2023-01-01", weapons="mortar"),
            incident("mortar", "2024-01-01", weapons="mortar"),
            incident("kept", "2024-01-01"),
        ]
    )
    view = Filter.parse("weapon=rocket&from=2024-01-01", atlas).view(atlas)
    assert dict(view.left_out) == {"from": 1, "weapon": 1}


def test_rows_without_a_point_are_shown_but_not_drawn(hand_drawn):
    atlas = hand_drawn(incidents=[incident("a"), incident("b", at=None), incident("c", at=None)])
    view = Filter().view(atlas)
    assert (view.shown, view.not_drawn) == (3, 2)
    near = Filter.parse("near=0,1,100", atlas).view(atlas)
    assert (near.shown, near.not_drawn, dict(near.left_out)) == (1, 0, {"near": 2})


@pytest.mark.parametrize("edge", ["from=2024-01-02", "to=2024-01-02"])
def test_both_dates_are_inclusive(edge, hand_drawn):
    days = [DAY + timedelta(days=n) for n in (-1, 0, 1)]
    atlas = hand_drawn(incidents=[incident(f"d{d.day}", d.isoformat()) for d in days])
    expected = {"from": ["d2", "d3"], "to": ["d1", "d2"]}[edge.split("=")[0]]
    assert ids(atlas, Filter.parse(edge, atlas).view(atlas)) == expected


@pytest.mark.parametrize(("km", "n"), [("111.319", 1), ("111.320", 2)])
def test_the_radius_is_geodesic_and_inclusive(km, n, hand_drawn):
    # one degree of longitude on the equator is 111.3195 km
    atlas = hand_drawn(incidents=[incident("a", at=(0, 1)), incident("b", at=(0, 2))])
    assert Filter.parse(f"near=0,1,{km}", atlas).view(atlas).shown == n


def test_values_are_or_and_parameters_are_and(hand_drawn):
    atlas = hand_drawn(
        incidents=[
            incident("a", weapons="rocket"),
            incident("b", weapons="mortar;rocket"),
            incident("c", weapons="mortar", outcome="impact"),
            incident("d", weapons="unknown"),
        ]
    )

    def shown(query):
        return ids(atlas, Filter.parse(query, atlas).view(atlas))

    assert shown("weapon=rocket&weapon=mortar") == ["a", "b", "c"]
    assert shown("weapon=mortar&outcome=impact") == ["c"]


@pytest.mark.parametrize(
    ("coarsest", "n"), [("site", 0), ("town", 1), ("district", 2), ("province", 3), ("country", 4)]
)
def test_precision_keeps_what_is_at_least_as_fine(coarsest, n, hand_drawn):
    precisions = ["town", "district", "province"]
    rows = [incident(k, geo_precision=k) for k in precisions]
    atlas = hand_drawn(incidents=[*rows, incident("country", at=None)])
    assert Filter.parse(f"precision={coarsest}", atlas).view(atlas).shown == n


def test_province_is_the_answer_of_the_join_not_the_declared_country(hand_drawn):
    # declared in Westland, but the point is in C of Eastland, within a town's 10 km of nothing
    atlas = hand_drawn(incidents=[incident("a", at=MIDDLE_OF_A), incident("b", at=MIDDLE_OF_B)])
    assert ids(atlas, Filter.parse("province=Province B", atlas).view(atlas)) == ["b"]
    assert Filter.parse("province=we-b", atlas).province == ("WE-B",)


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("ain al asad", True), ("AIN-AL-ASAD", True), ("'Ain", True), ("asad drone", True),
        ("dron", True), ("paper", True), ("drone rocket", False), ("-", True), ("é", True),
    ],
)  # fmt: skip
def test_words_ignore_case_accents_apostrophes_and_hyphens(words, is_found, hand_drawn):
    atlas = hand_drawn(incidents=[incident("a", target="ʿAïn al-Ásad", summary="A dröne é.")])
    assert Filter.parse({"q": [words]}, atlas).view(atlas).shown == int(is_found)
