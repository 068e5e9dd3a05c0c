"""Maps of the analyst's pages: layers over the base map, in the visitor's theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maps import deck, palette
from ui.runtime import browser, map_widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pydeck as pdk

    from maps.palette import BaseMap


def base_map_colours() -> BaseMap:
    """Return the colours of the base map in the visitor's theme."""
    return palette.BASE_MAPS[browser.theme()]


def deck_over(
    layers: Sequence[pdk.Layer],
    view: dict[str, float] | None = None,
    tooltip: dict[str, Any] | None = None,
    *,
    names: bool = True,
) -> pdk.Deck:
    """Return a deck of layers over the base map.

    Args:
        layers: pydeck layers, the lowest first.
        view: where the map opens, as a deck's view state; None for the whole region.
        tooltip: what is shown beside the pointer, as pydeck takes it.
        names: whether the base map has names of places.
    """
    return deck.build_deck(layers, map_widget.base_map(names=names), view, tooltip)
