"""The places that distances can be measured from."""

from __future__ import annotations

from collections import Counter

import pytest
import shapely

from geo.analysis import places
from geo.analysis.places import Place
from geo.io import catalog
from tests.geometry import MIDDLE_OF_B, base


def test_places_are_bases_towns_of_the_data_and_capitals_and_each_is_found_by_its_key(atlas):
    listed = places.list_places(atlas)
    kinds = Counter(p.key.split(":")[0] for p in listed)
    assert (kinds["base"], kinds["capital"]) == (len(atlas.bases), len(atlas.capitals))
    assert set(kinds) == {"base", "at", "capital"}
    assert Place("at:34.45,40.92", "Albu Kamal, Deir ez-Zor province", 34.45, 40.92) in listed
    for place in listed:
        assert places.find_place(place.key, atlas) == place
    assert places.busiest_place(atlas).key == "base:green_village"


def test_a_capital_lies_in_its_own_province(atlas):
    shapes = dict(zip(atlas.provinces["province_code"], atlas.provinces.geometry, strict=True))
    for row in atlas.capitals.itertuples():
        # Generalised coasts: a port may lie a little off.
        point = shapely.Point(row.longitude, row.latitude)
        assert shapes[row.province_code].distance(point) < 0.05, row.name


def test_a_folder_that_names_no_capitals_has_the_bases_to_choose_from(data_copy):
    (data_copy / "capitals.csv").unlink()
    assert catalog.validate(data_copy) == ()
    atlas = catalog.load(data_copy)
    assert len(atlas.capitals) == 0
    assert {p.key.split(":")[0] for p in places.list_places(atlas)} == {"base", "at"}


def test_a_capital_of_an_unknown_province_is_left_out(hand_drawn):
    city = {"name": "Town", "latitude": 0.5, "longitude": 1.0, "geonames_id": 1}
    atlas = hand_drawn(
        capitals=[city | {"province_code": "WE-A"}, city | {"province_code": "XX-NO"}]
    )
    (capital,) = (p for p in places.list_places(atlas) if p.key.startswith("capital:"))
    assert (capital.key, capital.latitude, capital.longitude) == ("capital:WE-A", 0.5, 1.0)
    assert capital.label.startswith("Town (capital of ")
    assert atlas.quarantine["file"].tolist() == ["capitals.csv"]


def test_a_place_may_be_a_point_or_an_incident(atlas):
    assert places.find_place("at:33.79,42.44", atlas) == Place(
        "at:33.79,42.44", "33.79, 42.44", 33.79, 42.44
    )
    row = atlas.incidents.iloc[atlas.row_of["2024-04-20-kalsu"]]
    place = places.find_place("incident:2024-04-20-kalsu", atlas)
    assert (place.latitude, place.longitude) == (row["latitude"], row["longitude"])
    assert "20 Apr 2024" in place.label


@pytest.mark.parametrize(
    "key",
    ["", "base:", "base:nobody", "capital:XX", "at:91,0", "at:0,181", "at:1", "at:١,٢", "at:1e3,2",
     "at:nan,nan", "incident:none", "city:Baghdad", "33.79,42.44"],
)  # fmt: skip
def test_what_is_no_place_is_none(atlas, key):
    assert places.find_place(key, atlas) is None


def test_an_incident_of_a_province_is_no_place_to_measure_from(atlas):
    frame = atlas.incidents
    for precision in ("province", "country"):
        incident_id = frame.loc[frame["geo_precision"] == precision, "incident_id"].iloc[0]
        assert places.find_place(f"incident:{incident_id}", atlas) is None


def test_a_point_on_a_base_has_its_name_and_stays_where_it_is(hand_drawn):
    atlas = hand_drawn(bases=[base("base-b", MIDDLE_OF_B)])
    there = places.named_point(0.001, 3.0, atlas)
    assert there.label == "Base base-b (0.001, 3)"
    assert there.latitude == 0.001
    assert places.named_point(0.1, 3.0, atlas).label == "0.1, 3"
    assert places.named_point(0.1, 3.0, hand_drawn(bases=[])).label == "0.1, 3"
