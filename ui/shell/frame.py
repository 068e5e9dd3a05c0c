"""What stands around every page: styles and footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.paths import ROOT
from geo.utils import words
from ui import text
from ui.runtime import browser
from ui.session import uploaded_dataset

if TYPE_CHECKING:
    from geo.model.atlas import Atlas

_STYLE: Final = "".join(
    (ROOT / "ui" / path).read_text("utf-8") for path in ("runtime/streamlit.css", "shell/style.css")
)


def draw_style() -> None:
    """Add the few styles that Streamlit's theme has no setting for."""
    page = st.get_option(f"theme.{browser.theme()}.backgroundColor")
    st.html(f"<style>\n:root {{ --atlas-page: {page}; }}\n{_STYLE}</style>")


def draw_footer(atlas: Atlas | None) -> None:
    """Draw dataset version, period, sources, and the remarks on borders and safety."""
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
