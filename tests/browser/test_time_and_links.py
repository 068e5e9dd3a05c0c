from __future__ import annotations

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import MAP, settle
from tests.browser.test_map_page import hover, on_screen, query, shown

# One after another: two browsers that draw in software keep each other waiting.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def drag(page, start, end) -> None:
    page.mouse.move(*start)
    page.wait_for_timeout(200)
    page.mouse.down()
    page.wait_for_timeout(100)
    page.mouse.move(*end, steps=8)
    page.wait_for_timeout(100)
    page.mouse.up()
    page.wait_for_timeout(800)


def test_every_incident_of_al_asad_can_be_pointed_at_on_its_own(server, visit, layout, atlas):
    site = layout.sites.key.index("al_asad")
    rows = np.flatnonzero(layout.sites.of_row == site)
    page = visit(server.url + "/?base=al_asad&layers=site:al_asad").page
    x, y = on_screen(page, layout, site)
    hover(page, x, y)
    assert len(rows) == 47
    dates = atlas.incidents["date"]
    for row in rows:
        dx, dy = layout.spiral_px[row]
        hover(page, x + dx, y + dy, f"{dates.iloc[row]:%Y-%m-%d} · Al-Asad Air Base")


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
    page = visit(server.url).page
    chart = page.locator('[data-testid="stVegaLiteChart"]').first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    y = box["y"] + 40
    for _ in range(5):
        drag(page, (box["x"] + box["width"] * 0.6, y), (box["x"] + box["width"] * 0.8, y))
        settle(page)
        if query(page)["from"] != ["2019-12-27"]:
            break
    settle(page)
    brushed = query(page)
    labels = page.locator('[data-testid="stSliderThumbValue"]').all_inner_texts()
    assert len(labels) == 2
    assert brushed["from"][0][:4] in labels[0]
    page.get_by_role("button", name="Whole dataset").click()
    page.wait_for_function(
        "() => new URLSearchParams(location.search).get('from') === '2019-12-27'"
    )
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
    assert page.get_by_role("button", name="Play", exact=True).is_visible()


def test_two_tabs_of_one_user_do_not_disturb_each_other(server, visit):
    one, two = visit(server.url + "/?group=kh").page, visit(server.url).page
    assert (shown(one), shown(two)) == ("7", "369")
    two.get_by_role("button", name="17 Oct 2023 to 4 Feb 2024").click()
    two.wait_for_function(
        "() => document.querySelector('.atlas-figure strong').innerText === '272'"
    )
    assert shown(one) == "7"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", ["/?incident=2024-04-20-kalsu&layers=all", "/?q=zzzz", "/?group=nobody", "/method"]
)
def test_axe_finds_nothing_serious(server, visit, scheme, address):
    wait_for = "#coverage" if address == "/method" else ".atlas-figure"
    page = visit(server.url + address, scheme=scheme, wait_for=wait_for).page
    if address != "/method":
        page.wait_for_selector(MAP)
    found = Axe().run(page).response["violations"]
    serious = [
        (v["id"], [n["html"][:200] for n in v["nodes"]][:3])
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]
    assert serious == []
