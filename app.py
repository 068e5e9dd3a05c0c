"""The app: page settings, navigation, and the filter that all pages share.

Start it with `streamlit run app.py`.
"""

from __future__ import annotations

import streamlit as st

from ui import data, frame, notices, panel, sentence, state

st.set_page_config(
    page_title="Incident Atlas",
    page_icon="static/favicon.png",
    layout="wide",
    menu_items={"about": "Incident Atlas: an open map of attacks on military bases in Iraq, Syria, "
                         "Jordan and the region."},
)  # fmt: skip
frame.style()

MAP = st.Page("pages/map.py", title="Map", icon=":material/map:", default=True)
BASES = st.Page("pages/bases.py", title="Bases", icon=":material/grid_on:", url_path="bases")
PROVINCES = st.Page("pages/provinces.py", title="Provinces", icon=":material/layers:",
                    url_path="provinces")  # fmt: skip
NEAR = st.Page("pages/near.py", title="Near a place", icon=":material/my_location:",
               url_path="near")  # fmt: skip
METHOD = st.Page("pages/method.py", title="Method", icon=":material/menu_book:", url_path="method")
page = st.navigation([MAP, BASES, PROVINCES, NEAR, METHOD], position="top")

loaded = data.load()
found = None
if isinstance(loaded, data.NoData):
    notices.no_data(loaded.trouble)
else:
    state.read_link(loaded.atlas)
    found = state.context(loaded)
    if page != METHOD:
        sentence.show(found)
        notices.show(found)
        panel.show(found)
frame.run(page, found)
if found is not None:
    state.write_link(found)
frame.footer(found.atlas if found else None)
