"""server.py: the app on a server that has read its data before it answers."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from ui.session import dataset

ROOT = Path(__file__).resolve().parents[1]


def answer(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=20) as response:  # noqa: S310 - our own server
        return response.read()


def start(folder: Path, log: Path, **settings: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start the server and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "server.py", "--server.headless", "true",
             "--server.port", str(port), "--", "--data", str(folder)],
            cwd=ROOT, stdout=out, stderr=subprocess.STDOUT,
            env={k: v for k, v in os.environ.items() if k != dataset.FOLDER_VARIABLE} | settings,
        )  # fmt: skip
    url = f"http://localhost:{port}"
    for _ in range(300):
        try:
            answer(f"{url}/_stcore/health")
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.2)
        else:
            return process, url
    process.kill()
    pytest.fail(f"it did not start: {log.read_text()}")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)


def test_it_answers_and_says_nothing_else(tmp_path, data_folder):
    log = tmp_path / "log"
    process, url = start(data_folder, log)
    try:
        assert b"root" in answer(f"{url}/timeline")
        assert answer(f"{url}/app/static/favicon.png").startswith(b"\x89PNG")
    finally:
        stop(process)
    printed = log.read_text()
    assert "Traceback" not in printed
    assert "ScriptRunContext" not in printed
    assert "No runtime" not in printed


def test_whoever_starts_it_on_faulty_data_is_told_and_it_answers(tmp_path, data_copy):
    (data_copy / "groups.csv").unlink()
    log = tmp_path / "log"
    process, url = start(data_copy, log)
    try:
        assert answer(f"{url}/_stcore/health") == b"ok"
    finally:
        stop(process)
    assert "groups.csv" in log.read_text()
    assert "missing" in log.read_text()


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
