"""Opening a number: what a click chooses. That every number opens: tests/ui/test_any_filter.py."""

from __future__ import annotations

import pytest
import streamlit as st

from ui.session import keys, page_options
from ui.widgets import drilldown


@pytest.fixture
def session(monkeypatch):
    values = {keys.INCIDENT: "2024-01-28-tower22"}
    monkeypatch.setattr(st, "session_state", values)
    return values


def test_a_click_opens_the_figure_of_the_point_and_closes_the_incident(session):
    session["chart"] = {"selection": {"pick": [{"n": 2}, {"key": "bin_a"}], "other": []}}
    assert drilldown.picked_figures("chart", "pick", "other") == ["bin_a"]
    assert drilldown.open_picked("chart", "other", "pick") == "bin_a"
    assert session[keys.OPTIONS] == {drilldown.OPTION: "bin_a"}
    assert session[keys.INCIDENT] is None


def test_a_click_that_takes_one_back_closes_nothing(session):
    session[keys.OPTIONS] = {drilldown.OPTION: "bin_a"}
    session["chart"] = {"selection": {"pick": []}}
    assert drilldown.open_picked("chart", "pick") is None
    assert drilldown.opened_figure() == "bin_a"
    assert drilldown.picked_figures("no chart yet", "pick") == []


def test_the_choice_in_the_list_counts_before_the_link(session):
    page_options.put(drilldown.OPTION, "bin_a")
    session[keys.option_widget(drilldown.OPTION)] = "bin_b"
    assert drilldown.opened_figure() == "bin_b"
