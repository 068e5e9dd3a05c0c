"""The bases: how often each was hit and when, and what is known of one of them."""

from __future__ import annotations

import streamlit as st

from ui import bases, frame, rows

found = frame.context()
if found is not None:
    st.header("Bases", anchor="bases")
    matrix = bases.matrix(found)
    profile = bases.choose(found, matrix)
    rows.show(found, [*matrix.figures, *(profile.figures if profile else [])])
    if profile:
        bases.profile(found, profile)
