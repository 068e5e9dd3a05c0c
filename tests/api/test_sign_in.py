"""On a server that asks for a sign-in: nothing is read before it, and the link survives it."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from api.sign_in import ClosedBeforeSignIn, ReturnAfterSignIn

HOST = "http://testserver"
LINK = "/timeline?from=2023-10-17&q=a%20%22b%22%2C%20c%25&show=lulls"


async def text(request):
    return PlainTextResponse(request.url.path)


def closed(path=""):
    """A server with an interface, a file and pages; whoever has the cookie has signed in."""
    interface = Route("/api/{item}", text)
    routes = [interface, Route("/{path:path}", text)]
    gate = Middleware(ClosedBeforeSignIn, path, [interface], lambda cookies: "in" in cookies)
    return TestClient(Starlette(routes=routes, middleware=[gate]))


@pytest.mark.parametrize(
    "address",
    ["/api/count", "/app/static/views/x.json", "/app/static/icons/../views/x.json",
     "/app/static//views/x.json", "/app/static/favicon.png/../views/x.json"],
)  # fmt: skip
def test_interfaces_and_files_are_closed_until_the_sign_in(address):
    client = closed()
    refused = client.get(address)
    assert refused.status_code == 403
    assert "asks its visitors to sign in" in refused.json()["detail"]
    client.cookies.set("in", "yes")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("path", ["", "/atlas"])
def test_pages_and_what_the_button_s_page_shows_stay_open(path):
    for address in ("/", "/timeline", "/app/static/favicon.png", "/app/static/wordmark.svg"):
        assert closed(path).get(f"{path}{address}").status_code == 200
    assert closed(path).get(f"{path}/app/static/land.json").status_code == 403


def signing_in(path="", way_back=None):
    """A server that sends people to a provider, and when they come back to its start page."""

    async def go(_request):
        return RedirectResponse("https://provider.example/authorize")

    async def come_back(_request):
        return RedirectResponse(way_back or f"{path}/", 302)

    routes = [Route(f"{path}/auth/login", go), Route(f"{path}/oauth2callback", come_back)]
    returning = Middleware(ReturnAfterSignIn, path)
    app = Starlette(routes=routes, middleware=[returning])
    return TestClient(app, follow_redirects=False)


def led_to(client, path=""):
    return client.get(f"{path}/oauth2callback?code=x").headers["location"]


@pytest.mark.parametrize("path", ["", "/atlas", "/a/b"])
def test_whoever_signs_in_comes_back_to_the_link_once(path):
    client = signing_in(path)
    sent = client.get(f"{path}/auth/login", headers={"Referer": f"{HOST}{path}{LINK}"})
    assert sent.headers["location"].startswith("https://provider.example/")
    assert led_to(client, path) == f"{path}{LINK}"
    assert led_to(client, path) == f"{path}/"


@pytest.mark.parametrize(
    "referer",
    ["", "https://evil.example/atlas/timeline", f"{HOST}/other/page", f"{HOST}/atlas//evil.example",
     f"{HOST}/atlas/\\evil", f"{HOST}/atlas/?q={'x' * 4000}"],
)  # fmt: skip
def test_a_link_of_another_place_or_too_long_for_a_cookie_is_not_kept(referer):
    client = signing_in("/atlas")
    sent = client.get("/atlas/auth/login", headers={"Referer": referer})
    assert "set-cookie" not in sent.headers
    assert led_to(client, "/atlas") == "/atlas/"


@pytest.mark.parametrize(
    "kept", ["https://evil.example/", "//evil.example", "%2F%2Fevil.example", "/%5Cevil.example",
             "/a%0D%0ASet-Cookie: x=y", "timeline"],
)  # fmt: skip
def test_a_cookie_from_elsewhere_leads_nowhere_else(kept):
    client = signing_in()
    client.cookies.set("atlas_return", kept)
    assert led_to(client) == "/"


def test_where_the_server_leads_elsewhere_it_is_obeyed():
    client = signing_in(way_back="https://provider.example/again")
    client.get("/auth/login", headers={"Referer": f"{HOST}{LINK}"})
    assert led_to(client) == "https://provider.example/again"
