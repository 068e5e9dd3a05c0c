"""Published counts beside the atlas's own: the gap, why it is there, whose count it is."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from geo.analysis import tallies
from geo.filter.filter import Filter, days_since_epoch
from tests.geo import strategies
from tests.geometry import incident, province, tally


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def reconciled(atlas, query=""):
    return tallies.compare_tallies(view_of(query, atlas), atlas)


def drawn(hand_drawn, *published, days=("18", "19", "20"), **changes):
    rows = [incident(f"i{n}", f"2023-10-{d}", **changes) for n, d in enumerate(days)]
    edges = [incident("first", "2023-10-01", event_type="strike", target_side="other"),
             incident("last", "2023-12-31", event_type="strike", target_side="other")]  # fmt: skip
    return hand_drawn(incidents=[*edges, *rows], tallies=list(published))


def test_a_count_from_washington_begins_on_the_18th_local(hand_drawn):
    atlas = drawn(hand_drawn, tally("2023-10-20", "2023-10-17", 2), days=("17", "18", "20", "21"))
    (compared,) = reconciled(atlas)
    assert (compared.first, compared.counted.n, compared.gap) == (date(2023, 10, 18), 2, 0)
    assert "18 October" in compared.why[0]


def test_any_other_first_day_is_taken_as_it_is_first_and_last_day_included(hand_drawn):
    atlas = drawn(hand_drawn, tally("2023-10-20", "2023-10-18", 5), days=("17", "18", "20", "21"))
    (compared,) = reconciled(atlas)
    assert (compared.first, compared.counted.n, compared.gap) == (date(2023, 10, 18), 2, -3)
    assert compared.on_last_day == 1
    assert any("may be later than the count" in line for line in compared.why)


def test_a_count_without_a_first_day_stands_alone(hand_drawn):
    (compared,) = reconciled(drawn(hand_drawn, tally("2023-10-20", None, 5)))
    assert (compared.counted, compared.gap, compared.published) == (None, None, 5)
    assert "names no first day" in compared.why[0]


def test_a_count_of_syria_is_compared_with_syria(hand_drawn):
    provinces = [province("WE-A", country="Syria"), province("EA-C")]
    rows = [incident("a", "2023-10-20", country="Syria"),
            incident("b", "2023-10-20", at=(0.0, 7.0), country="Eastland")]  # fmt: skip
    atlas = hand_drawn(
        incidents=rows, provinces=provinces, bases=[],
        tallies=[tally("2023-10-20", "2023-10-19", None, syria=3, counted_by="SOHR")],
    )  # fmt: skip
    (compared,) = reconciled(atlas)
    assert (compared.syria_only, compared.published, compared.counted.n, compared.gap) == (
        True,
        3,
        1,
        -2,
    )
    assert compared.counter == "sohr"
    assert "Country: Syria alone, on both sides." in compared.why


def test_a_row_that_counts_nothing_is_no_tally(hand_drawn):
    assert reconciled(drawn(hand_drawn, tally("2023-10-20", "2023-10-17", None, iraq=3))) == []


def test_the_filters_period_chooses_the_tallies_and_cuts_no_count(hand_drawn):
    atlas = drawn(
        hand_drawn, tally("2023-10-19", "2023-10-17", 1), tally("2023-10-20", "2023-10-17", 2)
    )
    compared = reconciled(atlas, "from=2023-10-20&to=2023-10-20")
    assert [(r.as_of.day, r.counted.n) for r in compared] == [(20, 3)]


def test_a_narrower_filter_narrows_one_side_only_and_says_so(hand_drawn):
    atlas = drawn(hand_drawn, tally("2023-10-20", "2023-10-17", 2))
    (compared,) = reconciled(atlas, "weapon=mortar")
    assert (compared.counted.n, compared.published) == (0, 2)
    assert any(line.startswith("Filter: weapon narrows") for line in compared.why)
    (same,) = reconciled(atlas, "type=attack&target=us_coalition&to=2023-12-31")
    assert not any(line.startswith("Filter:") for line in same.why)


def test_hedges_sums_confirmation_and_approximate_dates_are_told(hand_drawn):
    atlas = drawn(
        hand_drawn,
        tally("2023-10-20", "2023-10-17", 5, iraq=2, syria=2, approximate="true", note="a note"),
        confirmation="claimed", date_precision="approx",
    )  # fmt: skip
    (compared,) = reconciled(atlas)
    text = " ".join(compared.why)
    assert compared.approximate
    assert "about, more than or at least" in text
    assert "the countries add up to 4, not 5" in text
    assert "by confirmation 3 claimed. 3 of them have an approximate date." in text
    assert text.endswith("Note: a note.")


def test_two_counts_of_one_page_and_day_keep_their_own_keys(hand_drawn):
    atlas = drawn(
        hand_drawn,
        tally("2023-10-20", "2023-10-17", 1, counted_by="one"),
        tally("2023-10-20", "2023-10-17", 2, counted_by="two"),
    )
    keys = [r.counted.key for r in reconciled(atlas)]
    assert len(set(keys)) == 2


@pytest.mark.parametrize(
    ("counted_by", "counter"),
    [
        ("Pentagon (Brig. Gen. Ryder)", "us"), ("US official / Pentagon (Singh)", "us"),
        ("DOD official (via Politico)", "us"), ("US government (via AFP)", "us"),
        ("Deputy Pentagon press secretary Singh", "us"), ("The Media Line / SOHR", "sohr"),
        ("Islamic Resistance in Iraq", "claimants"), ("press count", "others"),
        ("Washington Institute for Near East Policy", "others"), ("MEMRI", "others"),
        ("JUST A PRESS", "others"),
    ],
)  # fmt: skip
def test_whose_count_it_is(counted_by, counter):
    assert tallies.counter_of(counted_by) == counter


def test_the_claimants_and_sohr_of_the_shipped_tallies_are_told_from_us_officials(atlas):
    by = {}
    for r in reconciled(atlas):
        by.setdefault(r.counter, set()).add(r.counted_by)
    assert all("SOHR" in name for name in by["sohr"])
    assert by["claimants"] == {
        "Islamic Resistance in Iraq", "Rudaw (claims of the Islamic Resistance in Iraq)"
    }  # fmt: skip
    # The page that relays a count is no counter.
    assert {re.sub(r" \(via [^)]*\)$", "", name) for name in by["others"]} == {
        "Fox News reporter", "MEMRI", "GTTAC", "Iran International", "press count",
        "press count (Washington Examiner)", "Washington Institute for Near East Policy", "JINSA",
        "Washington Institute", "Washington Institute Militia Spotlight", "AFP", "Reuters",
        "Arirang News", "Jerusalem Post", "Musings on Iraq (Joel Wing)", "Rudaw", "Shafaq News",
    }  # fmt: skip
    assert {"Defense Secretary Austin", "CJTF-OIR (via USIP Iran Primer)",
            "Lead Inspector General, Operation Inherent Resolve"} <= by["us"]  # fmt: skip


@settings(max_examples=40)
@given(strategies.params())
def test_every_gap_is_the_difference_of_two_counts_that_open(atlas, oracle, params):
    view = view_of(params, atlas)
    compared = tallies.compare_tallies(view, atlas)
    first, last = (d.isoformat() for d in view.filter.period(atlas))
    listed = [t for t in oracle.tallies if first <= t["as_of"] <= last]
    assert len(compared) == len(listed)
    others = {k: v for k, v in params.items() if k not in {"from", "to"}}
    attacks = [r for r in oracle.view(others)[0]
               if r["event_type"] == "attack" and r["target_side"] == "us_coalition"]  # fmt: skip
    for r, t in zip(compared, sorted(listed, key=lambda t: t["as_of"]), strict=True):
        since = "2023-10-18" if t["since"] == "2023-10-17" else t["since"]
        rows = [
            a["incident_id"] for a in attacks
            if since <= a["date"] <= t["as_of"] and (t["total"] or a["country"] == "Syria")
        ]  # fmt: skip
        assert r.counted_by == t["counted_by"]
        assert r.published == int(t["total"] or t["syria"])
        opened = atlas.incidents["incident_id"].iloc[r.counted.positions].tolist()
        assert sorted(opened) == sorted(rows)
        assert r.gap == len(rows) - r.published
    plain = tallies.plain_tallies(tallies.published_tallies(view, atlas))
    assert sorted(t["atlas_count"] for t in plain) == sorted(r.counted.n for r in compared)
    assert len({r.counted.key for r in compared}) == len(compared)


@settings(max_examples=30)
@given(strategies.params())
def test_the_line_passes_through_the_atlas_count_of_every_tally(atlas, params):
    view = view_of(params, atlas)
    compared = tallies.compare_tallies(view, atlas)
    lines = {(c.syria_only, c.first): c for c in tallies.running_counts(compared, atlas)}
    for r in compared:
        line = lines[r.syria_only, r.first]
        assert (np.diff(line.days) > 0).all()
        assert (np.diff(line.n) >= 0).all()
        at = np.searchsorted(line.days, days_since_epoch(r.as_of), side="right") - 1
        assert (line.n[at] if at >= 0 else 0) == r.counted.n


# --- the count beside a tally ---------------------------------------------------------------------


def tally_counts(atlas, query=""):
    return [
        t["atlas_count"]
        for t in tallies.plain_tallies(tallies.published_tallies(view_of(query, atlas), atlas))
    ]


@pytest.fixture
def october(hand_drawn):
    """Return a function that loads attacks around 17 October 2023 and tallies of one's own."""

    def load(*published):
        rows = [
            incident("d17", "2023-10-17"),
            incident("d18", "2023-10-18"),
            incident("d19", "2023-10-19", country="Eastland", at=(0.0, 7.0)),
            incident("d20", "2023-10-20"),
            incident("not-an-attack", "2023-10-19", event_type="strike"),
            incident("on-others", "2023-10-19", target_side="israel"),
            incident("d30", "2023-10-30", confirmation="claimed"),
        ]
        return hand_drawn(incidents=rows, tallies=list(published))

    return load


