"""Joins points to provinces and to bases.

All work is done on distinct places: forty incidents on one base are one lookup. Coordinates are
EPSG:4326 degrees, distances geodesic kilometres on WGS84 (Karney 2013, through pyproj).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

WGS84 = Geod(ellps="WGS84")

# Natural Earth's coast and borders are generalised for 1:10 million, where they may run several
# kilometres beside the true line. A point in no polygon is given to the nearest one within this.
NEAREST_PROVINCE_KM = 20.0

WITHIN: Final = "within"
NEAREST: Final = "nearest"
NONE: Final = "none"
NO_ROW: Final = -1

_KM_PER_DEGREE = 111.0
# Geodesic distances differ from those on a sphere by 0.6 % one way and 0.5 % the other; whichever
# base is nearest on the ellipsoid is within 1.1 % of the nearest on the sphere. The slack is six
# metres, for angles too small for their cosine.
_SPHERE_IS_OFF_BY = 1.02
_SPHERE_SLACK_RAD = 1e-6
_PAIRS_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class Places:
    """The distinct points among many rows.

    `latitude` and `longitude` are float64 arrays, one value per distinct place; `of_row` gives for
    each row its place, or -1 where the row has no point.
    """

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    of_row: NDArray[np.int32]

    def spread(self, values: NDArray[Any], missing: Any) -> NDArray[Any]:
        """Return one value per row from one value per place, `missing` where there is no point."""
        if not len(values):
            return np.full(len(self.of_row), missing, dtype=values.dtype)
        return np.where(self.of_row == NO_ROW, missing, values[self.of_row])


def distinct_places(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> Places:
    """Return the distinct points among rows; a row with either value missing has no point."""
    known = np.isfinite(latitude) & np.isfinite(longitude)
    of_row = np.full(len(latitude), NO_ROW, dtype=np.int32)
    # Each axis is numbered in order, so a pair is one whole number, and numbers sort fast.
    of_latitude, latitudes = pd.factorize(latitude[known], sort=True)
    of_longitude, longitudes = pd.factorize(longitude[known], sort=True)
    inverse, pairs = pd.factorize(
        of_latitude.astype(np.int64) * max(len(longitudes), 1) + of_longitude, sort=True
    )
    of_row[known] = inverse
    first, second = np.divmod(pairs, max(len(longitudes), 1))
    places = Places(latitudes[first], longitudes[second], of_row)
    for array in (places.latitude, places.longitude, places.of_row):
        array.setflags(write=False)
    return places


def province_of(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    provinces: gpd.GeoDataFrame,
    within_km: float = NEAREST_PROVINCE_KM,
) -> tuple[NDArray[np.int32], NDArray[np.object_]]:
    """Find the province of each point.

    A point inside a polygon, or on its border, is `within` it; on a shared border the province that
    stands first in `provinces` has it. A point in no polygon is given to the `nearest` one at most
    `within_km` away (coasts and borders are generalised); beyond that there is `none`.

    Args:
        latitude: degrees, finite.
        longitude: degrees, finite.
        provinces: polygons in EPSG:4326, in the order that settles ties.
        within_km: how far the nearest polygon may be.

    Returns:
        The row position in `provinces`, or -1, and the method: within, nearest or none.

    Example:
        >>> position, method = province_of(np.array([33.79]), np.array([42.44]), atlas.provinces)
        >>> atlas.provinces["name"].iloc[position[0]], method[0]
        ('Al Anbar', 'within')
    """
    polygons = provinces.geometry.to_numpy()
    position = np.full(len(latitude), NO_ROW, dtype=np.int32)
    # The points are the tree, so each polygon is prepared once and asked for all points in reach.
    tree = shapely.STRtree(shapely.points(longitude, latitude))
    hit_province, hit_point = tree.query(polygons, predicate="intersects")
    # Written last to first, so that of several polygons on one border the first one stays.
    order = np.argsort(-hit_province, kind="stable")
    position[hit_point[order]] = hit_province[order]
    method = np.where(position == NO_ROW, NONE, WITHIN).astype(object)
    lost = np.flatnonzero(position == NO_ROW)
    if len(lost) and within_km > 0:
        position[lost] = _nearest_polygons(latitude[lost], longitude[lost], polygons, within_km)
        method[lost[position[lost] != NO_ROW]] = NEAREST
    return position, method


def _nearest_polygons(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    polygons: NDArray[Any],
    within_km: float,
) -> NDArray[np.int32]:
    """Return the nearest polygon of each point within reach, the first of equally near ones."""
    reach = within_km / _KM_PER_DEGREE * 1.1
    wide = reach / np.maximum(np.cos(np.radians(latitude)), 0.01)
    boxes = shapely.box(longitude - wide, latitude - reach, longitude + wide, latitude + reach)
    of_point, polygon = shapely.STRtree(polygons).query(boxes, predicate="intersects")
    best = np.full(len(latitude), NO_ROW, dtype=np.int32)
    best_km = np.full(len(latitude), np.inf)
    for i, k in sorted(zip(of_point.tolist(), polygon.tolist(), strict=True)):
        # What is cut away lies farther off than the reach.
        near = shapely.clip_by_rect(polygons[k], *boxes[i].bounds)
        if near.is_empty:
            near = polygons[k]
        km = distance_to_polygon_km(latitude[i], longitude[i], near)
        if km <= within_km and km < best_km[i]:
            best[i], best_km[i] = k, km
    return best


def distance_to_polygon_km(latitude: float, longitude: float, polygon: shapely.Geometry) -> float:
    """Return the geodesic distance from a point to a polygon, 0 inside it.

    The nearest point of the polygon is sought in a plane in which a degree of longitude is as long
    as one of latitude at the point; at the tens of kilometres asked for here that is exact to
    about a metre per kilometre.
    """
    stretch = max(np.cos(np.radians(latitude)), 0.01)
    flat = shapely.transform(polygon, lambda xy: xy * [stretch, 1.0])
    line = shapely.shortest_line(shapely.Point(longitude * stretch, latitude), flat)
    x, y = shapely.get_coordinates(line)[-1]
    return distance_km(latitude, longitude, float(y), float(x / stretch))


def distance_km(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Return the geodesic distance between two points given in degrees.

    Example:
        >>> round(distance_km(33.3, 44.4, 36.2, 44.0), 1)  # Baghdad to Erbil
        323.8
    """
    _, _, metres = WGS84.inv(longitude, latitude, other_longitude, other_latitude)
    return float(metres) / 1000


