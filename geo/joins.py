"""Joins points to provinces and to bases.

All work is done on distinct places: forty incidents on one base are one lookup. Coordinates are
EPSG:4326 degrees, distances geodesic kilometres on WGS84 (Karney 2013, through pyproj).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
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


def distinct(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> Places:
    """Return the distinct points among rows; a row with either value missing has no point."""
    known = np.isfinite(latitude) & np.isfinite(longitude)
    of_row = np.full(len(latitude), NO_ROW, dtype=np.int32)
    pairs = np.column_stack([latitude[known], longitude[known]])
    unique, inverse = np.unique(pairs, axis=0, return_inverse=True)
    of_row[known] = inverse.reshape(-1)
    places = Places(unique[:, 0].copy(), unique[:, 1].copy(), of_row)
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
    """
    points = shapely.points(longitude, latitude)
    tree = shapely.STRtree(provinces.geometry.to_numpy())
    position = np.full(len(points), NO_ROW, dtype=np.int32)
    hit_point, hit_province = tree.query(points, predicate="intersects")
    # Written last to first, so that of several polygons on one border the first one stays.
    order = np.lexsort((-hit_province, hit_point))
    position[hit_point[order]] = hit_province[order]
    method = np.where(position == NO_ROW, NONE, WITHIN).astype(object)
    for i in np.flatnonzero(position == NO_ROW):
        nearest = _nearest_polygon(latitude[i], longitude[i], tree, within_km)
        if nearest != NO_ROW:
            position[i], method[i] = nearest, NEAREST
    return position, method


def _nearest_polygon(
    latitude: float, longitude: float, tree: shapely.STRtree, within_km: float
) -> int:
    reach = within_km / _KM_PER_DEGREE * 1.1
    stretch = max(np.cos(np.radians(latitude)), 0.01)
    box = shapely.box(
        longitude - reach / stretch, latitude - reach, longitude + reach / stretch, latitude + reach
    )
    found = [
        (distance_to_polygon_km(latitude, longitude, tree.geometries[k]), int(k))
        for k in tree.query(box)
    ]
    distance_km, position = min(found, default=(np.inf, NO_ROW))
    return position if distance_km <= within_km else NO_ROW


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
    """Return the geodesic distance between two points given in degrees."""
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
    """
    best = np.full(len(latitude), NO_ROW, dtype=np.int32)
    best_km = np.full(len(latitude), np.inf)
    by_id = np.argsort(bases["base_id"].to_numpy(dtype=str), kind="stable")
    for k in by_id:
        point = bases.geometry.iloc[k]
        km = distances_km(latitude, longitude, (point.y, point.x))
        nearer = km < best_km
        best[nearer], best_km[nearer] = k, km[nearer]
    return best, np.where(np.isinf(best_km), np.nan, np.round(best_km, 1))
