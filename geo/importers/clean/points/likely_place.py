"""Where points would lie if they were meant otherwise: the evidence for an order or a sign.

A file often cannot say which of two numbers is the latitude. Its countries can, and where it names
none, the region of the map and the coast can.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.spatial import joins
from geo.spatial.countries import land_of
from geo.utils.names import fold

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

SAMPLE: Final = 1_000
# So many of the points must agree before something is said of the column.
NEARLY_ALL: Final = 0.9


@dataclass(frozen=True)
class Expected:
    """Where the rows of a file are expected: in their stated countries, or in the region.

    `stated` is the country that each row states, "" for none; `provinces` are polygons with their
    country, EPSG:4326.
    """

    stated: NDArray[np.object_]
    provinces: gpd.GeoDataFrame

    def sample(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return some of the rows, from all over the file."""
        return rows[:: max(1, len(rows) // SAMPLE)]

    def countries_at(
        self, latitude: NDArray[np.float64], longitude: NDArray[np.float64]
    ) -> NDArray[np.object_]:
        """Return the country that each point lies in, "" at sea and beyond the range of degrees."""
        at: NDArray[np.object_] = np.full(len(latitude), "", dtype=object)
        rows = np.flatnonzero((np.abs(latitude) <= 90) & (np.abs(longitude) <= 180))  # noqa: PLR2004
        here, _ = joins.province_of(latitude[rows], longitude[rows], self.provinces, within_km=0)
        at[rows] = np.append(self.provinces["country"].to_numpy(dtype=object), "")[here]
        rest = rows[here == joins.NO_ROW]
        at[rest] = land_of(latitude[rest], longitude[rest])
        return at

    def fits(
        self,
        latitude: NDArray[np.float64],
        longitude: NDArray[np.float64],
        rows: NDArray[np.int64],
    ) -> NDArray[np.bool_]:
        """Return which points lie where their rows are expected.

        Args:
            latitude: degrees, of any size.
            longitude: the same.
            rows: the positions of their rows in the file.
        """
        stated = self.stated[rows]
        known = np.flatnonzero(stated != "")
        fits = np.asarray(shapely.contains_xy(self._region, longitude, latitude), dtype=bool)
        at = self.countries_at(latitude[known], longitude[known])
        name = {s: fold(s) for s in {*stated, *at}}
        fits[known] = [name[a] == name[s] for a, s in zip(at, stated[known], strict=True)]
        return fits

    @cached_property
    def _region(self) -> shapely.Geometry:
        """The region of the map with its seas."""
        shapes = self.provinces.geometry.to_numpy().tolist()
        region = shapely.convex_hull(shapely.GeometryCollection(shapes))
        shapely.prepare(region)
        return region

    def words(self, rows: NDArray[np.int64]) -> str:
        """Return where the rows are expected: in "Iraq", in "the stated country" or region."""
        names = {s for s in self.stated[rows] if s}
        if len(names) == 1 and "" not in self.stated[rows]:
            return str(next(iter(names)))
        return "the country that their rows state" if names else "the region of the map"
