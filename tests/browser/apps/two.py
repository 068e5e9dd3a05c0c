"""Two maps on one page, each with a site of its own, ten days, and an answer of its own."""

from __future__ import annotations

import pydeck as pdk
import streamlit as st

import map_component as mc

DAYS = (0, 9)


def draw(name: str, colour: tuple[int, int, int]) -> None:
    """Draw a map with one site that has an event on each of ten days."""
    rows = [{"id": name, "p": [0, 0], "days": list(range(10)), "of": [0] * 10}]
    said = st.session_state.setdefault(f"said {name}", [])
    mc.deck_map(
        pdk.Deck(
            [pdk.Layer("ScatterplotLayer", rows, id="sites", get_position="p", get_radius=20,
                       radius_units="'pixels'", get_fill_color=list(colour), pickable=True)],
            initial_view_state=pdk.ViewState(latitude=0, longitude=0, zoom=1), map_provider=None,
        ),
        key=name, label=f"Site {name}", height=200,
        time=mc.Time(range(10), DAYS, st.session_state.get(f"period {name}", DAYS)),
        on_pick=lambda layer, row: said.append(f"{layer} {row['id']}"),
        on_period=lambda *period: st.session_state.update({f"period {name}": period}),
    )  # fmt: skip
    st.text(f"{name}: {', '.join(said)}, {st.session_state.get(f'period {name}', DAYS)}")


draw("left", (200, 30, 30))
draw("right", (30, 30, 200))
