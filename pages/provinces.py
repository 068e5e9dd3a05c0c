"""The provinces: how many, how often, and what changed from one period to another."""

from __future__ import annotations

import streamlit as st

from ui.places import provinces_page
from ui.runtime import fragments
from ui.runtime.page_context import take_context

if take_context() is not None:
    st.header("Provinces", anchor="provinces")
    fragments.draw_fragment("provinces", provinces_page.draw_provinces)
