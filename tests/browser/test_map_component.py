"""The map component in a real browser, on small apps of its own (tests/browser/apps)."""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, timedelta
from urllib.parse import parse_qs, quote, urlsplit

import numpy as np
import pytest

from scripts import launch
from tests.browser.drawn_map import FRAME, READY, SPY, opened
from tests.browser.visits import serious

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RED, BLUE, GREEN = (200, 30, 30), (30, 30, 200), (20, 140, 20)
SITES = {"A": (0, 0), "B": (10, 0), "C": (0, 10)}
N_DAYS = 400
DAYS = {"A": np.arange(0, N_DAYS), "B": np.arange(0, N_DAYS, 2), "C": np.arange(0, N_DAYS, 5)}


@pytest.fixture(scope="module")
def app():
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
def sites(app, browser):
    """One page that most tests share; see `drawn`."""
    with opened(browser, app("sites"), script=SPY) as shared:
        shared.page.wait_for_selector(READY)
        yield shared


@pytest.fixture
def drawn(app, sites):
    """The map with three sites, as it is when a new session opens it."""
    sites.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    sites.page.mouse.move(0, 0)
    if sites.page.url != app("sites") + "/" or not sites.is_untouched():
        sites.page.goto(app("sites"))
        sites.page.wait_for_selector(READY)
    sites.view = (5, 5, 3)
    return sites


def day_in_words(day):
    at = date(1970, 1, 1) + timedelta(days=int(day))
    return f"{at.day} {at:%b} {at.year}"


def counts(first, last):
    return [int(((first <= days) & (days <= last)).sum()) for days in DAYS.values()]


def reruns(asked):
    """What was asked of the server other than signs of life."""
    return [message for message in asked if message.HasField("rerun_script")]


# Pick


def test_the_first_click_answers_in_twenty_of_twenty_fresh_sessions(app, browser):
    for _ in range(20):
        with opened(browser, app("tiny")) as map_:
            map_.page.set_viewport_size({"width": 500, "height": 420})
            map_.page.wait_for_selector(READY)
            map_.view = (0, 0, 1)
            map_.page.mouse.click(*map_.pixel(0, 0))
            map_.page.get_by_text("open: sites A").wait_for()
            assert len(reruns(map_.asked)) == 2, "the opening of the page, and one click"


def test_a_click_shows_at_once_what_was_picked_and_the_tooltip_its_count(drawn):
    drawn.page.mouse.move(*drawn.pixel(10, 0))
    tip = drawn.root.locator(".tooltip")
    tip.wait_for()
    assert tip.inner_text() == "Site B 200 events"
    drawn.page.mouse.click(*drawn.pixel(10, 0))
    assert drawn.wait_for_event("pick") == [
        "sites", {"id": "B", "tip_title": "Site B", "tip_body": "200 events", "n": "200", "s": 25},
    ]  # fmt: skip
    assert drawn.live() == "Site B. Opening."
    drawn.page.keyboard.press("Escape")


def test_the_keyboard_alone_reaches_opens_and_leaves_a_symbol(drawn):
    for _ in range(30):
        drawn.page.keyboard.press("Tab")
        if drawn.root.locator(".walker:focus").count():
            break
    assert drawn.live() == "Site A. 400 events"
    assert drawn.root.locator(".ring").is_visible()
    drawn.page.keyboard.press("ArrowRight")
    assert drawn.live() == "Site B. 200 events"
    drawn.page.keyboard.press("End")
    assert drawn.live() == "Site C. 80 events"
    drawn.page.keyboard.press("Enter")
    assert drawn.wait_for_event("pick")[1]["id"] == "C"
    drawn.page.keyboard.press("Escape")
    drawn.wait_until("() => events.at(-1)[1] === null")
    assert drawn.live() == "Closed."
    drawn.page.keyboard.press("Tab")
    assert drawn.root.locator(".walker:focus").count() == 0, "the focus can leave it"