def test_since_17_october_in_washington_starts_on_the_18th_local(october):
    assert tally_counts(october(tally("2023-10-30", "2023-10-17", 4))) == [4]
    assert tally_counts(october(tally("2023-10-30", "2023-10-18", 4))) == [4]


def test_another_first_day_is_taken_as_it_stands(october):
    assert tally_counts(october(tally("2023-10-30", "2023-10-16", 5))) == [5]
    assert tally_counts(october(tally("2023-10-30", "2023-10-19", 3))) == [3]


def test_a_tally_counts_to_its_own_date_included(october):
    assert tally_counts(october(tally("2023-10-20", "2023-10-17", 3))) == [3]
    assert tally_counts(october(tally("2023-10-19", "2023-10-17", 2))) == [2]


def test_a_tally_without_a_first_day_has_no_count_beside_it(october):
    atlas = october(tally("2023-10-20", None, 9))
    (rows,) = tallies.plain_tallies(tallies.published_tallies(view_of("", atlas), atlas))
    assert (rows["since"], rows["atlas_count"], rows["total"]) == (None, None, 9)


def test_a_count_of_zero_is_zero_and_not_none(october):
    assert tally_counts(october(tally("2023-10-17", "2023-10-17", 1))) == [0]


def test_syria_alone_is_counted_where_syria_alone_was_counted(atlas, oracle):
    rows = tallies.plain_tallies(tallies.published_tallies(view_of("", atlas), atlas))
    alone = [t for t in rows if t["total"] is None]
    assert alone
    for t in alone:
        if t["since"] is None:
            continue
        first = "2023-10-18" if t["since"] == "2023-10-17" else t["since"]
        assert t["atlas_count"] == sum(
            first <= r["date"] <= t["as_of"]
            and (r["event_type"], r["target_side"]) == ("attack", "us_coalition")
            and r["country"] == "Syria"
            for r in oracle.incidents
        )


