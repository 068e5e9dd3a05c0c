"""streamlit-folium: filtered by pandas, one circle marker per incident, no tiles."""

from __future__ import annotations

import folium
import shared
import streamlit as st
from streamlit_folium import st_folium

st.set_page_config(layout="wide")
chart = folium.Map(
    location=[shared.VIEW["latitude"], shared.VIEW["longitude"]], zoom_start=6, tiles=None,
    prefer_canvas=True,
)  # fmt: skip
rows = shared.shown()
for row in rows.itertuples(index=False):
    folium.CircleMarker(
        (row.latitude, row.longitude),
        radius=4,
        weight=1,
        fill=True,
        tooltip=f"{row.date} {row.target} {row.weapons}: {row.outcome}",
    ).add_to(chart)
st_folium(chart, height=shared.HEIGHT_PX, width=1300, returned_objects=[], key="map")
