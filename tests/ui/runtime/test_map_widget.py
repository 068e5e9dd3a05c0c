"""Draws maps by the component, or by Streamlit's own element."""

from __future__ import annotations

import pytest
import streamlit as st

from maps import deck
from ui.runtime import map_widget


@pytest.fixture
def session(monkeypatch):
    values = {}
    monkeypatch.setattr(st, "session_state", values)
    return values


def test_a_map_moves_only_when_what_it_opens_on_has_changed(session):
    one, other = (1.0, 2.0, 3.0, 4.0), (0.0, 2.0, 3.0, 4.0)
    orders = []
    for bounds in (one, one, other, None, None, one):
        map_widget.follow("near_map", bounds)
        orders.append(session.get("near_map_memory", {}).get("order"))
    home = deck.opening_view()
    assert orders == [
        None, None, {"n": 1, "bounds": list(other)}, {"n": 2, **home}, {"n": 2, **home},
        {"n": 3, "bounds": list(one)},
    ]  # fmt: skip


def test_a_click_is_handed_on_with_its_layer_and_an_empty_selection_says_nothing(session):
    picks = []
    for objects in ({"sites": [{"key": "al_asad"}], "incidents": []}, {"sites": []}):
        session["map"] = {"selection": {"objects": objects}}
        map_widget._take_selection("map", lambda layer, row: picks.append((layer, row)))
    assert picks == [("sites", {"key": "al_asad"})]


def test_of_a_shape_of_geojson_the_properties_are_handed_on(session):
    picks = []
    session["map"] = {"selection": {"objects": {"choropleth": [{"properties": {"code": "IQ-AN"}}]}}}
    map_widget._take_selection("map", lambda layer, row: picks.append((layer, row["code"])))
    assert picks == [("choropleth", "IQ-AN")]
