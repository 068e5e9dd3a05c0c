"""Maps of the analyst's pages: layers over the base map, in the visitor's theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from maps import deck, palette
from maps.basemap import base_layers, label_layers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pydeck as pdk

    from maps.palette import BaseMap, Theme


def theme() -> Theme:
    """Return the theme that the visitor sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def colours() -> BaseMap:
    """Return the colours of the base map in that theme."""
    return palette.BASE_MAPS[theme()]


def deck_over(
    layers: Sequence[pdk.Layer],
    view: dict[str, float] | None = None,
    tooltip: dict[str, object] | None = None,
    *,
    names: bool = True,
) -> pdk.Deck:
    """Return the layers over the base map; `names` are those of cities and countries."""
    below = [*base_layers(theme()), *(label_layers(theme()) if names else [])]
    return deck.build([*below, *layers], view, tooltip)