def test_the_filter_narrows_the_count_beside_a_tally_but_its_dates_do_not(october):
    published = tally("2023-10-30", "2023-10-17", 4)
    atlas = october(published)
    assert tally_counts(atlas, "confirmation=official") == [3]
    assert tally_counts(atlas, "country=Eastland") == [1]
    assert tally_counts(atlas, "type=strike") == [0]
    assert tally_counts(atlas, "type=strike&type=attack") == [4]
    assert tally_counts(atlas, "from=2023-10-20&to=2023-10-30") == [4]


@pytest.mark.parametrize(
    ("query", "n"),
    [("from=2023-10-20&to=2023-10-20", 1), ("from=2023-10-21", 0), ("to=2023-10-19", 0)],
)
def test_a_tally_belongs_to_the_period_that_holds_its_date(query, n, october):
    assert len(tally_counts(october(tally("2023-10-20", "2023-10-17", 3)), query)) == n


@settings(max_examples=15)
@given(strategies.params("group", "members", "rule", "country", "confirmation", "type", "target"))
def test_the_counts_beside_the_tallies_are_the_oracles(atlas, oracle, params):
    rows_ = tallies.plain_tallies(tallies.published_tallies(view_of(params, atlas), atlas))
    assert len(rows_) == len(oracle.tallies)
    rows, _ = oracle.view(params)
    counted = [
        r for r in rows
        if (r["event_type"], r["target_side"]) == ("attack", "us_coalition")
    ]  # fmt: skip
    for ours, theirs in zip(rows_, oracle.tallies, strict=True):
        first = "2023-10-18" if theirs["since"] == "2023-10-17" else theirs["since"]
        expected = sum(
            first <= r["date"] <= theirs["as_of"]
            and (theirs["total"] != "" or r["country"] == "Syria")
            for r in counted
        )
        assert ours["atlas_count"] == (expected if theirs["since"] else None)
        assert ours["total"] == (int(theirs["total"]) if theirs["total"] else None)
        assert ours["syria"] == (int(theirs["syria"]) if theirs["syria"] else None)
        assert ours["approximate"] == (theirs["approximate"] == "true")