def test_a_pressed_line_of_the_legend_shows_its_class_alone(drawn):
    red, blue, green = drawn.amounts(RED, BLUE, GREEN)
    assert min(red, blue, green) > 300
    drawn.root.locator(".legend summary").click()
    drawn.root.get_by_role("button", name="B 200").click()
    drawn.rest()
    red, other, green = drawn.amounts(RED, BLUE, GREEN)
    assert other > blue - 100
    assert max(red, green) < 300, "their signs in the legend are left"
    assert drawn.root.locator(".note").inner_text() == (
        "On the map: only B. The counts beside it stay."
    )


# Time


def test_a_drag_draws_every_step_with_the_right_counts_and_asks_the_server_once(drawn):
    page = drawn.page
    drawn.root.locator(".walker").focus()
    page.keyboard.press("ArrowRight")
    grip = drawn.root.get_by_role("slider", name="Last day").bounding_box()
    width = drawn.root.locator(".histogram").bounding_box()["width"]
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    before = len(drawn.asked)
    states, frames = [], set()
    for step in range(1, 41):
        page.mouse.move(x - 1 - step * width / 42, y)
        drawn.frames()
        states.append(drawn.state())
        frames.add(drawn.frame())
    assert len(drawn.asked) == before, "nothing goes to the server before the release"
    page.mouse.up()
    last = states[-1]["period"][1]
    assert drawn.wait_for_event("period") == [0, last]
    assert len(reruns(drawn.asked[before:])) == 1
    assert len(frames) >= 25
    assert len({state["period"][1] for state in states}) == 40
    for state in states:
        first, until = state["period"]
        a, b, c = counts(first, until)
        noun = "event" if a + b + c == 1 else "events"
        assert state["legend"] == [a, b, c]
        assert state["symbol"] == f"Site B, {b} {'event' if b == 1 else 'events'}"
        assert state["when"] == (
            f"{a + b + c} {noun}, {day_in_words(first)} to {day_in_words(until)}"
        )
    assert drawn.state() == states[-1], "and so it stays when the server has answered"


def test_the_bars_are_the_counts_of_weeks_that_begin_on_mondays(drawn):
    titles = drawn.root.locator(".bar title").all_text_contents()
    days = np.concatenate(list(DAYS.values()))
    monday = np.datetime64("1969-12-29")
    weeks, n = np.unique((np.datetime64("1970-01-01") + days - monday).astype(int) // 7,
                         return_counts=True)  # fmt: skip
    assert titles == [
        f"{day_in_words((monday - np.datetime64('1970-01-01')).astype(int) + 7 * week)}: "
        f"{count} per week"
        for week, count in zip(weeks, n, strict=True)
    ]


def test_keys_move_an_end_and_the_period_goes_to_the_server_once(drawn):
    before = len(drawn.asked)
    drawn.root.get_by_role("slider", name="First day").focus()
    for key in ("PageUp", "ArrowRight", "ArrowRight", "ArrowLeft"):
        drawn.page.keyboard.press(key)
    assert drawn.wait_for_event("period") == [31, N_DAYS - 1]
    assert len(reruns(drawn.asked[before:])) == 1
    assert drawn.state()["legend"] == counts(31, N_DAYS - 1)


def test_playback_walks_the_period_and_leaves_it_as_it_was(drawn):
    before = len(drawn.asked)
    drawn.tool("Step on")
    assert drawn.state()["legend"] == counts(0, 6)
    drawn.tool("Step on")
    assert drawn.state()["legend"] == counts(0, 13)
    drawn.tool("Step back")
    assert drawn.state()["legend"] == counts(0, 6)
    drawn.tool("Play")
    drawn.page.wait_for_function(
        "root => Number(root.querySelector('.legend .n').textContent) >= 21",
        arg=drawn.root.element_handle(),
    )
    drawn.tool("Pause")
    drawn.tool("Leave playback")
    assert drawn.state()["legend"] == counts(0, N_DAYS - 1)
    assert len(drawn.asked) == before


# View


