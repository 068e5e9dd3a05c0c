"""Whether a point can lie in the country that is stated for it.

The one rule of the loader and of the import: what the import keeps the loader takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo import codes
from geo.spatial import joins
from geo.spatial.countries import land_of

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

# A degree of latitude is never longer; a degree of longitude is as much shorter as the cosine says.
_MOST_KM_PER_DEGREE: Final = 111.7
_LEAST_KM_PER_DEGREE: Final = 110.5
# 200 nautical miles: as far as the waters of a state reach.
WATERS_KM: Final = 370.4


@dataclass(frozen=True)
class Standing:
    """How points stand to their stated countries, one value for each point.

    `inside` is the country whose polygon holds the point, "" for none. `off_km` is how far the
    point lies at least from the stated country: 0 inside it, and where it has no polygon.
    `is_away` says whether that is farther than the precision of the point allows.
    """

    inside: NDArray[np.object_]
    off_km: NDArray[np.float64]
    is_away: NDArray[np.bool_]


def allowed_km(precision: str) -> float:
    """Return how far from its country a point of that precision may lie."""
    # The polygons are generalised, so a site on a coast or border may fall beside them.
    if precision == "site":
        return joins.NEAREST_PROVINCE_KM
    return codes.PRECISION_RADIUS_KM.get(precision, np.inf)


def stand(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    country: NDArray[np.object_],
    precision: NDArray[np.object_],
    provinces: gpd.GeoDataFrame,
) -> Standing:
    """Hold points against the countries that are stated for them.

    A country that has no polygon cannot be checked against.

    Args:
        latitude: degrees WGS84, finite; the points should be distinct.
        longitude: the same.
        country: the name that is stated for each point.
        precision: its code of `codes.GEO_PRECISION`.
        provinces: polygons with their country, EPSG:4326.
    """
    here, _ = joins.province_of(latitude, longitude, provinces, within_km=0)
    of_province = provinces["country"].to_numpy(dtype=object)
    inside = np.append(of_province, "")[here]
    allowed = np.zeros(len(latitude))
    for code in set(precision):
        allowed[precision == code] = allowed_km(code)
    off_km = np.zeros(len(latitude))
    for name in set(country[inside != country]) & set(of_province):
        rows = np.flatnonzero((country == name) & (inside != name))
        home = shape_of(name, provinces)
        off_km[rows] = _off_km(latitude[rows], longitude[rows], home, allowed[rows])
    return Standing(inside, off_km, off_km > allowed)


def is_in_waters(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64], standing: Standing
) -> NDArray[np.bool_]:
    """Return which points that are away lie at sea, within 200 nautical miles of the country.

    A file of ships states the country off whose coast they were. Whether a state has a coast is
    not asked: all that have polygons have one.

    Args:
        latitude: degrees WGS84, as `stand` had them.
        longitude: the same.
        standing: what `stand` found.
    """
    at_sea = np.zeros(len(latitude), dtype=bool)
    near = standing.is_away & (standing.inside == "") & (standing.off_km <= WATERS_KM)
    rows = np.flatnonzero(near)
    if len(rows):
        at_sea[rows] = [not land for land in land_of(latitude[rows], longitude[rows])]
    return at_sea


def shape_of(country: str, provinces: gpd.GeoDataFrame) -> shapely.GeometryCollection:
    """Return the polygons of a country as one shape."""
    # To a point, a country is no nearer than its nearest province: no need to melt them.
    mine = provinces["country"].to_numpy(dtype=object) == country
    return shapely.GeometryCollection(provinces.geometry.to_numpy()[mine].tolist())


def _off_km(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    home: shapely.Geometry,
    allowed: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return how far points lie from a country; exact only where that decides.

    The distance in degrees bounds the true one from both sides.
    """
    shapely.prepare(home)
    degrees_off = shapely.distance(shapely.points(longitude, latitude), home)
    at_most = degrees_off * _MOST_KM_PER_DEGREE
    stretch = np.cos(np.radians(np.minimum(np.abs(latitude) + degrees_off, 89.0)))
    at_least = degrees_off * _LEAST_KM_PER_DEGREE * stretch
    off_km: NDArray[np.float64] = np.where(at_most <= allowed, at_most, at_least)
    for i in np.flatnonzero((at_most > allowed) & (at_least <= allowed)):
        off_km[i] = joins.distance_to_polygon_km(latitude[i], longitude[i], home)
    return off_km
