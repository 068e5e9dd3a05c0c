"""Where an incident was, as a feed may say it: a point only where the place itself is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from geo import codes
from geo.analysis.near import circle_ring

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

_PLACES: Final = 3
_SITE: Final = "site"


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees WGS84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees WGS84: the extent in which the incident was."""

    south: float
    west: float
    north: float
    east: float


def area_of(row: Mapping[str, Any], provinces: gpd.GeoDataFrame) -> Point | Box | None:
    """Return the point of an incident, or the box that its precision means; None without either.

    A site has a point. A town or a district is the box around the circle of
    `codes.PRECISION_RADIUS_KM`; a province the box around its polygon; a country the box around the
    provinces of it that the atlas has.

    Args:
        row: a row of `atlas.incidents`.
        provinces: `atlas.provinces`.
    """
    precision = row["geo_precision"]
    if precision not in codes.PRECISION_RADIUS_KM:
        column = "province_code" if precision == "province" else "country"
        shapes = provinces[provinces[column] == row[column]]
        return None if shapes.empty else _box(*shapes.total_bounds.tolist())
    if pd.isna(row["latitude"]):
        return None
    if precision == _SITE:
        return Point(row["latitude"], row["longitude"])
    ring = circle_ring(row["latitude"], row["longitude"], codes.PRECISION_RADIUS_KM[precision])
    longitudes, latitudes = zip(*ring, strict=True)
    return _box(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def _box(west: float, south: float, east: float, north: float) -> Box:
    return Box(*(round(value, _PLACES) for value in (south, west, north, east)))
