"""What a notebook sees of geo: load, view, write."""

from __future__ import annotations

import pytest
from geopandas.testing import assert_geodataframe_equal

import geo
from geo.errors import FilterError


@pytest.fixture(scope="module")
def loaded(data_folder):
    return geo.load(data_folder)


def test_an_atlas_views_itself_under_a_filter_in_any_form(loaded):
    view = loaded.view("group=kh&from=2023-10-17")
    for query in ({"group": ["kh"], "from": ["2023-10-17"]}, view.filter):
        assert loaded.view(query).positions.tolist() == view.positions.tolist()
    assert view.atlas is loaded
    assert loaded.view().shown == loaded.n_incidents
    with pytest.raises(FilterError, match="group=khh"):
        loaded.view("group=khh")


def test_the_atlas_is_the_one_that_the_app_loads(loaded, atlas):
    assert isinstance(loaded, type(atlas))
    assert loaded.version == atlas.version
    assert_geodataframe_equal(loaded.incidents, atlas.incidents)


def test_the_shipped_data_are_loaded_where_no_folder_is_named(atlas):
    assert geo.load().version == atlas.version


def test_a_file_holds_what_the_view_shows(loaded, tmp_path):
    view = loaded.view("group=kh")
    path = geo.write(view, tmp_path / "kh.geojson")
    assert path.read_bytes().count(b'"type":"Feature"') == view.shown == len(view.to_geodataframe())
