"""Both feeds, read back by feedparser, GDAL and the rules of their formats."""

import json
from datetime import datetime
from xml.etree import ElementTree as ET

import feedparser
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.feeds.area import Box, Point
from api.feeds.atom import write_atom
from api.feeds.entries import PAGE_SIZE, Entry, Feed
from api.routes import interface_routes
from geo.filter.filter import Filter
from geo.record.news import count_news
from tests.geometry import incident

ATOM = "{http://www.w3.org/2005/Atom}"
SQUARE_M_OF_A_SITE = 1e-3
NEAR = "near=36.2,44,50"


@pytest.fixture(scope="module")
def client(atlas):
    return TestClient(Starlette(routes=interface_routes(lambda: atlas)))


def pages(client, address):
    """All pages of a feed, following `next`."""
    while address:
        page = client.get(address)
        assert page.status_code == 200
        yield page
        if "json" in address:
            address = page.json().get("next_url")
        else:
            links = {link.rel: link.href for link in feedparser.parse(page.content).feed.links}
            address = links.get("next")


@pytest.mark.parametrize("query", ["country=Syria", NEAR, "group=kh&rule=claimed"])
def test_feedparser_reads_every_entry_of_a_filter_once(client, atlas, query):
    parsed = [feedparser.parse(page.content) for page in pages(client, f"/feed.atom?{query}")]
    assert not any(page.bozo for page in parsed)
    ids = [entry.id for page in parsed for entry in page.entries]
    assert len(ids) == len(set(ids)) == count_news(Filter.parse(query, atlas).view(atlas))
    assert max(len(page.entries) for page in parsed) <= PAGE_SIZE


def test_both_feeds_tell_the_same(client):
    for atom, of_json in zip(
        pages(client, f"/feed.atom?{NEAR}"), pages(client, f"/feed.json?{NEAR}"), strict=True
    ):
        entries, items = feedparser.parse(atom.content).entries, of_json.json()["items"]
        assert [(e.id, e.title, e.link) for e in entries] == [
            (i["id"], i["title"], i["url"]) for i in items
        ]


def test_gdal_reads_the_places_a_point_only_for_a_site(client, atlas, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_bytes(client.get("/feed.atom?country=Iraq").content)
    frame = pyogrio.read_dataframe(file)
    assert len(frame) == PAGE_SIZE
    items = client.get("/feed.json?country=Iraq").json()["items"]
    for shape, item in zip(frame.geometry, items, strict=True):
        own = item["_incident_atlas"]
        precision = atlas.incidents["geo_precision"].iloc[atlas.row_of[own["incident"]]]
        assert ("point" in own) == (precision == "site")
        if "point" in own:
            assert (shape.x, shape.y) == (own["point"]["longitude"], own["point"]["latitude"])
        else:
            box = own["box"]
            assert shape.bounds == (box["west"], box["south"], box["east"], box["north"])
            assert shape.area > SQUARE_M_OF_A_SITE


def test_an_entry_is_the_same_under_another_host(client, monkeypatch):
    here = client.get("/feed.json").json()
    monkeypatch.setenv("ATLAS_BASE_URL", "https://atlas.example/map")
    there = client.get("/feed.json").json()
    assert [i["id"] for i in here["items"]] == [i["id"] for i in there["items"]]
    assert there["items"][0]["url"].startswith("https://atlas.example/map/incident?incident=")
    assert there["feed_url"] == "https://atlas.example/map/feed.json?page=1"


def test_a_reader_that_has_the_feed_is_told_so(client):
    tag = client.get("/feed.atom").headers["etag"]
    assert client.get("/feed.atom", headers={"If-None-Match": tag}).status_code == 304


def test_atom_has_what_it_must_have(client):
    root = ET.fromstring(client.get("/feed.atom").content)  # noqa: S314 - our own
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        datetime.fromisoformat(element.findtext(f"{ATOM}updated"))
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    days = [e.findtext(f"{ATOM}updated") for e in root.iter(f"{ATOM}entry")]
    assert days == sorted(days, reverse=True)
    assert max(days) <= root.findtext(f"{ATOM}updated")


def test_a_corrected_row_that_may_not_be_passed_on_is_not_told_to_who_followed_it(hand_drawn):
    secret = incident("a", dataset="ACLED", redistributable="false")
    log = [{"table": "incidents", "id": "a", "column": "outcome", "old": "impact",
            "new": "unknown", "reason": "A page says so", "dataset_version": "1.1.0",
            "date": "2026-11-15"}]  # fmt: skip
    atlas = hand_drawn(incidents=[secret], corrections=log)
    client = TestClient(Starlette(routes=interface_routes(lambda: atlas)))
    found = {
        was: client.get(f"/feed.json?outcome={was}").status_code for was in ("impact", "missed")
    }
    assert found == {"impact": 403, "missed": 200}


def test_the_json_feed_has_what_it_must_have(client):
    feed = client.get("/feed.json")
    assert feed.headers["content-type"] == "application/feed+json"
    content = feed.json()
    assert content["version"] == "https://jsonfeed.org/version/1.1"
    assert content["title"]
    assert all(item["id"] and item["content_html"] for item in content["items"])


def test_a_correction_says_what_was_and_why_with_its_page(client):
    items = client.get("/feed.json?country=Syria").json()["items"]
    corrected = next(i for i in items if i["_incident_atlas"]["incident"] == "2024-06-22-tanf")
    assert corrected["title"].startswith("Corrected: ")
    assert "“press report, no named source” became “" in corrected["content_html"]
    assert 'href="https://www.shafaq.com/' in corrected["content_html"]


@pytest.mark.parametrize(
    ("query", "parameter"), [("page=0", "page"), ("page=x", "page"), ("group=nobody", "group")]
)
def test_what_is_not_understood_is_refused_as_everywhere(client, query, parameter):
    answer = client.get(f"/feed.atom?{query}")
    assert answer.status_code == 400
    assert [p["parameter"] for p in answer.json()["problems"]] == [parameter]


@settings(max_examples=40)
@given(st.text(), st.sampled_from([None, Point(1.5, 2.5), Box(1.0, 2.0, 3.0, 4.0)]))
def test_no_text_breaks_the_xml(text, area):
    day = datetime(2026, 11, 1).date()  # noqa: DTZ001 - a day without a place
    entry = Entry("urn:uuid:1", text, "https://a.example/?x=1&y=2", text, day, area, "added", text)
    feed = Feed("urn:uuid:2", text, text, "https://a.example/", day, text, 1, 1, (entry,))
    root = ET.fromstring(write_atom(feed, {"self": "https://a.example/feed"}))  # noqa: S314
    title = root.findtext(f"{ATOM}entry/{ATOM}title")
    json.dumps(title)
    kept = "".join(c for c in text if c.isprintable() and c.isascii())
    assert "".join(c for c in title if c.isprintable() and c.isascii()) == kept
