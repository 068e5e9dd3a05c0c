"""A map of the component on a page, as the browser tests see it."""

from __future__ import annotations

import io
import json
import math
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.browser.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

READY = '.deck-map[data-at-rest="true"]'
# Each WebGL context, without keeping it; its picture stays readable after the frame.
SPY = """
window.contexts = [];
const getContext = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, options) {
  if (!kind.startsWith("webgl")) return getContext.call(this, kind, options);
  const context = getContext.call(this, kind, { ...options, preserveDrawingBuffer: true });
  if (context && !window.contexts.some((one) => one.deref() === context)) {
    window.contexts.push(new WeakRef(context));
  }
  return context;
};
"""
_FRAMES = """n => new Promise(done => {
  const next = () => n-- ? requestAnimationFrame(next) : done();
  next();
})"""
FRAME = """root => {
  const small = new OffscreenCanvas(200, 150).getContext("2d");
  for (const canvas of root.querySelectorAll("canvas")) small.drawImage(canvas, 0, 0, 200, 150);
  return small.getImageData(0, 0, 200, 150).data.reduce((sum, v) => (sum * 31 + v) | 0, 7);
}"""
_STATE = """root => ({
  when: root.querySelector(".when").textContent,
  period: [...root.querySelectorAll(".grip")].map(grip => Number(grip.ariaValueNow)),
  legend: [...root.querySelectorAll(".legend .n")].map(place => Number(place.textContent)),
  symbol: root.querySelector(".walker").textContent,
})"""


@dataclass
class DrawnMap:
    """One map: its root in the page, and the view that it is known to have."""

    page: Page
    root: Locator
    view: tuple[float, float, float] = (5, 5, 3)
    asked: list[BackMsg] = field(default_factory=list)

    def pixel(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place is, in pixels of the window (Web Mercator, 512 pixels at zoom 0)."""
        box = self.root.locator(".map").bounding_box()
        (x, y), (x0, y0) = self._world(longitude, latitude), self._world(*self.view[1::-1])
        return box["x"] + box["width"] / 2 + x - x0, box["y"] + box["height"] / 2 + y - y0

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude at a pixel of the window."""
        box = self.root.locator(".map").bounding_box()
        x0, y0 = self._world(*self.view[1::-1])
        size = 512 * 2 ** self.view[2]
        share_x = (x0 + x - box["x"] - box["width"] / 2) / size
        share_y = (y0 + y - box["y"] - box["height"] / 2) / size
        latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * share_y))))
        return 360 * share_x - 180, latitude

    def _world(self, longitude: float, latitude: float) -> tuple[float, float]:
        size = 512 * 2 ** self.view[2]
        angle = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
        return size * (longitude + 180) / 360, size * (1 - angle / math.pi) / 2

    def frames(self, n: int = 2) -> None:
        """Wait for so many frames of the browser."""
        self.page.evaluate(_FRAMES, n)

    def frame(self) -> int:
        """A number for what the canvases show now."""
        return self.root.evaluate(FRAME)

    def state(self) -> dict[str, Any]:
        """What stands around the map: date and count, the grips, the legend, the symbol."""
        return self.root.evaluate(_STATE)

    def colour_at(self, x: float, y: float) -> tuple[int, int, int]:
        """The colour of a pixel of the window."""
        return tuple(int(v) for v in self._picture()[int(y), int(x)])

    def amounts(self, *colours: tuple[int, int, int]) -> list[int]:
        """How many pixels of the map have each colour."""
        box = {name: int(value) for name, value in self.root.locator(".map").bounding_box().items()}
        picture = self._picture()[box["y"] : box["y"] + box["height"]]
        return [int((np.abs(picture - colour).max(axis=2) <= 3).sum()) for colour in colours]

    def _picture(self) -> np.ndarray:
        return np.asarray(Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")).astype(int)

    def rest(self) -> None:
        """Wait until all is drawn, nothing moves and the server is told."""
        self.frames(1)
        self.page.wait_for_selector(READY)

    def events(self) -> list[list[Any]]:
        """What the page says came back."""
        return json.loads(self.page.get_by_test_id("stCode").inner_text())

    def is_untouched(self) -> bool:
        """Whether the page is as a new session sees it."""
        changed = self.root.locator(".note:visible, .leave:visible, .legend[open]")
        return self.events() == [] and changed.count() == 0

    def wait_until(self, condition: str, value: Any = None) -> None:
        """Wait until a JavaScript function of `value` says yes to the `events` that came back."""
        self.page.wait_for_function(
            f"""value => {{
              const events = JSON.parse(document.querySelector('[data-testid="stCode"]').innerText);
              return ({condition})(value);
            }}""",
            arg=value,
        )

    def wait_for_event(self, name: str) -> Any:
        """Wait until the last event is of this name; return its values."""
        self.wait_until("name => events.at(-1)?.[0] === name", name)
        return self.events()[-1][1:]

    def tool(self, name: str) -> None:
        """Press a button of the map."""
        self.root.get_by_role("button", name=name, exact=True).click()

    def live(self) -> str:
        """What is said to those who do not see."""
        return self.root.locator(".live").inner_text()


@contextmanager
def opened(browser: Browser, url: str, *, script: str = "", **options: Any) -> Iterator[DrawnMap]:
    """Open a page as somebody new; in the end it has not complained or asked another host."""
    context = browser.new_context(viewport={"width": 1100, "height": 820}, **options)
    if script:
        context.add_init_script(script)
    visit = Visit(context.new_page())
    drawn = DrawnMap(visit.page, visit.page.locator(".deck-map").first)

    def listen(frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            drawn.asked.append(BackMsg.FromString(frame))

    visit.page.on("websocket", lambda socket: socket.on("framesent", listen))
    visit.page.goto(url)
    try:
        yield drawn
    finally:
        context.close()
    assert visit.complaints == []
    assert {host.partition(":")[0] for host in visit.hosts} == {"localhost"}
