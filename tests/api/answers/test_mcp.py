"""/mcp: the tools over HTTP, and who may not ask there."""

from __future__ import annotations

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from api.answers import routes
from api.base_path import BelowBasePath
from api.common.refusals import NoDataError
from api.headers import SecurityHeaders
from api.same_origin import SameOrigin
from api.sign_in import ClosedBeforeSignIn
from geo.answers.tools import TOOLS, answer

ACCEPT = {"Accept": "application/json, text/event-stream"}


def question(arguments=(), **parts):
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "count", "arguments": dict(arguments)}} | parts  # fmt: skip


def app_of(data, *, may_enter=True):
    """The address behind all that server.py has before it."""
    interfaces = [routes.mcp_route(data)]
    return Starlette(
        routes=interfaces,
        middleware=[
            Middleware(BelowBasePath, "/atlas", interfaces),
            Middleware(SecurityHeaders, "'none'"),
            Middleware(ClosedBeforeSignIn, "/atlas", interfaces, lambda _: may_enter),
            Middleware(SameOrigin),
        ],
    )


@pytest.fixture(scope="module")
def client(atlas):
    return TestClient(app_of(lambda: atlas), headers=ACCEPT)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_of_the_protocol_gets_the_same_answers_over_http(mode, atlas):
    async def talk():
        transport = httpx2.ASGITransport(app_of(lambda: atlas))
        async with httpx2.AsyncClient(transport=transport) as http:
            stream = streamable_http_client("http://atlas.example/mcp", http_client=http)
            async with Client(stream, mode=mode) as mcp:
                return await mcp.list_tools(), await mcp.call_tool("count", {"group": "kh"})

    tools, counted = anyio.run(talk)
    assert [tool.name for tool in tools.tools] == list(TOOLS)
    expected = answer("count", {"group": "kh"}, atlas, "http://atlas.example")
    assert counted.structured_content == expected


@pytest.mark.parametrize(
    ("path", "base_url", "site"),
    [
        ("/mcp", "", "http://testserver"),
        ("/atlas/mcp", "", "http://testserver/atlas"),
        ("/mcp", "https://atlas.example/", "https://atlas.example"),
    ],
)
def test_a_link_leads_back_to_where_it_was_asked(path, base_url, site, client, monkeypatch):
    monkeypatch.setenv("ATLAS_BASE_URL", base_url)
    answered = client.post(path, json=question())
    assert answered.headers["content-type"] == "application/json"
    assert answered.headers["x-content-type-options"] == "nosniff"
    counted = answered.json()["result"]["structuredContent"]
    assert counted["permalink"].startswith(f"{site}/?from=")


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("http://localhost:6274", 200),
        ("http://[::1]:1", 200),
        ("https://atlas.example", 200),
        ("http://atlas.example", 403),
        ("http://testserver", 403),  # a name that a site has made up for this server
        ("https://localhost.evil.example", 403),
        ("null", 403),
        ("http://[", 403),
    ],
)
def test_no_page_of_another_site_may_ask(origin, status, client, monkeypatch):
    monkeypatch.setenv("ATLAS_BASE_URL", "https://atlas.example/below")
    headers = {} if origin is None else {"Origin": origin}
    answered = client.post("/mcp", json=question(), headers=headers)
    assert answered.status_code == status
    assert "access-control-allow-origin" not in answered.headers


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "OPTIONS", "PUT"])
def test_only_programs_that_post_are_answered(method, client):
    answered = client.request(method, "/mcp")
    assert (answered.status_code, answered.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b" " * 70_000, 413), (b"{", 400), (b"[]", 400), (b"\xff", 400), (b"[" * 60_000, 400)],
)  # fmt: skip
def test_a_body_that_is_too_large_or_no_question_is_refused(body, status, client):
    answered = client.post("/mcp", content=body, headers={"Content-Type": "application/json"})
    assert answered.status_code == status


def test_a_body_that_never_ends_is_given_up(atlas, monkeypatch):
    monkeypatch.setattr(routes, "_MOST_SECONDS", 0.05)
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/mcp", "query_string": b"",
             "headers": [(b"content-type", b"application/json")], "server": ("a", 1)}  # fmt: skip
    anyio.run(app_of(lambda: atlas), scope, anyio.sleep_forever, send)
    assert sent[0]["status"] == 408


def test_where_one_has_to_sign_in_nothing_is_answered_before(atlas):
    closed = TestClient(app_of(lambda: atlas, may_enter=False), headers=ACCEPT)
    assert closed.post("/mcp", json=question()).status_code == 403


def test_without_data_a_model_is_told_to_try_again():
    def none():
        raise NoDataError

    answered = TestClient(app_of(none), headers=ACCEPT).post("/mcp", json=question())
    result = answered.json()["result"]
    assert result["isError"]
    assert "Try again" in result["content"][0]["text"]
