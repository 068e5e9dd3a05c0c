"""Rows that their terms hold back leave the session on the visitor's word alone."""

from __future__ import annotations

from tests.ui.your_data.uploads import ACLED, PLAIN, made, opened, said_anywhere, upload, used
from ui.session import keys


def with_downloads(page):
    """Open the popover of the downloads."""
    page.at.session_state["formats"] = True
    return page.run()


def test_the_owner_of_a_table_without_stated_terms_can_download_it(app):
    page = used(made(upload(opened(app), "own.csv", PLAIN)))
    page.at.switch_page("pages/map.py")
    page = with_downloads(page.run())
    assert not page.at.checkbox
    (button,) = (b for b in page.at.get("download_button") if "GeoJSON" in b.label)
    assert not button.proto.disabled


def test_rows_that_may_not_be_passed_on_need_the_users_word(app):
    page = used(made(upload(opened(app), "acled.csv", ACLED)))
    page.at.switch_page("pages/map.py")
    page = with_downloads(page.run())
    assert "known to allow sharing its rows" in said_anywhere(page)
    (button,) = (b for b in page.at.get("download_button") if "GeoJSON" in b.label)
    assert button.proto.disabled
    (allowed,) = (c for c in page.at.checkbox if "licence allows" in c.label)
    assert allowed.value is False
    allowed.check()
    page.run()
    (button,) = (b for b in page.at.get("download_button") if "GeoJSON" in b.label)
    assert not button.proto.disabled


def test_the_record_of_one_incident_needs_the_users_word_too(app):
    page = used(made(upload(opened(app), "acled.csv", ACLED)))
    atlas = page.at.session_state[keys.UPLOADED].atlas
    page.at.session_state["incident"] = atlas.incidents["incident_id"].iloc[0]
    page.at.switch_page("pages/incident.py")
    page.run()
    assert "known to allow sharing its rows" in said_anywhere(page)
    (button,) = (b for b in page.at.get("download_button") if b.label == "JSON")
    assert button.proto.disabled
    page.at.checkbox(keys.LICENCE_ALLOWS).check()
    page.run()
    (button,) = (b for b in page.at.get("download_button") if b.label == "JSON")
    assert not button.proto.disabled


def test_a_brief_needs_the_users_word_too(app):
    page = used(made(upload(opened(app), "acled.csv", ACLED)))
    page.at.session_state["options"] = {"place": "33.42,43.3", "km": "50"}
    page.at.switch_page("pages/near.py")
    page.run()
    assert "known to allow sharing its rows" in said_anywhere(page)
    briefs = [b for b in page.at.get("download_button") if b.label.endswith(("PDF", "(HTML)"))]
    assert len(briefs) == 2
    assert all(b.proto.disabled for b in briefs)
    page.at.checkbox(keys.LICENCE_ALLOWS).check()
    page.run()
    briefs = [b for b in page.at.get("download_button") if b.label.endswith(("PDF", "(HTML)"))]
    assert not any(b.proto.disabled for b in briefs)


def test_the_shipped_data_ask_for_no_word(app):
    page = with_downloads(app().run())
    assert not page.at.checkbox
    (button,) = (b for b in page.at.get("download_button") if "GeoJSON" in b.label)
    assert not button.proto.disabled
