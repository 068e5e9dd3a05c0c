"""Runs the app without a browser: what the script draws, as data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

ROOT = Path(__file__).resolve().parents[2]
# Ids, and whether a value comes from the script or from the browser.
_OWN_AFFAIRS = r"(?m)^\s*(id|deferred_file_id|set_value|value|values|raw_values|default): .*\n"


def _name(layer: dict) -> str:
    return layer["id"].split(":")[0]


class App:
    """The app as a test sees it."""

    def __init__(self, **query: str | list[str]) -> None:
        self.at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in query.items():
            self.at.query_params[name.rstrip("_")] = value
        self.before: set[str] = set()

    def run(self) -> App:
        self.at.run()
        assert not self.at.exception, self.at.exception
        if not self._is_whole():
            self._make_whole()
        self.before = self._drawn()
        return self

    def _is_whole(self) -> bool:
        """Whether the last run drew the page, and not some fragments of it only."""
        return any("atlas-foot" in e.proto.body for e in self.at.get("html"))

    def _drawn(self) -> set[str]:
        """Everything that the last run drew but plain boxes, without what a browser needs."""
        elements = {f"{type(e).__name__}\n{e.proto}" for e in self.at.main if type(e) is not Block}
        return {re.sub(_OWN_AFFAIRS, "", one) for one in elements}

    def _make_whole(self) -> None:
        """Draw the rest, which a browser would still show, and see that it may show it still."""
        fragments = self._drawn()
        assert fragments, "a fragment of the page has drawn nothing"
        self.at.run()
        assert not self.at.exception, self.at.exception
        assert self._is_whole()
        state = self.at.session_state
        if "playback" in state and state["playback"]:  # noqa: RUF019 - it has no get
            return  # it has gone on by a step
        whole = self._drawn()
        assert not fragments - whole, "the fragments are as the whole page draws them"
        assert not whole - fragments - self.before, "all that has changed is in the fragments"

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
        labels = [b.label for b in self.at.button]
        assert labels.count(label) == 1, labels
        return self.at.button[labels.index(label)]

    def count(self) -> str:
        """The number in the line with the count."""
        return self.html().split("<strong>")[1].split("</strong>")[0]

    def alerts(self) -> str:
        alerts = [*self.at.error, *self.at.warning, *self.at.info]
        return "\n".join(e.value for e in alerts)


@pytest.fixture(scope="session", autouse=True)
def _installed_components_are_sought_once():
    # Every AppTest would look through all installed packages for them.
    components = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: components)
        yield


@pytest.fixture(autouse=True)
def fresh_caches():
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def app():
    return App
