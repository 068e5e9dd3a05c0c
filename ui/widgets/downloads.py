"""Download buttons: the same bytes as the command line writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.export import writers
from geo.export.look import BACKGROUNDS, SIZES, Look
from geo.utils import words
from geo.utils.long_work import in_turn
from ui.session import keys

if TYPE_CHECKING:
    from geo.filter.filter import View
    from ui.session.filter_state import Context


_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9-]+")


def draw_downloads(context: Context) -> None:
    """Draw a popover with one button for each format.

    They are off while the link has problems.
    """
    n = words.number(context.view.shown)
    formats = st.popover(f"Download ({n})", icon=":material/download:", key="formats",
                         on_change="rerun")  # fmt: skip
    with formats:
        if formats.open:
            off = bool(context.problems)
            terms = ask_licence(context.view, "files_licence_allows")
            _draw_rows(context, terms, off=off)
            _draw_pictures(context, terms, off=off)
            if off:
                st.caption("Fix the link problems on the page to turn downloads back on.")


def _draw_rows(context: Context, terms: Terms, *, off: bool) -> None:
    """Draw a button for each kind of file with rows, and why one cannot be."""
    reasons = []
    with st.container(horizontal=True):
        for suffix, file_format in writers.FORMATS.items():
            if file_format.has_rows:
                reasons.append(file_format.why_not(context.view))
                _button(context, suffix, terms, off=off or bool(reasons[-1]))
    for reason in filter(None, reasons):
        st.caption(f"{reason}.")


def _draw_pictures(context: Context, terms: Terms, *, off: bool) -> None:
    """Draw the choice of size and background, and a button for each kind of picture."""
    size = st.selectbox(
        "Picture for", list(SIZES), format_func=lambda s: SIZES[s].words, key="picture_size",
        persist_state="session",
    )  # fmt: skip
    background = st.segmented_control(
        "Background", list(BACKGROUNDS), format_func=str.capitalize,
        default=writers.USUAL.background, required=True, key="picture_background",
        persist_state="session",
    )  # fmt: skip
    with st.container(horizontal=True):
        for suffix, file_format in writers.FORMATS.items():
            if not file_format.has_rows:
                _button(context, suffix, terms, off=off, look=Look(size, background))


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


def draw_csv(context: Context, view: View, name: str) -> None:
    """Draw a button for the CSV of some incidents, under the same terms as any other file.

    Args:
        context: the context.
        view: what the file holds.
        name: tells these incidents from others: for the name of the file and the widgets' keys.
    """
    terms = ask_licence(view, f"{name}_licence_allows")
    whole = writers.file_name(view, "csv")
    st.download_button(
        f"Download CSV ({words.number(view.shown)})",
        data=lambda: writers.export_bytes(view, "csv", licence_allows=terms.allows),
        file_name=whole.replace("_", f"_{_NOT_IN_A_NAME.sub('-', name).strip('-')}_", 1),
        mime=writers.FORMATS["csv"].media_type, icon=":material/download:",
        key="download_rows", disabled=bool(context.problems) or terms.stop, on_click="ignore",
    )  # fmt: skip


def ask_licence(view: View, key: str = keys.LICENCE_ALLOWS) -> Terms:
    """Ask whether the visitor may pass on those rows of `view` that are held back.

    Args:
        view: the rows.
        key: the key of the box to tick; where two stand on one page they differ.
    """
    held_back = writers.count_held_back(view)
    if not held_back:
        return Terms(0, allows=False)
    allows = st.checkbox("My licence allows passing these rows on", key=key)
    st.caption(
        f"{words.number(held_back)} of {words.plural(view.shown, 'row')} "
        + ("may go into a file on your word." if allows else
           "are held back: their dataset's licence isn't known to allow sharing its rows. Tick "
           "the box if you may share them; the map image is always available.")
    )  # fmt: skip
    return Terms(held_back, allows)


def _button(
    context: Context, suffix: str, terms: Terms, *, off: bool, look: Look = writers.USUAL
) -> None:
    allows, file_format = terms.allows, writers.FORMATS[suffix]

    def write() -> bytes:
        return writers.export_bytes(context.view, suffix, licence_allows=allows, look=look)

    st.download_button(
        f"{file_format.label} ({words.number(file_format.count(context.view))})",
        data=in_turn(write) if file_format.is_slow else write,
        file_name=writers.file_name(context.view, suffix, look),
        mime=file_format.media_type,
        icon=":material/download:",
        key=f"download_{suffix}",
        disabled=off or (terms.stop and file_format.has_rows),
        on_click="ignore",
    )
