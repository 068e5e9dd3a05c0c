"""The smallest map: one site at the middle of plain ground. The button draws another instead."""

from __future__ import annotations

import pydeck as pdk
import streamlit as st

import map_component as mc

if st.button("Another map"):
    st.session_state["number"] = st.session_state.get("number", 0) + 1
number = st.session_state.get("number", 0)
site = [{"id": "A", "p": [0, 0], "tip_title": "Site A"}]
mc.deck_map(
    pdk.Deck(
        [pdk.Layer("ScatterplotLayer", site, id="sites", get_position="p", get_radius=20,
                   radius_units="'pixels'", get_fill_color=[200, 30, 30], pickable=True)],
        initial_view_state=pdk.ViewState(latitude=0, longitude=0, zoom=1), map_provider=None,
    ),
    key=f"map {number}", label=f"Map {number}", height=200,
    on_pick=lambda layer, row: st.session_state.update(opened=f"{layer} {row['id']}"),
)  # fmt: skip
st.text(f"open: {st.session_state.get('opened')}")
