"""The provinces: how many, how often, and what changed from one period to another."""

from __future__ import annotations

import streamlit as st

from ui import frame, provinces, rows

found = frame.context()
if found is not None:
    st.header("Provinces", anchor="provinces")
    rows.show(found, provinces.show(found))
