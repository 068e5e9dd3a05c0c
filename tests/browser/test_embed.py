"""The map in a frame of another site: it draws, fits, and is refused where it is not allowed."""

import io
import re
import threading
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from PIL import Image

from tests.browser.conftest import served

pytestmark = pytest.mark.browser

QUERY = "type=attack&target=us_coalition"
HEIGHT_PX = 640


@contextmanager
def other_site(pages):
    """A site at another origin with these pages, by path; yields its address."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(pages.get(self.path, "").encode())

        def log_message(self, *_):
            """Say nothing."""

    site = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_port}"
    site.shutdown()
    site.server_close()


def page_with(url, width, theme=""):
    source = escape(f"{url}/embed?{QUERY}{theme}")
    return (
        f'<body style="margin:0"><iframe src="{source}" width="{width}" height="{HEIGHT_PX}" '
        'style="border:0"></iframe>'
    )


def colour_of(element):
    style = element.evaluate("e => getComputedStyle(e).backgroundColor")
    return tuple(map(int, re.findall(r"\d+", style)[:3]))


def pixels_of(frame, colour):
    """How many pixels of the map have a colour, give or take what blending does to it."""
    picture = Image.open(io.BytesIO(frame.locator("#map").screenshot())).convert("RGB")
    away = np.abs(np.asarray(picture, dtype=int) - colour).max(axis=2)
    return int((away <= 4).sum())


@pytest.mark.parametrize(("width", "theme"), [(320, "dark"), (1200, "light")])
def test_it_draws_the_map_in_a_frame_of_any_width_without_scroll_bars(
    server, browser, width, theme
):  # fmt: skip
    with other_site({"/": page_with(server.url, width, f"&theme={theme}")}) as other:
        context = browser.new_context(viewport={"width": width, "height": HEIGHT_PX})
        page = context.new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.goto(other)
        frame = page.frames[1]
        frame.locator('.deck-map[data-at-rest="true"]').wait_for(timeout=60_000)
        assert frame.evaluate(
            "() => { const e = document.documentElement;"
            "return [e.scrollWidth - innerWidth, e.scrollHeight - innerHeight]; }"
        ) == [0, 0]
        # The circles are there, in the colour of the legend.
        assert pixels_of(frame, colour_of(frame.locator("#colours span").first)) > 100
        background = frame.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, background[4:-1].split(","))) < 200) == (theme == "dark")
        assert not faults
        context.close()


def test_a_site_that_is_not_named_is_refused(browser):
    with (
        served(ATLAS_FRAME_ANCESTORS="https://news.example") as server,
        other_site({"/": page_with(server.url, 640)}) as other,
    ):
        context = browser.new_context()
        page = context.new_page()
        refusals = []
        page.on("console", lambda m: refusals.append(m.text) if m.type == "error" else None)
        page.goto(other)
        assert page.frames[1].locator("#map").count() == 0
        assert any("frame-ancestors" in text for text in refusals)
        context.close()
