"""Keys of widgets that are replaced."""

from __future__ import annotations

import streamlit as st

from ui.runtime import widget_keys


def test_a_renewed_widget_has_a_key_of_its_own_and_no_other_changes(monkeypatch):
    monkeypatch.setattr(st, "session_state", {})
    assert widget_keys.key("table") == "table"
    renewed = [widget_keys.renew("table") for _ in range(2)]
    assert len({"table", *renewed}) == 3
    assert widget_keys.key("table") == renewed[-1]
    assert widget_keys.key("chart") == "chart"
