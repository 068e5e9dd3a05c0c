"""What the browser tests do on a page: wait, point, click, and look whether all can use it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import parse_qs, urlsplit
from weakref import WeakKeyDictionary

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from maps import symbol_layout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from playwright.sync_api import ConsoleMessage, Locator, Page, Request, ViewportSize, WebSocket

# Maps are drawn in shadow roots; Playwright looks into those.
MAP = ".deck-map.ready canvas"
MOVING_MAP = '.deck-map:not([data-at-rest="true"])'
PHONE: ViewportSize = {"width": 390, "height": 844}
SCREEN: ViewportSize = {"width": 1400, "height": 900}
PATIENCE_MS = 60_000
# A slider waits for 200 ms whether there is more to come before it asks the script.
_PAUSE = "() => new Promise(resolve => setTimeout(() => resolve(true), 250))"
_IDLE = """() => {
  const app = document.querySelector('[data-testid="stApp"]')?.dataset;
  return app?.testConnectionState === "CONNECTED"
    && app.testScriptState === "notRunning"
    && !document.querySelector('[data-stale="true"]');
}"""


def _of_a_server(url: str) -> bool:
    return not url.startswith(("data:", "blob:"))


@dataclass
class Traffic:
    """What a page has asked the server for: what is not answered yet, and how often that changed.

    `answer_due` says whether the script has still to run for what was done on the page, `sent` how
    often the page has sent the server anything.
    """

    answer_due: bool = False
    sent: int = 0
    files_due: set[Request] = field(default_factory=set)
    changes: int = 0

    def follow(self, page: Page) -> None:
        page.on("request", self._asked)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._answered)
        page.on("websocket", self._connected)

    def forget(self) -> None:
        """Forget what was asked by a page that is left."""
        self.answer_due = False
        self.files_due.clear()

    def is_at_rest(self, changes_before: int) -> bool:
        """Whether nothing is due, and nothing has changed since there were so many changes."""
        return self.changes == changes_before and not self.answer_due and not self.files_due

    def _asked(self, request: Request) -> None:
        # The browser does not always say that the script of a worker has come; a map says by itself
        # when it is at rest.
        if _of_a_server(request.url) and "/bidi-components/" not in request.url:
            self.files_due.add(request)
            self.changes += 1

    def _answered(self, request: Request) -> None:
        self.files_due.discard(request)
        self.changes += 1

    def _connected(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: str | bytes) -> None:
        self.sent += 1
        if isinstance(frame, bytes) and BackMsg.FromString(frame).HasField("rerun_script"):
            self.answer_due = True
            self.changes += 1

    def _received(self, frame: str | bytes) -> None:
        if not isinstance(frame, bytes):
            return
        message = ForwardMsg.FromString(frame)
        if message.HasField("script_finished"):
            # A run that was broken off is followed by another.
            self.answer_due = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            self.changes += 1


_traffic: WeakKeyDictionary[Page, Traffic] = WeakKeyDictionary()


@dataclass
class Visit:
    """One page of one visitor, and everything that it asked for and complained about."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to the page, which has not gone anywhere yet."""
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("request", lambda request: self._ask(request.url))
        self.page.on("console", self._complain)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        _traffic[self.page] = Traffic()
        _traffic[self.page].follow(self.page)

    def leave(self) -> None:
        """Leave the app: whoever takes the page over finds nothing of this visit."""
        context = self.page.context
        for page in context.pages:
            if page != self.page:
                page.close()
        context.set_offline(False)
        if self.page.url.startswith("http"):
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.mouse.move(0, 0)
        self.page.goto("about:blank")
        _traffic[self.page].forget()
        self.hosts.clear()
        self.complaints.clear()

    def _ask(self, url: str) -> None:
        if _of_a_server(url):
            self.hosts.add(urlsplit(url).netloc)

    def _complain(self, message: ConsoleMessage) -> None:
        # On a page's own address Streamlit first looks for its server below that address.
        asked = message.location.get("url", "")
        looks_for_server = asked.endswith(("/_stcore/health", "/_stcore/host-config"))
        if message.type == "error" and not looks_for_server:
            self.complaints.append(f"{message.text} {message.location}")


def settle(page: Page) -> None:
    """Wait until the server has answered all that was done on the page, and the page shows it.

    A map says itself when all that it was given is drawn, nothing moves and Python is told.
    """
    traffic = _traffic[page]
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline:
        changes = traffic.changes
        page.wait_for_function(_PAUSE)
        page.wait_for_function(_IDLE)
        expect(page.locator(MOVING_MAP)).to_have_count(0, timeout=PATIENCE_MS)
        if traffic.is_at_rest(changes):
            return
    pytest.fail(f"the page does not come to rest: {traffic}")


def sent(page: Page) -> int:
    """How many messages the page has sent to the server."""
    return _traffic[page].sent


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def shown(page: Page) -> str:
    """How many incidents the map page says it shows."""
    return page.locator(".atlas-figure strong").inner_text()


def choose_preset(page: Page, name: str) -> None:
    """Choose one of the periods behind the button Dates, and close it again."""
    dates = page.get_by_role("button", name="Dates", exact=False).first
    dates.click()
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)
    dates.click()
    page.get_by_text("To (included)").wait_for(state="detached")


