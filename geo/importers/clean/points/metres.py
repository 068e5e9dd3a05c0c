"""Coordinates in metres: x and y of Web Mercator are brought to degrees where that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj

from geo.importers.clean.points.likely_place import NEARLY_ALL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.clean.points.likely_place import Expected
    from geo.importers.clean.row_log import RowLog

# Degrees are never so large; half of the equator in metres is a little less.
LEAST: Final = 1_000.0
MOST: Final = 20_100_000.0


def to_degrees(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    expected: Expected,
    columns: str,
    row_log: RowLog,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return degrees of coordinates that are metres of Web Mercator; others as they are.

    They are taken for such only where the points then lie where the rows are expected: other
    projected systems have numbers of the same size.
    """
    size = np.fmax(np.abs(latitude), np.abs(longitude))
    whole = np.isfinite(latitude) & np.isfinite(longitude)
    large = np.flatnonzero((size > LEAST) & (size < MOST) & whole)
    if not len(large) or len(large) < NEARLY_ALL * np.count_nonzero(whole):
        return latitude, longitude
    change = pyproj.Transformer.from_crs("EPSG:3857", "EPSG:4326", always_xy=True)
    rows = expected.sample(np.arange(len(large)))
    for x, y, how in ((longitude, latitude, ""), (latitude, longitude, ", exchanged")):
        east, north = change.transform(x[large], y[large])
        if expected.fits(north[rows], east[rows], large[rows]).mean() < NEARLY_ALL:
            continue
        converted = np.zeros(len(latitude), dtype=bool)
        converted[large] = True
        row_log.note(
            "flagged",
            "metres brought to degrees",
            f"{columns} look like metres of Web Mercator (EPSG:3857) and were brought to degrees"
            f"{how}: the points then lie in {expected.words(large)}",
            converted,
        )
        latitude, longitude = latitude.copy(), longitude.copy()
        latitude[large], longitude[large] = north, east
        break
    return latitude, longitude
