"""/sitemap.xml lists every page and every incident, in files of at most so many addresses."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.common.pages import PAGES
from api.discovery import sitemap
from api.routes import interface_routes

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def client(atlas):
    return TestClient(Starlette(routes=interface_routes(lambda: atlas)))


def read(client, path):
    answer = client.get(path)
    assert answer.headers["content-type"].startswith("application/xml")
    root = ET.fromstring(answer.text)  # noqa: S314
    return root.tag.removeprefix(NS), [
        {part.tag.removeprefix(NS): part.text for part in entry} for entry in root
    ]


def test_it_lists_the_pages_and_the_incidents_with_the_day_of_their_last_change(client, atlas):
    kind, entries = read(client, "/sitemap.xml")
    assert kind == "urlset"
    pages = [f"http://testserver/{page.path}" for page in PAGES if page.listed]
    assert [entry["loc"] for entry in entries[: len(pages)]] == pages
    incidents = entries[len(pages) :]
    ids = atlas.incidents["incident_id"].tolist()
    assert [entry["loc"] for entry in incidents] == [
        f"http://testserver/incident?incident={one}" for one in ids
    ]
    corrected = atlas.incidents["changed"].notna()
    assert corrected.any()
    for row, entry in zip(atlas.incidents.itertuples(), incidents, strict=True):
        last = row.changed if corrected[row.Index] else row.added
        assert date.fromisoformat(entry["lastmod"]).isoformat() == last.split()[1]


def test_many_addresses_are_split_into_files(client, monkeypatch):
    whole = read(client, "/sitemap.xml")[1]
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", 7)  # the pages alone fill more than one
    kind, files = read(client, "/sitemap.xml")
    assert kind == "sitemapindex"
    parts = [read(client, one["loc"].removeprefix("http://testserver"))[1] for one in files]
    assert max(map(len, parts)) == 7
    assert [entry for part in parts for entry in part] == whole
    for beyond in (0, len(files) + 1):
        assert client.get(f"/sitemap-{beyond}.xml").status_code == 404


def test_rows_that_may_not_be_passed_on_are_not_listed(client, monkeypatch):
    monkeypatch.setattr(sitemap, "are_held_back", lambda rows, _: rows >= 3)
    entries = read(client, "/sitemap.xml")[1]
    assert sum("incident=" in entry["loc"] for entry in entries) == 3


def test_data_without_a_record_of_changes_have_no_days(hand_drawn):
    atlas = hand_drawn()
    assert set(sitemap._changed(sitemap._incidents(atlas), atlas)) == {""}
