"""What the app relies on inside Streamlit: each test fails when an upgrade changes it.

docs/streamlit.md lists all of it; what only a browser can show is tested in tests/browser.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import streamlit
from streamlit import config
from streamlit.runtime.state import SafeSessionState, SessionState

ROOT = Path(__file__).resolve().parents[3]
BROWSER_SIDE = Path(streamlit.__file__).parent / "static" / "static" / "js"
INSIDE = re.compile(
    r"data-testid|runpy|get_script_run_ctx|postScriptGC|gc\.(freeze|collect)"
    r"|streamlit\.(runtime|proto|web|config|elements)"
)


def test_the_test_ids_of_the_styles_are_those_of_the_page():
    css = (ROOT / "ui/runtime/streamlit.css").read_text("utf-8")
    ids = set(re.findall(r'data-testid="(\w+)"', css))
    assert ids == {
        "stMainBlockContainer", "stHtml", "stElementToolbar",
        "stDataFrameColumnMenu", "stVerticalBlock", "stLayoutWrapper",
        "stCaptionContainer", "stToolbar",
        # Not smaller than a finger needs.
        "stTooltipHoverTarget", "stHeaderActionElements", "stDateInputCalendarButton", "stDialog",
        "stMultiSelect", "stFileUploader",
        # Not for paper.
        "stHeader", "stSidebar", "stSlider", "stSelectbox", "stTextInput", "stNumberInput",
        "stDateInput", "stButton", "stButtonGroup", "stDownloadButton", "stPopover",
        "stPagination", "stCheckbox", "stSkeleton", "stApp", "stAppViewContainer", "stMain",
    }  # fmt: skip
    scripts = "\n".join(p.read_text("utf-8") for p in BROWSER_SIDE.glob("*.js"))
    for test_id in ids:
        assert re.search(rf"[\"'`]{test_id}[\"'`]", scripts), test_id


def test_a_newer_run_breaks_this_one_off_where_the_session_is_read():
    class BrokenOffError(Exception):
        pass

    def newer_run() -> None:
        raise BrokenOffError

    state = SafeSessionState(SessionState(), newer_run)
    with pytest.raises(BrokenOffError):
        state["anything"]


@pytest.mark.parametrize(
    "name", ["global.minCachedMessageSize", "global.maxCachedMessageAge", "runner.postScriptGC"]
)
def test_the_settings_that_no_manual_names_are_still_there(name):
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
    section, key = name.split(".")
    assert config.get_option(name) == settings[section][key]
    assert config._config_options_template[name].visibility == "hidden"


def test_nothing_but_ui_runtime_knows_the_inside():
    outside = [
        path
        for folder in ("ui", "pages")
        for suffix in ("py", "css", "md")
        for path in (ROOT / folder).rglob(f"*.{suffix}")
        if ROOT / "ui/runtime" not in path.parents
    ]
    assert len(outside) > 50
    knowing = [
        str(path.relative_to(ROOT))
        for path in (*outside, ROOT / "app.py", ROOT / "server.py")
        if INSIDE.search(path.read_text("utf-8"))
    ]
    assert knowing == []


def test_the_list_names_code_and_tests_that_exist():
    words = (ROOT / "docs/streamlit.md").read_text("utf-8")
    tests = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", words)
    assert len(tests) > 15
    for path, name in tests:
        assert f"def {name}" in (ROOT / path).read_text("utf-8"), (path, name)
