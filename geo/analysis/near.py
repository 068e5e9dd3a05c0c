"""What happened near a place, and what may have: distances with what the precision implies.

An incident that is known to a site, a town or a district lies somewhere in a disc around its point
(`geo.codes.PRECISION_RADIUS_KM`), one that is known to a province somewhere in its polygon. So a
distance is a range, and a circle holds an incident surely, perhaps, or not at all. Distances are
geodesic kilometres on WGS84.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from pyproj import Proj

from geo import codes
from geo.analysis.quotation import Clause
from geo.filter.figure import Figure
from geo.model.cached import per_atlas
from geo.spatial import joins
from geo.utils.words import number, short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from geo.analysis.places import Place
    from geo.filter.filter import View
    from geo.model.atlas import Atlas

MIN_KM: Final = 1
MAX_KM: Final = 500
DEFAULT_KM: Final = 50
#: Names the filter's own circle where a link names a place.
FROM_FILTER: Final = "filter"
_STEP_DEG: Final = 0.02  # edges of polygons are cut so that they stay what they are on the globe
_FINE_KM: Final = 10.0
_CORNERS: Final = 180
_RING_DECIMALS: Final = 4


def circle_ring(latitude: float, longitude: float, radius_km: float) -> list[list[float]]:
    """Return a closed ring of (longitude, latitude) at a geodesic distance from a point.

    All in degrees WGS84, rounded to four decimals, about 11 m; the radius in kilometres.
    """
    azimuth = np.linspace(0, 360, _CORNERS, endpoint=False)
    n = len(azimuth)
    lon, lat, _ = joins.WGS84.fwd(
        np.full(n, longitude), np.full(n, latitude), azimuth, np.full(n, radius_km * 1000)
    )
    points: list[list[float]] = np.round(np.column_stack([lon, lat]), _RING_DECIMALS).tolist()
    return [*points, points[0]]


def polygon_range_km(
    latitude: float, longitude: float, polygon: shapely.Geometry
) -> tuple[float, float]:
    """Return the geodesic distances in km to the nearest and the farthest point of a polygon.

    The point and the polygon are in degrees WGS84.
    The nearest is 0 where the polygon holds the point. Measured on the azimuthal equidistant
    projection around the point, on which distances from the point are the geodesic ones (Snyder
    1987, p. 191); edges are cut into pieces of 0.02 degrees before.
    """
    # No Transformer: to look for one between two systems takes a hundred times as long.
    flat = Proj(proj="aeqd", lat_0=latitude, lon_0=longitude, ellps="WGS84")
    cut = shapely.segmentize(polygon, _STEP_DEG)

    def project(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(flat(xy[:, 0], xy[:, 1]))

    near_km = shapely.distance(shapely.Point(0, 0), shapely.transform(cut, project)) / 1000
    xy = shapely.get_coordinates(cut)
    far_km = joins.distances_km(xy[:, 1], xy[:, 0], (latitude, longitude)).max()
    return float(near_km), float(far_km)


@dataclass(frozen=True)
class Distances:
    """How far incidents are from a place, one value per entry of `positions`.

    `km` is the distance to the incident's point, NaN where it has none of its own; `low_km` and
    `high_km` are the least and the greatest distance that its precision allows, NaN where it cannot
    be placed at all.
    """

    positions: NDArray[np.intp]
    km: NDArray[np.float64]
    low_km: NDArray[np.float64]
    high_km: NDArray[np.float64]

    def short(self, i: int) -> str:
        """Return the distance of entry `i` as a table has room for it."""
        km, low, high = self.km[i], self.low_km[i], self.high_km[i]
        if np.isnan(low):
            return "unknown"
        if np.isnan(km):
            return f"{low:.0f} to {high:.0f} km"
        return f"{_rounded(km)} ± {high - km:.0f} km"

    def words(self, i: int) -> str:
        """Return the distance of entry `i` in words, with its uncertainty."""
        km, low, high = self.km[i], self.low_km[i], self.high_km[i]
        if np.isnan(low):
            return "cannot be placed"
        if np.isnan(km):
            return f"{low:.0f} to {high:.0f} km, anywhere in the province"
        return f"{_rounded(km)} km, give or take {high - km:.0f}"


def _rounded(km: float) -> str:
    return f"{km:.1f}" if km < _FINE_KM else f"{km:.0f}"


def measure_distances(positions: NDArray[np.intp], atlas: Atlas, place: Place) -> Distances:
    """Measure how far incidents are from a place.

    Args:
        positions: rows of `atlas.incidents`.
        atlas: the atlas.
        place: where to measure from.
    """
    at = (place.latitude, place.longitude)
    each = joins.distances_km(atlas.places.latitude, atlas.places.longitude, at)
    km = atlas.places.spread(each, np.nan)[positions]
    names = list(codes.GEO_PRECISION)
    reach = np.array([codes.PRECISION_RADIUS_KM.get(name, np.nan) for name in names])
    rank = atlas.precision_rank[positions]
    radius = reach[rank]
    low, high = np.maximum(km - radius, 0.0), km + radius
    in_province = np.flatnonzero(rank == names.index("province"))
    if len(in_province):
        low[in_province], high[in_province] = _of_provinces(positions[in_province], atlas, at)
    return Distances(positions, np.where(np.isnan(radius), np.nan, km), low, high)


@per_atlas
def _province_ranges(atlas: Atlas) -> Callable[[float, float, str], tuple[float, float]]:
    """Return `polygon_range_km` by latitude, longitude and province code; it remembers answers.

    The memory belongs to the atlas: points of an upload must not outlive it.
    """
    frame = atlas.provinces
    shapes = dict(zip(frame["province_code"], frame.geometry, strict=True))

    @lru_cache(maxsize=1024)
    def range_km(latitude: float, longitude: float, code: str) -> tuple[float, float]:
        return polygon_range_km(latitude, longitude, shapes[code])

    return range_km


def _of_provinces(
    positions: NDArray[np.intp], atlas: Atlas, at: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the range of distances of incidents that are known to the province only."""
    coded, range_km = atlas.coded["province_code"], _province_ranges(atlas)
    ranges = {
        code: range_km(*at, coded.values[code]) if code >= 0 else (np.nan, np.nan)
        for code in set(coded.codes[positions].tolist())
    }
    low, high = zip(*(ranges[code] for code in coded.codes[positions].tolist()), strict=True)
    return np.array(low), np.array(high)


