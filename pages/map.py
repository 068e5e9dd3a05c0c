"""The map of sites and incidents, and the same incidents as a table."""

from __future__ import annotations

import streamlit as st

from ui.map import map_page
from ui.runtime import fragments
from ui.runtime.page_context import take_context
from ui.widgets import incident_table

context = take_context()
if context is not None:
    map_page.draw_map_page(context)
    st.header("Incident table", anchor="table")
    fragments.draw_fragment(incident_table.KEY, incident_table.draw_filtered_incidents, later=True)
