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
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from maps.symbol_layout import SymbolLayout

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
MAP = '[data-testid="stDeckGlJsonChart"] canvas'
PATIENCE_MS = 60_000


@dataclass
class Server:
    """A running app: its address, and what it printed."""

    url: str
    folder: Path


def start(folder: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    """Start the app on a data folder and wait until it answers."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "server.py", "--server.headless", "true",
             "--server.port", str(port), "--server.fileWatcherType", "none"],
            cwd=ROOT, stdout=out, stderr=subprocess.STDOUT,
            env={**os.environ, "ATLAS_DATA": str(folder)},
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


@dataclass
class Visit:
    """One page of one visitor, and everything that it asked for and complained about."""

    page: object
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def ask(self, url: str) -> None:
        if not url.startswith(("data:", "blob:")):
            self.hosts.add(urlsplit(url).netloc)

    def complain(self, message) -> None:
        # On a page's own address Streamlit first looks for its server below that address.
        looks_for_server = "/_stcore/" in message.location.get("url", "")
        if message.type == "error" and not looks_for_server:
            self.complaints.append(f"{message.text} {message.location}")


@pytest.fixture
def visit(browser):
    contexts = []

    def open_page(url, *, width=1400, height=900, scheme="light", wait_for=MAP):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.set_default_timeout(PATIENCE_MS)
        seen.page.on("request", lambda r: seen.ask(r.url))
        seen.page.on("console", seen.complain)
        seen.page.on("pageerror", lambda e: seen.complaints.append(str(e)))
        seen.page.goto(url)
        seen.page.wait_for_selector(wait_for)
        settle(seen.page)
        return seen

    yield open_page
    for context in contexts:
        context.close()


def settle(page) -> None:
    """Wait until the script has run and the map has been drawn."""
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=\"stStatusWidget\"]')"
        " && !document.querySelector('[data-stale=\"true\"]')"
    )
    page.wait_for_timeout(700)


@pytest.fixture(scope="session")
def layout(atlas):
    """Where the symbols of the shipped incidents stand."""
    return SymbolLayout.of_atlas(atlas)
