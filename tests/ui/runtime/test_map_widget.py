"""What the browser keeps of a map."""

from __future__ import annotations

import pytest
import streamlit as st

from ui.runtime import map_widget


@pytest.fixture
def session(monkeypatch):
    values = {}
    monkeypatch.setattr(st, "session_state", values)
    return values


def test_each_order_differs_from_the_one_before_by_a_hair(session):
    assert map_widget.view() is None
    orders = []
    for _ in range(3):
        map_widget.fly_to(33.79, 42.44, 8.0)
        orders.append(map_widget.view())
    for name, value in {"latitude": 33.79, "longitude": 42.44, "zoom": 8.0}.items():
        assert len({order[name] for order in orders}) == 3
        assert all(order[name] == pytest.approx(value, abs=1e-5) for order in orders)


def test_a_click_is_counted_and_an_empty_selection_is_none(session):
    assert map_widget.picks() == 0
    objects = {"sites:0": [{"key": "al_asad"}], "incidents:0": []}
    session["map"] = {"selection": {"objects": objects}}
    assert map_widget.take_picked("map") == [("sites:0", {"key": "al_asad"})]
    assert map_widget.picks() == 1
    session["map"] = {"selection": {"objects": {"sites:0": []}}}
    assert map_widget.take_picked("map") == []
    assert map_widget.picks() == 1
