"""Download buttons: the same bytes as the command line writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.export import writers
from geo.utils import words
from ui.session import keys

if TYPE_CHECKING:
    from geo.filter.filter import View
    from ui.session.filter_state import Context


MAIN: Final = "geojson"


def draw_downloads(context: Context) -> None:
    """Draw the GeoJSON button, and a popover with one button for each other format.

    They are off while the link has problems.
    """
    off = bool(context.problems)
    terms = ask_licence(context.view)
    with st.container(horizontal=True):
        _button(
            context, MAIN, f"Download GeoJSON ({words.number(context.view.shown)})", terms, off=off
        )
        others = st.popover("Other formats", icon=":material/download:", key="formats",
                            on_change="rerun")  # fmt: skip
        with others:
            if others.open:
                for suffix, file_format in writers.FORMATS.items():
                    if suffix != MAIN:
                        label = f"{file_format.label} ({words.number(context.view.shown)})"
                        _button(context, suffix, label, terms, off=off)
    if off:
        st.caption("Downloads are off until the filter is mended.")


@dataclass(frozen=True, slots=True)
class Terms:
    """How many rows the terms of their dataset hold back, and whether the visitor may share them.

    Only the visitor can say so, on each page again.
    """

    held_back: int
    allows: bool

    @property
    def stop(self) -> bool:
        """Whether a file with rows would pass on some that are held back."""
        return bool(self.held_back) and not self.allows


def ask_licence(view: View) -> Terms:
    """Ask whether the visitor may pass on those rows of `view` that are held back."""
    held_back = writers.count_held_back(view)
    if not held_back:
        return Terms(0, allows=False)
    allows = st.checkbox("My licence allows passing these rows on", key=keys.LICENCE_ALLOWS)
    st.caption(
        f"{words.number(held_back)} of {words.plural(view.shown, 'row')} "
        + ("may go into a file on your word." if allows else
           "held back: the terms of their dataset do not allow passing rows on. Downloads with "
           "rows are off; a picture passes no row on.")
    )  # fmt: skip
    return Terms(held_back, allows)


def _button(context: Context, suffix: str, label: str, terms: Terms, *, off: bool) -> None:
    allows = terms.allows
    st.download_button(
        label,
        data=lambda: writers.export_bytes(context.view, suffix, licence_allows=allows),
        file_name=writers.file_name(context.view, suffix),
        mime=writers.FORMATS[suffix].media_type,
        icon=":material/download:",
        key=f"download_{suffix}",
        disabled=off or (terms.stop and writers.FORMATS[suffix].has_rows),
        on_click="ignore",
    )
