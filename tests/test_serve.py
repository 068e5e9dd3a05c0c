"""serve.py: several processes behind one door, each visitor with the same one."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

import serve
from ui.session import dataset

ROOT = Path(__file__).resolve().parents[1]
FORM = "multipart/form-data; boundary=x"
UPLOAD = (
    b'--x\r\nContent-Disposition: form-data; name="f"; filename="mine.csv"\r\n\r\na,b\r\n--x--\r\n'
)


def test_the_door_is_where_streamlit_would_listen_and_has_a_server_for_each_process():
    text = serve.configuration("localhost", 8501, [9001, 9002])
    assert "bind 127.0.0.1:8501\n" in text
    assert "server w1 127.0.0.1:9001 cookie w1\n" in text
    assert "server w2 127.0.0.1:9002 cookie w2\n" in text
    assert "bind *:80\n" in serve.configuration("", 80, [9001])
    assert "bind 10.0.0.1:80\n" in serve.configuration("10.0.0.1", 80, [9001])


def test_a_frame_on_another_site_keeps_its_process_where_browsers_allow_that():
    framed = 'secure attr "SameSite=None" attr Partitioned'
    assert framed in serve.configuration("", 80, [9001], "https://atlas.example")
    assert framed not in serve.configuration("", 80, [9001], "http://atlas.example")


@pytest.mark.parametrize("given", ["0", "-1", "two", "1.5", "65", "²"])
def test_a_number_of_processes_that_is_none_is_refused_with_the_reason(given, monkeypatch):
    monkeypatch.setenv(serve.WORKERS_VARIABLE, given)
    with pytest.raises(SystemExit, match=r"^ATLAS_WORKERS: expected a whole number from 1 to 64"):
        serve.workers()


def test_without_a_setting_there_is_one_process(monkeypatch):
    monkeypatch.delenv(serve.WORKERS_VARIABLE, raising=False)
    assert serve.workers() == 1


@dataclass
class Served:
    process: subprocess.Popen[bytes]
    port: int

    def ask(self, method, path, cookies, body=None, **headers):
        """Return status, headers and body of an answer."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        with closing(connection):
            connection.request(method, path, body, {"Cookie": cookie, **headers})
            response = connection.getresponse()
            return response.status, response.headers, response.read()


@pytest.fixture
def served(tmp_path, data_folder):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings = {k: v for k, v in os.environ.items() if k != dataset.FOLDER_VARIABLE}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "serve.py", "--server.address", "localhost", "--", "--data",
             str(data_folder)],
            cwd=ROOT, stdout=log, stderr=log,
            env=settings | {serve.WORKERS_VARIABLE: "2", "STREAMLIT_SERVER_PORT": str(port)},
        )  # fmt: skip
    served = Served(process, port)
    try:
        for _ in range(600):
            assert process.poll() is None, (tmp_path / "log").read_text()
            with contextlib.suppress(OSError):
                if served.ask("GET", "/healthz", {})[0] == http.client.OK:
                    break
            time.sleep(0.2)
        yield served
    finally:
        process.terminate()
        process.wait(timeout=30)


def cookies_of(headers):
    parts = [value.split(";")[0].split("=", 1) for value in headers.get_all("Set-Cookie", [])]
    return dict(parts)


@contextlib.contextmanager
def upload_address(served, cookies):
    """Open a session, and yield where it may upload a file."""
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    with connect(
        f"ws://localhost:{served.port}/_stcore/stream", subprotocols=["streamlit"], proxy=None,
        additional_headers={"Cookie": cookie},
    ) as session:  # fmt: skip
        request = BackMsg()
        request.file_urls_request.file_names.append("mine.csv")
        session.send(request.SerializeToString())
        while True:
            message = ForwardMsg.FromString(session.recv(timeout=20))
            if message.WhichOneof("type") == "file_urls_response":
                yield message.file_urls_response.file_urls[0].upload_url
                return


def children(process):
    tasks = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(pid) for pid in tasks.split()]


def test_visitors_stay_with_their_process_and_all_end_with_one(served):
    one, two = (cookies_of(served.ask("GET", "/_stcore/health", {})[1]) for _ in range(2))
    assert {one[serve.COOKIE], two[serve.COOKIE]} == {"w1", "w2"}
    for own, other in ((one, two), (two, one)):
        strayed = own | {serve.COOKIE: other[serve.COOKIE]}
        with upload_address(served, own) as address:
            headers = {"X-Xsrftoken": own["_streamlit_xsrf"], "Content-Type": FORM}
            assert served.ask("PUT", address, own, UPLOAD, **headers)[0] == http.client.NO_CONTENT
            # The other process does not know the session.
            assert served.ask("PUT", address, strayed, UPLOAD, **headers)[0] == 400

    processes = children(served.process)
    assert len(processes) == 3
    os.kill(processes[0], signal.SIGKILL)
    assert served.process.wait(timeout=30) == 1
    assert not [pid for pid in processes if Path(f"/proc/{pid}").exists()]
    with pytest.raises(ConnectionRefusedError):
        served.ask("GET", "/healthz", {})
