"""Every place is in the hexagon that H3 gives for it, at every resolution."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np

from geo.spatial.h3_index import RESOLUTIONS, CellIndex
from geo.spatial.joins import distinct_places

LATITUDE = np.array([33.79, 33.80, -10.0, 0.0])
LONGITUDE = np.array([42.44, 42.45, 179.9, 0.0])


def test_each_place_has_the_cell_of_its_point():
    places = distinct_places(LATITUDE, LONGITUDE)
    index = CellIndex.of_places(places)
    assert set(index.codes) == set(RESOLUTIONS)
    for resolution in RESOLUTIONS:
        expected = [
            h3.latlng_to_cell(y, x, resolution)
            for y, x in zip(places.latitude, places.longitude, strict=True)
        ]
        assert index.cells(resolution).tolist() == expected
        assert index.codes[resolution].tolist() == sorted(set(expected))


def test_an_index_is_made_again_of_its_cells():
    index = CellIndex.of_places(distinct_places(LATITUDE, LONGITUDE))
    again = CellIndex.of_cells({r: index.cells(r) for r in RESOLUTIONS})
    for resolution in RESOLUTIONS:
        assert again.cells(resolution).tolist() == index.cells(resolution).tolist()
        assert not again.codes[resolution].flags.writeable
        assert not again.of_place[resolution].flags.writeable


def test_no_place_has_no_cell():
    index = CellIndex.of_places(distinct_places(np.array([np.nan]), np.array([np.nan])))
    assert all(len(index.cells(r)) == 0 for r in RESOLUTIONS)
