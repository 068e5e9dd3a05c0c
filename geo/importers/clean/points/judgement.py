"""Whether points can be where the file says: held against the countries that are stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.spatial import joins, stated_country

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Judgement:
    """What is found of points, one value for each.

    `swapped`: it can be in the stated country only with latitude and longitude exchanged. `at_sea`:
    it lies off the coast of the stated country, and no exchange or other sign would put it there.
    `away`: it cannot be there at all; `words` says where it lies instead, by its number, and
    `has_sign` whether another sign would mend it. `inside` is the country whose polygon holds it,
    "" for none. `outside`: it lies far from all polygons.
    """

    swapped: NDArray[np.bool_]
    at_sea: NDArray[np.bool_]
    away: NDArray[np.bool_]
    inside: NDArray[np.object_]
    outside: NDArray[np.bool_]
    has_sign: NDArray[np.bool_]
    words: dict[int, str]


def judge(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    stated: NDArray[np.object_],
    precision: NDArray[np.object_],
    provinces: gpd.GeoDataFrame,
) -> Judgement:
    """Hold distinct points against their countries; arguments as of `stated_country.stand`."""
    standing = stated_country.stand(latitude, longitude, stated, precision, provinces)
    lost = np.flatnonzero(standing.inside == "")
    here, _ = joins.province_of(latitude[lost], longitude[lost], provinces)
    outside = np.zeros(len(latitude), dtype=bool)
    outside[lost[here == joins.NO_ROW]] = True
    swapped = np.zeros(len(latitude), dtype=bool)
    candidates = np.flatnonzero(standing.is_away & (np.abs(longitude) <= 90))  # noqa: PLR2004 - a latitude
    if len(candidates):
        turned = stated_country.stand(
            longitude[candidates], latitude[candidates], stated[candidates], precision[candidates],
            provinces,
        )  # fmt: skip
        swapped[candidates] = ~turned.is_away
    away = standing.is_away & ~swapped
    signs = _other_signs(latitude, longitude, stated, away, provinces)
    has_sign = np.isin(np.arange(len(latitude)), list(signs))
    at_sea = stated_country.is_in_waters(latitude, longitude, standing) & away & ~has_sign
    away &= ~at_sea
    words = {
        int(i): f"the point {latitude[i]:g}, {longitude[i]:g} lies in "
        f"{standing.inside[i] or 'no country of the map'}, at least {standing.off_km[i]:.0f} km "
        f"from {stated[i]}, the stated country{signs.get(int(i), '')}"
        for i in np.flatnonzero(away)
    }
    return Judgement(swapped, at_sea, away, standing.inside, outside & ~swapped, has_sign, words)


def _other_signs(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    stated: NDArray[np.object_],
    away: NDArray[np.bool_],
    provinces: gpd.GeoDataFrame,
) -> dict[int, str]:
    """Return for points that lie away whether another sign would put them into their country."""
    west, south, east, north = provinces.total_bounds
    country = np.append(provinces["country"].to_numpy(dtype=object), "")
    words: dict[int, str] = {}
    for y, x, of in ((1, -1, "longitude"), (-1, 1, "latitude"), (-1, -1, "latitude and longitude")):
        lat, lon = y * latitude, x * longitude
        near = (south <= lat) & (lat <= north) & (west <= lon) & (lon <= east)
        rows = np.flatnonzero(away & near)
        here, _ = joins.province_of(lat[rows], lon[rows], provinces, within_km=0)
        fits = rows[country[here] == stated[rows]]
        words |= {int(i): f"; with the other sign of the {of} it would lie there" for i in fits}
    return words
