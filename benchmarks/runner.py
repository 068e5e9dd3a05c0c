"""Start an app, move its slider in a browser, and record times and bytes."""

from __future__ import annotations

import base64
import io
import os
import statistics
import sys
import time
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import offline
from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, CDPSession, Page

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "scripts"))
from launch import app  # noqa: E402 - scripts are not a package

APPS: Final = {
    "empty": "benchmarks/apps/empty.py",
    "pydeck": "benchmarks/apps/pydeck_inline.py",
    "component": "benchmarks/apps/component_map.py",
    "plotly": "benchmarks/apps/plotly_geo.py",
    "folium": "benchmarks/apps/folium_map.py",
    "atlas": "server.py",
}
MAP: Final = (
    '.deck-map .frame, [data-testid="stDeckGlJsonChart"], [data-testid="stPlotlyChart"], '
    '[data-testid="stCustomComponentV1"], iframe'
)
HANDLE: Final = '[data-testid="stSlider"] [data-testid="stSliderThumbValue"]'
BRUSH: Final = ".deck-map .grip"
VIEWPORT: Final = {"width": 1400, "height": 900}
# Where the end of the period is dragged to, as shares of the slider: never twice to the same place.
STOPS: Final = (0.78, 0.70, 0.83, 0.66, 0.74, 0.86, 0.68, 0.80, 0.72, 0.76)
# Half the size is enough to see that something changed, and cheap to encode.
_SCREENCAST: Final = {"format": "jpeg", "quality": 70, "maxWidth": 700, "maxHeight": 450}
_SCALE: Final = 0.5
_EDGE_PX: Final = 8
# In pixels of a frame, without the bar at the top, where Streamlit shows that it is busy.
_BELOW_THE_BAR: Final = (0, 28, 700, 450)
_NOISE: Final = 24  # of 255: how far JPEG and antialiasing move a pixel that did not change
_QUIET_S: Final = 1.0
_BUSY_S: Final = 1.0  # a page that answers slower than this is not quiet
_PATIENCE_S: Final = 120.0
_KINDS: Final = {"streamlit": "server", "--type=renderer": "page", "--type=gpu-process": "graphics"}
_PLAYBACK_S: Final = 4.0
_DRAG_STEPS: Final = 40
_DRAG: Final = (0.95, 0.55)  # from where to where, as shares of the time axis


@dataclass
class Move:
    """One slider move: seconds from its release to the repaint of the map and to the script's end.

    `received_s` ends when the frame of the repaint arrived. `cpu_s` is the processor time from
    release to quiet, by process: server, page, graphics, rest.
    """

    repaint_s: float
    finished_s: float
    received_s: float
    cpu_s: dict[str, float] = field(default_factory=dict)


@dataclass
class Drag:
    """One long drag of the end of the period, step by step.

    The time it took, how often the map changed meanwhile, and the time from its release until every
    number on the page had followed. Times in seconds.
    """

    took_s: float
    frames: int
    followed_s: float


@dataclass
class Wire:
    """Bytes that one slider move sent and received, and the size of each message and file.

    `deflated` is what `received` takes once compressed as a WebSocket does it (RFC 7692: one
    stream, flushed after each message), with a window that is empty when the move begins.
    """

    received: int = 0
    deflated: int = 0
    sent: int = 0
    http: int = 0
    messages: list[tuple[str, int]] = field(default_factory=list)
    fetched: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class Result:
    """One app, one size, one repetition. Times in seconds."""

    app: str
    count: int
    repeat: int
    start_s: float
    cold_first_s: float
    cold_whole_s: float
    warm_first_s: float
    warm_whole_s: float
    moves: list[Move]
    wire: list[Wire]
    playback_fps: float | None
    drag: Drag


@contextmanager
def server(script: str, folder: Path) -> Iterator[tuple[str, float]]:
    """Run an app on a data folder; yield its address once it answers, and the seconds that took."""
    since = time.monotonic()
    environment = {**os.environ, "ATLAS_DATA": str(folder)}
    with app(script, environment=environment, options=("--server.maxMessageSize", "1000")) as url:
        yield url, time.monotonic() - since


