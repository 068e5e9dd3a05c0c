"""A running app and a real browser: Debian's Chromium, driven by Playwright.

Nothing here is skipped: a machine without Chromium fails these tests, because what they show
cannot be shown otherwise.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from maps.symbol_layout import SymbolLayout
from tests.browser.visits import MAP, Visit, settle

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # The map alone is drawn by the software GPU; the page around it costs half as much without.
    "--disable-gpu-compositing",
]  # fmt: skip


@dataclass
class Server:
    """A running app: its address, and what it printed."""

    url: str
    folder: Path


def start(folder: Path, port: int, log: Path, **environment: str) -> subprocess.Popen[bytes]:
    """Start the app on a data folder and wait until it answers."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "server.py", "--server.headless", "true",
             "--server.port", str(port), "--server.fileWatcherType", "none"],
            cwd=ROOT, stdout=out, stderr=subprocess.STDOUT,
            env={**os.environ, "ATLAS_DATA": str(folder), **environment},
        )  # fmt: skip
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1):
                return process
        except OSError:
            time.sleep(0.2)
    process.kill()
    pytest.fail(f"the app did not start: {log.read_text(errors='replace')[-2000:]}")


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    port, log = free_port(), tmp_path_factory.mktemp("server") / "log.txt"
    process = start(ROOT / "data", port, log)
    yield Server(f"http://localhost:{port}", ROOT / "data")
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def own_server(tmp_path):
    """An app on a copy of the data that a test may change."""
    port, folder = free_port(), tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    process = start(folder, port, tmp_path / "log.txt")
    yield Server(f"http://localhost:{port}", folder)
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail("no chromium on this machine; install Debian's: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def free_visits(browser):
    """Visits that the tests of a file hand on: a page that has shown the app shows it sooner."""
    visits = []
    yield visits
    for seen in visits:
        seen.page.context.close()


@pytest.fixture
def visit(browser, free_visits):
    """Return a function that opens a page as somebody new and waits until it has come to rest.

    With `fresh` in a browser that has never shown the app, with `touch` on a phone. In the end no
    page may have complained, or asked another host than its own.
    """
    visits = []

    def open_page(
        url, *, width=1400, height=900, scheme="light", wait_for=MAP, fresh=False, touch=False
    ):
        if free_visits and not fresh and not touch:
            seen = free_visits.pop()
        else:
            context = browser.new_context(
                permissions=["clipboard-read", "clipboard-write"], has_touch=touch, is_mobile=touch
            )
            seen = Visit(context.new_page())
        visits.append((seen, urlsplit(url).netloc, touch))
        seen.page.set_viewport_size({"width": width, "height": height})
        seen.page.emulate_media(color_scheme=scheme)
        seen.page.goto(url)
        seen.page.wait_for_selector(wait_for)
        settle(seen.page)
        return seen

    yield open_page
    complaints = [complaint for seen, _, _ in visits for complaint in seen.complaints]
    other_hosts = [seen.hosts - {host} for seen, host, _ in visits]
    for seen, _, touch in visits:
        seen.leave()
        if touch:
            seen.page.context.close()
        else:
            free_visits.append(seen)
    assert complaints == []
    assert not any(other_hosts)


@pytest.fixture(scope="session")
def layout(atlas):
    """Where the symbols of the shipped incidents stand."""
    return SymbolLayout.of_atlas(atlas)
