"""What the visitor's browser says of itself."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import streamlit as st

from ui.runtime import browser


@pytest.fixture
def visit(monkeypatch):
    def set_context(url: str | None, theme: str | None) -> None:
        context = SimpleNamespace(url=url, theme=SimpleNamespace(type=theme))
        monkeypatch.setattr(st, "context", context)

    return set_context


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://atlas.example/timeline?group=kh", "https://atlas.example"),
        ("http://localhost:8501/", "http://localhost:8501"),
        ("file:///tmp/page", ""),
        (None, ""),
    ],
)
def test_the_origin_is_scheme_and_host(visit, url, origin):
    visit(url, "light")
    assert browser.origin() == origin


def test_the_theme_is_light_unless_the_browser_says_dark(visit):
    for given, theme in (("dark", "dark"), ("light", "light"), (None, "light")):
        visit(None, given)
        assert browser.theme() == theme
