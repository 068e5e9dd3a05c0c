"""Near a place: what happened within a radius, what may have, and one page to print."""

from __future__ import annotations

import streamlit as st

from ui import brief, frame, near, rows

found = frame.context()
if found is not None:
    st.header("Near a place", anchor="near")
    around = near.ask(found)
    if around is not None:
        figures = near.show(found, around)
        rows.show(found, figures)
        brief.downloads(found, around)
