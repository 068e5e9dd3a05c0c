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
    ("url", "base", "site"),
    [
        ("https://atlas.example/timeline?group=kh", "", "https://atlas.example"),
        ("http://localhost:8501/", "", "http://localhost:8501"),
        ("https://news.example/atlas/timeline", "atlas", "https://news.example/atlas"),
        ("https://news.example/a/b/", "/a/b/", "https://news.example/a/b"),
        ("file:///tmp/page", "atlas", ""),
        (None, "", ""),
    ],
)
def test_the_site_is_scheme_host_and_the_path_below_which_it_is_served(
    visit, monkeypatch, url, base, site
):
    visit(url, "light")
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": base}.get)
    assert browser.site() == site


def test_the_theme_is_light_unless_the_browser_says_dark(visit):
    for given, theme in (("dark", "dark"), ("light", "light"), (None, "light")):
        visit(None, given)
        assert browser.theme() == theme
