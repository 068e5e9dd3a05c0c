"""A geodesic circle around a place, and the view that holds it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import pydeck as pdk

from geo.analysis.near import circle_ring
from maps.deck import MAX_ZOOM, MIN_ZOOM

if TYPE_CHECKING:
    from maps.palette import BaseMap

_EQUATOR_KM: Final = 40_075.0
_TILE_PX: Final = 512
_SHOWN_PX: Final = 400  # how much of the map's height the circle may fill


def circle_layers(
    latitude: float, longitude: float, radius_km: float, base: BaseMap
) -> list[pdk.Layer]:
    """Return the layers of a circle and its centre.

    Args:
        latitude: of the centre, degrees WGS84.
        longitude: of the centre, degrees WGS84.
        radius_km: geodesic radius.
        base: the colours of the base map.
    """
    return [
        pdk.Layer(
            "PolygonLayer", id="circle", pickable=False,
            data=[{"p": circle_ring(latitude, longitude, radius_km)}], get_polygon="p",
            filled=False, stroked=True, get_line_color=[*base.ink, 200],
            line_width_units="'pixels'", get_line_width=2,
        ),
        pdk.Layer(
            "ScatterplotLayer", id="circle-centre", pickable=False,
            data=[{"p": [longitude, latitude]}], get_position="p", get_radius=5,
            radius_units="'pixels'", filled=False, stroked=True, get_line_color=[*base.ink, 255],
            line_width_units="'pixels'", get_line_width=2,
        ),
    ]  # fmt: skip


def circle_view(latitude: float, longitude: float, radius_km: float) -> dict[str, float]:
    """Return the view (latitude, longitude, zoom) that holds the circle; arguments as above."""
    km_per_px = 2 * radius_km / _SHOWN_PX
    zoom = math.log2(_EQUATOR_KM * math.cos(math.radians(latitude)) / (_TILE_PX * km_per_px))
    return {
        "latitude": latitude,
        "longitude": longitude,
        "zoom": round(min(max(zoom, MIN_ZOOM), MAX_ZOOM), 2),
    }
