"""The article test: the atlas can check every statement of the report that it began with.

One test per statement, each through the public filter and by the query that the app's link has.
`docs/article-test.md` lists the same links; each begins with `/?`.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.analysis import lulls, nth, tallies
from geo.filter.filter import Filter

ROOT = Path(__file__).resolve().parents[1]
OFFICIAL_ON_US = "type=attack&target=us_coalition&confirmation=official"

LINKS = {
    "drone at Al-Asad": "from=2024-04-22&to=2024-04-28&base=al_asad",
    "second since 4 February": f"from=2024-02-05&to=2024-04-23&{OFFICIAL_ON_US}",
    "the one before": "from=2024-04-21&to=2024-04-21&base=rumaylan",
    "the pause": f"from=2023-10-17&to=2024-04-23&{OFFICIAL_ON_US}",
    "about 184": "from=2023-10-17&to=2024-04-23&type=attack&target=us_coalition",
    "Tower 22": "from=2024-01-28&to=2024-01-28&base=tower22",
    "the answer to Tower 22": "from=2024-02-01&to=2024-02-10&type=counterstrike",
    "most claimed by IRI": "from=2023-10-17&to=2024-02-04&type=attack&target=us_coalition"
    "&group=iri&rule=claimed",
    "no claim for the last two": "from=2024-04-21&to=2024-04-23&group=kh&rule=unclaimed",
    "claimed attacks on Israel": "type=attack&target=israel&group=iri&rule=claimed",
    "Iran's strike": "from=2024-04-13&to=2024-04-14&group=iran",
    "Isfahan": "from=2024-04-19&to=2024-04-19&base=isfahan",
    "Kalsu": "from=2024-04-20&to=2024-04-20&base=kalsu",
    "both PMF and IRI": "group=kh",
}


def test_the_document_lists_the_same_links():
    listed = re.findall(r"`/\?(.*?)`", (ROOT / "docs" / "article-test.md").read_text("utf-8"))
    assert listed == list(LINKS.values())


@pytest.fixture
def find(atlas):
    def find_incidents(name):
        filter_ = Filter.parse(LINKS[name], atlas)
        assert Filter.parse(filter_.to_query(), atlas) == filter_
        view = filter_.view(atlas)
        return view, atlas.incidents.iloc[view.positions]

    return find_incidents


def stances(atlas, incident_id):
    rows = atlas.statements[atlas.statements["incident_id"] == incident_id].fillna("")
    return {(r.stance, r.group_id, r.speaker) for r in rows.itertuples()}


def test_01_a_drone_at_al_asad_in_anbar_in_the_week_of_22_april_without_injuries(find):
    _, rows = find("drone at Al-Asad")
    assert rows["incident_id"].tolist() == ["2024-04-22-al-asad"]
    assert rows[["province", "country", "weapons", "injured"]].iloc[0].tolist() == [
        "Al Anbar", "Iraq", "one_way_attack_drone", 0,
    ]  # fmt: skip


def test_02_the_second_officially_confirmed_attack_on_us_forces_since_4_february(atlas, find):
    view, rows = find("second since 4 February")
    assert rows["base_id"].tolist() == ["rumaylan", "al_asad"]
    numbered = nth.nth_since(view, atlas, date(2024, 2, 4))
    assert dict(zip(numbered["n"], numbered["incident_id"], strict=True)) == {
        1: "2024-04-21-rumaylan", 2: "2024-04-22-al-asad",
    }  # fmt: skip


def test_03_the_one_before_was_fired_from_zummar_in_nineveh_at_rumaylan_in_syria(atlas, find):
    _, rows = find("the one before")
    row = rows.iloc[0]
    assert row["country"] == "Syria"
    assert "Zummar" in row["origin_place"]
    assert "Nineveh" in row["origin_place"]
    provinces = atlas.provinces
    origin = provinces.sindex.query(
        shapely.Point(row["origin_longitude"], row["origin_latitude"]), "intersects"
    )
    assert provinces["name"].iloc[origin].tolist() == ["Nineveh"]


def test_04_the_pause_between_was_longer_than_two_months(atlas, find):
    view, _ = find("the pause")
    lull = lulls.longest_lull(lulls.find_lulls(view, atlas))
    assert (lull.start, lull.end, lull.open) == (date(2024, 2, 5), date(2024, 4, 20), False)
    assert lull.days == 76


def test_05_about_184_attacks_were_counted_and_stand_beside_the_atlas_own_count(atlas, find):
    view, rows = find("about 184")
    tally = [
        t
        for t in tallies.plain_tallies(tallies.published_tallies(view, atlas))
        if t["total"] == 184
    ]
    assert len(tally) == 1
    assert tally[0]["approximate"]
    assert tally[0]["counted_by"] == "Washington Institute for Near East Policy"
    local = rows[rows["date"] >= "2023-10-18"]
    assert tally[0]["atlas_count"] == len(local) > 200


def test_06_tower_22_in_jordan_with_three_killed(find):
    _, rows = find("Tower 22")
    assert rows[["country", "province", "killed", "confirmation"]].to_numpy().tolist() == [
        ["Jordan", "Mafraq", 3, "official"]
    ]


def test_07_the_us_raids_of_early_february_answered_tower_22(atlas, find):
    _, rows = find("the answer to Tower 22")
    answers = rows[rows["response_to"] == "2024-01-28-tower22"]
    assert len(answers) >= 2
    assert answers["date"].min().date() == date(2024, 2, 2)
    for incident in answers["incident_id"]:
        assert {(s, g) for s, g, _ in stances(atlas, incident)} <= {
            ("acknowledged", "us"), ("acknowledged", "centcom"),
        }  # fmt: skip


def test_08_most_attacks_were_claimed_by_the_islamic_resistance_in_iraq(atlas, find):
    view, _ = find("most claimed by IRI")
    whole = Filter.parse("from=2023-10-17&to=2024-02-04&type=attack&target=us_coalition", atlas)
    assert view.shown > whole.view(atlas).shown / 2


def test_09_nobody_claimed_the_last_two_which_the_state_department_blamed_on_kataib_hezbollah(
    atlas, find
):
    _, rows = find("no claim for the last two")
    assert rows["incident_id"].tolist() == ["2024-04-21-rumaylan", "2024-04-22-al-asad"]
    for incident in rows["incident_id"]:
        blamed = {who for stance, group, who in stances(atlas, incident)
                  if (stance, group) == ("attributed", "kh")}  # fmt: skip
        assert any("State Department" in who for who in blamed)


def test_10_iraqi_groups_claimed_attacks_on_israel(find):
    view, rows = find("claimed attacks on Israel")
    assert view.shown >= 20
    assert set(rows["target_side"]) == {"israel"}


def test_11_irans_strike_of_13_april_came_from_several_countries(find):
    _, rows = find("Iran's strike")
    row = rows[rows["target_side"] == "israel"].iloc[0]
    for country in ("Iran", "Iraq", "Syria", "Yemen"):
        assert country in row["origin_place"]


def test_12_isfahan_on_19_april(atlas, find):
    _, rows = find("Isfahan")
    assert rows["country"].tolist() == ["Iran"]
    assert {(s, g) for s, g, _ in stances(atlas, rows["incident_id"].iloc[0])} == {
        ("attributed", "israel"), ("denied", "israel"),
    }  # fmt: skip


def test_13_kalsu_has_three_accounts_of_its_cause(atlas, find):
    _, rows = find("Kalsu")
    assert rows["event_type"].tolist() == ["explosion"]
    statements = {(s, g) for s, g, _ in stances(atlas, rows["incident_id"].iloc[0])}
    assert statements == {
        ("suspected", "israel"), ("denied", "us"), ("denied", "israel"), ("finding", ""),
    }  # fmt: skip


def test_14_kataib_hezbollah_belongs_to_both_the_pmf_and_the_islamic_resistance(atlas, find):
    view, _ = find("both PMF and IRI")
    parents = dict(atlas.graph.parents("kh"))
    assert {parents["pmf"], parents["iri"]} == {"member_of"}
    of_kh = set(view.positions.tolist())
    since_label = set(np.flatnonzero(atlas.incidents["date"] >= "2023-10-17").tolist())
    for umbrella, since in (("pmf", of_kh), ("iri", of_kh & since_label)):
        assert since
        whole = set(Filter.parse(f"group={umbrella}", atlas).view(atlas).positions.tolist())
        assert of_kh & whole == since  # the label is no older than its first use
        alone = Filter.parse(f"group={umbrella}&members=0", atlas).view(atlas).positions.tolist()
        assert not since <= set(alone)
