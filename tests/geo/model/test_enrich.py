"""Joins of distinct places in pieces: equal to the plain joins, row by row, and stopped cleanly."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.io import cache, catalog
from geo.model import enrich
from geo.spatial import joins
from geo.utils import progress
from tests.geometry import SQUARES

GEOD = Geod(ellps="WGS84")
PROVINCES = gpd.GeoDataFrame(
    {"province_code": list(SQUARES), "name": list(SQUARES), "country": "X"},
    geometry=list(SQUARES.values()), crs="EPSG:4326",
)  # fmt: skip
HALVES = st.integers(-4, 24).map(lambda n: n / 2)  # on corners, borders and middles
POINTS = st.lists(st.tuples(HALVES, HALVES), min_size=1, max_size=40)
ANYWHERE = st.lists(
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=12, unique=True
)


def bases_at(points):
    return gpd.GeoDataFrame(
        {"base_id": [f"b{i}" for i in range(len(points))]},
        geometry=[shapely.Point(x, y) for y, x in points], crs="EPSG:4326",
    )  # fmt: skip


@given(POINTS, st.integers(1, 5))
def test_provinces_are_those_of_a_plain_join_and_pieces_change_nothing(points, size):
    y, x = np.array(points, dtype=float).T
    places = joins.distinct_places(y.copy(), x.copy())
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs="EPSG:4326")
    plain = gpd.sjoin(frame, PROVINCES, predicate="intersects", how="left")
    expected = plain.groupby(level=0)["index_right"].min().fillna(-1).astype(int)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress.chunks, "__defaults__", (size,))
        enrichment = enrich.enrich(places, PROVINCES, bases_at([(0.0, 1.0)]))
    within = places.spread(np.where(enrichment.method == joins.WITHIN, enrichment.province, -1), -1)
    assert within.tolist() == expected.tolist()


@given(ANYWHERE, ANYWHERE)
def test_the_nearest_base_is_the_nearest_of_all_by_geodesic(points, bases):
    y, x = np.array(points).T
    position, km = joins.nearest_base(y, x, bases_at(bases))
    for i, (latitude, longitude) in enumerate(points):
        all_km = [GEOD.inv(longitude, latitude, b[1], b[0])[2] / 1000 for b in bases]
        assert km[i] == pytest.approx(min(all_km), abs=0.051)
        assert all_km[position[i]] == pytest.approx(min(all_km), abs=1e-6)


def test_of_equally_near_bases_the_first_id_is_taken():
    there = [(0.0, 2.0), (0.0, 0.0), (0.0, 2.0)]
    bases = bases_at(there).assign(base_id=["b10", "b2", "b1"])
    position, _ = joins.nearest_base(np.array([0.0, 0.0]), np.array([1.0, 1.9]), bases)
    assert bases["base_id"].iloc[position].tolist() == ["b1", "b1"]


def test_without_bases_there_is_no_nearest_one():
    position, km = joins.nearest_base(np.array([0.0]), np.array([1.0]), bases_at([]))
    assert position.tolist() == [-1]
    assert np.isnan(km).all()


@given(st.lists(st.tuples(st.sampled_from([0.0, -0.0, 1.5, np.nan]),
                          st.sampled_from([0.0, -0.0, 2.25, np.nan])), max_size=20))  # fmt: skip
def test_distinct_places_are_distinct_in_order_and_lead_back_to_every_row(points):
    y, x = np.array(points, dtype=float).reshape(-1, 2).T
    places = joins.distinct_places(y.copy(), x.copy())
    pairs = list(zip(places.latitude.tolist(), places.longitude.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    for i, at in enumerate(places.of_row.tolist()):
        if np.isnan(y[i]) or np.isnan(x[i]):
            assert at == joins.NO_ROW
        else:
            assert pairs[at] == (y[i], x[i])


def test_progress_goes_from_nothing_to_all():
    y, x = np.array([[0.0, 1.0], [0.0, 3.0], [0.0, 7.0]]).T
    calls = []
    enrich.enrich(joins.distinct_places(y.copy(), x.copy()), PROVINCES, bases_at([(0.0, 1.0)]),
                  lambda *args: calls.append(args))  # fmt: skip
    for what in {what for what, _, _ in calls}:
        steps = [(done, total) for w, done, total in calls if w == what]
        assert steps == [(0, 3), (3, 3)]


@pytest.mark.parametrize("step", range(6))
def test_a_load_that_is_stopped_leaves_nothing_and_can_be_begun_again(
    step, data_folder, tmp_path, monkeypatch
):
    monkeypatch.setenv("ATLAS_CACHE", str(tmp_path))
    monkeypatch.setattr(cache, "FROM_ROWS", 10)
    calls = iter(range(1000))
    with pytest.raises(progress.CancelledError, match="stopped while"):
        catalog.load(data_folder, progress=lambda *_: next(calls) < step * 3)
    assert not list(tmp_path.iterdir())
    assert len(catalog.load(data_folder, progress=lambda *_: None).incidents)


def test_an_exception_of_the_listener_goes_through(data_folder):
    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        catalog.load(data_folder, progress=stop)


def test_the_columns_of_an_atlas_are_those_of_its_places(atlas):
    frame = atlas.incidents
    for column in enrich.COLUMNS:
        pairs = pd.DataFrame({"place": atlas.places.of_row, "value": frame[column]})
        assert pairs.drop_duplicates()["place"].is_unique
    assert pd.isna(frame.loc[~atlas.has_point, "province_code"]).all()
