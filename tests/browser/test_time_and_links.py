from __future__ import annotations

import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.browser.visits import (
    MAP,
    click_on_map,
    hover,
    query,
    settle,
    shown,
    symbol_on_screen,
    wait_for_link,
    wait_until_shown,
)

# One after another: two browsers that draw in software keep each other waiting.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ORANGE = np.array([213, 94, 0])  # of the Islamic Resistance in Iraq
# What a screen reader would call the element that has the focus.
FOCUSED = """() => {
  const e = document.activeElement;
  if (e.innerText && e.innerText.length > 200) return "";  // a scrolling part of the page
  const labels = [...(e.labels ?? [])].map(l => l.innerText);
  return [e.getAttribute("aria-label"), ...labels, e.innerText].filter(Boolean).join(" ");
}"""


def drag(page, start, end) -> None:
    page.mouse.move(*start)
    page.wait_for_timeout(200)
    page.mouse.down()
    page.wait_for_timeout(100)
    page.mouse.move(*end, steps=8)
    page.wait_for_timeout(400)  # at rest, so that a map does not glide on
    page.mouse.up()
    page.wait_for_timeout(800)


def test_all_incidents_of_al_asad_are_picked_one_after_another_and_open_their_own_cards(
    server, visit, layout, atlas
):
    site = layout.sites.key.index("al_asad")
    rows = np.flatnonzero(layout.sites.of_row == site)
    page = visit(server.url + "/?base=al_asad&layers=site:al_asad").page
    x, y = symbol_on_screen(page, layout, "al_asad")
    hover(page, x, y)
    assert len(rows) == 47
    incidents = atlas.incidents
    for row in rows:
        dx, dy = layout.spiral_px[row]
        click_on_map(page, x + dx, y + dy)
        wait_for_link(page, "incident", incidents["incident_id"].iloc[row])
        settle(page)
        kicker = page.locator(".atlas-card .atlas-kicker").inner_text()
        assert f"{incidents['date'].iloc[row]:%b %Y}" in kicker
        assert "Al-Asad" in page.locator(".atlas-card h3").inner_text()


def symbol_px(page):
    """The middle of what is orange on the map, in pixels of the picture."""
    data = page.locator(MAP).first.screenshot()
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), int)
    y, x = np.nonzero(np.abs(pixels - ORANGE).sum(axis=2) < 30)
    assert len(x) > 50, "no symbol on the map"
    return np.array([x.mean(), y.mean()])


def test_a_pan_stays_where_it_was_when_the_filter_changes(server, visit, layout):
    page = visit(server.url + "/?base=tower22").page
    x, y = symbol_on_screen(page, layout, "rukban")
    hover(page, x, y, "Tower 22")
    page.mouse.move(x + 60, y + 60)  # what is pointed at is highlighted
    page.wait_for_timeout(1500)
    opening = symbol_px(page)
    # Beside the symbol: pressed on it, the button would pick it.
    drag(page, (x + 60, y + 60), (x + 210, y - 30))
    page.wait_for_timeout(1500)
    panned = symbol_px(page)
    assert (panned - opening)[0] > 60
    page.get_by_role("button", name="17 Oct 2023 to 4 Feb 2024").click()
    page.wait_for_function("() => location.search.includes('from=2023-10-17')")
    settle(page)
    assert symbol_px(page) == pytest.approx(panned, abs=1)


def test_the_keyboard_alone_reaches_filter_row_card_and_export(server, visit):
    page = visit(server.url).page

    def tab_to(label: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if re.search(rf"(^|\n){label}(\n| \(|$)", page.evaluate(FOCUSED)):
                return
        pytest.fail(f"120 presses of Tab do not reach {label!r}")

    tab_to("Group")
    page.keyboard.type("Kata'ib Hezbollah")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    wait_until_shown(page, 7)
    settle(page)
    tab_to("Download GeoJSON")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert len(json.loads(Path(waiting.value.path()).read_text("utf-8"))["features"]) == 7
    tab_to("Open an incident of this page")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".atlas-card h3")
    settle(page)
    assert query(page)["incident"][0].startswith("20")


def test_a_link_opened_in_a_new_browser_shows_the_same_count_selection_and_layers(server, visit):
    first = visit(server.url + "/?country=Iraq&incident=2024-04-20-kalsu&layers=all").page
    second = visit(first.url).page
    for page in (first, second):
        assert page.locator(".atlas-card h3").inner_text() == "Kalsu base"
        assert page.get_by_role("switch", name="Show every incident").is_checked()
    assert shown(first) == shown(second) != "369"
    assert query(first) == query(second)


def test_copy_link_copies_the_address(server, visit):
    page = visit(server.url + "/?group=kh").page
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_brush_moves_the_slider_and_the_slider_the_brush(server, visit):
    page = visit(server.url + "/?from=2023-10-17&to=2024-02-04").page
    chart = page.locator('[data-testid="stVegaLiteChart"]').first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    y = box["y"] + 40
    # Beside the brush: a drag that begins on it would move it.
    drag(page, (box["x"] + box["width"] * 0.8, y), (box["x"] + box["width"] * 0.9, y))
    settle(page)
    brushed = query(page)
    assert brushed["from"][0][:4] == "2024"
    assert brushed["to"][0][:4] == "2025"
    labels = page.locator('[data-testid="stSliderThumbValue"]').all_inner_texts()
    assert [label[-4:] for label in labels] == ["2024", "2025"]
    page.get_by_role("button", name="Whole dataset").click()
    wait_for_link(page, "from", "2019-12-27")
    settle(page)
    assert query(page)["to"] == ["2025-12-13"]
    assert shown(page) == "369"


def test_playback_ends_on_the_stated_day_and_sends_little_per_step(server, visit):
    page = visit(server.url + "/?from=2023-10-17&to=2023-12-31").page
    received: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.webSocketFrameReceived",
        lambda event: received.append(len(event["response"]["payloadData"])),
    )
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_text(re.compile("^At ")).wait_for()
    received.clear()
    page.get_by_text("Ended at 31 Dec 2023").wait_for()
    steps = 76 / 7
    # A base64 character is six bits. A whole run of the page would be three times as much.
    assert sum(received) * 6 / 8 / steps < 25_000
    settle(page)
    page.wait_for_timeout(2000)
    received.clear()
    page.wait_for_timeout(2500)
    assert sum(received) == 0, "the ticking has ended"
    session.detach()
    assert page.get_by_role("button", name="Play", exact=True).is_visible()


def test_two_tabs_of_one_user_do_not_disturb_each_other(server, visit):
    one, two = visit(server.url + "/?group=kh").page, visit(server.url).page
    assert (shown(one), shown(two)) == ("7", "369")
    two.get_by_role("button", name="17 Oct 2023 to 4 Feb 2024").click()
    wait_until_shown(two, 272)
    assert shown(one) == "7"
