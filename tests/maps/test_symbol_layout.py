"""Where symbols stand: spirals keep their points apart, symbols do not cover each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.spatial.joins import NO_ROW
from maps.symbol_layout import (
    FAN_STEP_PX,
    OPENING_LATITUDE,
    OPENING_LONGITUDE,
    SymbolLayout,
    fan_radius_px,
    radius_px,
    spiral,
    to_pixels,
)
from tests.geometry import MIDDLE_OF_A, MIDDLE_OF_B, incident


@pytest.fixture(scope="module")
def layout(atlas):
    return SymbolLayout.of_atlas(atlas)


def nearest(points):
    """Return the smallest distance of two points."""
    one, other = np.triu_indices(len(points), 1)
    return np.hypot(*(points[one] - points[other]).T).min()


@given(st.integers(2, 600), st.floats(1, 50))
def test_the_points_of_a_spiral_are_nearly_a_step_apart(count, step):
    assert nearest(spiral(np.arange(count, dtype=float), step)) >= 0.8 * step


def test_a_spiral_begins_in_its_middle_and_grows_outwards():
    points = spiral(np.arange(50.0))
    from_middle = np.hypot(*points.T)
    assert from_middle[0] == 0
    assert (np.diff(from_middle) > 0).all()
    assert from_middle[-1] < fan_radius_px(np.array([50]))[0]


def test_a_site_with_more_incidents_has_a_larger_symbol():
    radius = radius_px(np.array([0, 1, 10, 90]), 90)
    assert (np.diff(radius) > 0).all()
    assert radius[-1] == 24


def test_the_map_is_web_mercator():
    world = 512 * 2**2
    at = to_pixels(np.array([0.0, 0.0, 85.0511287798]), np.array([0.0, 180.0, -180.0]), 2)
    assert at == pytest.approx(
        np.array([[world / 2, world / 2], [world, world / 2], [0, 0]]), abs=1e-3
    )


def test_no_symbol_of_the_shipped_data_covers_another(layout, atlas):
    sites = layout.sites
    radius = radius_px(sites.counts(np.arange(len(atlas.incidents))), layout.largest)
    at = to_pixels(sites.latitude, sites.longitude) + layout.symbol_px
    one, other = np.triu_indices(len(at), 1)
    distance = np.hypot(*(at[one] - at[other]).T)
    assert (distance - radius[one] - radius[other]).min() >= 0


def test_the_layout_is_the_same_each_time(layout, atlas):
    again = SymbolLayout.of_atlas(atlas)
    for name in ("symbol_px", "fan_px", "spiral_px"):
        assert np.array_equal(getattr(layout, name), getattr(again, name))


def test_every_incident_of_a_site_has_a_place_of_its_own(layout):
    at = layout.incident_px(all_open=False)
    for site in np.unique(layout.sites.of_row[layout.sites.of_row != NO_ROW]):
        here = at[layout.sites.of_row == site]
        assert len(here) == 1 or nearest(here) >= 0.8 * FAN_STEP_PX


def test_a_spiral_runs_by_date_and_rows_without_a_point_stay_at_nought(hand_drawn):
    atlas = hand_drawn(
        incidents=[
            incident("b-1", "2024-01-03", MIDDLE_OF_B),
            incident("a-2", "2024-01-02"),
            incident("a-1", "2024-01-01"),
            incident("x-1", "2024-01-01", None),
        ]
    )
    layout = SymbolLayout.of_atlas(atlas)
    at = dict(zip(atlas.incidents["incident_id"], layout.spiral_px.tolist(), strict=True))
    assert at["a-1"] == at["b-1"] == [0, 0]
    assert np.hypot(*at["a-2"]) == pytest.approx(FAN_STEP_PX)
    assert layout.largest == 2
    nowhere = atlas.row_of["x-1"]
    assert layout.sites.of_row[nowhere] == NO_ROW
    for all_open in (False, True):
        assert layout.incident_px(all_open=all_open)[nowhere].tolist() == [0, 0]


def test_the_opening_view_lies_among_the_sites(layout):
    assert layout.sites.latitude.min() < OPENING_LATITUDE < layout.sites.latitude.max()
    assert layout.sites.longitude.min() < OPENING_LONGITUDE < layout.sites.longitude.max()


def test_incidents_of_one_point_are_one_site(hand_drawn):
    rows = [incident("one"), incident("two", at=MIDDLE_OF_A), incident("three", at=MIDDLE_OF_B)]
    sites = SymbolLayout.of_atlas(hand_drawn(incidents=rows)).sites
    assert len(sites.key) == 2
    assert sites.counts(np.arange(3)).tolist() == [2, 1]
