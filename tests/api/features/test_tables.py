"""Bases, provinces, statements and sources: their rows, their filters and their ids."""

import pytest

COLLECTIONS = "/api/collections"


def found(api, address):
    return api.get(f"{COLLECTIONS}/{address}").json()


@pytest.mark.parametrize("name", ["bases", "provinces", "statements", "sources"])
def test_every_row_is_a_feature_with_an_id_of_its_own_that_leads_to_it(name, api, atlas):
    features = found(api, f"{name}/items?limit=10000")["features"]
    assert len(features) == len(getattr(atlas, name)) == len({f["id"] for f in features})
    last = found(api, f"{name}/items/{features[-1]['id']}")
    assert {name: last[name] for name in features[-1]} == features[-1]


def test_lists_are_lists_and_shapes_are_shapes(api):
    base = found(api, "bases/items/al_asad")
    assert "Ain al-Asad" in base["properties"]["aliases"]
    assert base["geometry"] == {"type": "Point", "coordinates": [42.4412, 33.7857]}
    assert found(api, "provinces/items/IQ-AN")["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert found(api, "sources/items/s0001")["geometry"] is None


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [("bases", "country", "Jordan"), ("provinces", "country", "Iraq"),
     ("statements", "stance", "claimed"), ("sources", "language", "ar")],
)  # fmt: skip
def test_a_parameter_is_a_column(table, column, value, api, atlas):
    n = int((getattr(atlas, table)[column] == value).sum())
    assert found(api, f"{table}/items?{column}={value}")["numberMatched"] == n > 0


def test_values_of_one_parameter_are_or(api, atlas):
    n = int(atlas.bases["country"].isin(["Iraq", "Jordan"]).sum())
    assert found(api, "bases/items?country=Iraq&country=Jordan")["numberMatched"] == n


def test_an_unknown_value_names_the_closest(api):
    (problem,) = found(api, "bases/items?country=Irak")["problems"]
    assert (problem["parameter"], problem["closest"][0]) == ("country", "Iraq")


def test_a_province_is_in_every_box_that_it_touches(api):
    answer = found(api, "provinces/items?country=Iraq&bbox=42.4,33.7,42.5,33.8")
    assert [f["id"] for f in answer["features"]] == ["IQ-AN"]


def test_a_source_counts_on_its_day_and_one_without_a_day_always(api, atlas):
    days = atlas.sources["published"]
    n = int((days.between("2024-01-01", "2024-01-31") | days.isna()).sum())
    answer = found(api, "sources/items?datetime=2024-01-01/2024-01-31")
    assert answer["numberMatched"] == n
