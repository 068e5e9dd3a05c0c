"""The pages of the API for people: whole, escaped, and leading to the app."""

import re

import pytest

from tests.geometry import incident

COLLECTIONS = "/api/collections"


@pytest.mark.parametrize(
    "path",
    ["", "/conformance", "/openapi.json", "/collections", "/collections/incidents",
     "/collections/bases/queryables", "/collections/incidents/items?limit=3",
     "/collections/statements/items?limit=3", "/collections/bases/items/al_asad"],
)  # fmt: skip
def test_a_page_stands_for_every_address_and_loads_nothing(api, path):
    answer = api.get(f"/api{path}", headers={"Accept": "text/html"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in answer.text
    assert not re.search(r'(src|@import|url\()="?http', answer.text)
    for address in re.findall(r'href="(http://testserver/api[^"]*)"', answer.text):
        assert api.head(address.replace("&amp;", "&")).status_code == 200


def test_the_page_of_incidents_says_the_counted_sentence(api):
    text = api.get(f"{COLLECTIONS}/incidents/items?f=html&group=kh&limit=5").text
    assert "the atlas holds 12 incidents, claimed or acknowledged by" in text
    assert "1 to 5 of 12." in text
    assert 'href="http://testserver/incident?incident=2019-12-27-k1"' in text
    narrowed = api.get(f"{COLLECTIONS}/incidents/items?f=html&group=kh&datetime=2020-01-01/..").text
    assert "11 of them are in the box and the time of this address." in narrowed


def test_what_a_file_says_is_text_on_a_page(api_of, hand_drawn):
    atlas = hand_drawn(incidents=[incident("i", target="<script>alert(1)</script>", summary='"&')])
    client = api_of(atlas)
    for path in ("", "/i"):
        text = client.get(f"{COLLECTIONS}/incidents/items{path}?f=html").text
        assert "&lt;script&gt;" in text
        assert "<script" not in text
