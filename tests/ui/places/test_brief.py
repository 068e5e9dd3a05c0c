"""The briefs that the page of a place offers: the bytes that the command line writes."""

from __future__ import annotations

import pytest
import streamlit as st

from geo.analysis import near, places
from geo.brief import write
from tests.ui.places.pages import open_page, view_of


@pytest.mark.parametrize(
    ("query", "options", "command"),
    [
        ("group=iri", {"place": "base:tanf", "km": "25"}, None),
        ("near=33.79,42.44,50", {}, "near=33.79,42.44,50"),
    ],
)
def test_the_briefs_of_the_page_are_those_of_the_command_line(
    atlas, monkeypatch, query, options, command
):
    buttons = {}
    monkeypatch.setattr(
        st, "download_button", lambda label, **settings: buttons.update({label: settings})
    )
    open_page("near", query, **options)
    briefs = {
        label: button for label, button in buttons.items() if label.endswith(("PDF", "(HTML)"))
    }
    assert [button["disabled"] for button in briefs.values()] == [False, False]
    if command:
        view, hood = view_of(command, atlas), None
    else:
        view = view_of(query, atlas)
        place = places.find_place(options["place"], atlas)
        hood = near.find_neighbourhood(view, atlas, place, float(options["km"]))
    for label, button in briefs.items():
        suffix = "pdf" if "PDF" in label else "html"
        assert button["file_name"].startswith("incident-atlas-brief_")
        assert button["file_name"].endswith(f"{atlas.version}.{suffix}")
        assert button["data"]() == write.write_brief(view, suffix, hood)


def test_no_brief_is_written_while_the_filter_is_not_understood():
    app = open_page("near", "group=nobody")
    buttons = app.at.get("download_button")
    assert len(buttons) == 2
    assert all(button.proto.disabled for button in buttons)
