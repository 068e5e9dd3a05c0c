"""Download buttons: the same bytes as the command line writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import export
from ui import text

if TYPE_CHECKING:
    from ui.state import Context


MAIN: Final = "geojson"
ALLOWS: Final = "licence_allows"


def show(found: Context) -> None:
    """Draw the GeoJSON button, and one for every other format behind a click.

    They are off while something in the link is not understood.
    """
    off = bool(found.problems)
    terms = _licence(found)
    with st.container(horizontal=True):
        _button(found, MAIN, f"Download GeoJSON ({found.view.shown})", terms, off=off)
        others = st.popover("Other formats", icon=":material/download:", key="formats",
                            on_change="rerun")  # fmt: skip
        with others:
            if others.open:
                for suffix, file_format in export.FORMATS.items():
                    if suffix != MAIN:
                        label = f"{file_format.label} ({found.view.shown})"
                        _button(found, suffix, label, terms, off=off)
    if off:
        st.caption("Downloads are off until the filter is mended.")


@dataclass(frozen=True, slots=True)
class _Terms:
    """How many rows the terms of their dataset hold back, and whether the user's licence differs.

    It is the user's word, never assumed, and asked anew for every dataset.
    """

    held_back: int
    allows: bool

    def stop(self, suffix: str) -> bool:
        """Return whether a file of this format would pass on rows that are held back."""
        return bool(self.held_back) and not self.allows and export.FORMATS[suffix].has_rows


def _licence(found: Context) -> _Terms:
    """Ask for the user's word where rows may not be passed on."""
    held_back = export.not_redistributable(found.view, found.atlas)
    if not held_back:
        return _Terms(0, allows=False)
    allows = st.checkbox("My licence allows passing these rows on", key=ALLOWS)
    st.caption(
        f"{text.number(held_back)} of {text.plural(found.view.shown, 'row')} "
        + ("go into the file on your word." if allows else
           "are held back: the terms of their dataset do not allow passing rows on. Downloads with "
           "rows are off; a picture passes no row on.")
    )  # fmt: skip
    return _Terms(held_back, allows)


def _button(found: Context, suffix: str, label: str, terms: _Terms, *, off: bool) -> None:
    allows = terms.allows
    st.download_button(
        label,
        data=lambda: export.write(found.view, found.atlas, suffix, licence_allows=allows),
        file_name=export.file_name(found.view, found.atlas, suffix),
        mime=export.FORMATS[suffix].media_type,
        icon=":material/download:",
        key=f"download_{suffix}",
        disabled=off or terms.stop(suffix),
        on_click="ignore",
    )
