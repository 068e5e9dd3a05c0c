from __future__ import annotations

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError as TooLate

from geo import catalog
from maps import layout as places
from tests.browser.conftest import MAP, ROOT, settle
from tests.browser.test_map_page import hover, query, shown

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def layout():
    return places.Layout.of_atlas(catalog.load(ROOT / "data"))


def on_screen(page, layout, site: int):
    """Where a site's counted symbol is at the opening view, in pixels of the window."""
    box = page.locator(MAP).first.bounding_box()
    at = places.to_pixels(layout.sites.latitude[[site]], layout.sites.longitude[[site]])[0]
    home = places.to_pixels(
        np.array([places.OPENING_LATITUDE]), np.array([places.OPENING_LONGITUDE])
    )[0]
    x, y = at + layout.symbol_px[site] - home
    return box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y


def pick(page, x, y, incident) -> None:
    """Click until the link names the incident.

    deck.gl looks for the object while the button is down and, drawing in software, is often not
    done when it comes up again: then the next click on the same place has the answer.
    """
    chosen = "id => new URLSearchParams(location.search).get('incident') === id"
    for _ in range(30):
        page.mouse.click(x, y)
        try:
            page.wait_for_function(chosen, arg=incident, timeout=1500)
        except TooLate:
            continue
        return
    pytest.fail(f"{incident} was not picked; the link is {page.url}")


def drag(page, start, end) -> None:
    page.mouse.move(*start)
    page.wait_for_timeout(200)
    page.mouse.down()
    page.wait_for_timeout(100)
    page.mouse.move(*end, steps=8)
    page.wait_for_timeout(100)
    page.mouse.up()
    page.wait_for_timeout(800)


def test_every_incident_of_al_asad_is_picked_and_opens_its_own_card(server, visit, layout, atlas):
    site = layout.sites.key.index("al_asad")
    rows = np.flatnonzero(layout.sites.of_row == site)
    page = visit(server.url + "/?base=al_asad&layers=site:al_asad").page
    x, y = on_screen(page, layout, site)
    hover(page, x, y)
    assert len(rows) == 47
    ids = atlas.incidents["incident_id"]
    for row in rows:
        dx, dy = layout.spiral_px[row]
        pick(page, x + dx, y + dy, ids[row])
    settle(page)
    summary = atlas.incidents["summary"].iloc[rows[-1]]
    assert page.locator(".atlas-summary").inner_text() == summary


def test_a_pan_and_then_a_filter_leave_the_view_where_it_was(server, visit, layout):
    page = visit(server.url).page
    x, y = on_screen(page, layout, layout.sites.key.index("al_asad"))
    hover(page, x, y)
    drag(page, (x, y + 120), (x - 90, y + 60))
    hover(page, x - 90, y - 60)
    assert "Al-Asad" in page.locator(".deck-tooltip").inner_text()
    page.get_by_role("button", name="17 Oct 2023 to 4 Feb 2024").click()
    page.wait_for_function(
        "() => document.querySelector('.atlas-figure strong').innerText === '272'"
    )
    settle(page)
    page.mouse.move(5, 5)
    hover(page, x - 90, y - 60)
    assert "Al-Asad" in page.locator(".deck-tooltip").inner_text()


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


def test_filter_row_card_and_export_are_reached_by_keyboard_alone(server, visit):
    page = visit(server.url + "/?from=2024-04-20&to=2024-04-23").page

    def tab_to(label: str) -> None:
        for _ in range(140):
            page.keyboard.press("Tab")
            name = page.evaluate(
                "() => { const e = document.activeElement;"
                " return (e.getAttribute('aria-label') || '') + ' ' + (e.innerText || '') }"
            )
            if label in name:
                return
        pytest.fail(f"{label!r} is not reached by Tab")

    page.mouse.click(3, 3)
    tab_to("Period")
    before = query(page)["from"]
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "old => new URLSearchParams(location.search).get('from') !== old", arg=before[0]
    )
    settle(page)
    tab_to("Open an incident of this page")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".atlas-card")
    settle(page)
    tab_to("GeoJSON")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".geojson")


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