def distances_km(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64], to: tuple[float, float]
) -> NDArray[np.float64]:
    """Return the geodesic distance of each point from `to` = (latitude, longitude), in km."""
    n = len(latitude)
    _, _, metres = WGS84.inv(longitude, latitude, np.full(n, to[1]), np.full(n, to[0]))
    return np.asarray(metres, dtype=np.float64) / 1000


def nearest_base(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64], bases: gpd.GeoDataFrame
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Find the base nearest to each point, by geodesic distance.

    Args:
        latitude: degrees, finite.
        longitude: degrees, finite.
        bases: points in EPSG:4326 with a `base_id` column; equal distances go to the first id.

    Returns:
        The row position in `bases`, or -1 where there are no bases, and the distance in km, rounded
        to 0.1 km (NaN where there are no bases).

    Example:
        >>> position, km = nearest_base(np.array([33.79]), np.array([42.44]), atlas.bases)
        >>> atlas.bases["name"].iloc[position[0]], float(km[0])
        ('Al-Asad Air Base', 0.5)
    """
    if not len(bases):
        return np.full(len(latitude), NO_ROW, dtype=np.int32), np.full(len(latitude), np.nan)
    rank = np.argsort(np.argsort(bases["base_id"].to_numpy(dtype=str), kind="stable"))
    base_y, base_x = bases.geometry.y.to_numpy(), bases.geometry.x.to_numpy()
    there = _unit_vectors(base_y, base_x)
    best = np.empty(len(latitude), dtype=np.int32)
    best_km = np.empty(len(latitude))
    size = max(1, _PAIRS_AT_ONCE // len(bases))
    for start in range(0, len(latitude), size):
        y, x = latitude[start : start + size], longitude[start : start + size]
        angle = np.arccos(np.clip(_unit_vectors(y, x) @ there.T, -1, 1))
        least = angle.min(axis=1, keepdims=True)
        point, base = np.nonzero(angle <= least * _SPHERE_IS_OFF_BY + _SPHERE_SLACK_RAD)
        _, _, metres = WGS84.inv(x[point], y[point], base_x[base], base_y[base])
        order = np.lexsort((rank[base], metres, point))
        first = order[np.unique(point[order], return_index=True)[1]]
        best[start : start + size] = base[first]
        best_km[start : start + size] = np.asarray(metres)[first] / 1000
    return best, np.round(best_km, 1)


def _unit_vectors(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return points on the unit sphere, (n, 3)."""
    y, x = np.radians(latitude), np.radians(longitude)
    return np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])
