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
MOST_CELLS: Final = 2_000
_ACROSS: Final = 70  # hexagons side by side on the longer side of the extent, at most
_EARTH_KM: Final = 40_075.017
_KM_PER_DEGREE: Final = _EARTH_KM / 360


@dataclass(frozen=True)
class CellCounts:
    """Cells and how many incidents lie in each: `cells` (uint64, ascending) and `counts`.

    `without_point` counts the incidents that lie in no cell, because no place is known.
    """

    resolution: int
    cells: NDArray[np.uint64]
    counts: NDArray[np.int64]
    without_point: int


@dataclass(frozen=True, slots=True)
class Extent:
    """A box in degrees WGS84."""

    west: float
    south: float
    east: float
    north: float


def count(positions: NDArray[np.intp], resolution: int, atlas: Atlas) -> CellCounts:
    """Count the incidents at `positions` by the cell they lie in.

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
    found = np.bincount(of_place, weights=at_place, minlength=len(codes)).astype(np.int64)
    some = found > 0
    return CellCounts(resolution, codes[some], found[some], without)


def fitting(positions: NDArray[np.intp], atlas: Atlas) -> CellCounts:
    """Count the incidents at `positions` in cells that fit their extent, at most `MOST_CELLS`."""
    resolution = resolution_for(extent(positions, atlas))
    found = count(positions, resolution, atlas)
    while len(found.cells) > MOST_CELLS and resolution > RESOLUTIONS[0]:
        resolution -= 1
        found = count(positions, resolution, atlas)
    return found


def extent(positions: NDArray[np.intp], atlas: Atlas) -> Extent | None:
    """Return the box around the incidents at `positions`, None where none has a point."""
    at_place, _ = _by_place(positions, atlas)
    some = np.flatnonzero(at_place)
    if not len(some):
        return None
    y, x = atlas.places.latitude[some], atlas.places.longitude[some]
    return Extent(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def resolution_for(box: Extent | None) -> int:
    """Return the finest resolution that does not cut an extent into too many cells side by side.

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
    found = [r for r in RESOLUTIONS if fits(h3.average_hexagon_edge_length(r, unit="km"))]
    return max(found, default=RESOLUTIONS[0])


def _by_place(positions: NDArray[np.intp], atlas: Atlas) -> tuple[NDArray[np.int64], int]:
    """Return how many of the incidents lie at each place, and how many at none."""
    # Shifted by one, so that rows without a point are counted first.
    of = atlas.places.of_row[positions] - NO_ROW
    found = np.bincount(of, minlength=len(atlas.places.latitude) + 1)
    return found[1:], int(found[0])
