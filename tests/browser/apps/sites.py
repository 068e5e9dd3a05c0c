"""Three sites on a plain ground, each drawn as a disc that counts its events in the browser.

    latitude 10   C
              0   A     B      A and B are 10 degrees apart, A and C too
                  0    10      longitude

Day 0 is 1 January 1970; site A has an event on every day, B on every second, C on every fifth.
The page says below the map what came back from it. Its link may ask for `opening=1` (to open at the
bounds of the sites, from a view far away) and `land=1` (a base map with land from 10 degrees south
and west to 20 degrees north and east).
"""

from __future__ import annotations

import json
from itertools import chain

import pydeck as pdk
import streamlit as st

import map_component as mc

N_DAYS = 400
PERIOD = (0, N_DAYS - 1)
SITES = {"A": (0, 0, 1), "B": (10, 0, 2), "C": (0, 10, 5)}
COLOURS = {"A": (200, 30, 30), "B": (30, 30, 200), "C": (20, 140, 20)}


def tell(name: str, *values: object) -> None:
    """Remember what came back."""
    st.session_state.setdefault("events", []).append([name, *values])


def keep_period(first: int, last: int) -> None:
    """Remember the period that was chosen."""
    st.session_state["period"] = (first, last)
    tell("period", first, last)


def keep_pick(layer: str | None, row: dict[str, object]) -> None:
    """Open the site that was picked, or close it."""
    st.session_state["chosen"] = row.get("id")
    tell("pick", layer, row)


days = {name: list(range(0, N_DAYS, every)) for name, (_, _, every) in SITES.items()}
rows = [
    {"id": name, "p": [x, y], "o": [0, 0], "tip_title": f"Site {name}",
     "days": days[name], "of": [place] * len(days[name])}
    for place, (name, (x, y, _)) in enumerate(SITES.items())
]  # fmt: skip
events = [
    {"p": [x + day / 40, y - 3], "d": day}
    for name, (x, y, _) in SITES.items()
    for day in days[name]
]
opens = "opening" in st.query_params
deck = pdk.Deck(
    [
        pdk.Layer("ScatterplotLayer", events, id="events", get_position="p", get_radius=3,
                  radius_units="'pixels'", get_fill_color=[120, 120, 120, 120],
                  extensions=[{"@@type": "DataFilterExtension", "filterSize": 1}],
                  get_filter_value="d", filter_range=list(PERIOD)),
        pdk.Layer("ScatterplotLayer", rows, id="sites", get_position="p", get_radius="s",
                  radius_units="'pixels'", get_fill_color="c", pickable=True),
    ],
    initial_view_state=pdk.ViewState(latitude=60 if opens else 5, longitude=5, zoom=3),
    tooltip={"html": "<b>{tip_title}</b> {tip_body}"},
    map_provider=None,
    map_style="/app/static/land.json" if "land" in st.query_params else None,
)  # fmt: skip
mc.deck_map(
    deck,
    key="map",
    label="Three sites",
    height=500,
    time=mc.Time([*chain.from_iterable(days.values())], PERIOD,
                 st.session_state.get("period", PERIOD), ("event", "events")),
    legend=[mc.LegendSection("Sites", [
        mc.LegendRow(mc.Sign("dot", f"rgb{COLOURS[name]}"), name, days[name], of=place)
        for place, name in enumerate(SITES)
    ])],
    counted=mc.Counted(["sites"], [0, *range(10, 26)],
                       [mc.CountedClass(name, COLOURS[name]) for name in SITES],
                       "1 event", "{n} events"),
    walk=[mc.Walk("sites", "id")],
    chosen=st.session_state.get("chosen"),
    tools=["point", "box", "circle", "polygon"],
    opening=(0, 0, 10, 10) if opens else None,
    fit_to=(0, 0, 10, 10),
    view_parameter="at",
    on_pick=keep_pick,
    on_period=keep_period,
    on_view=lambda view: tell("view", view),
    on_shape=lambda shape: tell("shape", shape),
)  # fmt: skip
st.code(json.dumps(st.session_state.get("events", [])), language=None)
