"""The page of one incident: everything that geo knows of it, and the way to the next."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import parse_qs

import pytest

from geo.analysis import incident as incident_analysis
from geo.analysis import titles
from geo.filter.filter import Filter
from tests.shipped import TOTAL
from ui.session import keys

OFFICIAL = "from=2024-02-05&to=2024-04-23&type=attack&target=us_coalition&confirmation=official"
SPREAD = [
    "2024-04-22-al-asad", "2024-01-28-tower22", "2024-04-20-kalsu", "2024-04-13-nevatim",
    "2019-12-27-k1", "2025-12-13-palmyra", "2024-04-21-rumaylan",
]  # fmt: skip


def open_page(app, incident=None, query=""):
    given = {k + "_": v for k, v in parse_qs(query).items()}
    page = app(**given | ({"incident": incident} if incident else {}))
    page.at.switch_page("pages/incident.py")
    return page.run()


def captions(page):
    return "\n".join(re.findall(r'<p class="atlas-account">(.*?)</p>', page.html()))


def linked(part):
    """The incidents that a piece of the page links to."""
    return re.findall(r'href="incident\?[^"]*?incident=([a-z0-9_-]+)', html.unescape(part))


@pytest.mark.parametrize("incident", SPREAD)
def test_the_page_says_what_the_row_says_and_draws_no_filter_panel(app, atlas, incident):
    page = open_page(app, incident)
    row = atlas.incidents.iloc[atlas.row_of[incident]]
    body = page.html()
    assert f"<h1>{html.escape(titles.incident_title(row, dated=True))}</h1>" in body
    assert html.escape(row["summary"]) in body
    assert not page.at.slider
    assert page.address()["incident"] == [incident]
    assert page.at.json
    rows = atlas.statements[atlas.statements["incident_id"] == incident]
    for speaker in rows["speaker"]:
        assert html.escape(speaker) in body
    for source in atlas.source_rows[atlas.row_of[incident]].as_py():
        assert html.escape(atlas.sources["publisher"].iloc[source]) in body


@pytest.mark.parametrize("incident", SPREAD)
def test_every_number_unfolds_into_exactly_the_rows_that_it_counts(app, atlas, incident):
    position = atlas.row_of[incident]
    body = open_page(app, incident).html()
    ids = atlas.incidents["incident_id"]
    folds = re.findall(r"<details><summary>(.*?)</summary><ul>(.*?)</ul></details>", body)
    expected = [incident_analysis.incidents_around(atlas, position).positions]
    here = incident_analysis.incidents_at_same_base(atlas, position)
    if here is not None and here.n > 1:
        expected.insert(0, here.positions)
    near = incident_analysis.find_near_places(atlas, position)
    expected += [n.incidents.positions for surely in (True, False) for n in near
                 if n.surely is surely]  # fmt: skip
    expected = [[ids.iloc[p] for p in positions if p != position] for positions in expected]
    assert [linked(rows) for _, rows in folds] == [e for e in expected if e]
    for said, rows in folds:
        n = int(re.search(r": (\d+)(?: other incidents?)?$", said)[1])
        assert n == len(linked(rows))


def test_statements_for_and_against_stand_side_by_side(app):
    body = open_page(app, "2024-04-20-kalsu").html()
    assert re.search(r"Says who did it: 2</h3>.*Denials and withdrawn claims: 2</h3>.*"
                     r"Finding of an inquiry: 1</h3>", body, re.DOTALL)  # fmt: skip


def test_responses_are_linked_in_both_directions(app, atlas):
    cause = "2024-01-28-tower22"
    position = atlas.row_of[cause]
    answers = atlas.incidents["incident_id"].iloc[
        incident_analysis.responses_to(atlas, position).positions
    ]
    body = open_page(app, cause).html()
    part = body.split("Answered by")[1].split("</ul>")[0]
    assert linked(part) == answers.tolist()
    back = open_page(app, answers.iloc[0]).html().split("It answered:")[1].split("</ul>")[0]
    assert linked(back) == [cause]


def test_the_number_in_the_filter_is_its_nth_and_the_buttons_go_on_within_it(app, atlas):
    page = open_page(app, "2024-04-22-al-asad", OFFICIAL)
    assert "Incident 2 of 2 matching your filters" in captions(page)
    before = next(b for b in page.at.button if b.key == "turn_Previous")
    assert next(b for b in page.at.button if b.key == "turn_Next").disabled
    before.click()
    page.run()
    assert page.address()["incident"] == ["2024-04-21-rumaylan"]
    assert page.address()["confirmation"] == ["official"], "the filter stays in the link"
    assert "Incident 1 of 2" in captions(page)
    assert Filter.parse(OFFICIAL, atlas).view(atlas).shown == 2


def test_the_pause_before_an_incident_is_said(app):
    pause = "from=2023-10-17&to=2024-04-23&type=attack&target=us_coalition&confirmation=official"
    page = open_page(app, "2024-04-21-rumaylan", pause)
    assert "No matching incident in the 76 days before." in captions(page)


def test_an_incident_that_the_filter_hides_is_shown_and_said_to_be_hidden(app):
    page = open_page(app, "2024-04-22-al-asad", "group=isis")
    assert "This incident is outside your filters (" in captions(page)
    assert "<h1>Drone attack on Al-Asad Air Base, 22 Apr 2024</h1>" in page.html()


def test_all_origins_arabic_names_and_tallies_are_there(app):
    body = open_page(app, "2024-04-13-nevatim").html()
    fired = body.split("Reported launch sites")[1].split("</ul>")[0]
    for country in ("Iran", "Iraq", "Syria", "Yemen"):
        assert f"<li>{country} (" in fired
    body = open_page(app, "2024-04-22-al-asad").html()
    assert '<span lang="ar" dir="rtl">قاعدة عين الأسد</span>' in body
    assert '<span lang="ar" dir="rtl">الأنبار</span>' in body
    assert '<span lang="ar" dir="rtl">كتائب حزب الله</span>' in body
    assert "about <b>184</b> since 17 Oct 2023, Washington Institute" in body


def test_without_a_point_the_page_says_so_instead_of_a_map(app, atlas):
    nowhere = atlas.incidents.loc[~atlas.has_point, "incident_id"].iloc[0]
    page = open_page(app, nowhere)
    assert "No map: this incident has no point" in page.alerts()
    assert not page.maps()
    assert open_page(app, "2024-04-20-kalsu").layers().count("incident-disc") == 1


def test_the_record_is_the_json_of_geo(app, atlas):
    page = open_page(app, "2024-01-28-tower22")
    shown = json.loads(page.at.json[0].value)
    assert shown == json.loads(
        json.dumps(incident_analysis.incident_record(atlas, atlas.row_of["2024-01-28-tower22"]))
    )
    assert any(f"incident=2024-01-28-tower22&version={atlas.version}" in c.value
               for c in page.at.code)  # fmt: skip


def test_a_wrong_id_links_the_closest_ones_and_offers_a_search(app):
    page = open_page(app, "2024-04-22-al-asd")
    said = re.sub(r"\\", "", page.alerts())
    assert "There is no incident “2024-04-22-al-asd”" in said
    closest = re.search(r"<p>Closest: (.*?)</p>", page.html())[1]
    assert linked(closest)[0] == "2024-04-22-al-asad"
    assert len(listed(page)) == 20


def listed(page):
    return linked(page.html().split('class="atlas-list"')[1].split("</section>")[0])


def test_without_an_id_the_page_lists_all_incidents_newest_first_to_be_searched(app, atlas):
    page = open_page(app, query="group=kh")
    assert page.alerts() == ""
    newest = atlas.incidents["incident_id"].tolist()[::-1]
    assert listed(page) == newest[:20], "whatever the filter"
    assert f"1 to 20 of {TOTAL}, newest first" in page.html()
    page.at.session_state[keys.table_page("all_incidents")] = 2
    assert listed(page.run()) == newest[20:40]
    page.at.text_input(keys.INCIDENT_SEARCHED).set_value("asad 22 apr 2024")
    page.run()
    assert listed(page) == ["2024-04-22-al-asad"], "from its first page"
    page.at.text_input(keys.INCIDENT_SEARCHED).set_value("zzzz")
    assert "No incident has all of these words." in page.run().alerts()


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "**x**", "' or 1=1", "a" * 3000])
def test_an_id_from_outside_is_shown_as_text(app, nasty):
    page = open_page(app, nasty)
    assert "There is no incident" in page.alerts()
    assert "<script>alert" not in page.html()
