"""The brief of a circle as a file: the same bytes as the command line writes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.brief.write import FORMATS, write_brief
from geo.export import writers
from ui.widgets import downloads as ask
from ui.widgets import small_charts

if TYPE_CHECKING:
    from ui.places.near_page import Around
    from ui.session.filter_state import Context

_LABELS = {"pdf": "Brief to print (PDF)", "html": "Brief as a web page (HTML)"}


def downloads(context: Context, around: Around) -> None:
    """Draw the buttons; they are off while something in the link is not understood."""
    st.subheader("One page to take along", anchor="brief")
    small_charts.note(
        "Map, figures, the newest rows and their sources, with date and version of the data. Both "
        "files work without a network."
    )
    terms = ask.licence(around.asked, context)
    with st.container(horizontal=True):
        for suffix, media_type in FORMATS.items():
            st.download_button(
                _LABELS[suffix],
                data=partial(write_brief, around.asked, context.atlas, suffix, around.found),
                file_name=writers.file_name(around.asked, context.atlas, suffix).replace(
                    "incident-atlas_", "incident-atlas-brief_"
                ),
                mime=media_type,
                icon=":material/picture_as_pdf:" if suffix == "pdf" else ":material/article:",
                key=f"brief_{suffix}",
                disabled=bool(context.problems) or terms.stop,
                on_click="ignore",
            )
    if context.problems:
        small_charts.note("Downloads are off until the filter is mended.")
