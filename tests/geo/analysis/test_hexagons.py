"""Hexagons counted by array hold exactly the incidents that H3 puts there one by one."""

from __future__ import annotations

from collections import Counter

import h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis import hexagons
from geo.filter.filter import Filter
from geo.spatial import h3_index, joins
from tests.geo import strategies
from tests.geometry import MIDDLE_OF_A, MIDDLE_OF_B, MIDDLE_OF_C, incident


def one_by_one(atlas, positions, resolution):
    rows = atlas.incidents.iloc[positions].dropna(subset=["latitude", "longitude"])
    return Counter(
        h3.latlng_to_cell(y, x, resolution)
        for y, x in zip(rows["latitude"], rows["longitude"], strict=True)
    )


def as_counter(counted):
    pairs = zip(counted.hexagons.tolist(), counted.counts.tolist(), strict=True)
    return {h3.int_to_str(cell): n for cell, n in pairs}


@given(params=strategies.params(), resolution=st.sampled_from(h3_index.RESOLUTIONS))
def test_the_counts_are_those_of_every_row_by_itself(atlas, params, resolution):
    positions = Filter.parse(params, atlas).view(atlas).positions
    counted = hexagons.count_hexagons(positions, resolution, atlas)
    assert as_counter(counted) == one_by_one(atlas, positions, resolution)
    assert counted.counts.sum() + counted.without_point == len(positions)
    assert counted.hexagons.dtype == np.uint64


@given(
    st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), max_size=30),
    st.sampled_from(h3_index.RESOLUTIONS),
)
def test_places_anywhere_on_earth_have_their_own_cell(points, resolution):
    y, x = np.array(points).reshape(-1, 2).T
    places = joins.distinct_places(y.copy(), x.copy())
    cells = h3_index.CellIndex.of_places(places).cells(resolution)
    expected = [
        h3.str_to_int(h3.latlng_to_cell(a, b, resolution))
        for a, b in zip(places.latitude, places.longitude, strict=True)
    ]
    assert cells.tolist() == expected


def test_an_incident_without_a_point_is_in_no_cell_and_is_counted(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("a", at=MIDDLE_OF_A), incident("b", at=MIDDLE_OF_A),
                   incident("c", at=MIDDLE_OF_B), incident("x", at=None)]
    )  # fmt: skip
    counted = hexagons.count_hexagons(np.arange(4), 4, atlas)
    assert sorted(counted.counts.tolist()) == [1, 2]
    assert counted.without_point == 1
    nothing = hexagons.count_hexagons(np.array([], dtype=np.intp), 4, atlas)
    assert len(nothing.hexagons) == len(nothing.counts) == nothing.without_point == 0


@pytest.mark.parametrize("resolution", [1, 8, "4", 4.5])
def test_a_resolution_that_was_not_worked_out_is_refused(atlas, resolution):
    with pytest.raises(ValueError, match="expected a resolution of"):
        hexagons.count_hexagons(np.arange(3), resolution, atlas)


def test_the_extent_is_of_the_points_shown(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("a", at=MIDDLE_OF_A), incident("b", at=MIDDLE_OF_B),
                   incident("c", at=MIDDLE_OF_C, country="Eastland"), incident("x", at=None)]
    )  # fmt: skip
    assert hexagons.find_extent(np.array([0, 1, 3]), atlas) == hexagons.Extent(1, 0, 3, 0)
    assert hexagons.find_extent(np.array([3]), atlas) is None
    assert hexagons.find_extent(np.array([], dtype=np.intp), atlas) is None


def test_a_smaller_extent_has_smaller_cells_and_nothing_the_coarsest():
    sizes = [60, 20, 6, 2, 0.6, 0.0]
    resolutions = [hexagons.resolution_for(hexagons.Extent(0, 0, size, size / 2)) for size in sizes]
    assert resolutions == sorted(resolutions)
    assert resolutions[-1] == h3_index.RESOLUTIONS[-1]
    assert hexagons.resolution_for(hexagons.Extent(-180, -80, 180, 80)) == h3_index.RESOLUTIONS[0]
    assert hexagons.resolution_for(None) == h3_index.RESOLUTIONS[0]


def test_there_are_never_more_cells_than_stated(atlas, monkeypatch):
    positions = np.arange(len(atlas.incidents))
    fine = hexagons.fit_hexagons(positions, atlas)
    assert fine.resolution == hexagons.resolution_for(hexagons.find_extent(positions, atlas))
    monkeypatch.setattr(hexagons, "MOST_HEXAGONS", len(fine.hexagons) - 1)
    coarse = hexagons.fit_hexagons(positions, atlas)
    assert coarse.resolution < fine.resolution
    assert len(coarse.hexagons) < len(fine.hexagons)
    assert coarse.counts.sum() == fine.counts.sum()
