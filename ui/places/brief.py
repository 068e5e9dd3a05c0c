"""The brief of a circle as a file: the same bytes as the command line writes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.brief.write import FORMATS, write_brief
from geo.export import writers
from geo.utils.long_work import in_turn
from ui.widgets import downloads, small_charts

if TYPE_CHECKING:
    from geo.analysis.near import Neighbourhood
    from geo.filter.filter import View
    from ui.session.filter_state import Context

_LABELS = {"pdf": "Download PDF", "html": "Download web page (HTML)"}


def draw_brief_downloads(context: Context, view: View, hood: Neighbourhood) -> None:
    """Draw a button for each format; off while something in the link is not understood.

    Args:
        context: the context.
        view: what the brief is written for, as the command line would be asked.
        hood: the circle, and what is in it.
    """
    terms = downloads.ask_licence(view)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            "**Printable brief**", width="content",
            help="Map, figures, the latest incidents and their sources, with date and version of "
            "the data. Both files work offline.",
        )  # fmt: skip
        for suffix, media_type in FORMATS.items():
            st.download_button(
                _LABELS[suffix],
                data=in_turn(partial(write_brief, view, suffix, hood)),
                file_name=writers.file_name(view, suffix).replace(
                    "incident-atlas_", "incident-atlas-brief_"
                ),
                mime=media_type,
                icon=":material/picture_as_pdf:" if suffix == "pdf" else ":material/article:",
                key=f"brief_{suffix}",
                disabled=bool(context.problems) or terms.stop,
                on_click="ignore",
            )
    if context.problems:
        small_charts.draw_note("Fix the link problems above to turn downloads back on.")