@dataclass(frozen=True)
class Frame:
    """A picture of the page (JPEG, base 64), and when it was composed and received, s since 1970.

    Drawing takes place between the two; without a graphics card it takes long.
    """

    composed_s: float
    received_s: float
    data: str


class Screencast:
    """All frames that the browser composes."""

    def __init__(self, page: Page) -> None:
        """Start recording; frames arrive while Playwright waits for something."""
        self.frames: list[Frame] = []
        self._cdp: CDPSession = page.context.new_cdp_session(page)
        self._cdp.on("Page.screencastFrame", self._take)
        self._cdp.send("Page.startScreencast", _SCREENCAST)

    def _take(self, event: dict[str, Any]) -> None:
        composed_s = float(event["metadata"]["timestamp"])
        self.frames.append(Frame(composed_s, time.time(), event["data"]))
        self._cdp.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def last_change(self, box: tuple[int, int, int, int], after_s: float) -> Frame | None:
        """Return the last frame after `after_s` that changed pixels in `box`, a part of it."""
        before, last = None, None
        for frame in self.frames:
            image = Image.open(io.BytesIO(base64.b64decode(frame.data))).convert("L").crop(box)
            if before is not None and frame.composed_s > after_s and _differ(before, image):
                last = frame
            before = image
        return last

    def count_changes(self, box: tuple[int, int, int, int]) -> int:
        """Return how many frames changed pixels in `box`."""
        images = [
            Image.open(io.BytesIO(base64.b64decode(frame.data))).convert("L").crop(box)
            for frame in self.frames
        ]
        return sum(_differ(one, other) for one, other in pairwise(images))


def _differ(one: Image.Image, other: Image.Image) -> bool:
    extremes = ImageChops.difference(one, other).getextrema()
    return float(extremes[1]) > _NOISE  # type: ignore[arg-type]


