"""Requirements classes GeoJSON and HTML."""

from html.parser import HTMLParser

import pytest
import shapely

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}


def test_geojson_definition(api, first_path, name):
    """/conf/geojson/definition: features are application/geo+json, all else application/json."""
    for path in (f"/api/collections/{name}/items?limit=1", first_path(name)):
        answer = api.get(path, headers={"Accept": "application/geo+json"})
        assert answer.headers["content-type"] == "application/geo+json"
    for path in ("/api", "/api/conformance", "/api/collections", f"/api/collections/{name}"):
        answer = api.get(path, headers={"Accept": "application/json"})
        assert answer.headers["content-type"] == "application/json"


def test_geojson_content(api, first_path, name):
    """/conf/geojson/content: answers are collections and features of RFC 7946, with links."""
    page = api.get(f"/api/collections/{name}/items?limit=10000").json()
    feature = api.get(first_path(name)).json()
    assert (page["type"], feature["type"]) == ("FeatureCollection", "Feature")
    assert page["links"]
    assert feature["links"]
    assert "crs" not in page
    for one in (feature, *page["features"]):
        assert {"type", "id", "geometry", "properties"} <= set(one)
        assert isinstance(one["properties"], dict)
        if one["geometry"]:
            assert shapely.geometry.shape(one["geometry"]).is_valid
    ids = [one["id"] for one in page["features"]]
    assert len(set(ids)) == len(ids)


class Open(HTMLParser):
    """Which elements are open at the end of a page, in the order of their start."""

    def __init__(self, text):
        super().__init__()
        self.open = []
        self.seen = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def page_paths(first_path, name):
    """Return the path of each kind of page."""
    return ["/api", "/api/conformance", "/api/openapi.json", "/api/collections",
            f"/api/collections/{name}", f"/api/collections/{name}/queryables",
            f"/api/collections/{name}/items", first_path(name)]  # fmt: skip


def test_html_definition(api, page_paths):
    """/conf/html/definition: every resource is also text/html."""
    for path in page_paths:
        answer = api.get(path, headers={"Accept": "text/html"})
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_html_content(api, everything, first_path, page_paths, name):
    """/conf/html/content: pages are HTML 5 and show what the JSON says, with its links."""
    for path in page_paths:
        text = api.get(path, headers={"Accept": "text/html"}).text
        assert text.startswith("<!DOCTYPE html>")
        page = Open(text)
        assert not page.open
        assert {"html", "head", "meta", "title", "body", "main", "h1"} <= page.seen
    assert f'{first_path(name)}"' in api.get(f"/api/collections/{name}/items?f=html").text
    assert everything(name)[0]["id"] in api.get(f"{first_path(name)}?f=html").text
