"""The map component: all rows once as bytes, filtered by the graphics card while one drags."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pydeck as pdk
import shared
import streamlit as st

import map_component

st.set_page_config(layout="wide")
COLOUR = (180, 60, 20)
EPOCH = date(1970, 1, 1)


@st.cache_resource(show_spinner=False)
def points() -> map_component.Points:
    """Return every incident as a point."""
    rows = shared.incidents()
    colour = np.tile(np.array(COLOUR, dtype=np.uint8), (len(rows), 1))
    return map_component.Points(rows["longitude"], rows["latitude"], days(), colour)


@st.cache_resource(show_spinner=False)
def days() -> np.ndarray:
    """Return their days since 1970-01-01."""
    return shared.incidents()["day"].to_numpy("datetime64[D]").astype(np.int64)


def choose(first: int, last: int) -> None:
    """Take the period that was brushed."""
    st.session_state[shared.PERIOD] = tuple(EPOCH + timedelta(days=day) for day in (first, last))


first, last = ((day - EPOCH).days for day in shared.period())
layer = pdk.Layer(
    "ScatterplotLayer", [], id="points", get_radius=4, radius_units="'pixels'", pickable=True,
    extensions=[{"@@type": "DataFilterExtension", "filterSize": 1}], filter_range=[first, last],
)  # fmt: skip
view = pdk.ViewState(**shared.VIEW)
span = int(days().min()), int(days().max())
map_component.deck_map(
    pdk.Deck([layer], initial_view_state=view, map_provider=None),
    key="map", label="Incidents", height=shared.HEIGHT_PX, points=points(),
    time=map_component.Time(days(), span, (first, last)), on_period=choose,
)  # fmt: skip
