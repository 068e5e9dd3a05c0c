"""Above every page: how many incidents, what was left out and why; link, citation and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.filter import wording
from geo.utils import words
from ui import text
from ui.runtime import fragments
from ui.session import uploaded_dataset
from ui.widgets import downloads, share

if TYPE_CHECKING:
    from ui.session.filter_state import Context


_SHIPPED: Final = (
    "Attacks on military bases in Iraq, Syria, Jordan and the region, and the strikes that "
    "answered them"
)


def draw_title(context: Context) -> None:
    """Draw the dataset's title."""
    title = (
        context.atlas.package["title"] if uploaded_dataset.is_import(context.atlas) else _SHIPPED
    )
    st.html(f'<h1 class="atlas-title">{text.safe(title)}</h1>')


def draw_count_line(context: Context) -> None:
    """Draw the count, what was left out, and what can be taken along."""
    view = context.view
    with st.container(key="count_line", horizontal=True, vertical_alignment="bottom"):
        st.html(
            f'<div class="atlas-count"><p class="atlas-figure"><strong>{words.number(view.shown)}'
            f"</strong> of {words.plural(view.total, 'incident')}</p>"
            f'<p class="atlas-account">{text.safe(account(context))}</p></div>'
        )
        fragments.draw_fragment("files", _files)


def _files(context: Context) -> None:
    with st.container(key="files", horizontal=True, width="content"):
        share.draw_share(context)
        downloads.draw_downloads(context)


def account(context: Context) -> str:
    """Return what is shown and what was left out, as one line of text."""
    view = context.view
    first, last = context.filter.period(context.atlas)
    parts = [
        f"{words.short_day(first)}."
        if first == last
        else f"{words.short_day(first)} to {words.short_day(last)}."
    ]
    reasons = [
        f"{words.number(n)} {wording.left_out(name, context.filter)}"
        for name, n in view.left_out.items()
    ]
    if reasons:
        parts.append(f"Hidden by your filters: {', '.join(reasons)}.")
    if view.not_drawn:
        one = view.not_drawn == 1
        place = "has no known location: it is" if one else "have no known location: they are"
        parts.append(f"{words.number(view.not_drawn)} {place} in the table but not on the map.")
    return " ".join(parts)
