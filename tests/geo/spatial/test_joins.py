"""Joins, on squares that can be drawn on paper, and against an independent computation."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import Point, box

from geo.spatial import joins
from tests.geometry import (
    BORDER_OF_A_AND_B,
    CORNER_OF_A_B_D,
    FAR_AT_SEA,
    ISLANDS,
    MIDDLE_OF_A,
    MIDDLE_OF_B,
    MIDDLE_OF_C,
    MIDDLE_OF_STRAIT,
    NEAR_COAST_OF_B,
    OFF_COAST_OF_B,
    SQUARE_WITH_HOLE,
    SQUARES,
    base,
    incident,
)

GEOD = Geod(ellps="WGS84")


def provinces(codes=("EA-C", "EA-E", "WE-A", "WE-B", "WE-D"), shapes=None):
    geometry = [SQUARES[c] for c in codes] if shapes is None else shapes
    return gpd.GeoDataFrame({"province_code": list(codes)}, geometry=geometry, crs="EPSG:4326")


def bases(points):
    return gpd.GeoDataFrame(
        {"base_id": list(points)},
        geometry=[Point(longitude, latitude) for latitude, longitude in points.values()],
        crs="EPSG:4326",
    )


def join(point, layer=None, **how):
    layer = provinces() if layer is None else layer
    position, method = joins.province_of(np.array([point[0]]), np.array([point[1]]), layer, **how)
    code = None if position[0] == joins.NO_ROW else layer["province_code"].iloc[position[0]]
    return code, method[0]


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        pytest.param(MIDDLE_OF_A, ("WE-A", "within"), id="inside"),
        pytest.param(MIDDLE_OF_C, ("EA-C", "within"), id="inside another"),
        pytest.param((0.0, 0.0), ("WE-A", "within"), id="on an outer edge"),
        pytest.param((-1.0, 4.0), ("WE-B", "within"), id="on an outer corner"),
        pytest.param(BORDER_OF_A_AND_B, ("WE-A", "within"), id="on a shared border: first code"),
        pytest.param(CORNER_OF_A_B_D, ("WE-A", "within"), id="on a corner of three: first code"),
        pytest.param(NEAR_COAST_OF_B, ("WE-B", "nearest"), id="in the sea near a coast"),
        pytest.param(OFF_COAST_OF_B, (None, "none"), id="in the sea, just too far"),
        pytest.param(FAR_AT_SEA, (None, "none"), id="far at sea"),
        pytest.param((-60.0, -120.0), (None, "none"), id="on the other side of the Earth"),
        pytest.param((90.0, 0.0), (None, "none"), id="at the pole"),
        pytest.param(MIDDLE_OF_STRAIT, ("EA-C", "nearest"), id="as near to two: first code"),
        pytest.param((0.0, 8.13), ("EA-E", "nearest"), id="nearer to the later code"),
    ],
)
def test_a_point_is_given_to_its_province(point, expected):
    assert join(point) == expected


def test_the_first_province_wins_a_border_whatever_the_tree_returns_first():
    codes = ("WE-B", "WE-A")
    assert join(BORDER_OF_A_AND_B, provinces(codes)) == ("WE-B", "within")


@pytest.mark.parametrize(("limit_km", "method"), [(11.0, "none"), (11.2, "nearest")])
def test_the_fallback_reaches_exactly_as_far_as_stated(limit_km, method):
    # 0.1 degree of longitude on the equator is 11.13 km
    assert join(NEAR_COAST_OF_B, within_km=limit_km)[1] == method


def test_the_stated_limit_is_twenty_kilometres():
    assert joins.NEAREST_PROVINCE_KM == 20.0
    east = {km: 4 + km / 111.31949 for km in (19.9, 20.1)}
    assert join((0.0, east[19.9])) == ("WE-B", "nearest")
    assert join((0.0, east[20.1])) == (None, "none")


def test_a_limit_of_zero_takes_only_points_inside():
    assert join(NEAR_COAST_OF_B, within_km=0) == (None, "none")
    assert join(MIDDLE_OF_A, within_km=0) == ("WE-A", "within")


def test_the_reach_of_the_fallback_does_not_shrink_with_latitude():
    north = provinces(("EA-C",), [box(0, 59, 1, 61)])
    # at 60 degrees north a degree of longitude is 55.8 km
    assert join((60.0, 1.34), north) == ("EA-C", "nearest")
    assert join((60.0, 1.37), north) == (None, "none")


def test_a_hole_is_outside_but_may_be_near():
    layer = provinces(("WE-A",), [SQUARE_WITH_HOLE])
    assert join((0.0, 1.0), layer) == (None, "none")
    assert join((0.0, 1.45), layer) == ("WE-A", "nearest")
    assert join((0.0, 1.6), layer) == ("WE-A", "within")


def test_every_part_of_a_multipolygon_counts():
    layer = provinces(("WE-A",), [ISLANDS])
    assert join((0.0, 0.2), layer) == ("WE-A", "within")
    assert join((0.0, 1.8), layer) == ("WE-A", "within")
    assert join((0.0, 1.0), layer) == (None, "none")


def test_one_row_comes_out_for_each_point_that_goes_in():
    points = [MIDDLE_OF_A, MIDDLE_OF_A, BORDER_OF_A_AND_B, FAR_AT_SEA, MIDDLE_OF_A]
    latitude, longitude = (np.array(v) for v in zip(*points, strict=True))
    position, method = joins.province_of(latitude, longitude, provinces())
    assert len(position) == len(method) == len(points)
    assert method.tolist() == ["within", "within", "within", "none", "within"]


@given(
    st.lists(st.tuples(st.floats(-2, 4), st.floats(-1, 11)), min_size=1, max_size=20),
    st.permutations(sorted(SQUARES)),
)
def test_a_province_is_within_exactly_where_a_square_holds_the_point(points, codes):
    layer = provinces(tuple(codes))
    latitude, longitude = (np.array(v) for v in zip(*points, strict=True))
    position, method = joins.province_of(latitude, longitude, layer)
    for i, (lat, lon) in enumerate(points):
        holding = [
            k
            for k, code in enumerate(codes)
            if SQUARES[code].bounds[0] <= lon <= SQUARES[code].bounds[2]
            and SQUARES[code].bounds[1] <= lat <= SQUARES[code].bounds[3]
        ]
        assert (method[i] == "within") == bool(holding)
        if holding:
            assert position[i] == holding[0]
        assert (method[i] == "none") == (position[i] == joins.NO_ROW)


@given(st.floats(-0.9, 0.9), st.floats(4.01, 4.4))
def test_nearest_means_nearest_by_an_independent_geodesic(latitude, longitude):
    # B's coast is the meridian of 4 degrees east: the foot of the perpendicular is found by search.
    along = np.linspace(-1, 1, 4001)
    n = len(along)
    _, _, metres = GEOD.inv(np.full(n, longitude), np.full(n, latitude), np.full(n, 4.0), along)
    km = metres.min() / 1000
    if abs(km - 20) > 0.05:  # closer than that the search itself is too coarse
        assert (join((latitude, longitude))[1] == "nearest") == (km <= 20)


# --- nearest base ---------------------------------------------------------------------------------


def nearest(point, layer):
    position, km = joins.nearest_base(np.array([point[0]]), np.array([point[1]]), layer)
    name = None if position[0] == joins.NO_ROW else layer["base_id"].iloc[position[0]]
    return name, km[0]


def test_the_nearest_base_is_nearest_on_the_ellipsoid_not_in_degrees():
    # At 60 north, 1.5 degrees of longitude (84 km) are shorter than one of latitude (111 km).
    layer = bases({"north": (61.0, 0.0), "east": (60.0, 1.5)})
    name, km = nearest((60.0, 0.0), layer)
    assert name == "east"
    assert km == pytest.approx(83.7, abs=0.1)


@pytest.mark.parametrize("order", [("b", "a"), ("a", "b")])
def test_bases_on_one_spot_tie_by_id_whatever_their_order(order):
    layer = bases(dict.fromkeys(order, (0.0, 1.0)))
    assert nearest((0.0, 2.0), layer)[0] == "a"


@pytest.mark.parametrize("order", [("b", "a"), ("a", "b")])
def test_bases_as_far_on_either_side_tie_by_id(order):
    spots = {"a": (0.0, -1.0), "b": (0.0, 1.0)}
    assert nearest((0.0, 0.0), bases({k: spots[k] for k in order}))[0] == "a"


def test_a_point_on_a_base_is_at_distance_zero():
    assert nearest((0.0, 1.0), bases({"a": (0.0, 1.0)})) == ("a", 0.0)


def test_the_way_across_the_antimeridian_is_the_short_one():
    name, km = nearest((0.0, -179.5), bases({"far": (0.0, -170.0), "near": (0.0, 179.5)}))
    assert name == "near"
    assert km == pytest.approx(111.3, abs=0.1)


def test_without_bases_there_is_no_nearest():
    name, km = nearest((0.0, 0.0), bases({}))
    assert name is None
    assert np.isnan(km)


SPOTS = st.tuples(st.integers(-89, 89), st.integers(-179, 179))


@given(SPOTS, st.dictionaries(st.sampled_from("edcba"), SPOTS, min_size=1))
def test_the_nearest_base_is_what_pyproj_finds_one_by_one(point, spots):
    def metres(spot):
        return GEOD.inv(point[1], point[0], spot[1], spot[0])[2]

    name, km = nearest((float(point[0]), float(point[1])), bases(spots))
    shortest = min(metres(spot) for spot in spots.values())
    assert metres(spots[name]) == pytest.approx(shortest, abs=1e-6)
    assert km == round(shortest / 1000, 1)


def test_the_shipped_incidents_have_the_nearest_base_that_pyproj_finds(atlas):
    rows, layer = atlas.incidents.dropna(subset=["latitude"]), atlas.bases
    for row in rows.itertuples():
        distances = [
            (GEOD.inv(row.longitude, row.latitude, p.x, p.y)[2] / 1000, base_id)
            for base_id, p in zip(layer["base_id"], layer.geometry, strict=True)
        ]
        assert (row.nearest_base_km, row.nearest_base_id) == (
            round(min(distances)[0], 1),
            min(distances)[1],
        )


def test_the_shipped_incidents_have_the_province_that_holds_them(atlas):
    rows, layer = atlas.incidents, atlas.provinces
    for row in rows.itertuples():
        if np.isnan(row.latitude):
            continue
        holding = layer.loc[layer.geometry.intersects(Point(row.longitude, row.latitude))]
        expected = sorted(holding["province_code"])[:1]
        assert ([row.province_code] if row.province_method == "within" else []) == expected


# --- shared points, and none ----------------------------------------------------------------------


def test_equal_points_are_one_place_and_missing_ones_none():
    latitude = np.array([0.0, np.nan, 0.0, 1.0, 0.0])
    longitude = np.array([1.0, 5.0, 1.0, np.nan, 2.0])
    places = joins.distinct_places(latitude, longitude)
    assert list(zip(places.latitude, places.longitude, strict=True)) == [(0, 1), (0, 2)]
    assert places.of_row.tolist() == [0, -1, 0, -1, 1]


def test_spread_gives_one_value_per_row_and_the_missing_value_elsewhere():
    places = joins.distinct_places(np.array([0.0, np.nan, 0.0]), np.array([1.0, np.nan, 1.0]))
    assert places.spread(np.array([7.5]), np.nan).tolist()[::2] == [7.5, 7.5]
    assert np.isnan(places.spread(np.array([7.5]), np.nan)[1])


@given(
    st.lists(
        st.one_of(st.just((np.nan, np.nan)), st.tuples(st.integers(-3, 3), st.integers(-3, 3))),
        max_size=30,
    )
)
def test_every_row_gets_its_own_point_back(points):
    latitude = np.array([p[0] for p in points], dtype=float)
    longitude = np.array([p[1] for p in points], dtype=float)
    places = joins.distinct_places(latitude, longitude)
    np.testing.assert_array_equal(places.spread(places.latitude, np.nan), latitude)
    np.testing.assert_array_equal(places.spread(places.longitude, np.nan), longitude)
    known = {p for p in points if not np.isnan(p[0])}
    assert len(places.latitude) == len(known)


def test_incidents_on_one_spot_are_all_kept_and_joined_alike(hand_drawn):
    atlas = hand_drawn(incidents=[incident(f"i{n}", at=MIDDLE_OF_B) for n in range(40)])
    rows = atlas.incidents
    assert len(rows) == rows["incident_id"].nunique() == 40
    assert set(rows["province_code"]) == {"WE-B"}
    assert set(rows["nearest_base_id"]) == {"base-b"}
    assert atlas.has_point.all()


def test_incidents_without_a_point_are_kept_and_nothing_is_invented_for_them(hand_drawn):
    rows = [incident("here"), incident("nowhere", at=None), incident("nowhere-else", at=None)]
    atlas = hand_drawn(incidents=rows)
    rows = atlas.incidents.set_index("incident_id")
    assert len(rows) == 3
    for name in ("nowhere", "nowhere-else"):
        row = rows.loc[name]
        assert row["province_method"] == "none"
        for column in ("province_code", "province", "province_country", "nearest_base_id",
                       "nearest_base_km", "latitude", "longitude"):  # fmt: skip
            assert row[column] is None or np.isnan(row[column]), column
    assert rows.loc["here", "province_code"] == "WE-A"
    assert atlas.has_point.sum() == 1


def test_an_atlas_in_which_nothing_has_a_point_loads(hand_drawn):
    atlas = hand_drawn(incidents=[incident("a", at=None), incident("b", at=None)])
    assert len(atlas.incidents) == 2
    assert atlas.incidents["province_code"].isna().all()
    assert atlas.incidents["nearest_base_km"].isna().all()
    assert not atlas.has_point.any()


def test_an_atlas_without_bases_loads(hand_drawn):
    atlas = hand_drawn(bases=[])
    assert atlas.incidents["nearest_base_id"].isna().all()
    assert atlas.incidents["nearest_base_km"].isna().all()


def test_the_curated_base_stands_even_where_another_is_nearer(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident("one", at=(0.0, 1.5), base_id="base-b")],
        bases=[base("base-a", MIDDLE_OF_A), base("base-b", MIDDLE_OF_B)],
    )
    row = atlas.incidents.iloc[0]
    assert (row["base_id"], row["nearest_base_id"]) == ("base-b", "base-a")


def test_the_joined_province_wins_over_the_declared_country_only_in_its_own_columns(hand_drawn):
    # On a coast within the limit of a town's precision the declared country stands.
    at_coast = incident("one", at=(0.0, 4.05), country="Westland")
    row = hand_drawn(incidents=[at_coast]).incidents.iloc[0]
    assert (row["country"], row["province_country"]) == ("Westland", "Westland")
    assert row["province_method"] == "nearest"
