"""Incidents by province, and change between two periods."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from geo.analysis import provinces
from geo.filter.filter import Filter
from tests.geo import strategies
from tests.geometry import MIDDLE_OF_A, MIDDLE_OF_B, MIDDLE_OF_C, base, incident, span


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def rows(day, at, n):
    country = "Eastland" if at == MIDDLE_OF_C else "Westland"
    return [incident(f"{day}-{at[1]:g}-{i}", day, at, country=country) for i in range(n)]


def by_code(counted):
    return {part.code: part for part in counted.provinces}


@given(params=strategies.params())
@settings(max_examples=60)
def test_totals_hold_every_incident_once_and_their_filters_find_the_same(atlas, params):
    view = Filter.parse(params, atlas).view(atlas)
    totals = provinces.count_by_province(view, atlas)
    parts = [*(t.counted for t in totals.provinces), totals.nowhere]
    assert sorted(p for part in parts for p in part.positions.tolist()) == view.positions.tolist()
    assert [t.code for t in totals.provinces if t.counted.n] == [
        t.code
        for t in sorted(totals.provinces, key=lambda t: (-t.counted.n, t.name, t.code))
        if t.counted.n
    ]
    frame = atlas.incidents
    for total in totals.provinces:
        if not total.counted.n:
            continue
        assert total.counted.filter.view(atlas).positions.tolist() == (
            total.counted.positions.tolist())  # fmt: skip
        assert sum(part.n for part in total.by_precision.values()) == total.counted.n
        for precision, part in total.by_precision.items():
            assert set(frame["geo_precision"].iloc[part.positions]) == {precision}
    keys = [figure.key for figure in totals.figures]
    assert len(set(keys)) == len(keys)


def test_a_rate_is_per_month_of_the_whole_period(hand_drawn):
    atlas = hand_drawn(incidents=rows("2024-01-01", MIDDLE_OF_A, 6))
    totals = provinces.count_by_province(view_of("from=2024-01-01&to=2024-12-31", atlas), atlas)
    assert totals.days == 366
    assert totals.per_month(by_code(totals)["WE-A"]) == pytest.approx(6 / (366 / 30.4375))


def test_covered_are_the_countries_with_an_incident_or_a_base(hand_drawn):
    looked = [span("2024-01-01", "2024-01-31")]
    only_west = hand_drawn(incidents=rows("2024-01-01", MIDDLE_OF_A, 1), coverage=looked)
    assert provinces.covered_countries(only_west) == {"Westland"}
    totals = by_code(provinces.count_by_province(view_of("", only_west), only_west))
    assert totals["WE-B"].covered
    assert not totals["EA-C"].covered
    with_base = hand_drawn(bases=[base("base-c", MIDDLE_OF_C, country="Eastland")], coverage=looked)
    assert provinces.covered_countries(with_base) == {"Westland", "Eastland"}


def test_data_that_say_nothing_of_their_coverage_cover_no_country(hand_drawn):
    atlas = hand_drawn(incidents=rows("2024-01-01", MIDDLE_OF_A, 1))
    assert provinces.covered_countries(atlas) == frozenset()
    totals = provinces.count_by_province(view_of("", atlas), atlas)
    assert not any(total.covered for total in totals.provinces)


def test_what_lies_in_no_province_is_counted_apart(hand_drawn):
    atlas = hand_drawn(incidents=[incident("one"), incident("no", at=None)])
    totals = provinces.count_by_province(view_of("", atlas), atlas)
    assert (totals.nowhere.n, sum(t.counted.n for t in totals.provinces)) == (1, 1)
    assert atlas.incidents["incident_id"].iloc[totals.nowhere.positions].tolist() == ["no"]


def test_change_compares_rates_and_refuses_small_counts(hand_drawn):
    a, b, c = MIDDLE_OF_A, MIDDLE_OF_B, MIDDLE_OF_C
    atlas = hand_drawn(
        incidents=[
            *rows("2024-01-01", a, 6), *rows("2024-02-01", a, 6),
            *rows("2024-01-31", b, 4), *rows("2024-02-10", b, 4),
            *rows("2024-02-01", c, 5),
        ]
    )  # fmt: skip
    view = view_of("from=2024-02-01&to=2024-02-10", atlas)
    changes = provinces.compare_periods(view, atlas, (date(2024, 1, 1), date(2024, 1, 31)))
    of_code = by_code(changes)
    # 6 in 10 days after 6 in 31 days.
    assert of_code["WE-A"].ratio == pytest.approx(3.1)
    assert of_code["WE-A"].words == "×3.10 (6 then, 6 now)"
    assert of_code["WE-B"].ratio is None
    assert of_code["WE-B"].words == "too few to compare (4 then, 4 now)"
    assert math.isinf(of_code["EA-C"].ratio)
    assert of_code["EA-C"].words == "none then (0 then, 5 now)"
    assert of_code["WE-D"].words == "none in either period"
    assert not changes.overlap
    back = provinces.compare_periods(
        replace(view.filter, date_from=date(2024, 1, 1), date_to=date(2024, 1, 31)).view(atlas),
        atlas, (date(2024, 2, 1), date(2024, 2, 10)),
    )  # fmt: skip
    assert by_code(back)["EA-C"].words == "none now (5 then, 0 now)"
    assert by_code(back)["WE-A"].ratio == pytest.approx(1 / 3.1)


def test_periods_that_share_a_day_overlap_and_one_that_ends_before_it_begins_is_refused(atlas):
    view = view_of("from=2024-01-10&to=2024-01-20", atlas)
    for then, shared in (
        ((date(2024, 1, 1), date(2024, 1, 9)), False),
        ((date(2024, 1, 1), date(2024, 1, 10)), True),
        ((date(2024, 1, 20), date(2024, 2, 1)), True),
        ((date(2024, 1, 21), date(2024, 2, 1)), False),
    ):
        assert provinces.compare_periods(view, atlas, then).overlap is shared
    with pytest.raises(ValueError, match="ends after it begins"):
        provinces.compare_periods(view, atlas, (date(2024, 1, 2), date(2024, 1, 1)))


def test_the_other_period_counts_what_the_filter_counts_there(atlas):
    view = view_of("from=2023-12-16&to=2024-02-13&group=iri", atlas)
    then = provinces.period_before(view.filter, atlas)
    changes = provinces.compare_periods(view, atlas, then)
    before = replace(view.filter, date_from=then[0], date_to=then[1])
    for change in changes.provinces:
        for part, filter_ in ((change.now, view.filter), (change.then, before)):
            expected = replace(filter_, province=(change.code,)).view(atlas)
            assert part.positions.tolist() == expected.positions.tolist()
            if part.n:
                assert part.filter.view(atlas).positions.tolist() == part.positions.tolist()


def test_the_period_before_is_as_long_and_ends_the_day_before(atlas):
    filter_ = Filter.parse("from=2024-03-01&to=2024-03-31", atlas)
    assert provinces.period_before(filter_, atlas) == (date(2024, 1, 30), date(2024, 2, 29))
    one_day = Filter.parse("from=2024-03-01&to=2024-03-01", atlas)
    assert provinces.period_before(one_day, atlas) == (date(2024, 2, 29), date(2024, 2, 29))


def test_a_year_before_the_leap_day_is_the_28th(atlas):
    filter_ = Filter.parse("from=2024-02-29&to=2024-03-01", atlas)
    assert provinces.year_before(filter_, atlas) == (date(2023, 2, 28), date(2023, 3, 1))
