"""The map component in a real browser, on small apps of its own (tests/browser/apps)."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from tests.browser.drawn_map import FRAME, READY, opened

pytestmark = pytest.mark.browser

RED, BLUE, GREEN = (200, 30, 30), (30, 30, 200), (20, 140, 20)
N_DAYS = 400
DAYS = {"A": np.arange(0, N_DAYS), "B": np.arange(0, N_DAYS, 2), "C": np.arange(0, N_DAYS, 5)}


def day_in_words(day):
    at = date(1970, 1, 1) + timedelta(days=int(day))
    return f"{at.day} {at:%b} {at.year}"


def counts(first, last):
    return [int(((first <= days) & (days <= last)).sum()) for days in DAYS.values()]


def reruns(asked):
    """What was asked of the server other than signs of life."""
    return [message for message in asked if message.HasField("rerun_script")]


# Pick


def test_the_first_click_answers_in_every_fresh_session(small_app, browser, full_size):
    for _ in range(20 if full_size else 4):
        with opened(browser, small_app("tiny")) as map_:
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


def test_pan_and_zoom_stay_in_the_address_at_a_reload_and_at_back(small_app, drawn):
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
    for go in (page.reload, lambda: page.goto(small_app("tiny")), page.go_back):
        go()
        page.wait_for_selector(READY)
    assert page.url == link
    page.mouse.move(*drawn.pixel(10, 0))
    drawn.root.locator(".tooltip").filter(has_text="Site B").wait_for()
    drawn.tool("Back to the opening view")
    page.wait_for_function("() => decodeURIComponent(location.search).endsWith(',3.00')")
    at = parse_qs(urlsplit(page.url).query)["at"][0]
    assert [float(v) for v in at.split(",")] == [5, 5, 3]


def test_a_map_opens_with_all_of_its_bounds_and_fits_them_again(small_app, drawn):
    page = drawn.page
    page.goto(f"{small_app('sites')}/?opening=1")
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
