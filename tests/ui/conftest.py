"""Runs the app without a browser: what the script draws, as data."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pyarrow as pa
import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from ui.widgets import drilldown

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
# Ids, and whether a value comes from the script or from the browser.
_OWN_AFFAIRS = r"(?m)^\s*(id|deferred_file_id|set_value|value|values|raw_values?|default): .*\n"


class App:
    """The app as a test sees it."""

    def __init__(self, **query: str | list[str]) -> None:
        self.at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in query.items():
            self.at.query_params[name.rstrip("_")] = value
        self.before: set[str] = set()
        self.figures: list[str] = []

    def run(self) -> App:
        with self._noting_figures():
            self.at.run()
        assert not self.at.exception, self.at.exception
        if not self._is_whole():
            self._make_whole()
        self.before = self._drawn()
        return self

    @contextmanager
    def _noting_figures(self) -> Iterator[None]:
        """Note the numbers that the page lets open, as `label: n`."""
        draw = drilldown.draw_drilldown

        def noted(context, figures):
            figures = list(figures)
            self.figures = [f"{figure.label}: {figure.n:,}" for figure in figures]
            draw(context, figures)

        with mock.patch.object(drilldown, "draw_drilldown", noted):
            yield

    def _is_whole(self) -> bool:
        """Whether the last run drew the page, and not some fragments of it only."""
        return any("atlas-foot" in e.proto.body for e in self.at.get("html"))

    def _drawn(self) -> set[str]:
        """Everything that the last run drew but plain boxes, without what a browser needs."""
        drawn = (e for root in (self.at.main, self.dialogs()) for e in root)
        elements = {f"{type(e).__name__}\n{e.proto}" for e in drawn if type(e) is not Block}
        return {re.sub(_OWN_AFFAIRS, "", one) for one in elements}

    def _make_whole(self) -> None:
        """Draw the rest, which a browser would still show, and see that it may show it still."""
        fragments = self._drawn()
        assert fragments, "a fragment of the page has drawn nothing"
        self.at.run()
        assert not self.at.exception, self.at.exception
        assert self._is_whole()
        whole = self._drawn()
        assert not fragments - whole, "the fragments are as the whole page draws them"
        assert not whole - fragments - self.before, "all that has changed is in the fragments"

    def dialogs(self) -> Block:
        """What lies over the page."""
        return self.at._tree.children[2]

    def dialog_title(self) -> str:
        """The title of the open dialog as a reader sees it, without Markdown's escapes; or ""."""
        blocks = [e.proto.dialog for e in self.dialogs() if e.type == "dialog"]
        titles = [dialog.title for dialog in blocks if dialog.is_open]
        assert len(titles) <= 1
        return "".join(titles).replace("\\", "")

    def html(self) -> str:
        return "\n".join(e.proto.body for e in self.at.get("html"))

    def chart_tables(self) -> dict[str, dict[str, list]]:
        """The tables that the page's first chart draws, by name."""
        chart = self.at.get("vega_lite_chart")[0]
        return {
            d.name: pa.ipc.open_stream(d.data.data).read_all().to_pydict()
            for d in chart.proto.datasets
            if d.data.data
        }

    def maps(self) -> list[dict]:
        """What the maps of the page are told."""
        # A bare NaN would be no JSON: parsing strictly is a test of its own.
        told = [json.loads(e.proto.json, parse_constant=pytest.fail) for e in self._map_elements()]
        assert len(told) == len({json.dumps(one["layers"]) for one in told})
        return told

    def _map_elements(self) -> list:
        """The maps, and not what carries their points."""
        return [
            e
            for e in self.at.get("bidi_component")
            if e.proto.component_name == "map-component.deck_map" and e.proto.json
        ]

    def map(self) -> dict:
        (one,) = self.maps()
        return one

    def layer(self, name: str) -> dict:
        return {layer["id"]: layer for layer in self.map()["layers"]}[name]

    def source(self, name: str) -> str | list[dict]:
        """Where the rows of a layer are, or the rows."""
        return self.map()["tables"][self.layer(name)["data"]["table"]]

    def rows(self, name: str) -> list[dict]:
        """The rows of a layer, read from its address as the browser would."""
        data = self.source(name)
        if isinstance(data, str):
            data = json.loads((ROOT / data.removeprefix("/app/")).read_text("utf-8"))
        return data

    def layers(self) -> list[str]:
        return [layer["id"] for layer in self.map()["layers"]]

    def tell_map(self, event: str, value: object) -> App:
        """Let the map say something, as it does when a visitor picks, brushes or pans."""
        (proto,) = [e.proto for e in self._map_elements()]
        told = self.at._tree.get_widget_states()
        if event in {"period", "view"}:
            told.widgets.add(id=proto.id, json_value=json.dumps({event: value}))
        else:
            told.widgets.add(
                id=_make_trigger_id(proto.id, "events"),
                json_trigger_value=json.dumps([{"event": event, "value": value}]),
            )
        self.at._run(told)
        assert not self.at.exception, self.at.exception
        if not self._is_whole():
            self._make_whole()
        self.before = self._drawn()
        return self

    def address(self) -> dict[str, list[str]]:
        """The query of the address that the app has written."""
        params = self.at.query_params
        return {k: [v] if isinstance(v, str) else list(v) for k, v in params.items()}

    def open(self, key: str) -> App:
        """Open a popover or an expander, as a visitor does."""
        self.at.session_state[key] = True
        return self.run()

    def open_figure(self, key: str) -> App:
        """Open the incidents of a number, or with "" close them, and draw the whole page."""
        self.at.session_state["options"]["open"] = key
        return self.run()

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
