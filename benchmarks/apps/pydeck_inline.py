"""A plain `st.pydeck_chart`: filtered by pandas, all rows inside the deck."""

from __future__ import annotations

import pydeck as pdk
import shared
import streamlit as st

st.set_page_config(layout="wide")
layer = pdk.Layer(
    "ScatterplotLayer", shared.shown(), get_position="[longitude, latitude]", get_radius=4,
    radius_units="'pixels'", get_fill_color=[180, 60, 20, 160], pickable=True,
)  # fmt: skip
deck = pdk.Deck(
    layers=[layer], initial_view_state=pdk.ViewState(**shared.VIEW), map_provider=None,
    tooltip={"text": "{date} {target}\n{weapons}: {outcome}"},
)  # fmt: skip
st.pydeck_chart(deck, height=shared.HEIGHT_PX)
