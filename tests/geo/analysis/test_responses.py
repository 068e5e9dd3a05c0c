"""Response chains on days drawn by hand, and against a reading row by row."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from geo.analysis import responses
from geo.filter.filter import Filter
from geo.io import catalog
from tests.geo import strategies
from tests.geo.folders import rows_of, set_cell
from tests.geometry import MIDDLE_OF_A, incident, span, statement

YEAR = [span("2024-01-01", "2024-12-31")]
NOT_SEARCHED = "n/a (coverage incomplete)"


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def attack(name, day, **changes):
    return incident(name, f"2024-{day}", **changes)


def strike(name, day, answers="", **changes):
    return incident(name, f"2024-{day}", event_type="counterstrike", target_side="iran_backed",
                    response_to=answers, **changes)  # fmt: skip


def drawn(hand_drawn, *rows, coverage=YEAR):
    statements_ = [statement(r["incident_id"], "leaf", "acknowledged") for r in rows
            if r["event_type"] == "counterstrike"]  # fmt: skip
    edges = [incident("first", "2024-01-01", event_type="strike", target_side="other"),
             incident("last", "2024-12-31", event_type="strike", target_side="other")]  # fmt: skip
    return hand_drawn(incidents=[*edges, *rows], statements=statements_, coverage=coverage)


def chains(atlas, query=""):
    return responses.find_responses(view_of(query, atlas), atlas).chains


def ids(atlas, figure):
    return atlas.incidents["incident_id"].iloc[figure.positions].tolist()


def counts(chain):
    return [(c.length_days, c.before.counted.n, c.after.counted.n) for c in chain.compared]


def test_the_edges_of_the_windows(hand_drawn):
    # The strike is of 1 June: 7 days before are 25 to 31 May, 7 days after are 2 to 8 June.
    days = ["05-01", "05-02", "05-24", "05-25", "05-31", "06-01", "06-02", "06-08", "06-09",
            "07-01", "07-02"]  # fmt: skip
    rows = [attack(f"a{d}", d) for d in days]
    (chain,) = chains(drawn(hand_drawn, *rows, strike("s", "06-01", "a05-31")))
    assert chain.days_between == 1
    assert counts(chain) == [(7, 2, 2), (30, 4, 4)]
    assert chain.same_day.n == 1, "the day itself is in neither window"


def test_nine_strikes_of_one_night_are_one_chain_and_a_later_one_is_another(hand_drawn):
    rows = [attack("a", "06-01"), *(strike(f"s{n}", "06-05", "a") for n in range(9)),
            strike("t", "06-10", "a")]  # fmt: skip
    atlas = drawn(hand_drawn, *rows)
    listed = chains(atlas)
    assert [(len(c.strikes.positions), c.days_between) for c in listed] == [(9, 4), (1, 9)]
    assert [ids(atlas, c.attack) for c in listed] == [["a"], ["a"]]


def test_a_same_day_pair_is_0_days_apart_and_its_attack_in_neither_window(hand_drawn):
    (chain,) = chains(drawn(hand_drawn, attack("a", "06-01"), strike("s", "06-01", "a")))
    assert (chain.days_between, chain.approximate, chain.same_day.n) == (0, False, 1)
    assert counts(chain) == [(7, 0, 0), (30, 0, 0)]
    assert {c.reason for c in chain.compared} == {"n/a (no attack in either window)"}


@pytest.mark.parametrize("who", ["a", "s"])
def test_an_approximate_date_on_either_side_is_said(who, hand_drawn):
    rows = [attack("a", "06-01"), strike("s", "06-03", "a")]
    for row in rows:
        row["date_precision"] = "approx" if row["incident_id"] == who else "day"
    (chain,) = chains(drawn(hand_drawn, *rows))
    assert chain.approximate
    assert chain.compared[0].before.approximate == (1 if who == "a" else 0)


def test_an_answer_dated_before_its_attack_is_told_as_it_is(hand_drawn):
    rows = [attack("a", "06-03", date_precision="approx"), strike("s", "06-01", "a")]
    (chain,) = chains(drawn(hand_drawn, *rows))
    assert (chain.days_between, chain.approximate) == (-2, True)


def test_only_attacks_on_the_same_side_follow(hand_drawn):
    rows = [
        attack("a", "06-01"),
        strike("s", "06-02", "a"),
        attack("other_side", "06-03", target_side="israel"),
        attack("no_attack", "06-04", event_type="interception"),
        attack("counts", "06-05"),
    ]
    atlas = drawn(hand_drawn, *rows)
    (chain,) = chains(atlas)
    assert ids(atlas, chain.compared[0].after.counted) == ["counts"]


def test_the_period_cuts_no_window_and_the_other_conditions_hold(hand_drawn):
    rows = [
        attack("a", "06-01"),
        strike("s", "06-02", "a"),
        attack("claimed_only", "06-03", confirmation="claimed"),
        attack("official", "06-04"),
    ]
    atlas = drawn(hand_drawn, *rows)
    for query in (
        "from=2024-06-02&to=2024-06-02&confirmation=official",
        "type=counterstrike&confirmation=official",
        "target=us_coalition&confirmation=official",
    ):
        (chain,) = chains(atlas, query)
        assert ids(atlas, chain.compared[0].after.counted) == ["official"], query
        assert ids(atlas, chain.compared[0].before.counted) == ["a"], query


def test_a_chain_is_listed_where_one_of_its_ends_matches(hand_drawn):
    atlas = drawn(hand_drawn, attack("a", "06-01"), strike("s", "06-05", "a"))
    assert len(chains(atlas, "to=2024-06-01")) == 1
    assert len(chains(atlas, "from=2024-06-05")) == 1
    assert chains(atlas, "from=2024-06-02&to=2024-06-04") == ()


def test_a_window_past_the_data_is_cut_and_the_rate_is_that_of_the_days_left(hand_drawn):
    rows = [attack("a", "12-20"), strike("s", "12-27", "a"), attack("b", "12-28"),
            attack("c", "12-29")]  # fmt: skip
    (chain,) = chains(drawn(hand_drawn, *rows, coverage=[]))
    week = chain.compared[0]
    assert (week.before.days, week.after.days) == (7, 4)
    assert week.ratio.value == pytest.approx((2 / 4) / (1 / 7))
    share = scipy_stats.binomtest(2, 3).proportion_ci(method="exact")
    assert week.ratio.interval.low == pytest.approx(share.low / (1 - share.low) * 7 / 4)


def test_a_strike_on_the_last_day_of_the_data_has_no_ratio(hand_drawn):
    (chain,) = chains(
        drawn(hand_drawn, attack("a", "12-30"), strike("s", "12-31", "a"), coverage=[])
    )
    assert chain.compared[0].after.days == 0
    assert chain.compared[0].reason == "n/a (one window lies outside the data)"


@pytest.mark.parametrize(
    ("coverage", "reason"),
    [
        (YEAR, ""),
        ([], ""),
        ([span("2024-05-25", "2024-06-08")], ""),
        ([span("2024-05-26", "2024-06-08")], NOT_SEARCHED),
        ([span("2024-05-25", "2024-06-07")], NOT_SEARCHED),
        ([*YEAR, span("2024-06-08", "2024-06-08", "gap")],
         "n/a (published counts imply attacks in these windows that were not found)"),
    ],
)  # fmt: skip
def test_from_days_that_were_not_searched_follows_no_rate(coverage, reason, hand_drawn):
    rows = [attack("a", "05-31"), strike("s", "06-01", "a"), attack("b", "06-02")]
    (chain,) = chains(drawn(hand_drawn, *rows, coverage=coverage))
    week = chain.compared[0]
    assert week.reason == reason
    assert (week.ratio is None) == bool(reason)


def test_counterstrikes_without_a_known_attack_are_counted(hand_drawn, data_copy):
    atlas = drawn(hand_drawn, attack("a", "06-01"), strike("s", "06-02", "a"), strike("t", "06-09"))
    result = responses.find_responses(view_of("", atlas), atlas)
    assert ids(atlas, result.unlinked) == ["t"]
    assert result.unread.n == 0
    assert responses.find_responses(view_of("type=attack", atlas), atlas).unlinked.n == 0


def test_an_answer_to_a_quarantined_attack_is_counted_apart(data_copy):
    path = data_copy / "incidents.csv"
    row = next(n for n, r in enumerate(rows_of(path), 1) if r[0] == "2024-01-28-tower22")
    set_cell(path, row, "outcome", "nonsense")
    atlas = catalog.load(data_copy)
    result = responses.find_responses(view_of("", atlas), atlas)
    assert result.unread.n == 10
    assert not any("tower22" in chain.attack.key for chain in result.chains)


def test_places_far_apart_are_no_condition_unless_asked(hand_drawn):
    rows = [attack("a", "06-01"), strike("s", "06-02", "a"), attack("far", "06-03", at=(0.0, 3.0))]
    atlas = drawn(hand_drawn, *rows)
    near = f"near={MIDDLE_OF_A[0]},{MIDDLE_OF_A[1]},10"
    assert chains(atlas)[0].compared[0].after.counted.n == 1
    assert chains(atlas, near)[0].compared[0].after.counted.n == 0


@settings(max_examples=40)
@given(strategies.params(), st.sampled_from([7, 30]))
def test_every_window_is_what_a_reading_row_by_row_finds(atlas, oracle, params, days):
    view = view_of(params, atlas)
    result = responses.find_responses(view, atlas)
    matching = {r["incident_id"] for r in oracle.view(params)[0]}
    by_id = {r["incident_id"]: r for r in oracle.incidents}
    pairs = {}
    for r in oracle.incidents:
        if r["event_type"] == "counterstrike" and r["response_to"]:
            pairs.setdefault((r["date"], r["response_to"]), []).append(r["incident_id"])
    expected = {k: v for k, v in pairs.items() if k[1] in matching or matching & set(v)}
    chains_listed = {
        (c.strike_date.isoformat(), ids(atlas, c.attack)[0]): sorted(ids(atlas, c.strikes))
        for c in result.chains
    }
    assert chains_listed == {k: sorted(v) for k, v in expected.items()}
    others = {k: v for k, v in params.items() if k not in {"from", "to", "type", "target"}}
    sides = {by_id[attack]["target_side"] for _, attack in expected}
    attacks = {s: oracle.view(others | {"type": ["attack"], "target": [s]})[0] for s in sides}
    for chain in result.chains:
        rows = attacks[by_id[ids(atlas, chain.attack)[0]]["target_side"]]
        (window,) = (c for c in chain.compared if c.length_days == days)
        for part, step in ((window.before, -1), (window.after, 1)):
            inside = {(chain.strike_date + timedelta(days=step * n)).isoformat()
                      for n in range(1, days + 1)}  # fmt: skip
            assert sorted(ids(atlas, part.counted)) == sorted(
                r["incident_id"] for r in rows if r["date"] in inside
            )
            opened = part.counted.filter.view(atlas).positions
            assert np.array_equal(opened, part.counted.positions)
        assert ids(atlas, chain.same_day) == sorted(
            r["incident_id"] for r in rows if r["date"] == chain.strike_date.isoformat()
        )


def test_the_raids_of_february_answered_tower_22_and_few_official_attacks_followed(atlas):
    query = "from=2023-10-17&to=2024-04-23&type=attack&target=us_coalition&confirmation=official"
    first, second = (c for c in chains(atlas, query) if "tower22" in c.attack.key)
    assert (first.strike_date, first.strikes.n, first.days_between) == (date(2024, 2, 2), 9, 5)
    assert first.approximate
    assert (second.strike_date, second.days_between) == (date(2024, 2, 7), 10)
    month = first.compared[1]
    assert (month.before.counted.n, month.after.counted.n) == (15, 1)
    assert month.ratio.interval.high < 1


def test_plain_values_say_the_same_and_carry_the_warning(atlas):
    result = responses.find_responses(view_of("", atlas), atlas)
    plain_ = responses.plain_responses(result, atlas)
    assert "cause and effect" in plain_["warning"]
    assert len(plain_["chains"]) == len(result.chains)
    for plain, chain in zip(plain_["chains"], result.chains, strict=True):
        assert plain["counterstrikes"] == ids(atlas, chain.strikes)
        for window, compared in zip(plain["windows"], chain.compared, strict=True):
            assert window["after"]["attacks"] == compared.after.counted.n
            assert (window["rate_ratio"] is None) or not window["no_ratio_because"]
