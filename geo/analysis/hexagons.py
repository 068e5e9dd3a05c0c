"""Counts incidents in H3 hexagons.

The hexagon of each place is known (`geo.spatial.h3_index`), so a count is a few passes over arrays,
however many incidents there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import h3.api.basic_int as h3
import numpy as np

from geo.spatial.h3_index import RESOLUTIONS
from geo.spatial.joins import NO_ROW

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

# Above so many shown points the map draws hexagons: single symbols would cover each other, and
# their rows would be megabytes on every change of the filter.
MOST_POINTS: Final = 5_000
# More hexagons than this are neither told apart nor sent fast: a coarser resolution is taken.
MOST_HEXAGONS: Final = 2_000
_ACROSS: Final = 70  # hexagons side by side on the longer side of the extent, at most
_EARTH_KM: Final = 40_075.017
_KM_PER_DEGREE: Final = _EARTH_KM / 360


@dataclass(frozen=True)
class HexagonCounts:
    """Hexagons and how many incidents lie in each: `hexagons` (uint64, ascending) and `counts`.

    `without_point` counts the incidents that lie in no hexagon, because no place is known.
    """

    resolution: int
    hexagons: NDArray[np.uint64]
    counts: NDArray[np.int64]
    without_point: int


@dataclass(frozen=True, slots=True)
class Extent:
    """A box in degrees WGS84."""

    west: float
    south: float
    east: float
    north: float


def count_hexagons(positions: NDArray[np.intp], resolution: int, atlas: Atlas) -> HexagonCounts:
    """Count the incidents at `positions` by the H3 hexagon that they lie in.

    Args:
        positions: rows of `atlas.incidents`, as `View.positions` has them.
        resolution: one of `RESOLUTIONS`.
        atlas: the atlas.

    Raises:
        ValueError: the resolution is not one of `RESOLUTIONS`.
    """
    if resolution not in RESOLUTIONS:
        message = f"expected a resolution of {RESOLUTIONS}, found {resolution!r}"
        raise ValueError(message)
    at_place, without = _by_place(positions, atlas)
    index = atlas.cells
    codes, of_place = index.codes[resolution], index.of_place[resolution]
    # Whole numbers below 2**53 are exact in the floats that bincount adds.
    counts = np.bincount(of_place, weights=at_place, minlength=len(codes)).astype(np.int64)
    some = counts > 0
    return HexagonCounts(resolution, codes[some], counts[some], without)


def largest_count(resolution: int, atlas: Atlas) -> int:
    """Return the count of the fullest hexagon of all incidents, at least 1."""
    everything = np.arange(atlas.n_incidents)
    return int(count_hexagons(everything, resolution, atlas).counts.max(initial=1))


def fit_hexagons(positions: NDArray[np.intp], atlas: Atlas) -> HexagonCounts:
    """Count the incidents at `positions` in as many hexagons as fit their extent.

    Arguments as for `count_hexagons`; the resolution is the finest with at most `MOST_HEXAGONS`
    hexagons, and some 70 of them side by side.
    """
    resolution = resolution_for(find_extent(positions, atlas))
    counted = count_hexagons(positions, resolution, atlas)
    while len(counted.hexagons) > MOST_HEXAGONS and resolution > RESOLUTIONS[0]:
        resolution -= 1
        counted = count_hexagons(positions, resolution, atlas)
    return counted


def find_extent(positions: NDArray[np.intp], atlas: Atlas) -> Extent | None:
    """Return the box around the incidents at `positions`, None where none has a point."""
    at_place, _ = _by_place(positions, atlas)
    some = np.flatnonzero(at_place)
    if not len(some):
        return None
    y, x = atlas.places.latitude[some], atlas.places.longitude[some]
    return Extent(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def resolution_for(box: Extent | None) -> int:
    """Return the finest resolution that does not cut an extent into too many hexagons side by side.

    None, an extent of nothing, has the coarsest.
    """
    if box is None:
        return RESOLUTIONS[0]
    middle = np.radians((box.south + box.north) / 2)
    high_km = (box.north - box.south) * _KM_PER_DEGREE
    wide_km = (box.east - box.west) * _KM_PER_DEGREE * float(np.cos(middle))
    longer_km = max(high_km, wide_km)
    return _finest(lambda edge_km: longer_km / (edge_km * np.sqrt(3)) <= _ACROSS)


def _finest(fits: Any) -> int:
    """Return the finest resolution whose mean edge length in km `fits`, else the coarsest."""
    fitting = [r for r in RESOLUTIONS if fits(h3.average_hexagon_edge_length(r, unit="km"))]
    return max(fitting, default=RESOLUTIONS[0])


def _by_place(positions: NDArray[np.intp], atlas: Atlas) -> tuple[NDArray[np.int64], int]:
    """Return how many of the incidents lie at each place, and how many at none."""
    # Shifted by one, so that rows without a point are counted first.
    place = atlas.places.of_row[positions] - NO_ROW
    counts = np.bincount(place, minlength=len(atlas.places.latitude) + 1)
    return counts[1:], int(counts[0])