def test_pan_and_zoom_stay_in_the_address_at_a_reload_and_at_back(app, drawn):
    page = drawn.page
    x, y = drawn.pixel(5, 8)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 10)
    page.mouse.move(x - 120, y - 20)
    # Held still, so that the map does not glide on.
    page.wait_for_timeout(300)
    page.mouse.up()
    page.keyboard.press("Escape")
    drawn.tool("Zoom in")
    page.wait_for_function("() => decodeURIComponent(location.search).endsWith(',4.00')")
    drawn.wait_until("zoom => events.at(-1)[1].zoom === zoom", 4)
    view = drawn.events()[-1][1]
    latitude, longitude, zoom = map(float, parse_qs(urlsplit(page.url).query)["at"][0].split(","))
    assert (view["latitude"], view["longitude"], view["zoom"]) == (latitude, longitude, zoom)
    expected = drawn.place(*(a + b for a, b in zip(drawn.pixel(5, 5), (120, 20), strict=True)))
    assert (longitude, latitude) == pytest.approx(expected, abs=0.01)
    assert view["bounds"][0] < longitude < view["bounds"][2]
    link = page.url
    drawn.view = (latitude, longitude, zoom)
    for go in (page.reload, lambda: page.goto(app("tiny")), page.go_back):
        go()
        page.wait_for_selector(READY)
    assert page.url == link
    page.mouse.move(*drawn.pixel(10, 0))
    drawn.root.locator(".tooltip").filter(has_text="Site B").wait_for()
    drawn.tool("Back to the opening view")
    page.wait_for_function("() => decodeURIComponent(location.search).endsWith(',3.00')")
    at = parse_qs(urlsplit(page.url).query)["at"][0]
    assert [float(v) for v in at.split(",")] == [5, 5, 3]


def test_a_map_opens_with_all_of_its_bounds_and_fits_them_again(app, drawn):
    page = drawn.page
    page.goto(f"{app('sites')}/?opening=1")
    page.wait_for_selector(READY)
    drawn.frames()
    opening = drawn.amounts(RED, BLUE, GREEN)
    assert min(opening) > 1500, "all three sites are there, in full"
    for _ in range(2):
        drawn.tool("Zoom in")
        drawn.rest()
    assert min(drawn.amounts(RED, BLUE, GREEN)) < 1500
    drawn.tool("Fit the map to what is shown")
    drawn.rest()
    assert drawn.amounts(RED, BLUE, GREEN) == pytest.approx(opening, abs=60)


def test_who_wants_less_motion_is_at_the_place_at_once(drawn):
    def frames_of_a_zoom():
        fit = drawn.root.get_by_role("button", name="Fit the map to what is shown")
        seen = fit.evaluate(
            """async (fit, frame) => {
              const root = fit.closest(".deck-map");
              const next = () => new Promise(done => requestAnimationFrame(done));
              const see = new Function("root", `return (${frame})(root)`);
              const seen = new Set();
              fit.click();
              while (root.dataset.atRest === "true") await next();
              while (root.dataset.atRest !== "true") { seen.add(see(root)); await next(); }
              return seen.size;
            }""",
            FRAME,
        )
        drawn.tool("Back to the opening view")
        drawn.rest()
        return seen

    assert frames_of_a_zoom() > 2
    drawn.page.emulate_media(reduced_motion="reduce")
    assert frames_of_a_zoom() <= 2


# Shapes


def drag_corner(drawn, at, to):
    """Drag a corner of the shape, as a hand does; return the shape that comes back."""
    mouse, n = drawn.page.mouse, len(drawn.events())
    drawn.rest()
    mouse.move(*at)
    mouse.down()
    for share in (0.1, 0.4, 0.7, 1, 1):
        mouse.move(*(a + share * (b - a) for a, b in zip(at, to, strict=True)))
        drawn.frames(1)
    mouse.up()
    drawn.wait_until("n => events.length > n", n)
    return drawn.events()[-1][1]


