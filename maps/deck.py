"""Puts layers together into a deck that needs no network."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from maps import symbol_layout

if TYPE_CHECKING:
    from collections.abc import Sequence

# deck.gl draws nothing, and says nothing, for a layer type or a view that it does not know.
LAYER_TYPES: Final = frozenset(
    {
        "GeoJsonLayer", "IconLayer", "PolygonLayer", "ScatterplotLayer", "TextLayer", "ArcLayer",
        "H3HexagonLayer",
    }
)  # fmt: skip
MIN_ZOOM: Final = 3.5
MAX_ZOOM: Final = 12.0
TOOLTIP: Final = {
    "html": "<b>{tip_title}</b><br>{tip_body}",
    "style": {"maxWidth": "320px", "fontSize": "13px", "lineHeight": "1.35"},
}


class _Deck(pdk.Deck):  # type: ignore[misc]  # pydeck has no types
    """A deck that travels without the spaces of pydeck's own writing, half of all bytes."""

    def to_json(self) -> str:
        """Return the deck as Streamlit sends it.

        Indented, as pydeck writes it, it would also take Python's own encoder instead of that in C.
        """
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))


def opening_view() -> dict[str, float]:
    """Return the view that every session opens with, in degrees and zoom level."""
    return {
        "latitude": symbol_layout.OPENING_LATITUDE,
        "longitude": symbol_layout.OPENING_LONGITUDE,
        "zoom": symbol_layout.OPENING_ZOOM,
    }


def build_deck(
    layers: Sequence[pdk.Layer],
    style: str | list[dict[str, Any]],
    view: dict[str, float] | None = None,
    tooltip: dict[str, Any] | None = None,
) -> pdk.Deck:
    """Return a deck of the layers over the base map, bottom first, without any map provider.

    Args:
        layers: layers with explicit ids.
        style: what `basemap.style_address` returns.
        view: latitude, longitude, zoom. Streamlit applies only what changed since the last run, so
            a constant view leaves the user's own pan and zoom alone.
        tooltip: another tooltip than the title and body of the map's own layers.

    Raises:
        ValueError: a layer type is not known to Streamlit's converter, or two ids are equal.
    """
    ids = [layer.id for layer in layers]
    unknown = {layer.type for layer in layers} - LAYER_TYPES
    if unknown or len(set(ids)) < len(ids):
        message = f"expected known layer types and unique ids, got {sorted(unknown)} and {ids}"
        raise ValueError(message)
    state: dict[str, Any] = dict(view or opening_view())
    deck = _Deck(
        layers=list(layers),
        initial_view_state=pdk.ViewState(
            **state, min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM, pitch=0, bearing=0
        ),
        map_provider=None,
        tooltip=tooltip or TOOLTIP,
    )
    # As an argument pydeck would take a style for a provider's, and Streamlit would fetch Carto's.
    deck.map_style = style
    return deck
