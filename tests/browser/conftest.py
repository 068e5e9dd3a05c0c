"""A running app and a real browser: Debian's Chromium, driven by Playwright.

Nothing here is skipped: a machine without Chromium fails these tests, because what they show
cannot be shown otherwise.
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from maps.symbol_layout import SymbolLayout
from scripts import launch
from tests.browser.drawn_map import READY, SPY, opened
from tests.browser.visits import MAP, Visit, settle

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
# The map alone is drawn by the software GPU; the page around it costs half as much without.
FLAGS = [*launch.FLAGS, "--disable-gpu-compositing"]


@dataclass
class Server:
    """A running app: its address and its data."""

    url: str
    folder: Path


@contextmanager
def served(folder: Path = ROOT / "data", **settings: str) -> Iterator[Server]:
    """The app on a data folder and with other settings, until the context ends."""
    with launch.app(environment={**os.environ, "ATLAS_DATA": str(folder), **settings}) as url:
        yield Server(url, folder)


@pytest.fixture(scope="session")
def server():
    with served() as running:
        yield running


@pytest.fixture
def own_server(tmp_path):
    """An app on a copy of the data that a test may change."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    with served(folder) as running:
        yield running


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


@pytest.fixture(scope="module")
def small_app():
    """Return a function that gives the address of a small app, started when it is first asked."""
    with ExitStack() as running:
        urls = {}

        def address(name, base_path=""):
            if (name, base_path) not in urls:
                script = f"tests/browser/apps/{name}.py"
                urls[name, base_path] = running.enter_context(
                    launch.app(script, base_path=base_path)
                )
            return urls[name, base_path]

        yield address


@pytest.fixture(scope="module")
def sites(small_app, browser):
    """One page that most tests share; see `drawn`."""
    with opened(browser, small_app("sites"), script=SPY) as shared:
        shared.page.wait_for_selector(READY)
        yield shared


@pytest.fixture
def drawn(small_app, sites):
    """The map with three sites, as it is when a new session opens it."""
    sites.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    sites.page.mouse.move(0, 0)
    if sites.page.url != small_app("sites") + "/" or not sites.is_untouched():
        sites.page.goto(small_app("sites"))
        sites.page.wait_for_selector(READY)
    sites.view = (5, 5, 3)
    return sites
