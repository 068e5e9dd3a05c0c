"""Opening a number: what a click chooses. That every number opens: tests/ui/test_any_filter.py."""

from __future__ import annotations

import pytest
import streamlit as st

from geo.filter.filter import Filter
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
    assert drilldown.opened_figure() == "bin_a"


def test_a_table_is_a_new_one_once_what_was_chosen_in_it_is_closed(session):
    page_options.put(drilldown.OPTION, "kh.denied")
    session["grid"] = {"selection": {"rows": [], "cells": [[4, "itself"]]}}
    assert drilldown.table_key("grid") == "grid"
    drilldown.close_figure()
    assert drilldown.table_key("grid") == "grid_1", "else a second click would only take it back"
    assert drilldown.table_key("grid") == "grid_1"


def opened_page(app, **query):
    run = app(**query)
    run.at.switch_page("pages/timeline.py")
    return run.run()


def test_a_number_opens_over_the_page_with_a_file_of_its_rows_and_no_others(app, atlas):
    run = opened_page(app, group="kh", open="all")
    view = Filter.parse("group=kh", atlas).view(atlas)
    assert run.dialog_title() == f"All incidents of the filter: {view.shown} incidents"
    in_dialog = [e.proto for e in run.dialogs() if e.type == "download_button"]
    assert [proto.label for proto in in_dialog] == [f"Download CSV ({view.shown})"]
    assert "Show these incidents on the map" in run.html()


def test_the_chosen_incident_takes_the_place_of_the_list_and_gives_it_back(app):
    run = opened_page(app, country="Jordan", open="all")
    run.at.selectbox(key="opened_open").select("2024-01-28-tower22")
    run.run()
    assert run.address()["incident"] == ["2024-01-28-tower22"]
    assert "Open the page of this incident" in run.html()
    assert not [d for d in run.at.dataframe if "Id" in d.value.columns]
    run.at.button(key="back_to_rows").click()
    run.run()
    assert "incident" not in run.address()
    assert [d for d in run.at.dataframe if "Id" in d.value.columns]


def test_closing_takes_the_figure_and_its_incident_out_of_options_and_link(session):
    page_options.put(drilldown.OPTION, "bin_a")
    session[keys.FIGURE_OPENED] = "bin_a"
    drilldown.close_figure()
    assert drilldown.opened_figure() == ""
    assert session[keys.INCIDENT] is None
    assert keys.FIGURE_OPENED not in session