def test_a_box_comes_back_as_drawn_and_follows_its_corner(drawn):
    page = drawn.page
    (x0, y0), (x1, y1) = drawn.pixel(-5, 12), drawn.pixel(12, -4)
    corners = [tuple(map(round, corner)) for corner in ((x0, y0), (x1, y1))]
    drawn.tool("Draw a box")
    page.wait_for_selector(".tools button[data-kind=box][aria-pressed=true]")
    for x, y in corners:
        page.mouse.move(x, y)
        page.mouse.click(x, y)
    (shape,) = drawn.wait_for_event("shape")
    (west, north), (east, south) = (drawn.place(*corner) for corner in corners)
    assert shape["kind"] == "box"
    assert_bounds(shape["ring"], west, south, east, north)
    assert shape["ring"][0] == shape["ring"][-1]
    assert len(shape["ring"]) == 5
    x, y = corners[1]
    moved = drag_corner(drawn, (x, y), (x + 30, y + 20))
    east, south = drawn.place(x + 30, y + 20)
    assert_bounds(moved["ring"], west, south, east, north)
    drawn.tool("Take the shape away")
    drawn.wait_until("() => events.at(-1)[1] === null")


def assert_bounds(ring, *bounds):
    x, y = np.array(ring).T
    assert (x.min(), y.min(), x.max(), y.max()) == pytest.approx(bounds, abs=1e-3)


def test_a_circle_comes_back_with_centre_and_radius_and_picks_nothing_under_it(drawn):
    page = drawn.page
    centre = tuple(map(round, drawn.pixel(5, 0)))
    edge = centre[0] + 60, centre[1]  # on site B
    drawn.tool("Draw a circle")
    page.wait_for_selector(".tools button[data-kind=circle][aria-pressed=true]")
    for point in (centre, edge):
        page.mouse.move(*point)
        page.mouse.click(*point)
    (shape,) = drawn.wait_for_event("shape")
    assert shape["kind"] == "circle"
    assert shape["centre"] == pytest.approx(drawn.place(*centre), abs=0.02)
    across = drawn.place(*edge)[0] - drawn.place(*centre)[0]
    assert shape["radiusKm"] == pytest.approx(across * 111.195, rel=0.01)
    assert shape["ring"][0] == shape["ring"][-1]
    drawn.tool("Take the shape away")
    drawn.wait_until("() => events.at(-1)[1] === null")
    assert [name for name, *_ in drawn.events()] == ["shape", "shape"], "B was not picked"


def test_a_polygon_comes_back_with_its_corners_and_one_of_them_can_be_moved(drawn):
    page = drawn.page
    corners = [tuple(map(round, drawn.pixel(*at))) for at in ((-4, -4), (14, -4), (14, 13))]
    drawn.tool("Draw a polygon")
    page.wait_for_selector(".tools button[data-kind=polygon][aria-pressed=true]")
    for corner in (*corners, corners[0]):
        page.mouse.move(*corner)
        page.mouse.click(*corner)
    (shape,) = drawn.wait_for_event("shape")
    assert shape["kind"] == "polygon"
    places = sorted(drawn.place(*corner) for corner in corners)
    assert np.array(sorted(map(tuple, shape["ring"][:-1]))) == pytest.approx(
        np.array(places), abs=1e-3
    )
    x, y = corners[2]
    moved = drag_corner(drawn, (x, y), (x - 40, y - 20))["ring"]
    places = sorted(drawn.place(*corner) for corner in (*corners[:2], (x - 40, y - 20)))
    assert np.array(sorted(map(tuple, moved[:-1]))) == pytest.approx(np.array(places), abs=1e-3)


def test_escape_ends_drawing_and_a_click_picks_again(drawn):
    drawn.tool("Draw a polygon")
    drawn.page.wait_for_selector(".tools button[data-kind=polygon][aria-pressed=true]")
    drawn.page.mouse.click(*drawn.pixel(5, 5))
    drawn.page.keyboard.press("Escape")
    drawn.page.mouse.click(*drawn.pixel(0, 10))
    assert drawn.wait_for_event("pick")[1]["id"] == "C"


