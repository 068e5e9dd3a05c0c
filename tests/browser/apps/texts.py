"""Rows that hold whatever texts the link gives, as values and as names of fields."""

from __future__ import annotations

import pydeck as pdk
import streamlit as st

import map_component as mc

texts = st.query_params.get_all("text")
rows = [
    {"id": text, "p": [5 * place, 0], "tip_title": text, "tip_body": text, text: text}
    for place, text in enumerate(texts)
]
features = [
    {"type": "Feature", "properties": {"tip_title": text, text: text},
     "geometry": {"type": "Point", "coordinates": [5 * place, 10]}}
    for place, text in enumerate(texts)
]  # fmt: skip
mc.deck_map(
    pdk.Deck(
        [pdk.Layer("GeoJsonLayer", {"type": "FeatureCollection", "features": features}, id="places",
                   get_point_radius=12, point_radius_units="'pixels'",
                   get_fill_color=[20, 140, 20], pickable=True),
         pdk.Layer("ScatterplotLayer", rows, id="sites", get_position="p", get_radius=12,
                   radius_units="'pixels'", get_fill_color=[200, 30, 30], pickable=True),
         pdk.Layer("TextLayer", rows, id="names", get_position="p", get_text="tip_title")],
        initial_view_state=pdk.ViewState(latitude=0, longitude=0, zoom=2),
        tooltip={"html": "<b class='seen' title='{tip_body}'>{tip_title}</b>"}, map_provider=None,
    ),
    key="map", label="Texts", height=300, walk=[mc.Walk("sites", "id")],
    on_pick=lambda _, row: st.session_state.update(opened=row["id"]),
)  # fmt: skip
st.text(f"open: {st.session_state.get('opened')}")
