"""Download buttons. That their bytes are the command line's: tests/browser/test_map_page.py."""

from __future__ import annotations

import io

import pytest
import streamlit as st
from PIL import Image

from geo.export import writers
from ui.widgets import downloads


@pytest.mark.parametrize(
    ("held_back", "allows", "stop"), [(0, False, False), (3, False, True), (3, True, False)]
)
def test_rows_that_are_held_back_stop_a_file_until_the_visitor_says_otherwise(
    held_back, allows, stop
):
    assert downloads.Terms(held_back, allows).stop is stop


def test_every_format_has_a_button_when_downloads_are_opened(app):
    page = app(group="kh").run()
    assert not page.at.download_button
    page.at.session_state["formats"] = True
    page.at.run()
    labels = [button.label for button in page.at.download_button]
    assert labels == [f"{file_format.label} (12)" for file_format in writers.FORMATS.values()]
    assert labels[0] == "GeoJSON (12)"
    assert not any(button.disabled for button in page.at.download_button)


def test_a_format_that_cannot_hold_the_incidents_is_off_and_says_why(app):
    page = app(to="1990-01-01").run()
    page.at.session_state["formats"] = True
    page.at.run()
    off = [button.label for button in page.at.download_button if button.disabled]
    assert off == ["PMTiles (0)"]
    assert any("no incident of this filter has one" in text.value for text in page.at.caption)


def test_the_picture_is_of_the_size_and_background_that_were_chosen(monkeypatch, app):
    buttons = {}

    def note(label, **settings):
        buttons[label] = settings

    page = app(group="kh").run()
    page.at.session_state["formats"] = True
    page.at.run()
    monkeypatch.setattr(st, "download_button", note)
    page.at.selectbox("picture_size").set_value("wide")
    page.at.run()
    picture = buttons["Picture (PNG) (12)"]
    assert picture["file_name"].endswith("_wide.png")
    assert Image.open(io.BytesIO(picture["data"]())).size == (1200, 630)
