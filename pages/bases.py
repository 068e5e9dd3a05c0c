"""The bases: how often each was hit and when, and what is known of one of them."""

from __future__ import annotations

import streamlit as st

from ui.places import bases_page
from ui.runtime import fragments
from ui.runtime.page_context import take_context

if take_context() is not None:
    st.header("Bases", anchor="bases")
    fragments.draw_fragment("bases", bases_page.draw_bases)
