"""Incidents numbered since a day, and the nth of them: by hand and beside the oracle."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis import nth, summary
from geo.filter.filter import Filter
from tests.geo import strategies
from tests.geometry import incident

OFFICIAL = "from=2023-10-17&to=2024-04-23&type=attack&target=us_coalition&confirmation=official"


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def test_incidents_after_a_day_are_numbered_from_one(hand_drawn):
    rows = [incident("b", "2024-01-03", date_precision="approx"), incident("a", "2024-01-03"),
            incident("on-the-day", "2024-01-02"), incident("c", "2024-01-09")]  # fmt: skip
    atlas = hand_drawn(incidents=rows)
    numbered = nth.nth_since(view_of("", atlas), atlas, date(2024, 1, 2))
    assert numbered[["n", "incident_id", "date_precision"]].to_numpy().tolist() == [
        [1, "a", "day"], [2, "b", "approx"], [3, "c", "day"],
    ]  # fmt: skip
    assert list(numbered.columns) == ["n", "incident_id", "date", "date_precision"]


def test_nothing_after_the_last_day(days):
    atlas = days(1, 2)
    assert len(nth.nth_since(view_of("", atlas), atlas, date(2024, 1, 2))) == 0
    result = summary.summarise(view_of("", atlas), atlas, date(2024, 1, 2))
    assert result["nth_since"] == {"since": "2024-01-02", "count": 0, "incidents": []}


@settings(max_examples=40)
@given(strategies.params(), st.dates(date(2019, 1, 1), date(2026, 1, 1)))
def test_the_numbering_is_the_oracles(atlas, oracle, params, since):
    rows, _ = oracle.view(params)
    expected = [r["incident_id"] for r in rows if r["date"] > since.isoformat()]
    numbered = nth.nth_since(view_of(params, atlas), atlas, since)
    assert numbered["incident_id"].tolist() == expected
    assert numbered["n"].tolist() == list(range(1, len(expected) + 1))


def test_the_second_officially_confirmed_attack_since_4_february(atlas):
    answer = nth.find_nth(view_of(OFFICIAL, atlas), atlas, date(2024, 2, 4), 2)
    assert atlas.incidents["incident_id"].iloc[answer.of_day.positions].tolist() == [
        "2024-04-22-al-asad"
    ]
    assert answer.text.startswith(
        "The 2nd attack on US or coalition forces, confirmed by an official, after 4 February "
        "2024, was on 22 April 2024, at Al-Asad Air Base."
    )


def test_ties_on_a_day_are_all_shown_and_said(hand_drawn):
    rows = [incident("a", "2024-01-01"), incident("b", "2024-01-02"), incident("c", "2024-01-03"),
            incident("d", "2024-01-03"), incident("e", "2024-01-03")]  # fmt: skip
    atlas = hand_drawn(incidents=rows)
    for n in (2, 3, 4):
        answer = nth.find_nth(view_of("", atlas), atlas, date(2024, 1, 1), n)
        assert (answer.of_day.n, answer.first_n, answer.last_n) == (3, 2, 4)
        assert "one of 3 on 3 January 2024, the 2nd to the 4th" in answer.text
        assert "their order within that day is not known" in answer.text
    assert nth.find_nth(view_of("", atlas), atlas, date(2024, 1, 1), 1).of_day.n == 1


def test_the_day_itself_does_not_count_and_too_few_are_said(hand_drawn):
    atlas = hand_drawn(incidents=[incident("a", "2024-01-01"), incident("b", "2024-01-02")])
    assert nth.find_nth(view_of("", atlas), atlas, date(2024, 1, 1), 1).later.n == 1
    answer = nth.find_nth(view_of("", atlas), atlas, date(2024, 1, 1), 2)
    assert answer.of_day is None
    assert answer.text == "After 1 January 2024 the atlas holds 1 incident: there is no 2nd."
    empty = nth.find_nth(view_of("", atlas), atlas, date(2024, 1, 2), 1)
    assert empty.text.startswith("After 2 January 2024 the atlas holds no incidents: there is no")


def test_the_period_that_cuts_the_question_is_named(hand_drawn):
    atlas = hand_drawn(incidents=[incident("a", "2024-01-05")])
    late = nth.find_nth(view_of("from=2024-01-05", atlas), atlas, date(2024, 1, 1), 1)
    assert "begins on 5 January 2024; earlier ones are not counted" in late.text
    next_day = nth.find_nth(view_of("from=2024-01-05", atlas), atlas, date(2024, 1, 4), 1)
    assert "not counted" not in next_day.text
    early = nth.find_nth(view_of("to=2024-01-05", atlas), atlas, date(2024, 2, 1), 1)
    assert "ends on 5 January 2024" in early.text


def test_approximate_dates_are_said(hand_drawn):
    rows = [incident("a", "2024-01-02"), incident("b", "2024-01-09", date_precision="approx")]
    answer = nth.find_nth(
        view_of("", atlas := hand_drawn(incidents=rows)), atlas, date(2024, 1, 1), 1
    )
    assert "1 of the 2 incidents after that day has an approximate date" in answer.text


def test_a_number_below_1_is_refused(atlas):
    with pytest.raises(ValueError, match="at least 1"):
        nth.find_nth(view_of("", atlas), atlas, date(2024, 1, 1), 0)


@settings(max_examples=60)
@given(strategies.params())
def test_the_nth_is_the_one_that_the_summary_numbers(atlas, params):
    view, since = view_of(params, atlas), date(2024, 1, 1)
    numbered = nth.nth_since(view, atlas, since)
    for row in numbered.head(12).itertuples():
        answer = nth.find_nth(view, atlas, since, row.n)
        ids = atlas.incidents["incident_id"].iloc[answer.of_day.positions].tolist()
        assert row.incident_id in ids
        same_day = numbered[numbered["date"] == row.date]
        assert ids == same_day["incident_id"].tolist()
        assert (answer.first_n, answer.last_n) == (same_day["n"].min(), same_day["n"].max())
