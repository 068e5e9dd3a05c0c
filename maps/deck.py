"""Puts layers together into a deck that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pydeck as pdk

from maps import symbol_layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# deck.gl draws nothing, and says nothing, for a layer type or a view that it does not know.
LAYER_TYPES: Final = frozenset(
    {
        "GeoJsonLayer", "IconLayer", "PolygonLayer", "ScatterplotLayer", "TextLayer", "ArcLayer",
        "H3HexagonLayer",
    }
)  # fmt: skip
MIN_ZOOM: Final = 3.5
MAX_ZOOM: Final = 12.0
WORLD_ZOOM: Final = 1.0
FIT_ZOOM: Final = 9.0
_SCREEN_PX: Final = (900, 600)
_FILLED: Final = 0.85
_MOST_SEEN: Final = 0.9
Bounds = tuple[float, float, float, float]
TOOLTIP: Final = {
    "html": "<b>{tip_title}</b><br>{tip_body}",
    "style": {"maxWidth": "320px", "fontSize": "13px", "lineHeight": "1.35"},
}


def opening_view() -> dict[str, float]:
    """Return the view that every session opens with, in degrees and zoom level."""
    return {
        "latitude": symbol_layout.OPENING_LATITUDE,
        "longitude": symbol_layout.OPENING_LONGITUDE,
        "zoom": symbol_layout.OPENING_ZOOM,
    }


def opening_bounds(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> Bounds | None:
    """Return the bounds that a map of these places should open on.

    Args:
        longitude: degrees WGS84, (n,); NaN where there is no point.
        latitude: the same.

    Returns:
        West, south, east, north in degrees; None where the opening view shows nine of ten places,
        or where there is none.
    """
    placed = np.isfinite(longitude) & np.isfinite(latitude)
    if not placed.any():
        return None
    x, y = longitude[placed], latitude[placed]
    home = np.array([[symbol_layout.OPENING_LATITUDE], [symbol_layout.OPENING_LONGITUDE]])
    away = np.abs(symbol_layout.to_pixels(y, x) - symbol_layout.to_pixels(*home))
    if (away <= np.array(_SCREEN_PX) / 2).all(axis=1).mean() >= _MOST_SEEN:
        return None
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def view_of(bounds: Bounds) -> dict[str, float]:
    """Return the view that shows bounds (west, south, east, north) on a screen for a desk."""
    west, south, east, north = bounds
    corners = symbol_layout.to_pixels(np.array([south, north]), np.array([west, east]), zoom=0)
    across = np.maximum(np.abs(corners[1] - corners[0]), 1e-6)
    zoom = float(np.log2(np.array(_SCREEN_PX) * _FILLED / across).min())
    return {
        "latitude": (south + north) / 2,
        "longitude": (west + east) / 2,
        "zoom": min(max(zoom, WORLD_ZOOM), FIT_ZOOM),
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
    deck = pdk.Deck(
        layers=list(layers),
        initial_view_state=pdk.ViewState(
            **state, min_zoom=min(MIN_ZOOM, state["zoom"]), max_zoom=MAX_ZOOM, pitch=0, bearing=0
        ),
        map_provider=None,
        tooltip=tooltip or TOOLTIP,
    )
    # As an argument pydeck would take a style for a provider's, and Streamlit would fetch Carto's.
    deck.map_style = style
    return deck
