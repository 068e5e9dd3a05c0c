"""Near a place: what happened within a radius, what may have, and one page to print."""

from __future__ import annotations

import streamlit as st

from ui.places import near_page
from ui.runtime import fragments
from ui.runtime.page_context import take_context

if take_context() is not None:
    st.header("Near a place", anchor="near")
    fragments.draw_fragment("near", near_page.draw_near)
