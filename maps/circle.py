"""A geodesic circle around a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydeck as pdk

from geo.analysis.near import circle_ring

if TYPE_CHECKING:
    from maps.palette import BaseMap


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


def circle_bounds(
    latitude: float, longitude: float, radius_km: float
) -> tuple[float, float, float, float]:
    """Return west, south, east, north of the circle in degrees; arguments as above."""
    ring = circle_ring(latitude, longitude, radius_km)
    x, y = [point[0] for point in ring], [point[1] for point in ring]
    return min(x), min(y), max(x), max(y)
