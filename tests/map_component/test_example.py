"""The example of docs/map-component.md is an app that runs; what the page says is allowed is."""

from __future__ import annotations

import json
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from map_component.checks import EXTENSIONS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "map-component.md").read_text("utf-8")
(EXAMPLE,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_example_runs_and_draws_its_map():
    at = AppTest.from_string(EXAMPLE, default_timeout=30).run()
    assert not at.exception
    (drawn,) = at.get("bidi_component")
    sent = json.loads(drawn.proto.json)
    (rows,) = sent["tables"].values()
    assert [row["id"] for row in rows] == ["Erbil", "Baghdad"]
    assert sent["view"] == {"latitude": 35, "longitude": 44, "zoom": 5}
    first, last = sent["time"]["period"]
    assert all(first <= row["day"] <= last for row in rows)
    assert at.markdown[0].value == "You picked no town yet."


def test_the_example_is_short_and_needs_no_other_package():
    imports = re.findall(r"^(?:import|from) (\w+)", EXAMPLE, flags=re.MULTILINE)
    assert set(imports) == {"pydeck", "streamlit", "map_component"}
    assert len(EXAMPLE.splitlines()) <= 26


def test_the_page_names_the_extensions():
    assert all(f"`{extension}`" in PAGE for extension in EXTENSIONS)
