"""What the browser keeps of a map: where it was last told to go, and what was clicked in it."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from ui.session import keys

_HAIR: Final = 1e-7  # degrees, and steps of zoom


def view() -> dict[str, float] | None:
    """Return where the map was last told to go, as a deck's view state; None for never."""
    view_state: dict[str, float] | None = st.session_state.get(keys.VIEW)
    return view_state


def fly_to(latitude: float, longitude: float, zoom: float) -> None:
    """Let the next map move; for callbacks.

    The browser obeys only what differs from the last order, so that a view which the visitor has
    panned stays on a rerun. Each order therefore differs by a hair, also one to the same place.

    Args:
        latitude: of the centre, in degrees (WGS 84).
        longitude: of the centre, in degrees (WGS 84).
        zoom: deck.gl's level of zoom.
    """
    session = st.session_state
    session[keys.FLIGHTS] = session.get(keys.FLIGHTS, 0) + 1
    hair = session[keys.FLIGHTS] * _HAIR
    session[keys.VIEW] = {
        "latitude": latitude + hair, "longitude": longitude + hair, "zoom": zoom + hair,
    }  # fmt: skip


def picks() -> int:
    """Return how often something on a map was clicked in this session.

    It belongs into the id of every layer that can be clicked. The browser fades everything but the
    picked object, the land included, as long as its layer is there; under another id it is another
    layer, with nothing picked.
    """
    times: int = st.session_state.get(keys.PICKS, 0)
    return times


def take_picked(key: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the id of the layer and the row of what was clicked; for callbacks of a map.

    An empty selection says nothing: Streamlit also reports it when the layer of the last pick went.

    Args:
        key: of the map.
    """
    objects = st.session_state[key]["selection"]["objects"]
    picked = [(layer, rows[0]) for layer, rows in objects.items() if rows]
    st.session_state[keys.PICKS] = picks() + len(picked)
    return picked
