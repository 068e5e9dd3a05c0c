"""Parts of a page drawn by themselves, and what of the page arrives first."""

from __future__ import annotations

import time
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from ui.runtime import fragments
from ui.session import keys

SCRIPT = """
import streamlit as st
from ui.runtime import fragments
fragments.let_paint()
fragments.let_paint()
st.button("filter", on_click=fragments.screen_first)
st.button("something else")
"""


@pytest.fixture
def paused_s(monkeypatch):
    """Return what `let_paint` slept, in seconds, in place of sleeping."""
    slept_s = []
    plain = time.sleep
    # Others sleep too: AppTest waits for the script.
    monkeypatch.setattr(
        fragments.time, "sleep", lambda s: slept_s.append(s) if s == SLICE_S else plain(s)
    )
    return slept_s


SLICE_S = fragments._PAINT_S / fragments._SLICES


def test_only_the_answer_to_a_filter_pauses_and_it_pauses_once(paused_s):
    app = AppTest.from_string(SCRIPT).run()
    assert paused_s == []
    app.button[0].click().run()
    assert sum(paused_s) == pytest.approx(fragments._PAINT_S)
    paused_s.clear()
    app.button[1].click().run()
    assert paused_s == []


def test_a_run_that_ends_before_it_could_pause_leaves_no_pause_to_the_next(app, paused_s):
    run = app(id="2024-01-28-tower-22")
    run.at.switch_page("pages/incident.py")
    run.at.session_state[keys.PAUSE] = True
    run.run()
    assert keys.PAUSE not in run.at.session_state
    assert paused_s == []


def test_a_move_that_asks_before_the_last_link_has_come_is_not_taken_back(app):
    page = app().run()
    first, link = date(2019, 12, 27), page.address()
    page.at.slider(key="w_dates").set_value((first, date(2024, 4, 22)))
    page.run()
    assert page.address()["to"] == ["2024-04-22"]
    page.at.query_params = dict(link)  # all that a browser knows that is still at work
    page.at.slider(key="w_dates").set_value((first, date(2024, 3, 22)))
    page.run()
    assert page.at.slider(key="w_dates").value == (first, date(2024, 3, 22))
    assert page.address()["to"] == ["2024-03-22"]


def test_an_older_link_without_a_move_is_the_way_back(app):
    page = app().run()
    link = page.address()
    page.at.slider(key="w_dates").set_value((date(2024, 1, 1), date(2024, 4, 22)))
    page.run()
    page.at.query_params = dict(link)
    page.run()
    assert page.address() == link
    assert page.at.slider(key="w_dates").value == (date(2019, 12, 3), date(2025, 12, 20))