@dataclass(frozen=True)
class Neighbourhood:
    """The incidents of a view around a place, each exactly once in one of four parts.

    `inside`: wherever it was, within the radius. `maybe`: its precision allows both. `outside`:
    farther, wherever it was. `unplaced`: known to the country only, or without a province.
    `by_km` orders `inside` and `maybe` by distance: entries of `measured`.
    """

    view: View
    place: Place
    radius_km: float
    measured: Distances
    inside: Figure
    maybe: Figure
    outside: Figure
    unplaced: Figure

    @property
    def within_reach(self) -> NDArray[np.intp]:
        """The incidents surely or perhaps inside, in the order of the atlas."""
        return np.sort(np.concatenate([self.inside.positions, self.maybe.positions]))

    @property
    def figures(self) -> list[Figure]:
        """The four parts."""
        return [self.inside, self.maybe, self.unplaced, self.outside]

    def by_distance(self, part: Figure) -> NDArray[np.intp]:
        """Return the entries of `measured` that belong to a part, nearest first.

        Those known to the province only come last; equal distances are newest first.
        """
        entries = np.flatnonzero(np.isin(self.measured.positions, part.positions))
        km, low = self.measured.km[entries], self.measured.low_km[entries]
        key = np.where(np.isnan(km), low, km)
        newest = -self.measured.positions[entries]
        return entries[np.lexsort((newest, key, np.isnan(km)))]


def find_neighbourhood(view: View, atlas: Atlas, place: Place, radius_km: float) -> Neighbourhood:
    """Sort the incidents of a view by whether they lie within a circle; its edge is inside.

    Args:
        view: the incidents.
        atlas: the atlas.
        place: the centre.
        radius_km: geodesic radius.

    Example:
        >>> from geo.analysis import places
        >>> place = places.find_place("base:al_asad", atlas)
        >>> near_al_asad = find_neighbourhood(atlas.view(), atlas, place, 50.0)
        >>> near_al_asad.inside.n, near_al_asad.maybe.n
        (61, 1)
    """
    measured = measure_distances(view.positions, atlas, place)
    # NaN, that cannot be placed, is neither less nor greater than anything.
    surely, perhaps = _within(measured, radius_km)
    far = measured.low_km > radius_km
    circle = f"within {radius_km:g} km of {place.label}"

    def part(key: str, words: str, mask: NDArray[np.bool_]) -> Figure:
        return Figure(f"near:{key}", words, view.positions[mask])

    return Neighbourhood(
        view,
        place,
        radius_km,
        measured,
        part("inside", circle, surely),
        part("maybe", f"possibly {circle}: location too vague to tell", perhaps),
        part("outside", f"farther than {radius_km:g} km from {place.label}", far),
        part(
            "unplaced", "without a location: known to the country only", np.isnan(measured.low_km)
        ),
    )


def _within(measured: Distances, radius_km: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which entries surely lie within a radius, and which perhaps do."""
    surely = measured.high_km <= radius_km
    return surely, ~surely & (measured.low_km <= radius_km)


def count_clauses(hood: Neighbourhood) -> tuple[Clause, ...]:
    """Say how many incidents a circle holds, may hold, and which cannot be placed."""
    first, last = hood.view.filter.period(hood.view.atlas)
    noun = "incident" if hood.inside.n == 1 else "incidents"
    return (
        Clause(number(hood.inside.n), hood.inside),
        Clause(f" {noun} within {hood.radius_km:g} km of {hood.place.label}; possibly "),
        Clause(number(hood.maybe.n), hood.maybe),
        Clause(" more; "),
        Clause(number(hood.unplaced.n), hood.unplaced),
        Clause(f" have no location. {short_day(first)} to {short_day(last)}."),
    )


@dataclass(frozen=True, slots=True)
class Ring:
    """The incidents within a radius of a place: surely, and those of which it cannot be told."""

    radius_km: float
    inside: Figure
    maybe: Figure


def count_rings(view: View, atlas: Atlas, place: Place, radii_km: Iterable[float]) -> list[Ring]:
    """Count the incidents of a view within several radii (geodesic km) of one place.

    They are told apart as in `find_neighbourhood`. The rings are in the order of the radii.
    """
    measured = measure_distances(view.positions, atlas, place)
    rings = []
    for radius in radii_km:
        surely, maybe = _within(measured, radius)
        words = f"within {radius:g} km of {place.label}"
        rings.append(
            Ring(
                radius,
                Figure(f"ring:{radius:g}:inside", words, view.positions[surely]),
                Figure(f"ring:{radius:g}:maybe", f"possibly {words}", view.positions[maybe]),
            )
        )
    return rings
