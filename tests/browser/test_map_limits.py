"""The map component beside others, with hostile texts, without WebGL, behind a proxy."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.browser.drawn_map import READY, SPY, opened
from tests.browser.proxy import proxied
from tests.browser.visits import serious

pytestmark = pytest.mark.browser

RED, BLUE, GREEN = (200, 30, 30), (30, 30, 200), (20, 140, 20)


# Who uses it, and where


def test_axe_finds_nothing_serious_in_either_theme(drawn):
    for theme in ("dark", "light"):
        drawn.page.emulate_media(color_scheme=theme)
        drawn.frames(4)
        assert serious(drawn.page) == [], theme


def test_two_maps_on_a_page_answer_each_for_itself(small_app, sites):
    page = sites.page
    page.goto(small_app("two"))
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


def test_maps_one_after_the_other_leave_nothing_behind(small_app, browser, full_size):
    maps = 50 if full_size else 12
    warnings = []
    with opened(browser, small_app("tiny"), script=SPY) as map_:
        page = map_.page
        page.set_viewport_size({"width": 500, "height": 420})
        page.on("console", lambda message: warnings.append(message.text))
        # No element is asked for by a handle, which would keep its map.
        page.locator(READY).wait_for()
        for number in range(1, maps + 1):
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
    assert seen > 2 * maps, "each map has two"
    assert live <= 2
    assert kept <= 4, "of the maps that have gone nothing is kept"
    assert not [text for text in warnings if "WebGL context" in text]


CODE = ["@@=alert(window.bad = 1)", "@@#bad", "@@type", "__proto__", "constructor", "{tip_body}",
        "<img src=x onerror=window.bad=1>", "'><svg onload=window.bad=1>",
        "javascript:window.bad=1", "${window.bad=1}", "</b><script>window.bad=1</script>",
        "' onmouseover='window.bad=1", "@@function",
        "@@=[window.bad=1]"]  # fmt: skip


def test_texts_that_look_like_code_are_texts(small_app, sites):
    texts = [*CODE, *(a + b for a, b in zip(CODE, reversed(CODE), strict=True))][:20]
    page = sites.page
    query = "&".join(f"text={quote(text, safe=chr(0))}" for text in texts)
    page.goto(f"{small_app('texts')}/?{query}")
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


def test_private_points_are_drawn_from_their_bytes_and_follow_the_period(small_app, sites):
    page = sites.page
    page.goto(small_app("points"))
    page.wait_for_selector(READY)
    sites.frames(4)
    drawn = sites.amounts(RED, BLUE, GREEN)
    assert min(drawn) > 200
    sites.root.get_by_role("slider", name="First day").press("ArrowRight")
    sites.frames(4)
    red, blue, green = sites.amounts(RED, BLUE, GREEN)
    assert (red, min(blue, green) > 200) == (0, True)


def test_without_webgl_a_sentence_says_so(small_app, browser):
    without = """const getContext = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
        return kind.startsWith("webgl") ? null : getContext.call(this, kind, ...more);
      };"""
    with opened(browser, small_app("tiny"), script=without) as map_:
        said = map_.page.get_by_text("This browser cannot draw the map")
        said.wait_for()
        assert "WebGL 2 is missing or turned off" in said.inner_text()
        map_.page.get_by_text("open: None").wait_for()


def test_a_finger_scrolls_the_page_past_the_map(small_app, browser):
    with opened(browser, small_app("sites"), has_touch=True, is_mobile=True) as map_:
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


def test_it_works_below_a_path_and_behind_a_reverse_proxy(small_app, browser):
    below = small_app("sites", "/deep/er")
    with proxied(small_app("sites"), "/prefix") as behind:
        for url in (below, behind):
            with opened(browser, f"{url}/?land=1") as map_:
                map_.page.wait_for_selector(READY)
                land, sea = map_.amounts((255, 238, 221), (221, 238, 255))
                assert min(land, sea) > 10_000, url
                map_.page.mouse.click(*map_.pixel(0, 0))
                assert map_.wait_for_event("pick")[1]["id"] == "A"
