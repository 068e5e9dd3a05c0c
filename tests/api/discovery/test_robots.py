"""/robots.txt names the sitemap by the atlas's own address."""

from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.routes import interface_routes


def test_crawlers_find_the_sitemap(atlas, monkeypatch):
    client = TestClient(Starlette(routes=interface_routes(lambda: atlas)))
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text
    monkeypatch.setenv("ATLAS_BASE_URL", "https://atlas.example/map/")
    assert "Sitemap: https://atlas.example/map/sitemap.xml" in client.get("/robots.txt").text
