"""The H3 hexagon of every distinct place, worked out once.

H3 (Uber, h3geo.org) cuts the globe into hexagons at sixteen resolutions. A cell is a 64-bit whole
number.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import h3.api.basic_int as h3
import numpy as np

from geo.utils.progress import chunks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.spatial.joins import Places
    from geo.utils.progress import Progress

# From cells 370 km wide, for a view of the world, to cells 2.4 km wide, about a town.
RESOLUTIONS: Final = (2, 3, 4, 5, 6, 7)


@dataclass(frozen=True)
class CellIndex:
    """The H3 cell of each distinct place at each of `RESOLUTIONS`.

    `codes[r]` are the cells of resolution r that have a place, ascending, as uint64; `of_place[r]`
    gives for each place its cell, as an index into them.
    """

    codes: Mapping[int, NDArray[np.uint64]]
    of_place: Mapping[int, NDArray[np.int32]]

    @classmethod
    def of_places(cls, places: Places, progress: Progress | None = None) -> CellIndex:
        """Work out the cells of all places.

        Args:
            places: distinct points, degrees WGS84.
            progress: told after every few thousand places; may stop the work.

        Raises:
            CancelledError: `progress` returned False.
        """
        cells_of = {r: np.empty(len(places.latitude), dtype=np.uint64) for r in RESOLUTIONS}
        for part in chunks(len(places.latitude), progress, "laying out hexagons"):
            y, x = places.latitude[part].tolist(), places.longitude[part].tolist()
            for resolution, cells in cells_of.items():
                # A coarse cell does not hold exactly the points of its children, so each
                # resolution is asked for by itself.
                cells[part] = [
                    h3.latlng_to_cell(a, b, resolution) for a, b in zip(y, x, strict=True)
                ]
        return cls.of_cells(cells_of)

    @classmethod
    def of_cells(cls, cells: Mapping[int, NDArray[np.uint64]]) -> CellIndex:
        """Index the cell of each place, by resolution."""
        codes, of_place = {}, {}
        for resolution, of in cells.items():
            values, index = np.unique(of, return_inverse=True)
            codes[resolution], of_place[resolution] = values, index.reshape(-1).astype(np.int32)
            values.setflags(write=False)
            of_place[resolution].setflags(write=False)
        return cls(MappingProxyType(codes), MappingProxyType(of_place))

    def cells(self, resolution: int) -> NDArray[np.uint64]:
        """Return the cell of each place."""
        return self.codes[resolution][self.of_place[resolution]]
