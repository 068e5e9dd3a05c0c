"""The table of exactly the incidents that the filter matches, sorted and searched as a whole."""

from __future__ import annotations

import numpy as np
import pytest
import streamlit as st

from geo.filter.filter import Filter
from tests.shipped import TOTAL
from ui.runtime import widget_keys
from ui.session import keys, page_options
from ui.widgets import incident_table, table_order


def ids_of(page) -> list[str]:
    return page.at.dataframe[0].value["Id"].tolist()


def caption(page) -> str:
    (one,) = [c.value for c in page.at.caption if c.value.startswith(("Rows", "No "))]
    return one


def test_the_table_pages_hold_exactly_the_rows_that_are_shown(app, atlas):
    page = app(group="kh").run()
    view = Filter.parse("group=kh", atlas).view(atlas)
    ids = atlas.incidents["incident_id"].iloc[view.positions[::-1]].tolist()
    assert ids_of(page) == ids
    whole = app().run()
    assert len(ids_of(whole)) == 20
    assert caption(whole) == f"Rows 1 to 20 of {TOTAL}, newest first."


def test_a_row_chosen_in_the_list_under_the_table_opens_its_card(app):
    page = app(group="kh").run()
    page.at.selectbox(key="table_open").select("2024-01-28-tower22")
    page.run()
    assert "Tower 22" in page.html()
    assert page.address()["incident"] == ["2024-01-28-tower22"]
    assert "Open the page of this incident" in page.html()


def test_a_date_is_one_text_as_on_all_pages(app):
    dates = app(q="Tibni", from_="2024-02-02", to="2024-02-02").run().at.dataframe[0].value["Date"]
    assert set(dates) == {"about 2 Feb 2024"}


def test_sorting_is_of_all_rows_and_outlasts_a_visit_to_another_page(app, atlas):
    page = app().run()
    page.at.selectbox(key="o_sort").select("killed")
    page.run()
    killed = atlas.incidents["killed"].sort_values(ascending=False)
    assert page.at.dataframe[0].value["Killed"].tolist() == killed.head(20).tolist()
    assert caption(page) == f"Rows 1 to 20 of {TOTAL}, most killed first."
    page.at.switch_page("pages/method.py")
    page.run()
    page.at.switch_page("pages/map.py")
    page.run()
    assert caption(page) == f"Rows 1 to 20 of {TOTAL}, most killed first."


def test_searching_is_in_all_rows_and_leaves_the_filter_alone(app, atlas):
    page = app().run()
    page.at.text_input(key="o_search").set_value("TOWER22")
    page.run()
    assert ids_of(page) == ["2024-01-28-tower22"]
    assert caption(page) == f"Rows 1 to 1 of 1 that match the search, among {TOTAL}, newest first."
    assert page.count() == str(TOTAL)
    page.at.text_input(key="o_search").set_value("zzzz")
    page.run()
    assert caption(page) == "No row of this table matches the search."


@pytest.mark.parametrize("by", table_order.SORTS)
def test_a_sort_neither_loses_nor_repeats_a_row(atlas, by):
    positions = np.arange(0, atlas.n_incidents, 3)
    rows = table_order.sort(atlas, positions, by)
    assert sorted(rows.tolist()) == positions.tolist()


def test_equal_rows_are_newest_first_and_unknown_ones_last(atlas):
    rows = table_order.sort(atlas, np.arange(atlas.n_incidents), "country")
    countries = atlas.incidents["country"].iloc[rows]
    assert countries.tolist() == sorted(countries)
    iraq = rows[countries == "Iraq"]
    assert iraq.tolist() == sorted(iraq, reverse=True)
    rows = table_order.sort(atlas, np.arange(atlas.n_incidents), "group")
    without = np.array(atlas.ledger.leading_group)[rows] == "unknown"
    assert without.any()
    assert without.tolist() == sorted(without)


