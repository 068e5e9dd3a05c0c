"""The page for frames: sentence, date, link and scripts; and what its map draws."""

import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.embed import assets
from api.embed.routes import embed_routes
from api.heads.link import filter_query
from geo.analysis.quotation import build_quotation
from geo.cartography import symbology
from geo.filter.filter import Filter
from geo.utils.words import long_day
from maps.symbol_layout import SymbolLayout
from tests.geometry import incident
from ui.map.embedded import embedded_message
from ui.session.dataset import Loaded

ATTACKS = "type=attack&target=us_coalition"
LINK = "http://testserver/timeline?type=attack&country=Iraq&version=1.1.0"


def client_of(atlas):
    loaded = Loaded(atlas, SymbolLayout.of_atlas(atlas), symbology.signs(atlas))

    def draw(view, theme):
        return embedded_message(loaded, view.filter, theme)

    return TestClient(Starlette(routes=embed_routes(lambda: atlas, draw)))


@pytest.fixture(scope="module")
def client(atlas):
    return client_of(atlas)


def text_of(html):
    body = re.sub(r"<(style|script).*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]+>", " ", body)).split())


def test_the_page_has_the_counted_sentence_the_date_and_the_link_back(client, atlas):
    view = Filter.parse(ATTACKS, atlas).view(atlas)
    answer = client.get(f"/embed?{ATTACKS}")
    text = text_of(answer.text)
    assert build_quotation(view, atlas).text in text
    assert f"Data to {long_day(atlas.last_date)}, version {atlas.version}" in text
    link = re.search(r'href="(http://testserver/\?[^"]+)" target="_blank"', answer.text)
    assert unescape(link[1]) == f"http://testserver/?{view.query}&version={atlas.version}"


def test_incidents_without_a_place_are_said_to_be_off_the_map(client, atlas):
    view = Filter().view(atlas)
    assert view.not_drawn
    assert f"{view.not_drawn} of them have no location" in text_of(client.get("/embed").text)


def test_the_map_draws_what_the_sentence_counts(client, atlas):
    view = Filter.parse(ATTACKS, atlas).view(atlas)
    message = client.get(f"/embed/map.json?{ATTACKS}").json()
    layer = next(layer for layer in message["layers"] if layer["id"] == "sites")
    sites = message["tables"][layer["data"]["table"]]
    assert sum(int(site["n"]) for site in sites) == view.shown - view.not_drawn
    colours = message["legend"][0]["rows"]
    assert sum(row["count"] for row in colours) == view.shown


def test_rows_that_may_not_be_passed_on_are_a_picture(hand_drawn):
    secret = incident("a", dataset="ACLED", redistributable="false", place="a secret")
    client = client_of(hand_drawn(incidents=[secret]))
    html = client.get("/embed").text
    assert "The map is a picture: 1 of 1 rows are held back" in text_of(html)
    assert 'src="card/' in html
    assert "data-module" not in html
    answer = client.get("/embed/map.json")
    assert answer.status_code == 403
    assert "secret" not in answer.text


def test_the_themes_have_their_own_colours(client):
    light, dark = (client.get(f"/embed/map.json?theme={name}").json() for name in ("light", "dark"))
    assert light["background"] != dark["background"]
    assert light["style"] != dark["style"]
    assert 'data-theme="dark"' in client.get("/embed?theme=dark").text


@pytest.mark.parametrize(
    ("query", "says"),
    [("contry=Iraq", "contry=: there is no such parameter; closest: country"),
     ("theme=darc", "theme=darc: unknown; allowed are light, dark"),
     ("group=%3Cscript%3E", "group=<script>: no group has this id or name")],
)  # fmt: skip
def test_an_address_that_is_not_understood_is_said_so_in_the_frame(client, query, says):
    answer = client.get(f"/embed?{query}")
    assert answer.status_code == 400
    assert says in text_of(answer.text)
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("setting", "ancestors"),
    [(None, "*"), ("https://news.example", "'self' https://news.example")],
)
def test_the_setting_says_which_sites_may_show_it(client, monkeypatch, setting, ancestors):
    if setting:
        monkeypatch.setenv("ATLAS_FRAME_ANCESTORS", setting)
    policy = client.get("/embed").headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors {ancestors}")


def test_the_scripts_are_kept_for_good_and_are_what_the_page_names(client):
    page = client.get("/embed").text
    for name in (assets.script_of_page(), assets.script_of_map()):
        assert f"embed/assets/{name}" in page
        plain = client.get(f"/embed/assets/{name}", headers={"Accept-Encoding": "identity"})
        packed = client.get(f"/embed/assets/{name}", headers={"Accept-Encoding": "gzip"})
        assert plain.content == packed.content
        assert packed.headers["content-encoding"] == "gzip"
        assert "immutable" in plain.headers["cache-control"]
    assert client.get("/embed/assets/..%2Fpage.py").status_code == 404


def test_a_link_is_told_how_to_be_shown(client, atlas):
    content = client.get("/oembed", params={"url": LINK, "maxwidth": "500"}).json()
    assert (content["version"], content["type"], content["width"]) == ("1.0", "rich", 500)
    source = unescape(re.search(r'src="([^"]+)"', content["html"])[1])
    query = filter_query(Filter.parse("type=attack&country=Iraq", atlas), atlas)
    assert source == f"http://testserver/embed?{query}"
    assert client.get(source).status_code == 200
    xml = client.get("/oembed", params={"url": LINK, "maxwidth": "500", "format": "xml"})
    read = {element.tag: element.text for element in ET.fromstring(xml.content)}  # noqa: S314
    assert read == {name: str(value) for name, value in content.items()}


def test_a_link_to_a_place_shows_its_circle(client):
    link = "http://testserver/near?type=attack&place=at:33.3,44.4&km=100"
    html = client.get("/oembed", params={"url": link}).json()["html"]
    assert "near=33.3%2C44.4%2C100" in html
    assert "type=attack" in html


def test_xml_holds_any_words(client):
    link = "http://testserver/?q=%01drone"
    xml = client.get("/oembed", params={"url": link, "format": "xml"})
    assert "�drone" in ET.fromstring(xml.content).findtext("title")  # noqa: S314


def test_a_site_below_a_path_knows_its_links(client, monkeypatch):
    monkeypatch.setenv("ATLAS_BASE_URL", "https://news.example/atlas")
    status = {
        path: client.get("/oembed", params={"url": f"https://NEWS.example{path}"}).status_code
        for path in ("/atlas", "/atlas/timeline", "/atlastimeline", "/timeline")
    }
    assert status == {
        "/atlas": 200, "/atlas/timeline": 200, "/atlastimeline": 404, "/timeline": 404,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("params", "status"),
    [({"url": "https://elsewhere.example/timeline"}, 404),
     ({"url": "http://testserver/method"}, 404), ({"url": "http://["}, 404),
     ({"url": "http://testserver/timeline?group=nobody"}, 404),
     ({"url": LINK, "format": "yaml"}, 501),
     ({"url": LINK, "maxwidth": "wide"}, 400), ({"url": LINK, "maxwidth": "10"}, 400), ({}, 400)],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused(client, params, status):
    answer = client.get("/oembed", params=params)
    assert answer.status_code == status
    assert answer.json()["detail"]
