"""Below a base path the interfaces answer, and know where they are."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from api.base_path import BelowBasePath
from api.common.addresses import site


def client(path):
    async def tell(request):
        return PlainTextResponse(f"{site(request)} {request.path_params.get('item', '')}")

    async def the_app(scope, receive, send):
        await PlainTextResponse(f"the app, {scope['root_path']}")(scope, receive, send)

    routes = [Route("/healthz", tell), Route("/api/{item}", tell)]
    below = Middleware(BelowBasePath, path, routes)
    pages = Mount(path or "/", the_app)  # as Streamlit has its pages
    return TestClient(Starlette(routes=[*routes, pages], middleware=[below]))


@pytest.fixture(autouse=True)
def _no_base_url(monkeypatch):
    monkeypatch.delenv("ATLAS_BASE_URL", raising=False)


def test_an_interface_below_the_path_names_the_path_in_its_addresses():
    assert client("/atlas").get("/atlas/api/x").text == "http://testserver/atlas x"
    assert client("/a/b").get("/a/b/healthz").text == "http://testserver/a/b "


def test_the_pages_stay_as_they_were():
    for path in ("", "timeline", "api", "healthz/more"):
        assert client("/atlas").get(f"/atlas/{path}").text == "the app, /atlas"


def test_at_the_top_a_supervisor_still_finds_them():
    assert client("/atlas").get("/healthz").text == "http://testserver "
    assert client("").get("/api/x").text == "http://testserver x"


def test_another_path_that_begins_alike_is_another():
    assert client("/atlas").get("/atlases/healthz").status_code == 404
