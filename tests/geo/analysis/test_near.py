"""Distances, their uncertainty, and what surely, perhaps or not at all lies in a circle."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo import codes
from geo.analysis import near, places
from geo.analysis.places import Place
from geo.filter.filter import Filter
from tests.geo import strategies
from tests.geometry import FAR_AT_SEA, MIDDLE_OF_A, A, incident

GEOD = Geod(ellps="WGS84")
HERE = Place("at:0,1", "here", *MIDDLE_OF_A)


def km(one, other) -> float:
    """Return the geodesic distance of two (latitude, longitude), by pyproj."""
    return GEOD.inv(one[1], one[0], other[1], other[0])[2] / 1000


def around(atlas, place=HERE, radius_km=50.0, query=""):
    return near.find_neighbourhood(Filter.parse(query, atlas).view(atlas), atlas, place, radius_km)


def ids(atlas, part) -> list[str]:
    return atlas.incidents["incident_id"].iloc[part.positions].tolist()


def part_of(hood, position) -> list[str]:
    return [part.key for part in hood.figures if position in part.positions]


@pytest.mark.parametrize("precision", codes.PRECISION_RADIUS_KM)
def test_a_disc_is_inside_outside_or_both_at_its_very_edges(hand_drawn, precision):
    at = (0.0, 1.9)
    atlas = hand_drawn(incidents=[incident("one", at=at, geo_precision=precision)])
    distance, give = km(at, MIDDLE_OF_A), codes.PRECISION_RADIUS_KM[precision]
    hair = 1e-6
    for radius, part in (
        (distance + give + hair, "near:inside"),
        (distance + give - hair, "near:maybe"),
        (distance, "near:maybe"),
        (distance - give + hair, "near:maybe"),
        (distance - give - hair, "near:outside"),
    ):
        assert part_of(around(atlas, radius_km=radius), 0) == [part], radius


def test_the_edge_of_the_circle_is_inside(hand_drawn):
    atlas = hand_drawn(incidents=[incident("one", geo_precision="site")])
    measured = near.measure_distances(np.array([0]), atlas, HERE)
    assert (measured.km[0], measured.low_km[0], measured.high_km[0]) == (0.0, 0.0, 1.0)
    assert part_of(around(atlas, radius_km=1.0), 0) == ["near:inside"]
    assert part_of(around(atlas, radius_km=0.999), 0) == ["near:maybe"]


def test_a_province_is_as_near_as_its_edge_and_as_far_as_its_corner(hand_drawn):
    atlas = hand_drawn(incidents=[incident("one", geo_precision="province")])
    sea = Place("at:0,5", "sea", *FAR_AT_SEA)
    edge = min(km(FAR_AT_SEA, (y, 2.0)) for y in np.linspace(-1, 1, 2001))
    corner = km(FAR_AT_SEA, (1.0, 0.0))
    distances = near.measure_distances(np.array([0]), atlas, sea)
    assert np.isnan(distances.km[0])
    assert distances.low_km[0] == pytest.approx(edge, abs=0.01)
    assert distances.high_km[0] == pytest.approx(corner, abs=0.001)
    for radius, part in (
        (edge - 1, "near:outside"),
        (edge + 1, "near:maybe"),
        (corner - 1, "near:maybe"),
        (corner + 1, "near:inside"),
    ):
        assert part_of(around(atlas, sea, radius), 0) == [part]


def test_inside_its_province_the_nearest_place_is_no_distance_away():
    low, high = near.polygon_range_km(*MIDDLE_OF_A, A)
    assert low == 0
    assert high == pytest.approx(km(MIDDLE_OF_A, (1.0, 0.0)), abs=0.001)


def test_what_has_no_point_cannot_be_placed_and_is_counted(hand_drawn):
    atlas = hand_drawn(incidents=[incident("one", at=None), incident("two")])
    hood = around(atlas, radius_km=500)
    assert ids(atlas, hood.unplaced) == ["one"]
    assert hood.measured.words(0) == "cannot be placed"
    assert [part.n for part in hood.figures] == [1, 0, 1, 0]


def test_an_empty_view_has_four_empty_parts(atlas):
    hood = around(atlas, query="q=zzzz")
    assert [part.n for part in hood.figures] == [0, 0, 0, 0]
    assert len(hood.by_distance(hood.inside)) == 0
    assert len(hood.within_reach) == 0


def test_a_distance_says_what_it_is_worth(hand_drawn):
    atlas = hand_drawn(
        incidents=[
            incident("site", at=(0.0, 1.0), geo_precision="site", date="2024-01-01"),
            incident("town", at=(0.0, 1.11), geo_precision="town", date="2024-01-02"),
            incident("district", at=(0.0, 1.5), geo_precision="district", date="2024-01-03"),
            incident("province", geo_precision="province", date="2024-01-04"),
        ]
    )
    hood = around(atlas)
    assert [hood.measured.words(i) for i in range(4)] == [
        "0.0 km, give or take 1",
        "12 km, give or take 10",
        "56 km, give or take 30",
        "0 to 157 km, anywhere in the province",
    ]
    assert hood.measured.short(1) == "12 ± 10 km"


def test_nearest_first_then_newest_and_provinces_last(hand_drawn):
    rows = [
        incident("old", at=(0.0, 1.2), geo_precision="site", date="2024-01-01"),
        incident("new", at=(0.0, 1.2), geo_precision="site", date="2024-02-01"),
        incident("far", at=(0.0, 1.3), geo_precision="site", date="2024-03-01"),
        incident("somewhere", geo_precision="province", date="2024-01-05"),
    ]
    atlas = hand_drawn(incidents=rows)
    hood = around(atlas, radius_km=500)
    order = hood.measured.positions[hood.by_distance(hood.inside)]
    ids = atlas.incidents["incident_id"].iloc[order].tolist()
    assert ids == ["new", "old", "far", "somewhere"]


@given(params=strategies.params(), data=st.data())
@settings(max_examples=60)
def test_every_incident_of_a_filter_is_in_exactly_one_part_and_pyproj_agrees(atlas, params, data):
    view = Filter.parse(params, atlas).view(atlas)
    place = data.draw(st.sampled_from(places.list_places(atlas)))
    radius = data.draw(st.sampled_from([1.0, 10.0, 50.0, 200.0, 500.0]))
    hood = near.find_neighbourhood(view, atlas, place, radius)
    assert sorted(np.concatenate([p.positions for p in hood.figures])) == view.positions.tolist()
    frame = atlas.incidents
    expected = {key: [] for key in ("inside", "maybe", "outside", "unplaced")}
    for position in view.positions.tolist():
        row = frame.iloc[position]
        if row["geo_precision"] == "province":
            continue
        if row["geo_precision"] == "country":
            expected["unplaced"].append(position)
            continue
        distance = km((row["latitude"], row["longitude"]), (place.latitude, place.longitude))
        give = {"site": 1, "town": 10, "district": 30}[row["geo_precision"]]
        if distance + give <= radius:
            expected["inside"].append(position)
        else:
            expected["maybe" if distance - give <= radius else "outside"].append(position)
    coarse = set(view.positions[atlas.precision_rank[view.positions] == 3].tolist())
    for key, positions in expected.items():
        assert [p for p in getattr(hood, key).positions if p not in coarse] == positions
    assert set(hood.within_reach) == set(hood.inside.positions) | set(hood.maybe.positions)


@given(data=st.data())
@settings(max_examples=25)
def test_the_range_to_a_polygon_is_that_of_its_points_on_the_globe(atlas, data):
    shape = data.draw(st.sampled_from(atlas.provinces.geometry.tolist()))
    latitude = data.draw(st.floats(20, 42))
    longitude = data.draw(st.floats(30, 60))
    low, high = near.polygon_range_km(latitude, longitude, shape)
    xy = shapely.get_coordinates(shapely.segmentize(shape, 0.01))
    n = len(xy)
    metres = GEOD.inv(np.full(n, longitude), np.full(n, latitude), xy[:, 0], xy[:, 1])[2]
    assert high == pytest.approx(metres.max() / 1000, abs=0.05)
    if shapely.intersects_xy(shape, longitude, latitude):
        assert low == 0
    else:
        # Between two sampled points at most 1.2 km apart the edge may come nearer.
        assert metres.min() / 1000 - 0.7 <= low <= metres.min() / 1000 + 0.001


def test_rings_are_the_neighbourhoods_of_their_radii(atlas):
    view = Filter().view(atlas)
    place = places.find_place("base:conoco", atlas)
    for ring in near.count_rings(view, atlas, place, (10.0, 25.0, 50.0)):
        hood = near.find_neighbourhood(view, atlas, place, ring.radius_km)
        assert ring.inside.positions.tolist() == hood.inside.positions.tolist()
        assert ring.maybe.positions.tolist() == hood.maybe.positions.tolist()


def test_the_circle_has_its_radius_everywhere():
    for radius in (1.0, 50.0, 500.0):
        ring = near.circle_ring(33.79, 42.44, radius)
        assert ring[0] == ring[-1]
        distances = [km((y, x), (33.79, 42.44)) for x, y in ring]
        # Four decimals of a degree are eleven metres.
        assert np.ptp(distances) < 0.03
        assert distances == pytest.approx([radius] * len(ring), abs=0.015)
