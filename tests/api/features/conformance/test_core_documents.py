"""Requirements class Core: landing page, description, conformance, and what holds everywhere."""

import httpx2
import pytest
import shapely


def links_of(document):
    assert all(link["rel"] and link["type"] and link["href"] for link in document["links"])
    return {link["rel"]: link for link in document["links"]}


def assert_html(answer):
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.startswith("<!DOCTYPE html>")


def test_http(served):
    """/conf/core/http: every resource is reached by HTTP/1.1."""
    with httpx2.Client(http1=True, http2=False) as client:
        for path in ("", "/conformance", "/collections", "/collections/incidents/items?limit=1"):
            answer = client.get(f"{served}/api{path}")
            assert (answer.status_code, answer.http_version) == (200, "HTTP/1.1")


def test_crs84(everything, spatial):
    """/conf/core/crs84: shapes are in longitude and latitude where nothing else is asked for."""
    shapes = [shapely.geometry.shape(f["geometry"]) for f in everything(spatial) if f["geometry"]]
    west, south, east, north = shapely.total_bounds(shapes)
    # Of the shipped data: the first axis is the longitude of the region, the second its latitude.
    assert 12 < west < 45 < east < 64
    assert 10 < south < 30 < north < 45


def test_root_op(api):
    """/conf/core/root-op: the landing page can be read."""
    assert api.get("/api").status_code == 200


def test_root_success(api):
    """/conf/core/root-success: the landing page leads to description, conformance and data."""
    links = links_of(api.get("/api").json())
    assert {"service-desc", "service-doc", "conformance", "data"} <= set(links)
    page = api.get("/api?f=html")
    assert_html(page)
    for rel in ("service-doc", "conformance", "data"):
        assert links[rel]["href"] in page.text


def test_api_definition_op(api):
    """/conf/core/api-definition-op: every link of the landing page to a description can be read."""
    links = links_of(api.get("/api").json())
    for rel in ("service-desc", "service-doc"):
        assert api.get(links[rel]["href"], headers={"Accept": links[rel]["type"]}).is_success


def test_api_definition_success(api):
    """/conf/core/api-definition-success: the description is of the type that the link names."""
    links = links_of(api.get("/api").json())
    answer = api.get(links["service-desc"]["href"])
    assert answer.headers["content-type"] == links["service-desc"]["type"]
    assert answer.json()["openapi"].startswith("3.0.")
    assert_html(api.get(links["service-doc"]["href"]))


def test_conformance_op(api):
    """/conf/core/conformance-op: the conformance declaration can be read, by the link to it too."""
    assert api.get("/api/conformance").status_code == 200
    assert api.get(links_of(api.get("/api").json())["conformance"]["href"]).status_code == 200


def test_conformance_success(api):
    """/conf/core/conformance-success: the declaration lists the classes that are conformed to."""
    declared = api.get("/api/conformance").json()["conformsTo"]
    assert len(set(declared)) == len(declared)
    part = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
    assert {f"{part}{name}" for name in ("core", "geojson", "html", "oas30")} <= set(declared)
    assert "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs" in declared
    page = api.get("/api/conformance?f=html")
    assert_html(page)
    assert all(uri in page.text for uri in declared)


@pytest.mark.parametrize(
    "path",
    ["", "/conformance", "/openapi.json", "/collections", "/collections/bases",
     "/collections/bases/items", "/collections/bases/items/al_asad"],
)  # fmt: skip
def test_query_param_unknown(api, path):
    """/conf/core/query-param-unknown: a parameter that is not described gives 400."""
    assert api.get(f"/api{path}").status_code == 200
    assert api.get(f"/api{path}?unknown=1").status_code == 400


@pytest.mark.parametrize(
    "query",
    ["limit=x", "limit=0", "bbox=1,2,3", "bbox=a,b,c,d", "datetime=1", "f=gml", "offset=-1"],
)
def test_query_param_invalid(api, name, query):
    """/conf/core/query-param-invalid: a value that is not valid gives 400."""
    assert api.get(f"/api/collections/{name}/items?{query}").status_code == 400