@pytest.mark.parametrize(
    ("asked", "column", "value"),
    [("jordan", "country", "Jordan"), ("anbar", "province", "Al Anbar"), ("ballistic", None, None)],
)
def test_a_search_finds_what_a_column_shows(atlas, asked, column, value):
    rows = table_order.search(atlas, np.arange(atlas.n_incidents), asked)
    if column is None:
        at = np.flatnonzero(atlas.incidents["weapons"].str.contains(asked))
    else:
        at = np.flatnonzero(atlas.incidents[column] == value)
    assert len(at)
    assert set(at) <= set(rows)


def test_a_head_sorts_all_rows_then_backwards_then_newest_first_again(monkeypatch, atlas):
    session = {}
    monkeypatch.setattr(st, "session_state", session)
    shown = incident_table._page(atlas, np.arange(3))
    for column, sort in (("Country", "country"), ("Country", "-country"), ("Country", ""),
                         ("Date", "oldest"), ("Id", "oldest")):  # fmt: skip
        widget = widget_keys.key("table")
        session[widget] = {"selection": {"rows": [], "columns": [column]}}
        incident_table._choose(shown, widget, "table")
        assert page_options.get("sort") == sort
        assert widget_keys.key("table") != widget, "the column does not stay chosen"


def test_backwards_is_the_other_direction_with_the_unknown_ones_still_last(atlas):
    everything = np.arange(atlas.n_incidents)
    killed = atlas.incidents["killed"].iloc[table_order.sort(atlas, everything, "-killed")]
    known = killed.dropna()
    assert known.tolist() == sorted(known)
    assert killed.iloc[: len(known)].notna().all()
    groups = np.array(atlas.ledger.leading_group)[table_order.sort(atlas, everything, "-group")]
    assert (groups == "unknown").tolist() == sorted(groups == "unknown")


def shown_columns(page) -> list[str]:
    return list(page.at.dataframe[0].proto.column_order)


def test_a_link_shows_the_same_table(app):
    made = app().run()
    made.at.selectbox(key="o_sort").select("-target")
    made.at.text_input(key="o_search").set_value("drone")
    made.at.button_group(key="o_columns").set_value(["date", "killed", "id"])
    made.run()
    link = made.address()
    assert {n: link[n] for n in ("sort", "search", "columns")} == {
        "sort": ["-target"], "search": ["drone"], "columns": ["date,killed,id"]
    }  # fmt: skip
    pasted = app(**link).run()
    assert pasted.address() == link
    assert (ids_of(pasted), caption(pasted)) == (ids_of(made), caption(made))
    assert shown_columns(pasted) == ["Date", "Killed", "Id"]


def test_an_unchanged_table_adds_nothing_to_the_link(app):
    assert not {"sort", "search", "columns"} & set(app().run().address())


def test_columns_are_kept_on_another_page_and_none_chosen_means_all(app):
    page = app(columns="target,date").run()
    page.at.switch_page("pages/method.py").run()
    page.at.switch_page("pages/map.py").run()
    assert shown_columns(page) == ["Date", "Target"]
    page.at.button_group(key="o_columns").set_value([])
    page.run()
    assert len(shown_columns(page)) == len(incident_table.COLUMNS)


def test_what_a_link_asks_of_the_table_and_is_not_known_is_said(app):
    page = app(sort="colour", columns="date,colour").run()
    assert page.alerts().count("is not valid for") == 2
    assert shown_columns(page) == ["Date"]


def test_a_new_order_begins_on_the_first_page(app):
    page = app().run()
    page.at.session_state[keys.table_page("table")] = 3
    assert caption(page.run()).startswith("Rows 41 to 60")
    page.at.selectbox(key="o_sort").select("target")
    assert caption(page.run()).startswith("Rows 1 to 20")


def test_a_search_belongs_to_what_is_opened_and_comes_with_its_link(app):
    page = app(search="erbil", open="all")
    page.at.switch_page("pages/timeline.py")
    assert "that match the search" in caption(page.run())
    page.open_figure("")
    page.open_figure("all")
    assert "that match the search" not in caption(page.run())