# Who uses it, and where


def test_axe_finds_nothing_serious_in_either_theme(drawn):
    for theme in ("dark", "light"):
        drawn.page.emulate_media(color_scheme=theme)
        drawn.frames(4)
        assert serious(drawn.page) == [], theme


def test_two_maps_on_a_page_answer_each_for_itself(app, sites):
    page = sites.page
    page.goto(app("two"))
    for label in ("Site left", "Site right"):
        page.get_by_label(label).first.wait_for()
    page.wait_for_function(
        "() => [...document.querySelectorAll('*')].flatMap(e => [...(e.shadowRoot?."
        "querySelectorAll('.deck-map.ready') ?? [])]).length === 2"
    )
    sites.frames()
    left, right = page.locator(".deck-map").all()
    box = right.locator(".map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_text("right: sites right, (0, 9)").wait_for()
    left.get_by_role("slider", name="First day").press("PageUp")
    page.get_by_text("left: , (9, 9)").wait_for()
    assert left.locator(".when").inner_text() == "1 row, 10 Jan 1970 to 10 Jan 1970"
    assert right.locator(".when").inner_text() == "10 rows, 1 Jan 1970 to 10 Jan 1970"
    assert left.locator(".bar title").all_text_contents()[0] == "1 Jan 1970: 1 per day"


def test_fifty_maps_one_after_the_other_leave_nothing_behind(app, browser):
    warnings = []
    with opened(browser, app("tiny"), script=SPY) as map_:
        page = map_.page
        page.set_viewport_size({"width": 500, "height": 420})
        page.on("console", lambda message: warnings.append(message.text))
        # No element is asked for by a handle, which would keep its map.
        page.locator(READY).wait_for()
        for number in range(1, 51):
            page.get_by_role("button", name="Another map").click()
            page.locator(f'canvas[aria-label="Map {number}"]').wait_for()
        page.locator(READY).wait_for()
        memory = page.context.new_cdp_session(page)
        for _ in range(3):
            memory.send("HeapProfiler.collectGarbage")
        live, kept, seen = page.evaluate(
            """() => [window.contexts.filter(one => one.deref()?.isContextLost() === false).length,
                      window.contexts.filter(one => one.deref()).length, window.contexts.length]"""
        )
    assert seen > 100, "each map has two"
    assert live <= 2
    assert kept <= 4, "of the maps that have gone nothing is kept"
    assert not [text for text in warnings if "WebGL context" in text]


CODE = ["@@=alert(window.bad = 1)", "@@#bad", "@@type", "__proto__", "constructor", "{tip_body}",
        "<img src=x onerror=window.bad=1>", "'><svg onload=window.bad=1>",
        "javascript:window.bad=1", "${window.bad=1}", "</b><script>window.bad=1</script>",
        "' onmouseover='window.bad=1", "@@function",
        "@@=[window.bad=1]"]  # fmt: skip


def test_texts_that_look_like_code_are_texts(app, sites):
    texts = [*CODE, *(a + b for a, b in zip(CODE, reversed(CODE), strict=True))][:20]
    page = sites.page
    page.goto(f"{app('texts')}/?{'&'.join(f'text={quote(text, safe=chr(0))}' for text in texts)}")
    page.wait_for_selector(READY)
    sites.view = (0, 0, 2)
    for longitude, latitude, text in [(5 * i, y, texts[i]) for i in range(10) for y in (0, 10)]:
        page.mouse.move(*sites.pixel(longitude, latitude))
        tip = sites.root.locator(".tooltip .seen")
        tip.filter(has_text=text).wait_for()
        assert tip.inner_text() == text
        assert sites.root.locator(".tooltip *").count() == 1
    page.mouse.click(*sites.pixel(30, 0))
    page.get_by_text(f"open: {texts[6]}", exact=True).wait_for()
    sites.root.locator(".walker").focus()
    for text in texts:
        assert sites.live() == f"{text}. {text}"
        page.keyboard.press("ArrowRight")
    assert page.evaluate("() => [window.bad, ({}).bad, Object.keys(Object.prototype)]") == [
        None, None, [],
    ]  # fmt: skip


def test_private_points_are_drawn_from_their_bytes_and_follow_the_period(app, sites):
    page = sites.page
    page.goto(app("points"))
    page.wait_for_selector(READY)
    sites.frames(4)
    drawn = sites.amounts(RED, BLUE, GREEN)
    assert min(drawn) > 200
    sites.root.get_by_role("slider", name="First day").press("ArrowRight")
    sites.frames(4)
    red, blue, green = sites.amounts(RED, BLUE, GREEN)
    assert (red, min(blue, green) > 200) == (0, True)


def test_without_webgl_a_sentence_says_so(app, browser):
    without = """const getContext = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
        return kind.startsWith("webgl") ? null : getContext.call(this, kind, ...more);
      };"""
    with opened(browser, app("tiny"), script=without) as map_:
        said = map_.page.get_by_text("This browser cannot draw the map")
        said.wait_for()
        assert "WebGL 2 is missing or turned off" in said.inner_text()
        map_.page.get_by_text("open: None").wait_for()


def test_a_finger_scrolls_the_page_past_the_map(app, browser):
    with opened(browser, app("sites"), has_touch=True, is_mobile=True) as map_:
        page = map_.page
        page.set_viewport_size({"width": 390, "height": 600})
        page.wait_for_selector(READY)
        box = map_.root.locator(".map").bounding_box()
        finger = page.context.new_cdp_session(page)
        x, y = box["x"] + 150, box["y"] + 250
        for kind, up in [("touchStart", 0), *(("touchMove", up) for up in range(10, 210, 10))]:
            finger.send("Input.dispatchTouchEvent",
                        {"type": kind, "touchPoints": [{"x": x, "y": y - up}]})  # fmt: skip
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        moved = box["y"] - map_.root.locator(".map").bounding_box()["y"]
        assert moved > 100
        map_.rest()
        assert "at=" not in page.url, "the map has not moved"


@contextmanager
def proxied(target, prefix):
    """A reverse proxy on a port of its own, which serves `target` below a prefix."""
    host, port = urlsplit(target).netloc.split(":")

    def pipe(source, sink):
        with suppress(OSError):
            while chunk := source.recv(65536):
                sink.sendall(chunk)
            sink.shutdown(socket.SHUT_WR)

    class Proxy(socketserver.BaseRequestHandler):
        def handle(self):
            head = self.request.recv(65536)
            while head and b"\r\n\r\n" not in head:
                head += self.request.recv(65536)
            head = head.replace(f" {prefix}".encode(), b" ", 1)
            # A request for each connection, so that only the first line needs another path.
            head = re.sub(rb"(?i)\nconnection: keep-alive", b"\nConnection: close", head)
            with socket.create_connection((host, int(port))) as server:
                server.sendall(head)
                back = threading.Thread(target=pipe, args=(server, self.request))
                back.start()
                pipe(self.request, server)
                back.join()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Proxy) as proxy:
        proxy.daemon_threads = True
        thread = threading.Thread(target=proxy.serve_forever)
        thread.start()
        yield f"http://localhost:{proxy.server_address[1]}{prefix}"
        proxy.shutdown()
        thread.join()


def test_it_works_below_a_path_and_behind_a_reverse_proxy(app, browser):
    below = app("sites", "/deep/er")
    with proxied(app("sites"), "/prefix") as behind:
        for url in (below, behind):
            with opened(browser, f"{url}/?land=1") as map_:
                map_.page.wait_for_selector(READY)
                land, sea = map_.amounts((255, 238, 221), (221, 238, 255))
                assert min(land, sea) > 10_000, url
                map_.page.mouse.click(*map_.pixel(0, 0))
                assert map_.wait_for_event("pick")[1]["id"] == "A"