class Visit:
    """One visitor: a new browser context on the app."""

    def __init__(self, browser: Browser, url: str, *, has_map: bool = True) -> None:
        """Open the page and wait until nothing changes any more.

        With `has_map` only the map is watched for changes, else all that is on the screen.
        """
        self.context = browser.new_context(viewport=VIEWPORT, color_scheme="light")  # type: ignore[arg-type]
        self.context.add_init_script(path=HERE / "observer.js")
        origin = "/".join(url.split("/")[:3])
        self.context.route(lambda address: not address.startswith(origin), offline.answer)
        self.page = self.context.new_page()
        self.page.set_default_timeout(_PATIENCE_S * 1000)
        self.page.on("dialog", lambda d: d.dismiss())
        self.cast = Screencast(self.page)
        self.page.goto(url, wait_until="commit")
        self.settle(f"{'b.firstMap !== null && ' * has_map}b.finished.length > 0")
        state = self._state()
        self.origin = float(state["wall"])
        self.first_map_s = float(state["firstMap"] or "nan") / 1000
        self.box = self._map_box() if has_map else _BELOW_THE_BAR
        last = self.cast.last_change(self.box, 0.0)
        whole = [self.first_map_s, *([last.composed_s - self.origin / 1000] if last else [])]
        self.whole_map_s = max(whole)
        self._ends = self._slider_ends()

    def close(self) -> None:
        """Close the page."""
        self.context.close()

    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.page.evaluate(
            "() => ({...window.__bench, finished: [...window.__bench.finished]})"
        )
        return state

    def settle(self, condition: str) -> None:
        """Wait until `condition` of `b` (see observer.js) holds, then until nothing is painted."""
        self.page.wait_for_function(f"() => {{ const b = window.__bench; return {condition}; }}")
        end = time.monotonic() + _PATIENCE_S
        quiet_since, frames = time.monotonic(), len(self.cast.frames)
        while time.monotonic() - quiet_since < _QUIET_S and time.monotonic() < end:
            sent = time.monotonic()
            self.page.evaluate(
                "() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
            )
            slow = time.monotonic() - sent > _BUSY_S
            self.page.wait_for_timeout(50)
            if slow or len(self.cast.frames) != frames:
                quiet_since, frames = time.monotonic(), len(self.cast.frames)
        if time.monotonic() >= end:
            print(f"still changing after {_PATIENCE_S:.0f} s: {self.page.url}", file=sys.stderr)

    def _map_box(self) -> tuple[int, int, int, int]:
        box = self.page.locator(MAP).first.bounding_box()
        if box is None:
            sys.exit(f"There is no map on {self.page.url}")
        bottom = min(box["y"] + box["height"], VIEWPORT["height"])
        edges = (box["x"] + _EDGE_PX, box["y"] + _EDGE_PX,
                 box["x"] + box["width"] - _EDGE_PX, bottom - _EDGE_PX)  # fmt: skip
        left, top, right, low = (round(v * _SCALE) for v in edges)
        return left, top, right, low

    def _slider_ends(self) -> tuple[float, float]:
        xs = [x for x, _ in self._handles()]
        return min(xs), max(xs)

    def _handles(self) -> list[tuple[float, float]]:
        values = self.page.locator(HANDLE).locator("..").all()
        boxes = [handle.bounding_box() for handle in values]
        return [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in boxes if b is not None]

    def drag(self, share: float) -> dict[str, float]:
        """Drag the right handle to `share` of the slider and release it.

        Returns the processor time spent before the release.
        """
        x, y = max(self._handles())
        low, high = self._ends
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(low + share * (high - low), y, steps=3)
        # What dragging itself draws must not count as a response.
        self.page.wait_for_timeout(250)
        self.cast.frames = self.cast.frames[-1:]
        self.page.evaluate("() => { window.__bench.finished.length = 0; }")
        before = processor_s()
        self.page.mouse.up()
        return before

    def drag_slowly(self) -> Drag:
        """Drag the end of the period step by step: of the map's time axis, else of the slider."""
        if self.page.locator(BRUSH).count():
            self.page.locator(BRUSH).last.scroll_into_view_if_needed()
            grips = [box for g in self.page.locator(BRUSH).all() if (box := g.bounding_box())]
            (low, y), (high, _) = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2)
                                   for b in grips]  # fmt: skip
            x = high
        else:
            (x, y), (low, high) = max(self._handles()), self._ends
        start, end = (low + share * (high - low) for share in _DRAG)
        box = self._map_box()
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(start, y)
        self.page.wait_for_timeout(1000)
        self.cast.frames = self.cast.frames[-1:]
        since = time.monotonic()
        for step in range(1, _DRAG_STEPS + 1):
            self.page.mouse.move(start + (end - start) * step / _DRAG_STEPS, y)
        took = time.monotonic() - since
        self.page.wait_for_timeout(1000)  # the last frames are still on their way
        frames = self.cast.count_changes(box)
        self.page.evaluate("() => { window.__bench.finished.length = 0; }")
        self.page.mouse.up()
        self.settle("b.finished.length > 0")
        state = self._state()
        followed = (float(state["finished"][-1]) - float(state["released"])) / 1000
        return Drag(took, frames, followed)

    def move(self, share: float) -> Move:
        """Move the slider and return how long the response took."""
        before = self.drag(share)
        self.settle("b.finished.length > 0")
        spent = {name: total - before[name] for name, total in processor_s().items()}
        state = self._state()
        released = float(state["released"])
        finished = (float(state["finished"][-1]) - released) / 1000
        start = (self.origin + released) / 1000
        changed = self.cast.last_change(self.box, start)
        if changed is None:
            return Move(finished, finished, finished, spent)
        return Move(changed.composed_s - start, finished, changed.received_s - start, spent)

    def weigh(self, share: float) -> Wire:
        """Move the slider and return the bytes sent and received."""
        wire, addresses = Wire(), {}
        stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        cdp = self.context.new_cdp_session(self.page)
        cdp.send("Network.enable", {"maxTotalBufferSize": 200_000_000,
                                    "maxResourceBufferSize": 200_000_000})  # fmt: skip

        def received(event: dict[str, Any]) -> None:
            data = _payload(event)
            wire.received += len(data)
            wire.deflated += len(stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH))
            wire.messages.append((_what(data), len(data)))

        def sent(event: dict[str, Any]) -> None:
            wire.sent += len(_payload(event))

        def requested(event: dict[str, Any]) -> None:
            addresses[event["requestId"]] = event["request"]["url"]

        def loaded(event: dict[str, Any]) -> None:
            size = int(event["encodedDataLength"])
            wire.http += size
            wire.fetched.append((addresses.get(event["requestId"], "?"), size))

        cdp.on("Network.webSocketFrameReceived", received)
        cdp.on("Network.webSocketFrameSent", sent)
        cdp.on("Network.requestWillBeSent", requested)
        cdp.on("Network.loadingFinished", loaded)
        self.drag(share)
        self.settle("b.finished.length > 0")
        cdp.detach()
        return wire

    def playback(self) -> float | None:
        """Press Play and return the frames per second that WebGL draws; None without a button."""
        button = self.page.get_by_role("button", name="Play", exact=False)
        if not button.count():
            return None
        button.first.click()
        self.page.wait_for_timeout(1000)
        before, since = self._state()["drawn"], time.monotonic()
        self.page.wait_for_timeout(_PLAYBACK_S * 1000)
        return float(self._state()["drawn"] - before) / (time.monotonic() - since)