def wait_until_shown(page: Page, count: int) -> None:
    page.wait_for_function(
        "count => document.querySelector('.atlas-figure strong')?.innerText === count",
        arg=str(count),
    )


def wait_for_link(page: Page, parameter: str, value: str) -> None:
    """Wait until the page's link has the parameter, once and with this value."""
    page.wait_for_function(
        """([name, value]) => {
          const values = new URLSearchParams(location.search).getAll(name);
          return values.length === 1 && values[0] === value;
        }""",
        arg=[parameter, value],
    )


def on_screen(page: Page, latitude: float, longitude: float, of: str = MAP) -> tuple[float, float]:
    """Where a place is on the first map in its opening view, in pixels of the window."""
    box = page.locator(of).first.bounding_box()
    latitudes = np.array([latitude, symbol_layout.OPENING_LATITUDE])
    longitudes = np.array([longitude, symbol_layout.OPENING_LONGITUDE])
    at, home = symbol_layout.to_pixels(latitudes, longitudes)
    x, y = at - home
    return box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y


def symbol_on_screen(
    page: Page, layout: symbol_layout.SymbolLayout, site: str, of: str = MAP
) -> tuple[float, float]:
    """Where a site's counted symbol is in the opening view, in pixels of the window."""
    row = layout.sites.key.index(site)
    x, y = on_screen(page, layout.sites.latitude[row], layout.sites.longitude[row], of)
    dx, dy = layout.symbol_px[row]
    return x + dx, y + dy


def hover(page: Page, x: float, y: float, tip: str = "") -> None:
    """Point at a place of a map and wait until the tooltip there says what it should."""
    page.mouse.move(x, y)
    page.locator(".deck-map .tooltip").filter(has_text=tip, visible=True).wait_for()


def period_slider(page: Page) -> Locator:
    """The two ends of the slider above the pages; the time axis of a map has its own."""
    return page.locator('[data-testid="stSlider"]').first.get_by_role("slider")


def brush_x(page: Page, day: date, first: date, last: date) -> float:
    """Where a day is on the time axis from `first` to `last`, in pixels of the window."""
    box = page.locator(".histogram").bounding_box()
    return box["x"] + box["width"] * ((day - first).days + 0.5) / ((last - first).days + 1)


WHEN = re.compile(r"(\d+) incidents?, (\d+ \w+ \d+) to (\d+ \w+ \d+)")


def told(text: str) -> tuple[int, date, date]:
    """The count and the days of the words beside the time axis."""
    n, *days = WHEN.fullmatch(text).groups()
    first, last = (datetime.strptime(day, "%d %b %Y").date() for day in days)  # noqa: DTZ007
    return int(n), first, last


def brushed(page: Page) -> list[str]:
    """The first and the last day between the handles of the time axis, in words."""
    return [grip.get_attribute("aria-valuetext") for grip in page.locator(".grip").all()]


def in_words(day: date) -> str:
    """A day as the app writes it: 4 Feb 2024."""
    return f"{day.day} {day:%b %Y}"


def unfold(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
    settle(page)


def sticks_out(page: Page) -> bool:
    """Whether one must scroll sideways to see all of the page."""
    return page.evaluate("""() => [document.documentElement,
      document.querySelector('[data-testid="stMain"]')].some(e => e.scrollWidth > e.clientWidth)""")


# What axe finds in elements of Streamlit, and no setting mends.
STREAMLITS_OWN: Final = {
    "landmark-unique": "each st.pagination is called Pagination; the map page has two",
}


def serious(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds worse than minor: the name of its rule and the first elements."""
    return [
        (v["id"], [n["html"][:200] for n in v["nodes"]][:3])
        for v in Axe().run(page).response["violations"]
        if v["impact"] != "minor" and v["id"] not in STREAMLITS_OWN
    ]


# A link in a text is as high as its line, and the link that skips is drawn once it is focused. The
# matrix of the bases is dense; a base's profile and the period open the same incidents.
_TOO_SMALL: Final = """() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap(
    (e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  return all(document)
  .filter((e) => e.matches('button, select, summary, a, [role="button"], [role="tab"]'))
  .filter((e) => !e.matches('[data-testid="stSkipToContent"], [tabindex="-1"], .atlas-matrix a'))
  .filter((e) => getComputedStyle(e).display !== "inline" && e.checkVisibility())
  .map((e) => [e.outerHTML.slice(0, 200), e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 23.5 || box.height < 23.5))
  .map(([html]) => html);
}"""


def too_small(page: Page) -> list[str]:
    """What is to be pressed and smaller than 24 pixels, in the map too."""
    return page.evaluate(_TOO_SMALL)


def assert_accessible(page: Page, sizes: Sequence[ViewportSize] = (PHONE, SCREEN)) -> None:
    """At each size axe finds nothing serious, and nothing sticks out; dark on a phone.

    What axe finds depends on the theme or on the size, not on both: each theme is seen at one size.
    """
    for size in sizes:
        theme: Literal["dark", "light"] = "dark" if size == PHONE else "light"
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(size)
        settle(page)
        seen = f"{theme}, {size['width']} px wide"
        faults = serious(page)
        assert not faults, f"{seen}: {faults}"
        assert not sticks_out(page), seen
        if size == SCREEN:
            small = too_small(page)
            assert not small, f"{seen}: {small}"
