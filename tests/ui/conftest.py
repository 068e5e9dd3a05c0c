"""Runs the app without a browser: what the script draws, as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def _name(layer: dict) -> str:
    return layer["id"].split(":")[0]


class App:
    """The app as a test sees it."""

    def __init__(self, **query: str | list[str]) -> None:
        self.at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in query.items():
            self.at.query_params[name.rstrip("_")] = value

    def run(self) -> App:
        self.at.run()
        assert not self.at.exception, self.at.exception
        return self

    def html(self) -> str:
        return "\n".join(e.proto.body for e in self.at.get("html"))

    def deck(self) -> dict:
        (chart,) = self.at.get("deck_gl_json_chart")
        # A bare NaN would be no JSON: parsing strictly is a test of its own.
        return json.loads(chart.proto.json, parse_constant=pytest.fail)

    def layer(self, name: str) -> dict:
        return {_name(layer): layer for layer in self.deck()["layers"]}[name]

    def rows(self, name: str) -> list[dict]:
        """The rows of a layer, read from its address as the browser would."""
        data = self.layer(name)["data"]
        if isinstance(data, str):
            data = json.loads((ROOT / data.removeprefix("/app/")).read_text("utf-8"))
        return data

    def layers(self) -> list[str]:
        return [_name(layer) for layer in self.deck()["layers"]]

    def address(self) -> dict[str, list[str]]:
        """The query of the address that the app has written."""
        params = self.at.query_params
        return {k: [v] if isinstance(v, str) else list(v) for k, v in params.items()}

    def button(self, label: str):
        found = [b for b in self.at.button if b.label == label]
        assert len(found) == 1, [b.label for b in self.at.button]
        return found[0]

    def said(self) -> str:
        alerts = [*self.at.error, *self.at.warning, *self.at.info]
        return "\n".join(e.value for e in alerts)


@pytest.fixture(autouse=True)
def fresh_caches():
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def app():
    return App
