"""Plotly's `scatter_geo`: filtered by pandas, drawn as SVG."""

from __future__ import annotations

import plotly.express as px
import shared
import streamlit as st

st.set_page_config(layout="wide")
figure = px.scatter_geo(
    shared.shown(), lat="latitude", lon="longitude", hover_name="target",
    hover_data=["date", "weapons", "outcome"], height=shared.HEIGHT_PX,
)  # fmt: skip
figure.update_geos(lataxis_range=[24, 40], lonaxis_range=[32, 54], resolution=50)
st.plotly_chart(figure, key="map")
