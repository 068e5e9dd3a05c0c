"""The country that a point outside the atlas's provinces lies in.

Shapes are Natural Earth 1:50m on a coarse grid, with the boundaries as they are in effect, so a
point close to a boundary is left without a country (`scripts/build_countries.py`).
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FILE: Final = Path(__file__).with_name("countries.geojson")
# The grid of the shapes is 0.036 by 0.018 degrees.
_UNSURE_DEG: Final = 0.05


@lru_cache(maxsize=1)
def _shapes() -> tuple[tuple[str, ...], shapely.STRtree]:
    """Return the names and the shapes of all countries, read once per process."""
    shapes = shapely.get_parts(shapely.from_geojson(_FILE.read_text("utf-8")))
    return country_names(), shapely.STRtree(shapes)


@lru_cache(maxsize=1)
def country_names() -> tuple[str, ...]:
    """Return what the countries of the shapes are called."""
    return tuple(
        str(f["properties"]["name"]) for f in json.loads(_FILE.read_text("utf-8"))["features"]
    )


def country_of(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> list[str]:
    """Return the country that each point lies in, "" where that is not certain.

    It is not within some 5 km of another country, at sea, and in the countries of
    provinces.geojson, which is more exact.

    Args:
        latitude: degrees WGS84, one for each point.
        longitude: the same.
    """
    names, tree = _shapes()
    points = shapely.points(longitude, latitude)
    point, country = tree.query(points, predicate="within")
    near, _ = tree.query(points, predicate="dwithin", distance=_UNSURE_DEG)
    sure = np.bincount(near, minlength=len(points)) == 1
    of_point = [""] * len(points)
    for i, c in zip(point.tolist(), country.tolist(), strict=True):
        if sure[i]:
            of_point[i] = names[c]
    return of_point


def land_of(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> list[str]:
    """Return the country whose shape holds each point, "" at sea; near a boundary it is a guess.

    The countries of provinces.geojson are not among the shapes.
    """
    names, tree = _shapes()
    point, country = tree.query(shapely.points(longitude, latitude), predicate="within")
    of_point = [""] * len(latitude)
    for i, c in zip(point.tolist(), country.tolist(), strict=True):
        of_point[i] = names[c]
    return of_point
