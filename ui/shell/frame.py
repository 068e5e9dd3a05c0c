"""What stands around every page: styles and footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.paths import ROOT
from geo.utils import words
from ui import text
from ui.session import uploaded_dataset

if TYPE_CHECKING:
    from geo.model.atlas import Atlas

_STYLE: Final = "".join(
    (ROOT / "ui" / path).read_text("utf-8") for path in ("runtime/streamlit.css", "shell/style.css")
)
# What works already: Streamlit's own keys, and those of map_component.
_KEYS: Final = {
    "Every page": {
        "Tab, Shift + Tab": "next and previous control; the first one skips to the content",
        "Enter or Space": "press a button, open or close what is folded",
        "Esc": "close a list, a menu or a dialog",
    },
    "Period": {
        "← →": "a day earlier or later",
        "Page Up, Page Down": "a larger step",
        "Home, End": "first and last day of the data",
    },
    "Lists such as Group": {
        "Letters": "narrow the list",
        "↑ ↓, then Enter": "choose",
        "Backspace": "remove the last one chosen",
    },
    "Map": {
        "Arrows": "move the map",
        "+ −": "zoom in and out",
    },
    "Symbols on the map": {
        "Arrows": "next and previous symbol",
        "Page Up, Page Down": "ten symbols on or back",
        "Home, End": "first and last symbol",
        "Enter or Space": "open the symbol",
        "Esc": "close what is open",
    },
    "Bars below the map, at either handle": {
        "← →": "a day earlier or later",
        "Page Up, Page Down": "30 days later or earlier",
        "Home, End": "first and last day",
    },
}


def draw_style() -> None:
    """Add the few styles that Streamlit's theme has no setting for."""
    light, dark = (st.get_option(f"theme.{name}.backgroundColor") for name in ("light", "dark"))
    # Decided by the browser: its theme may change without a run.
    page = f"light-dark({light}, {dark})"
    st.html(f"<style>\n:root {{ --atlas-page: {page}; }}\n{_STYLE}</style>")


def draw_footer(atlas: Atlas | None) -> None:
    """Draw dataset version, period, sources, the remarks on borders and safety, and the keys."""
    dataset = (
        f"Dataset version <b>{text.safe(atlas.version)}</b>, incidents of "
        f"{words.short_day(atlas.first_date)} to {words.short_day(atlas.last_date)}, "
        f"{_sources(atlas)}. "
        if atlas
        else ""
    )
    st.html(
        f'<footer class="atlas-foot">{dataset}{_compiled(atlas)}; not a '
        "complete list. Base map: Natural Earth (public domain), city positions GeoNames "
        "(CC BY 4.0). Boundaries and names imply no opinion on the status of any territory. Past "
        "events do not predict the safety of a place, and an empty map does not mean a "
        "safe place.</footer>"
    )
    if st.button("Keyboard", key="keyboard", icon=":material/keyboard:", type="tertiary"):
        _draw_keys()


@st.dialog("Keyboard", width="medium")
def _draw_keys() -> None:
    """Draw which keys do what, part by part of a page."""
    st.html(
        "".join(
            f'<h3 class="atlas-signs">{part}</h3><table class="atlas-table atlas-keys"><tbody>'
            + "".join(f"<tr><td>{key}</td><td>{does}</td></tr>" for key, does in keys.items())
            + "</tbody></table>"
            for part, keys in _KEYS.items()
        )
    )


def _sources(atlas: Atlas) -> str:
    """Return how many sources the data name; of an import those of its own rows alone."""
    if uploaded_dataset.is_import(atlas):
        return words.plural(atlas.incident_sources["source_id"].nunique(), "source")
    return words.plural(atlas.rows_read["sources"], "source page")


def _compiled(atlas: Atlas | None) -> str:
    """Return where the rows come from, as HTML."""
    if atlas is None or not uploaded_dataset.is_import(atlas):
        return "Compiled from the press and public statements"
    terms = atlas.package["licenses"][0]["title"]
    return f"{text.safe(atlas.package['title'])}; terms: {text.safe(terms)}"