def processor_s() -> dict[str, float]:
    """Return the processor seconds of all child processes, by their kind."""
    parent, spent, kind = {}, {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        pid = int(folder.name)
        parent[pid] = int(fields[1])
        spent[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        kind[pid] = next((name for sign, name in _KINDS.items() if sign in command), "rest")
    seconds_of = dict.fromkeys((*_KINDS.values(), "rest"), 0.0)
    for pid, seconds in spent.items():
        above = parent[pid]
        while above > 1 and above != os.getpid():
            above = parent.get(above, 0)
        if above == os.getpid():
            seconds_of[kind[pid]] += seconds
    return seconds_of


def _payload(event: dict[str, Any]) -> bytes:
    response = event["response"]
    data: str = response["payloadData"]
    return base64.b64decode(data) if response["opcode"] == 2 else data.encode()  # noqa: PLR2004


def _what(data: bytes) -> str:
    """Return the type of a message of the server; for an element also which, and its path."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: PLC0415

    message = ForwardMsg.FromString(data)
    kind: str = message.WhichOneof("type") or "?"
    if kind != "delta":
        return kind
    what: str = message.delta.WhichOneof("type") or "?"
    path = "/".join(map(str, message.metadata.delta_path))
    if what == "new_element":
        what = message.delta.new_element.WhichOneof("type") or "?"
    elif what == "add_block":
        what = f"block {message.delta.add_block.WhichOneof('type') or 'plain'}"
    return f"{what} {path}"


def measure(
    browser: Browser, name: str, folder: Path, count: int, repeat: int, *, moves: int
) -> Result:
    """Start the app `name` and measure it once: two visitors, slider moves, bytes, playback."""
    with server(APPS[name], folder) as (url, start_s):
        cold = Visit(browser, url)
        cold.close()
        visit = Visit(browser, url)
        # The first move of a session also fills caches and compiles shaders, so it is not timed.
        visit.move(0.9)
        timed = [visit.move(STOPS[i % len(STOPS)]) for i in range(moves)]
        weighed = [visit.weigh(share) for share in (0.64, 0.77)]
        drag = visit.drag_slowly()
        fps = visit.playback()
        visit.close()
    return Result(
        name, count, repeat, start_s, cold.first_map_s, cold.whole_map_s, visit.first_map_s,
        visit.whole_map_s, timed, weighed, fps, drag,
    )  # fmt: skip


def median(values: list[float]) -> float:
    """Return the median, or NaN if there are no values."""
    return statistics.median(values) if values else float("nan")
