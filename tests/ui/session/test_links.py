"""Addresses of the app's pages."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import streamlit as st

from geo.filter.figure import Figure
from geo.filter.filter import Filter
from ui.session import keys, links


@pytest.fixture
def view(atlas):
    return Filter.parse("group=kh&q=a%26b", atlas).view(atlas)


def query(address):
    return parse_qs(urlsplit(address).query)


def test_a_link_is_relative_and_says_the_filter_in_absolute_terms(view, atlas):
    address = links.address("timeline", view, per="week", open="")
    assert address.startswith("timeline?")
    assert query(address)["group"] == ["kh"]
    assert query(address)["q"] == ["a&b"]
    assert query(address)["from"] == [f"{atlas.first_date}"]
    assert query(address)["per"] == ["week"]
    assert query(address)["version"] == [atlas.version]
    assert "open" not in query(address)


def test_a_filter_that_was_not_applied_has_the_same_link(view, atlas):
    assert links.address_of_filter("bases", view.filter, atlas, km="5") == links.address(
        "bases", view, km="5"
    )


def test_the_link_of_an_incident_names_it(view):
    assert query(links.incident_address("2024-01-28-tower22", view))["incident"] == [
        "2024-01-28-tower22"
    ]


def test_a_link_to_a_figure_keeps_the_options_of_its_page(view, monkeypatch):
    monkeypatch.setattr(st, "session_state", {keys.OPTIONS: {"per": "day", "km": "5"}})
    nth = Figure("nth", "the 2nd", np.array([1]))
    html = links.figure_link("timeline", view, nth, ["per", "lull"], "<2nd>")
    address = html.split('"')[1].replace("&amp;", "&")
    assert query(address)["per"] == ["day"]
    assert query(address)["open"] == ["nth"]
    assert "km" not in query(address)
    assert "&lt;2nd&gt;" in html


def test_a_figure_without_incidents_is_no_link(view):
    assert links.figure_link("timeline", view, Figure("nth", "none", np.array([], int)), []) == "0"
