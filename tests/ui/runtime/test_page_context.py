"""How a page gets what app.py has prepared for it."""

from __future__ import annotations

import runpy
from types import SimpleNamespace

import pytest
import streamlit as st

from geo.paths import ROOT
from ui.runtime import page_context
from ui.session import keys


def test_a_page_gets_the_context_and_the_next_run_does_not(monkeypatch):
    monkeypatch.setattr(st, "session_state", {})
    context, taken = object(), []
    page = SimpleNamespace(run=lambda: taken.append(page_context.take_context()))
    for prepared in (context, None):
        page_context.run_page(page, prepared)
    assert taken == [context, None]
    assert keys.CONTEXT not in st.session_state


def test_a_page_that_is_run_without_the_app_runs_the_app_instead(monkeypatch):
    class StoppedError(Exception):
        pass

    def stop():
        raise StoppedError

    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "stop", stop)
    scripts = []
    monkeypatch.setattr(runpy, "run_path", lambda path, run_name: scripts.append((path, run_name)))
    with pytest.raises(StoppedError):
        page_context.take_context()
    assert scripts == [(str(ROOT / "app.py"), "__main__")]
