"""server.py: the app on a server that has read its data before it answers."""

import http.client
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from api import headers
from ui.session import dataset

ROOT = Path(__file__).resolve().parents[1]


def answer(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=20) as response:  # noqa: S310 - our own server
        return response.read()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder: Path, log: Path, **settings: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start the server and wait until it answers."""
    port = free_port()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "server.py", "--server.headless", "true",
             "--server.port", str(port), "--", "--data", str(folder)],
            cwd=ROOT, stdout=out, stderr=subprocess.STDOUT,
            env={k: v for k, v in os.environ.items() if k != dataset.FOLDER_VARIABLE} | settings,
        )  # fmt: skip
    url = f"http://localhost:{port}"
    wait_for(process, url, log)
    return process, url


def wait_for(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Wait until a server answers."""
    for _ in range(300):
        try:
            answer(f"{url}/_stcore/health")
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.2)
        else:
            return
    process.kill()
    pytest.fail(f"it did not start: {log.read_text()}")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)


@dataclass
class Running:
    """A server on the shipped data; `proxy` stands where every request to the outside arrives."""

    url: str
    log: Path
    proxy: socket.socket


@pytest.fixture(scope="module")
def running(tmp_path_factory, data_folder):
    log = tmp_path_factory.mktemp("server") / "log"
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0)
        outside = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        names = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
        process, url = start(data_folder, log, **dict.fromkeys(names, outside), no_proxy="")
        try:
            yield Running(url, log, proxy)
        finally:
            stop(process)
        with pytest.raises(BlockingIOError):
            proxy.accept()
    printed = log.read_text()
    assert "Traceback" not in printed
    assert "ScriptRunContext" not in printed
    assert "No runtime" not in printed


def handshake(url, origin, host):
    """Ask for a WebSocket as a browser does; return the status of the answer."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    connection.request("GET", "/_stcore/stream", headers={
        "Host": host, "Origin": origin, "Connection": "Upgrade", "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol": "streamlit",
    })  # fmt: skip
    with closing(connection), connection.getresponse() as response:
        return response.status


def test_it_answers_with_security_headers_whatever_it_is_asked(running):
    page = answer(f"{running.url}/timeline")
    assert b"root" in page
    assert b"<title>Timeline \xe2\x80\x93 Incident Atlas</title>" in page
    assert b'property="og:image"' in page
    assert answer(f"{running.url}/app/static/favicon.png").startswith(b"\x89PNG")
    expected = {name.lower() for name in headers.security_headers("'none'")}
    asset = next((ROOT / "map_component" / "assets").glob("deck-map-*.js")).name
    for path, status in {
        "": 200, "timeline": 200, "app/static/favicon.png": 200, "app/static/nothing": 404,
        "nowhere": 404, "static/nothing.js": 404, "_stcore/health": 200,
        "media/nothing": 404, "%00": 400, "healthz": 200, "readyz": 200,
        f"_stcore/bidi-components/map-component.deck_map/{asset}": 200,
    }.items():  # fmt: skip
        try:
            response = urllib.request.urlopen(f"{running.url}/{path}", timeout=20)  # noqa: S310
        except urllib.error.HTTPError as error:
            response = error
        with response:
            assert response.status == status, path
            assert expected <= {name.lower() for name in response.headers}, path


def test_a_language_model_is_answered_and_no_page_of_another_site(running):
    question = {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
                "params": {"name": "count", "arguments": {"group": ["kh"]}}}  # fmt: skip
    sent = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}

    def ask(**more):
        body = json.dumps(question).encode()
        request = urllib.request.Request(f"{running.url}/mcp", body, sent | more)  # noqa: S310
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
            assert "Content-Security-Policy" in response.headers
            return json.load(response)["result"]["structuredContent"]

    assert ask()["permalink"].startswith(f"{running.url}/?from=")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        ask(Origin="https://evil.example")


def test_a_page_of_another_site_gets_no_connection_and_nobody_outside_is_asked(running):
    own = urlsplit(running.url).netloc
    assert handshake(running.url, running.url, own) == http.client.SWITCHING_PROTOCOLS
    assert handshake(running.url, "https://evil.example", own) == http.client.FORBIDDEN
    assert "Refused a WebSocket of https://evil.example" in running.log.read_text()
    # Another name for this machine, as a site may make up for its visitors.
    evil = "evil.example:80"
    assert handshake(running.url, f"http://{evil}", evil) == http.client.FORBIDDEN


def test_a_visitor_cannot_empty_the_caches_of_all_nor_ask_for_changed_files(running):
    stream = f"{running.url}/_stcore/stream".replace("http", "ws", 1)
    with connect(stream, origin=running.url, subprotocols=["streamlit"], proxy=None) as visitor:
        visitor.send(BackMsg(clear_cache=True).SerializeToString())
        visitor.send(BackMsg(load_git_info=True).SerializeToString())
        visitor.send(BackMsg(app_heartbeat=True).SerializeToString())
        answers = []
        while "heartbeat_ack" not in answers:
            answers.append(ForwardMsg.FromString(visitor.recv(timeout=20)).WhichOneof("type"))
    assert "git_info_changed" not in answers
    printed = running.log.read_text()
    assert "Refused a visitor's message: clear_cache" in printed
    assert "Refused a visitor's message: load_git_info" in printed


def test_a_setting_that_it_does_not_understand_stops_it_with_the_reason(monkeypatch):
    monkeypatch.setenv(headers.FRAME_VARIABLE, "*")
    with pytest.raises(SystemExit, match=r"^ATLAS_FRAME_ANCESTORS: expected addresses of sites"):
        runpy.run_path(str(ROOT / "server.py"))


def test_whoever_starts_it_on_faulty_data_is_told_and_it_answers(tmp_path, data_copy):
    (data_copy / "groups.csv").unlink()
    log = tmp_path / "log"
    process, url = start(data_copy, log)
    try:
        assert answer(f"{url}/healthz") == b"ok"
        with pytest.raises(urllib.error.HTTPError, match="503") as caught:
            answer(f"{url}/readyz")
        with caught.value as response:
            assert b"groups.csv:1: file: the file is missing" in response.read()
    finally:
        stop(process)
    printed = log.read_text()
    assert printed.count("groups.csv:1: file: the file is missing") == 1
    assert "ScriptRunContext" not in printed


def test_whoever_starts_it_with_a_missing_map_of_a_region_is_told_and_it_answers(
    tmp_path, data_folder
):
    log = tmp_path / "log"
    missing = tmp_path / "region.pmtiles"
    process, url = start(data_folder, log, ATLAS_BASEMAP=str(missing))
    try:
        assert answer(f"{url}/_stcore/health") == b"ok"
    finally:
        stop(process)
    printed = log.read_text()
    assert f"ATLAS_BASEMAP={missing}: expected a file that can be read" in printed
    assert "The shipped map is used." in printed
    assert "Traceback" not in printed
