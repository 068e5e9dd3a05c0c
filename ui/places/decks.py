"""Maps of the analyst's pages: layers over the base map, in the visitor's theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maps import deck, palette
from ui.runtime import browser

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pydeck as pdk

    from maps.palette import BaseMap


def colours() -> BaseMap:
    """Return the colours of the base map in the visitor's theme."""
    return palette.BASE_MAPS[browser.theme()]


def deck_over(
    layers: Sequence[pdk.Layer],
    view: dict[str, float] | None = None,
    tooltip: dict[str, Any] | None = None,
    *,
    names: bool = True,
) -> pdk.Deck:
    """Return the layers over the base map; `names` says whether that has names of its own."""
    return deck.build(layers, browser.base_map(names=names), view, tooltip)
