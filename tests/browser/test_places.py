"""Bases, provinces and places in a real browser: clicks open rows, files need no network."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visits import MAP, hover, on_screen, query, settle

pytestmark = pytest.mark.browser


def test_on_a_phone_the_matrix_begins_where_most_happened_and_a_name_shows_its_profile(
    server, visit
):
    page = visit(f"{server.url}/bases", wait_for=".atlas-matrix", width=390, height=844).page
    cell = page.get_by_role("link", name="Al-Asad Air Base, January 2024: 10 incidents")
    page.wait_for_function("document.querySelector('.st-key-matrix_frame').scrollLeft > 0")
    names = page.locator(".atlas-matrix tbody th").first.bounding_box()
    assert names["x"] + names["width"] < cell.bounding_box()["x"] < 390 - 13
    for _ in range(2):
        cell.click()
        wait_for_opened(page, "cell:al_asad:2024-01")
        assert page.locator(".st-key-opened_rows").is_visible()
        page.keyboard.press("Escape")
        settle(page)
        assert "open" not in query(page)
    page.get_by_role("link", name="Al-Asad Air Base", exact=True).click()
    expect(page.locator("#profile")).to_be_in_viewport()
    settle(page)
    assert query(page)["profile"] == ["al_asad"]


def wait_for_opened(page, start):
    page.wait_for_function(
        "start => new URLSearchParams(location.search).get('open')?.startsWith(start)", arg=start
    )
    settle(page)


def test_a_click_on_a_province_or_on_its_number_opens_its_rows(server, visit):
    page = visit(f"{server.url}/provinces", wait_for=".atlas-classes").page
    page.locator(MAP).first.wait_for()
    settle(page)
    x, y = on_screen(page, 33.0, 41.0)  # in the west of Anbar
    hover(page, x, y, "Anbar")
    page.mouse.click(x, y)
    wait_for_opened(page, "province:IQ-AN")
    page.keyboard.press("Escape")  # closes the list, which lies over the map
    settle(page)
    page.locator(".walker").focus()
    page.mouse.click(*number_on_screen(page, "Erbil"))
    wait_for_opened(page, "province:IQ-AR")


def number_on_screen(page, province: str) -> tuple[float, float]:
    """Walk to a province's number, and return where the ring around it is."""
    live, ring = page.locator(".deck-map .live"), page.locator(".deck-map .ring")
    page.keyboard.press("Home")
    for _ in range(100):
        if live.inner_text().startswith(province):
            settle(page)
            box = ring.bounding_box()
            return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.keyboard.press("ArrowRight")
    pytest.fail(f"no number of {province}")


def test_a_circle_drawn_on_the_map_is_what_the_page_measures_from(server, visit, atlas):
    page = visit(f"{server.url}/near?place=base:al_asad&km=50", wait_for="#near_maybe").page
    map_ = page.locator(".deck-map .frame")
    map_.scroll_into_view_if_needed()
    settle(page)
    box = map_.bounding_box()
    # The fit leaves 24 pixels more to the buttons on the right: its middle is that of the rest.
    x, y = box["x"] + box["width"] / 2 - 12, box["y"] + box["height"] / 2
    page.get_by_role("button", name="Draw a circle").click()
    page.locator('.tools [aria-pressed="true"]').wait_for()
    settle(page)
    # Half as wide as the circle of 50 km that the map shows, around the same place.
    page.mouse.click(x, y)
    page.mouse.move(x + 30, y, steps=3)
    page.mouse.move(x + 60, y, steps=3)
    page.mouse.click(x + 60, y)
    page.wait_for_function("() => location.search.includes('place=at')")
    settle(page)
    latitude, longitude = query(page)["place"][0].removeprefix("at:").split(",")
    base = atlas.bases.set_index("base_id").loc["al_asad"]
    assert float(latitude) == pytest.approx(base.geometry.y, abs=0.005)
    assert float(longitude) == pytest.approx(base.geometry.x, abs=0.005)
    # The map is fitted to the circle of 50 km, 44 pixels from its edges.
    km = 60 * 100 / (box["height"] - 2 * 44)
    assert float(query(page)["km"][0]) == pytest.approx(km, abs=0.6)
    assert page.get_by_label("Radius, km").input_value() == query(page)["km"][0]


def test_the_brief_opens_from_a_disk_without_a_network(server, visit, tmp_path):
    page = visit(f"{server.url}/near?place=base:al_asad&km=50", wait_for="#near_maybe").page
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download web page (HTML)").click()
    file = tmp_path / "brief.html"
    waiting.value.save_as(file)
    page.context.set_offline(True)
    asked = []
    page = page.context.new_page()  # the app's own page would look for its server
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.locator("h1").inner_text().startswith("Al-Asad Air Base")
    assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
