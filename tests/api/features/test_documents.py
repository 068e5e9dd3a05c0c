"""The documents that lead to the features, and the paths that lead nowhere."""

import pytest

from api.features.catalogue import COLLECTIONS


def links(document, rel):
    return [link["href"] for link in document["links"] if link["rel"] == rel]


def test_all_that_a_client_needs_is_found_from_the_landing_page(api):
    landing = api.get("/api").json()
    (conformance,), (data,) = links(landing, "conformance"), links(landing, "data")
    (description,) = links(landing, "service-desc")
    assert api.get(description).json()["openapi"] == "3.0.3"
    assert any(uri.endswith("/conf/core") for uri in api.get(conformance).json()["conformsTo"])
    collections = api.get(data).json()["collections"]
    assert [c["id"] for c in collections] == list(COLLECTIONS)
    for collection in collections:
        (document,) = links(collection, "self")
        assert api.get(document).json() == collection
        assert all(api.head(items).status_code == 200 for items in links(collection, "items"))


def test_a_collection_says_what_it_covers(api, atlas):
    extent = api.get("/api/collections/incidents").json()["extent"]
    points = atlas.incidents.geometry.dropna()
    assert extent["spatial"]["bbox"] == [points.total_bounds.tolist()]
    assert extent["temporal"]["interval"] == [["2019-12-03T00:00:00Z", "2025-12-20T23:59:59Z"]]
    assert "extent" not in api.get("/api/collections/statements").json()


def test_addresses_are_those_of_the_setting(api, monkeypatch):
    monkeypatch.setenv("ATLAS_BASE_URL", "https://atlas.example/map/")
    assert links(api.get("/api").json(), "data") == ["https://atlas.example/map/api/collections"]
    description = api.get("/api/openapi.json").json()
    assert description["servers"] == [{"url": "https://atlas.example/map/api"}]


def test_the_description_names_every_parameter_that_is_taken(api):
    description = api.get("/api/openapi.json").json()
    for name, collection in COLLECTIONS.items():
        get = description["paths"][f"/collections/{name}/items"]["get"]
        described = {parameter["name"] for parameter in get["parameters"]}
        queryables = api.get(f"/api/collections/{name}/queryables").json()["properties"]
        assert set(queryables) == {parameter.name for parameter in collection.parameters}
        assert described == {
            *queryables, "f", "limit", "offset", "bbox", "bbox-crs", "crs", "datetime"
        }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "closest"),
    [("/api/colections", "/api/collections"), ("/api/collections/incident", "incidents"),
     ("/api/collections/bases/itens", "/api/collections/bases/items")],
)  # fmt: skip
def test_an_unknown_path_names_the_closest(api, path, closest):
    answer = api.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["closest"][0] == closest


def test_an_unknown_feature_says_where_they_are_listed(api):
    answer = api.get("/api/collections/bases/items/atlantis")
    assert answer.status_code == 404
    assert "/api/collections/bases/items" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["", "/conformance", "/collections", "/collections/bases"])
def test_a_slash_at_the_end_changes_nothing(api, path):
    assert api.get(f"/api{path}/").json() == api.get(f"/api{path}").json()


@pytest.mark.parametrize("path", ["", "/collections/bases", "/nothing"])
def test_other_methods_are_refused_everywhere(api, path):
    answer = api.post(f"/api{path}")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
