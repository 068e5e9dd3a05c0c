"""The page Propose a correction: a form, what it would do, and a patch that nobody keeps."""

from __future__ import annotations

import json
import re

import pytest

from geo.record.patch import read_patch
from geo.record.propose import propose
from geo.record.snapshot import read_snapshot
from ui.session import keys

RUMAYLAN = "2024-04-21-rumaylan"
WORDS = {"why": "A report says so.", "source": "https://example.org/9", "proposer": "Reader"}


def open_page(app, incident=None, **query):
    page = app(**(query | ({"incident": incident} if incident else {})))
    page.at.switch_page("pages/propose.py")
    return page.run()


def field(page, column, form=RUMAYLAN):
    """Return the widget of a column."""
    key = keys.proposal_field(form, column)
    kinds = ("text_input", "text_area", "selectbox", "multiselect")
    (widget,) = [w for kind in kinds for w in page.at.get(kind) if w.key == key]
    return widget


def say(page, **words):
    for name, value in words.items():
        field(page, name, "words").set_value(value)


def correct(page, **cells):
    field(page, "fields").set_value(list(cells))
    page.run()
    for name, value in cells.items():
        field(page, name).set_value(value)


def checked(page):
    page.button("Check the proposal").click()
    return page.run()


def patch(page):
    (code,) = [c.value for c in page.at.code if c.value.startswith("{")]
    return code


def test_every_incident_leads_to_its_form_filled_in(app, atlas):
    page = app(incident=RUMAYLAN)
    page.at.switch_page("pages/incident.py")
    assert re.search(rf'href="propose\?[^"]*incident={RUMAYLAN}&', page.run().html())
    form = open_page(app, RUMAYLAN)
    assert form.address()["incident"] == [RUMAYLAN]
    row = atlas.incidents.iloc[atlas.row_of[RUMAYLAN]]
    correct(form, outcome="missed")
    form = open_page(app, RUMAYLAN)
    field(form, "fields").set_value(["outcome", "weapons", "munitions", "latitude", "summary"])
    form.run()
    assert field(form, "outcome").value == row["outcome"]
    assert field(form, "weapons").value == ["rocket"]
    assert field(form, "munitions").value == "5"
    assert field(form, "latitude").value == "36.898"
    assert field(form, "summary").value == row["summary"]
    assert "failed on the way" in field(form, "outcome").options, "codes are explained"


def test_the_check_shows_old_and_new_the_counts_and_the_very_patch_of_the_command(app, data_folder):
    page = open_page(app, RUMAYLAN)
    correct(page, killed="1", outcome="missed")
    say(page, **WORDS)
    checked(page)
    assert not page.at.error
    body = page.html()
    assert "<td>Outcome</td><td>failed on the way</td><td>missed" in body
    assert "Killed, where known" in body
    request = {"incident": RUMAYLAN, "fields": {"killed": "1", "outcome": "missed"}, **WORDS}
    mine = propose(request, read_snapshot(data_folder, {}))
    assert patch(page) == mine.to_json().strip()
    (button,) = [b for b in page.at.download_button if b.label == "Download the patch"]
    assert button.proto.url


def test_a_change_of_the_form_takes_the_outcome_away(app):
    page = open_page(app, RUMAYLAN)
    correct(page, killed="1")
    say(page, **WORDS)
    checked(page)
    field(page, "killed").set_value("2")
    page.run()
    assert "You have changed the form since" in page.html()
    assert not page.at.download_button


@pytest.mark.parametrize(
    ("cells", "words", "why"),
    [
        ({"killed": "1"}, {}, "source is empty"),
        ({"killed": "many"}, WORDS, "expected a whole number"),
        ({"latitude": ""}, WORDS, "expected latitude and longitude together"),
        ({}, WORDS, "nothing is changed"),
        ({"killed": "1"}, WORDS | {"source": "a book"}, "expected an address"),
    ],
)
def test_what_is_refused_says_why_and_offers_nothing(cells, words, why, app):
    page = open_page(app, RUMAYLAN)
    correct(page, **cells)
    say(page, **words)
    checked(page)
    assert why in page.alerts().replace("\\", "")
    assert not page.at.download_button


def test_a_missing_incident_lists_what_it_may_repeat(app):
    page = open_page(app)
    new = {"date": "2024-04-22", "date_precision": "day", "event_type": "attack",
           "target_side": "us_coalition", "country": "Syria", "target": "A base",
           "place": "Rumaylan", "latitude": "36.9", "longitude": "42.0", "geo_precision": "town",
           "weapons": ["rocket"], "outcome": "unknown", "confirmation": "media",
           "summary": "Rockets were fired."}  # fmt: skip
    for name, value in new.items():
        field(page, name, "").set_value(value)
    say(page, **WORDS)
    checked(page)
    assert "who publishes it?" in page.alerts()
    say(page, publisher="A Daily")
    checked(page)
    assert not page.at.error, page.alerts()
    body = page.html()
    assert "Perhaps the same incident" in body
    assert f"incident={RUMAYLAN}" in body
    rows = read_patch(patch(page)).rows
    assert rows[0].cells["incident_id"] == "2024-04-22-rumaylan"
    assert json.loads(patch(page))["source"] == WORDS["source"]


def test_the_form_of_a_new_incident_can_be_asked_for_from_an_incident(app):
    page = open_page(app, RUMAYLAN, form="incident")
    assert "A missing incident" in [s.value for s in page.at.subheader]
    assert open_page(app, "gone").at.subheader[0].value == "A missing incident"
