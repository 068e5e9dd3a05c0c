"""Private points: by default three, red, blue and green, on days 0, 1 and 2.

    latitude 10   green
              0   red     blue
                  0       10      longitude

`?n=1000000` draws that many small ones instead, all over the map.
"""

from __future__ import annotations

import numpy as np
import pydeck as pdk
import streamlit as st

import map_component as mc

LAST_DAY = 2
FEW = 3


@st.cache_resource
def points(n: int) -> mc.Points:
    """Return three points, or many."""
    if n == FEW:
        colours = [(200, 30, 30), (30, 30, 200), (20, 140, 20)]
        return mc.Points([0, 10, 0], [0, 0, 10], [0, 1, 2], colours)
    many = np.random.default_rng(0)
    place = many.uniform(-25, 35, (2, n))
    return mc.Points(*place, many.integers(0, 3, n), many.integers(0, 256, (n, 3)))


n = int(st.query_params.get("n", FEW))
period = st.session_state.setdefault("period", (0, LAST_DAY))
mc.deck_map(
    pdk.Deck(
        [pdk.Layer("ScatterplotLayer", [], id="points", radius_units="'pixels'",
                   get_radius=10 if n == FEW else 1,
                   extensions=[{"@@type": "DataFilterExtension", "filterSize": 1}],
                   filter_range=list(period))],
        initial_view_state=pdk.ViewState(latitude=5, longitude=5, zoom=3), map_provider=None,
    ),
    key="map", label="Points", height=300,
    points=points(n),
    time=mc.Time([0, 1, 2], (0, LAST_DAY), period),
    on_period=lambda *chosen: st.session_state.update(period=chosen),
)  # fmt: skip
