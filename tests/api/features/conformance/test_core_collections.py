"""Requirements class Core: the collections and what is said of each."""

import pytest
import shapely

from api.features.catalogue import COLLECTIONS
from api.features.links import DOCUMENT, ITEMS


@pytest.fixture(scope="module")
def collections(api):
    """Return the document that lists the collections."""
    return api.get("/api/collections").json()


@pytest.fixture
def collection(collections, name):
    """Return what that document says of each collection in turn."""
    (found,) = [c for c in collections["collections"] if c["id"] == name]
    return found


def assert_links(document, offered, chosen):
    """It is linked to itself and to its other formats, and each link has a relation and a type."""
    assert all(link["rel"] and link["type"] for link in document["links"])
    (self,) = [link for link in document["links"] if link["rel"] == "self"]
    assert self["type"] == chosen
    others = {link["type"] for link in document["links"] if link["rel"] == "alternate"}
    assert others == set(offered.values()) - {chosen}


def test_fc_md_op(api):
    """/conf/core/fc-md-op: the list of collections can be read."""
    assert api.get("/api/collections").status_code == 200


def test_fc_md_success(api, collections):
    """/conf/core/fc-md-success: the list has links and collections, as JSON and as a page."""
    assert collections["links"]
    assert collections["collections"]
    page = api.get("/api/collections", headers={"Accept": "text/html"}).text
    assert all(c["title"] in page for c in collections["collections"])


def test_fc_md_links(collections):
    """/conf/core/fc-md-links: the list has links to itself and to its other formats, typed."""
    assert_links(collections, DOCUMENT, "application/json")


def test_fc_md_items(collections):
    """/conf/core/fc-md-items: each collection that is served is in the list, with its id."""
    assert [c["id"] for c in collections["collections"]] == list(COLLECTIONS)


def test_fc_md_items_links(api, collection):
    """/conf/core/fc-md-items-links: each collection has a link to its features in each format."""
    links = [link for link in collection["links"] if link["rel"] == "items"]
    assert {link["type"] for link in links} == set(ITEMS.values())
    for link in links:
        answer = api.get(link["href"])
        assert answer.headers["content-type"].partition(";")[0] == link["type"]


def test_fc_md_extent(collection, everything):
    """/conf/core/fc-md-extent: the extent is a box around all shapes, a time around all days."""
    extent = collection.get("extent", {})
    assert ("spatial" in extent) == bool(COLLECTIONS[collection["id"]].geometry)
    features = everything(collection["id"])
    if "spatial" in extent:
        west, south, east, north = extent["spatial"]["bbox"][0]
        shapes = [shapely.geometry.shape(f["geometry"]) for f in features if f["geometry"]]
        x, y, x2, y2 = shapely.total_bounds(shapes)
        assert west - 1e-5 <= x <= x2 <= east + 1e-5
        assert south - 1e-5 <= y <= y2 <= north + 1e-5
    if "temporal" in extent:
        ((first, last),) = extent["temporal"]["interval"]
        dates = [f["properties"].get("date") or f["properties"].get("published") for f in features]
        assert first[:10] <= min(filter(None, dates))
        assert max(filter(None, dates)) <= last[:10]


def test_fc_md_extent_multi(collection):
    """/conf/core/fc-md-extent-multi: further boxes and times lie in the first; there are none."""
    extent = collection.get("extent", {})
    boxes = extent.get("spatial", {}).get("bbox", [])
    intervals = extent.get("temporal", {}).get("interval", [])
    assert max(len(boxes), len(intervals)) <= 1


def test_sfc_md_op(api, name):
    """/conf/core/sfc-md-op: what is said of each collection can be read at its own address."""
    assert api.get(f"/api/collections/{name}").status_code == 200


def test_sfc_md_success(api, collection):
    """/conf/core/sfc-md-success: it is the same as in the list of collections."""
    assert api.get(f"/api/collections/{collection['id']}").json() == collection


def test_fc_op(api, name):
    """/conf/core/fc-op: the features of each collection can be read."""
    assert api.get(f"/api/collections/{name}/items").status_code == 200


def test_fc_response(everything, api, name):
    """/conf/core/fc-response: the answer is a collection of the features asked for."""
    page = api.get(f"/api/collections/{name}/items?limit=7&offset=2").json()
    assert page["type"] == "FeatureCollection"
    assert page["features"] == everything(name)[2:9]
    assert {feature["type"] for feature in page["features"]} == {"Feature"}


def test_fc_links(api, name):
    """/conf/core/fc-links: each format of the features has links to itself and to the others."""
    page = api.get(f"/api/collections/{name}/items?limit=1").json()
    assert_links(page, ITEMS, "application/geo+json")
    for link in page["links"]:
        answer = api.get(link["href"])
        assert answer.headers["content-type"].partition(";")[0] == link["type"]


def test_fc_time_stamp(api, name):
    """/conf/core/fc-timeStamp: a time of the answer would be its own; there is none."""
    page = api.get(f"/api/collections/{name}/items?limit=1").json()
    assert "timeStamp" not in page


def test_fc_number_matched(api, everything, name):
    """/conf/core/fc-numberMatched: it counts all features that are asked for, on every page."""
    pages = [api.get(f"/api/collections/{name}/items?limit=2&offset={n}").json() for n in (0, 2)]
    assert {page["numberMatched"] for page in pages} == {len(everything(name))}


def test_fc_number_returned(api, name):
    """/conf/core/fc-numberReturned: it counts the features of the answer."""
    for limit, offset in ((1, 0), (5, 3), (10_000, 10**9)):
        page = api.get(f"/api/collections/{name}/items?limit={limit}&offset={offset}").json()
        assert page["numberReturned"] == len(page["features"]) <= limit
