"""Published counts beside the atlas's own: the gap, why it is there, whose count it is."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from geo.analysis import counts, tallies
from geo.filter.filter import Filter, days_since_epoch
from tests.geo import strategies
from tests.geometry import incident, province, tally


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


def reconciled(atlas, query=""):
    return tallies.reconciliation(view_of(query, atlas), atlas)


def drawn(hand_drawn, *published, days=("18", "19", "20"), **changes):
    rows = [incident(f"i{n}", f"2023-10-{d}", **changes) for n, d in enumerate(days)]
    edges = [incident("first", "2023-10-01", event_type="strike", target_side="other"),
             incident("last", "2023-12-31", event_type="strike", target_side="other")]  # fmt: skip
    return hand_drawn(incidents=[*edges, *rows], tallies=list(published))


def test_a_count_from_washington_begins_on_the_18th_local(hand_drawn):
    atlas = drawn(hand_drawn, tally("2023-10-20", "2023-10-17", 2), days=("17", "18", "20", "21"))
    (found,) = reconciled(atlas)
    assert (found.first, found.counted.n, found.gap) == (date(2023, 10, 18), 2, 0)
    assert "18 October" in found.why[0]


def test_any_other_first_day_is_taken_as_it_is_first_and_last_day_included(hand_drawn):
    atlas = drawn(hand_drawn, tally("2023-10-20", "2023-10-18", 5), days=("17", "18", "20", "21"))
    (found,) = reconciled(atlas)
    assert (found.first, found.counted.n, found.gap) == (date(2023, 10, 18), 2, -3)
    assert found.on_last_day == 1
    assert any("may be later than the count" in line for line in found.why)


def test_a_count_without_a_first_day_stands_alone(hand_drawn):
    (found,) = reconciled(drawn(hand_drawn, tally("2023-10-20", None, 5)))
    assert (found.counted, found.gap, found.published) == (None, None, 5)
    assert "names no first day" in found.why[0]


def test_a_count_of_syria_is_compared_with_syria(hand_drawn):
    provinces = [province("WE-A", country="Syria"), province("EA-C")]
    rows = [incident("a", "2023-10-20", country="Syria"),
            incident("b", "2023-10-20", at=(0.0, 7.0), country="Eastland")]  # fmt: skip
    atlas = hand_drawn(
        incidents=rows, provinces=provinces, bases=[],
        tallies=[tally("2023-10-20", "2023-10-19", None, syria=3, counted_by="SOHR")],
    )  # fmt: skip
    (found,) = reconciled(atlas)
    assert (found.syria_only, found.published, found.counted.n, found.gap) == (True, 3, 1, -2)
    assert found.counter == "sohr"
    assert "Country: Syria alone, on both sides." in found.why


def test_a_row_that_counts_nothing_is_no_tally(hand_drawn):
    assert reconciled(drawn(hand_drawn, tally("2023-10-20", "2023-10-17", None, iraq=3))) == []


def test_the_filters_period_chooses_the_tallies_and_cuts_no_count(hand_drawn):
    atlas = drawn(
        hand_drawn, tally("2023-10-19", "2023-10-17", 1), tally("2023-10-20", "2023-10-17", 2)
    )
    found = reconciled(atlas, "from=2023-10-20&to=2023-10-20")
    assert [(r.as_of.day, r.counted.n) for r in found] == [(20, 3)]


def test_a_narrower_filter_narrows_one_side_only_and_says_so(hand_drawn):
    atlas = drawn(hand_drawn, tally("2023-10-20", "2023-10-17", 2))
    (found,) = reconciled(atlas, "weapon=mortar")
    assert (found.counted.n, found.published) == (0, 2)
    assert any(line.startswith("Filter: weapon narrows") for line in found.why)
    (same,) = reconciled(atlas, "type=attack&target=us_coalition&to=2023-12-31")
    assert not any(line.startswith("Filter:") for line in same.why)


def test_hedges_sums_confirmation_and_approximate_dates_are_told(hand_drawn):
    atlas = drawn(
        hand_drawn,
        tally("2023-10-20", "2023-10-17", 5, iraq=2, syria=2, approximate="true", note="a note"),
        confirmation="claimed", date_precision="approx",
    )  # fmt: skip
    (found,) = reconciled(atlas)
    text = " ".join(found.why)
    assert found.approximate
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
    assert by["sohr"] == {"SOHR", "The Media Line / SOHR"}
    assert by["claimants"] == {"Islamic Resistance in Iraq"}
    assert by["others"] == {
        "Fox News reporter", "MEMRI", "GTTAC", "Iran International", "press count",
        "Washington Institute for Near East Policy", "JINSA",
    }  # fmt: skip


@settings(max_examples=40)
@given(strategies.params())
def test_every_gap_is_the_difference_of_two_counts_that_open(atlas, oracle, params):
    view = view_of(params, atlas)
    found = tallies.reconciliation(view, atlas)
    first, last = (d.isoformat() for d in view.filter.period(atlas))
    listed = [t for t in oracle.tallies if first <= t["as_of"] <= last]
    assert len(found) == len(listed)
    others = {k: v for k, v in params.items() if k not in {"from", "to"}}
    attacks = [r for r in oracle.view(others)[0]
               if r["event_type"] == "attack" and r["target_side"] == "us_coalition"]  # fmt: skip
    for r, t in zip(found, sorted(listed, key=lambda t: t["as_of"]), strict=True):
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
    plain = counts.tallies(view, atlas)
    assert sorted(t["atlas_count"] for t in plain) == sorted(r.counted.n for r in found)
    assert len({r.counted.key for r in found}) == len(found)


@settings(max_examples=30)
@given(strategies.params())
def test_the_line_passes_through_the_atlas_count_of_every_tally(atlas, params):
    view = view_of(params, atlas)
    compared = tallies.reconciliation(view, atlas)
    lines = {(c.syria_only, c.first): c for c in tallies.cumulative(compared, atlas)}
    for r in compared:
        line = lines[r.syria_only, r.first]
        assert (np.diff(line.days) > 0).all()
        assert (np.diff(line.n) >= 0).all()
        at = np.searchsorted(line.days, days_since_epoch(r.as_of), side="right") - 1
        assert (line.n[at] if at >= 0 else 0) == r.counted.n
