"""Bases, provinces and places in a real browser: clicks open rows, files need no network."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import settle
from tests.browser.test_map_page import query

# One after another: two browsers that draw in software keep each other waiting.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

READY = {"bases": ".st-key-matrix_frame canvas", "provinces": ".atlas-classes", "near": "#brief"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", READY)
def test_axe_finds_nothing_serious_and_a_phone_does_not_scroll_sideways(
    server, visit, name, scheme
):
    width = 390 if scheme == "dark" else 1400
    seen = visit(f"{server.url}/{name}", scheme=scheme, width=width, wait_for=READY[name])
    page = seen.page
    found = Axe().run(page).response["violations"]
    serious = [
        (v["id"], [n["html"][:200] for n in v["nodes"]][:3])
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.hosts == {server.url.removeprefix("http://")}
    assert seen.complaints == []


def test_a_click_on_a_cell_and_on_a_province_opens_its_rows(server, visit):
    page = visit(f"{server.url}/bases?base=al_asad&from=2024-01-01&to=2024-01-31",
                 wait_for=READY["bases"]).page  # fmt: skip
    chart = page.locator(".st-key-matrix_frame [data-testid=stVegaLiteChart]")
    box = chart.bounding_box()
    # One row of five weeks, below legend and axis.
    spots = [(x, y) for y in (12, 24) for x in (0.3, 0.5, 0.7, 0.9)]
    for share, up in spots:
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] - up)
        settle(page)
        if "open" in query(page):
            break
    assert query(page)["open"][0].startswith("cell:al_asad:2024-01-")
    assert page.locator(".st-key-opened_rows").is_visible()
    cell = query(page)["open"]
    other = page.get_by_role("combobox", name="Open the rows behind a number")
    other.click()
    page.get_by_role("option", name="nothing opened").click()
    settle(page)
    assert query(page)["open"] != cell if "open" in query(page) else True
    page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] - up)
    settle(page)
    assert query(page)["open"] == cell, "a second click opens it as the first did"
    page = visit(f"{server.url}/provinces", wait_for=READY["provinces"]).page
    shown = page.locator("[data-testid=stDeckGlJsonChart] canvas").first.bounding_box()
    for dx, dy in ((0, 0.2), (0.05, 0.15), (0.02, 0.1), (-0.05, 0.0)):
        page.mouse.click(shown["x"] + shown["width"] * (0.5 + dx),
                         shown["y"] + shown["height"] * (0.5 + dy))  # fmt: skip
        settle(page)
        if "open" in query(page):
            break
    assert query(page)["open"][0].startswith("province:")


def test_the_brief_opens_from_a_disk_without_a_network(server, visit, tmp_path):
    page = visit(f"{server.url}/near?place=base:al_asad&km=50", wait_for=READY["near"]).page
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Brief as a web page (HTML)").click()
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
