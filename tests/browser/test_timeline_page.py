"""The Timeline page in a real browser: numbers open, and the chart follows the slider."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image, ImageChops

from tests.browser.visits import period_slider, query, settle

pytestmark = pytest.mark.browser

CHART = '[data-testid="stVegaLiteChart"] canvas'
GUTTER_PX, EDGE_PX = 181, 5  # where the names of the lanes stand, and what Vega leaves free
FIRST, LAST = date(2023, 10, 17), date(2024, 4, 23)
ADDRESS = f"/timeline?from={FIRST}&to={LAST}&type=attack&target=us_coalition&confirmation=official"


def opened(page) -> str:
    heading = page.get_by_role("dialog").get_by_role("heading").first
    heading.wait_for()
    settle(page)
    return heading.inner_text()


def test_a_bar_and_a_clause_open_their_rows_and_the_link_says_so(server, visit):
    page = visit(server.url + ADDRESS, wait_for=CHART).page
    chart = page.locator(CHART).first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    # The week of 6 November is the tallest bar of the first lane.
    share = ((date(2023, 11, 6) - FIRST).days + 3.5) / ((LAST - FIRST).days + 1)
    plot = box["width"] - GUTTER_PX - EDGE_PX
    page.mouse.click(box["x"] + GUTTER_PX + share * plot, box["y"] + 130)  # below the events
    assert opened(page) == "6 Nov 2023 to 12 Nov 2023: 19 incidents"
    assert query(page)["open"] == ["bin_2023-11-06"]
    page.keyboard.press("Escape")
    settle(page)
    page.get_by_role("link", name="62 of them claimed by").click()
    page.wait_for_url("**open=claimed_iri**")
    assert opened(page) == "Attacks claimed by the Islamic Resistance in Iraq: 62 incidents"


def furthest(one: bytes, other: bytes) -> int:
    """By how much of 255 two pictures of one size differ where they differ most."""
    pictures = [Image.open(io.BytesIO(png)).convert("L") for png in (one, other)]
    return ImageChops.difference(*pictures).getextrema()[1]


def test_a_move_of_the_slider_puts_new_numbers_into_the_chart_that_is_there(server, visit):
    page = visit(server.url + "/timeline", wait_for=".atlas-foot").page
    page.set_viewport_size({"width": 1400, "height": 2400})  # the filters stay on top of the chart
    chart = page.locator(CHART).first
    chart.evaluate("canvas => { window.chartBefore = canvas; }")
    before = chart.screenshot()
    period_slider(page).last.focus()
    for _ in range(5):
        page.keyboard.press("PageDown")
    page.wait_for_function("() => /[?&]to=202[0-4]/.test(location.search)")
    settle(page)
    assert chart.evaluate("canvas => canvas === window.chartBefore")
    after = chart.screenshot()
    assert furthest(after, before) > 100
    page.reload()
    page.wait_for_selector(".atlas-foot")
    settle(page)
    # Axis, names of the lanes, shades: all as in a chart that was built for the new period.
    assert furthest(after, chart.screenshot()) < 10


def test_a_link_to_a_heading_leads_to_its_view(server, visit):
    page = visit(server.url + "/timeline#tallies", wait_for="#tallies").page
    settle(page)
    assert query(page)["show"] == ["tallies"]
    page.get_by_role("radio", name="Lulls").click()
    page.wait_for_selector("#lulls")
    settle(page)
    assert query(page)["show"] == ["lulls"]
