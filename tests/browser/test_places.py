"""Bases, provinces and places in a real browser: clicks open rows, files need no network."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from tests.browser.visits import MAP, click_on_map, hover, on_screen, query, settle

# One after another: two browsers that draw in software keep each other waiting.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_click_on_a_cell_opens_its_rows_and_so_does_a_second_one(server, visit):
    page = visit(
        f"{server.url}/bases?base=al_asad&from=2024-01-01&to=2024-01-31",
        wait_for=".st-key-matrix_frame canvas",
    ).page
    chart = page.locator(".st-key-matrix_frame [data-testid=stVegaLiteChart]")
    x, y = first_cell(chart.screenshot())
    box = chart.bounding_box()
    page.mouse.click(box["x"] + x, box["y"] + y)
    wait_for_opened(page, "cell:al_asad:2024-01-")
    assert page.locator(".st-key-opened_rows").is_visible()
    cell = query(page)["open"]
    page.get_by_role("combobox", name="Open the rows behind a number").click()
    page.get_by_role("option", name="nothing opened").click()
    settle(page)
    assert "open" not in query(page)
    page.mouse.click(box["x"] + x, box["y"] + y)
    settle(page)
    assert query(page)["open"] == cell, "a second click opens it as the first did"


def first_cell(png):
    """The middle of the first coloured cell of a matrix of one row, in pixels of its picture."""
    coloured = np.ptp(np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), int), axis=2) > 30
    coloured[: len(coloured) // 2] = False  # the legend
    y = coloured.sum(axis=1).argmax()
    (xs,) = np.nonzero(coloured[y])
    cell = np.split(xs, np.nonzero(np.diff(xs) > 1)[0] + 1)[0]
    return cell.mean(), y


def wait_for_opened(page, start):
    page.wait_for_function(
        "start => new URLSearchParams(location.search).get('open')?.startsWith(start)", arg=start
    )
    settle(page)


def test_a_click_on_a_province_opens_its_rows(server, visit):
    page = visit(f"{server.url}/provinces", wait_for=".atlas-classes").page
    page.locator(MAP).first.wait_for()
    settle(page)
    x, y = on_screen(page, 33.0, 41.0)  # in the middle of Anbar
    hover(page, x, y, "Anbar")
    click_on_map(page, x, y)
    wait_for_opened(page, "province:IQ-AN")


def test_the_brief_opens_from_a_disk_without_a_network(server, visit, tmp_path):
    page = visit(f"{server.url}/near?place=base:al_asad&km=50", wait_for="#brief").page
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
