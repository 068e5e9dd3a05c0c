"""The access log: a line for every answer, and nothing about who asked."""

import json
import time

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from api import access_log


async def text(request):
    return PlainTextResponse("four", status_code=404 if "no" in request.query_params else 200)


async def stream(_request):
    def parts():
        yield b"a" * 1000
        time.sleep(0.03)
        yield b"b" * 500

    return StreamingResponse(parts())


async def fail(_request):
    raise RuntimeError


async def talk(socket):
    await socket.accept()
    await socket.send_bytes(b"12345")
    await socket.send_text("\N{BLACK STAR}")
    await socket.close()


async def refuse(socket):
    await socket.close(1008)


@pytest.fixture
def lines():
    return []


@pytest.fixture
def client(lines):
    routes = [Route("/stream", stream), Route("/fail", fail), WebSocketRoute("/talk", talk),
              WebSocketRoute("/refuse", refuse), Route("/{path:path}", text)]  # fmt: skip
    logged = Middleware(access_log.AccessLog, lines.append)
    return TestClient(Starlette(routes=routes, middleware=[logged]), raise_server_exceptions=False)


def logged(lines, *names):
    assert len(lines) == 1
    line = json.loads(lines[0])
    return tuple(line[name] for name in names)


def test_a_line_has_the_answer_and_nothing_of_the_visitor(client, lines):
    names = ("User-Agent", "Referer", "Cookie", "X-Forwarded-For")
    client.get("/timeline?group=known&near=33,44", headers=dict.fromkeys(names, "known=known"))
    assert list(json.loads(lines[0])) == ["time", "method", "path", "status", "bytes", "ms"]
    assert logged(lines, "method", "path", "status", "bytes") == ("GET", "/timeline", 200, 4)
    assert logged(lines, "time")[0].endswith("Z")
    assert not any(word in lines[0] for word in ("known", "testclient", "group", "33,44"))


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [("GET", "/a?no", (404, 4)), ("HEAD", "/a", (200, 0)), ("GET", "/stream", (200, 1500)),
     ("GET", "/fail", (500, 0))],
)  # fmt: skip
def test_every_answer_is_logged_with_its_status_and_bytes(client, lines, method, path, expected):
    client.request(method, path)
    assert logged(lines, "status", "bytes") == expected


def test_an_answer_that_streams_is_logged_when_it_has_ended(client, lines):
    client.get("/stream")
    assert logged(lines, "ms")[0] >= 30


def test_a_websocket_is_logged_once_with_what_was_sent(client, lines):
    with client.websocket_connect("/talk") as socket:
        socket.receive_bytes()
        socket.receive_text()
    assert logged(lines, "method", "path", "status", "bytes") == ("GET", "/talk", 101, 8)


def test_a_websocket_that_is_refused_is_logged_as_forbidden(client, lines):
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/refuse"):
        pass
    assert logged(lines, "status", "bytes") == (403, 0)


@pytest.mark.parametrize("path", ["/_stcore/upload_file/", "/atlas/media/"])
def test_a_path_does_not_tell_a_session_or_what_was_made_for_it(client, lines, path):
    client.get(f"{path}6f1e-session/42")
    assert logged(lines, "path") == (f"{path}...",)


def test_a_path_that_holds_anything_stays_one_short_line(client, lines):
    client.get("/" + "%0A%22x" * 1000)
    assert "\n" not in lines[0]
    assert len(lines[0]) < 600


@pytest.mark.parametrize(("setting", "asked"), [("", False), ("off", False), ("stdout", True)])
def test_it_is_off_unless_asked_for(monkeypatch, setting, asked):
    monkeypatch.setenv("ATLAS_ACCESS_LOG", setting)
    assert access_log.access_log_is_on() is asked


def test_another_setting_is_refused_with_those_that_there_are(monkeypatch):
    monkeypatch.setenv("ATLAS_ACCESS_LOG", "/var/log/atlas")
    with pytest.raises(access_log.AccessLogError, match=r"expected stdout or off, found '/var/"):
        access_log.access_log_is_on()


def test_a_log_that_cannot_be_written_does_not_fail_the_answer(monkeypatch):
    class Full:
        def write(self, _text):
            raise OSError

    monkeypatch.setattr(access_log.sys, "stdout", Full())
    access_log.write_to_stdout("{}")
