"""The fastest possible app: a slider and a deck without layers."""

from __future__ import annotations

import pydeck as pdk
import shared
import streamlit as st

st.set_page_config(layout="wide")
shared.period()
deck = pdk.Deck(layers=[], initial_view_state=pdk.ViewState(**shared.VIEW), map_provider=None)
st.pydeck_chart(deck, height=shared.HEIGHT_PX)
