"""The base map of a page: in the visitor's theme, and as what draws the map can read it."""

from __future__ import annotations

import pytest

from maps import basemap
from ui.runtime import browser, map_widget


@pytest.fixture
def theme(monkeypatch):
    """Return a function that sets the visitor's theme."""
    return lambda name: monkeypatch.setattr(browser, "theme", lambda: name)


def test_it_is_that_of_the_theme(theme):
    for name in ("light", "dark"):
        theme(name)
        assert map_widget.base_map() == basemap.style_address(name)
        assert map_widget.base_map(names=False) == basemap.style_address(name, names=False)
    assert basemap.style_address("light") != basemap.style_address("dark")


def test_streamlits_own_element_gets_it_without_names(theme, monkeypatch):
    theme("light")
    monkeypatch.setenv(map_widget.SETTING, "pydeck_chart")
    assert map_widget.base_map() == basemap.style_address("light", names=False)
