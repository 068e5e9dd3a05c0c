"""Incidents split by code, weapon, hour and month: by hand, and every one in its part."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from geo import codes
from geo.analysis import breakdowns
from geo.filter.filter import Filter
from tests.geo import strategies
from tests.geometry import incident


def every_position(atlas):
    return np.arange(atlas.n_incidents)


def numbers(parts):
    return {part.key: part.n for part in parts}


@given(params=strategies.params())
@settings(max_examples=40)
def test_months_hold_every_incident_of_the_period_once(atlas, params):
    view = Filter.parse(params, atlas).view(atlas)
    period = view.filter.period(atlas)
    parts = breakdowns.split_by_month(view.positions, atlas, period, "m")
    rows = [p for part in parts for p in part.positions.tolist()]
    assert rows == view.positions.tolist()
    months = atlas.incidents["date"].dt.strftime("%Y-%m").to_numpy(dtype=object)
    for part in parts:
        assert set(months[part.positions]) <= {part.key.removeprefix("m:")}
    assert parts[0].key == f"m:{period[0]:%Y-%m}"
    assert parts[-1].key == f"m:{period[1]:%Y-%m}"


def test_a_salvo_of_two_weapons_counts_under_both(hand_drawn):
    atlas = hand_drawn(incidents=[incident("one", weapons="rocket;mortar"), incident("two")])
    parts = breakdowns.split_by_weapon(np.array([0, 1]), atlas, "w")
    assert [(p.key, p.n) for p in parts] == [("w:rocket", 2), ("w:mortar", 1)]


def test_a_code_that_no_incident_has_is_left_out_and_the_rest_keep_the_lists_order(hand_drawn):
    atlas = hand_drawn(
        incidents=[
            incident("one", outcome="unknown"),
            incident("two", outcome="impact"),
            incident("three", outcome="impact"),
        ]
    )
    parts = breakdowns.split_by_code(every_position(atlas), atlas, "outcome", codes.OUTCOME, "o")
    assert list(numbers(parts).items()) == [("o:impact", 2), ("o:unknown", 1)]
    assert [part.label for part in parts] == [codes.OUTCOME["impact"], codes.OUTCOME["unknown"]]


def test_hours_parts_of_the_day_and_the_unknown_hold_each_incident_once(hand_drawn):
    times = ["00:05", "23:59", "23:00", "night", ""]
    atlas = hand_drawn(
        incidents=[incident(f"i{n}", time_local=time) for n, time in enumerate(times)]
    )
    hours = breakdowns.split_by_hour(every_position(atlas), atlas, "h")
    assert len(hours.hours) == 24
    assert {f.key: f.n for f in hours.figures} == {
        "h:00": 1, "h:23": 2, "h:night": 1, "h:unknown": 1,
    }  # fmt: skip
    assert hours.known == 3


def test_a_month_without_an_incident_is_there_and_days_outside_the_period_are_not(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("a", "2024-01-31"), incident("b", "2024-02-01"),
                   incident("c", "2024-04-02")]
    )  # fmt: skip
    of_month = breakdowns.months(every_position(atlas), atlas, date(2024, 2, 1), date(2024, 4, 1))
    assert {month: rows.tolist() for month, rows in of_month.items()} == {
        "2024-02": [1], "2024-03": [], "2024-04": [],
    }  # fmt: skip


def test_masks_of_weapons_are_as_long_as_the_positions(hand_drawn):
    atlas = hand_drawn(incidents=[incident("one", weapons="rocket;mortar"), incident("two")])
    masks = breakdowns.weapon_masks(atlas, np.array([0]))
    assert list(masks) == list(codes.WEAPON)
    assert [code for code, mask in masks.items() if mask.all()] == ["rocket", "mortar"]
    assert all(len(mask) == 1 for mask in masks.values())


@pytest.mark.parametrize(
    ("query", "days", "reference"),
    [("", 9, "the last day of the data"), ("to=2024-01-05", 4, "the end of the chosen period"),
     ("to=2030-01-01", 9, "the last day of the data")],
)  # fmt: skip
def test_days_since_the_last_incident_end_with_the_period_or_the_data(
    hand_drawn, query, days, reference
):
    atlas = hand_drawn(incidents=[incident("a", "2024-01-01"), incident("b", "2024-01-10")])
    view = Filter.parse(query, atlas).view(atlas)
    latest = breakdowns.find_latest(np.array([0]), view, atlas)
    assert (latest.day, latest.days) == (date(2024, 1, 1), days)
    assert latest.reference == reference
    assert breakdowns.find_latest(np.array([], dtype=np.intp), view, atlas) is None


def test_weapons_in_words():
    words = breakdowns.weapons_in_words("rocket;mortar")
    assert words == f"{codes.WEAPON['rocket']}, {codes.WEAPON['mortar']}"
