"""The same maps drawn by `st.pydeck_chart`, which one setting asks for."""

from __future__ import annotations

import pytest

from tests.browser.conftest import served
from tests.browser.visits import on_screen, settle, symbol_on_screen, wait_for_link

pytestmark = pytest.mark.browser

CHART = '[data-testid="stDeckGlJsonChart"] canvas'
# A canvas is 150 pixels high until a map is drawn on it.
DRAWN = "chart => [...document.querySelectorAll(chart)].every(c => c.clientHeight !== 150)"


@pytest.fixture
def plain_server():
    """An app whose maps `st.pydeck_chart` draws."""
    with served(ATLAS_MAP="pydeck_chart") as running:
        yield running


def press(page, x: float, y: float) -> None:
    """Press on a place of the chart.

    deck.gl looks for what is there while the button is down. Drawn in software that may take longer
    than the 250 ms within which the button must come up again, so the clock stands still meanwhile.
    """
    page.evaluate(
        "() => { const now = Date.now(); window.clock = Date.now; Date.now = () => now; }"
    )
    page.mouse.click(x, y)
    page.evaluate("() => { Date.now = window.clock; }")


def test_all_maps_are_drawn_by_it_and_a_press_opens_a_site_or_a_province(
    plain_server, visit, layout
):
    page = visit(f"{plain_server.url}/?base=tower22", wait_for=CHART).page
    page.wait_for_function(DRAWN, arg=CHART)
    assert not page.locator(".deck-map").count()
    assert page.locator('[data-testid="stSlider"]').count(), "the slider is the way to the period"
    chart, legend = page.locator(CHART).first.bounding_box(), page.locator(".atlas-legend")
    assert legend.bounding_box()["y"] >= chart["y"] + chart["height"]
    assert "Islamic Resistance in Iraq" in legend.inner_text()
    x, y = symbol_on_screen(page, layout, "rukban", of=CHART)
    press(page, x, y)
    wait_for_link(page, "layers", "site:rukban")
    settle(page)
    assert page.locator(".atlas-list-title").inner_text().startswith("Rukban / Tower 22: ")

    page = visit(f"{plain_server.url}/provinces", height=1200, wait_for=CHART).page
    page.wait_for_function(DRAWN, arg=CHART)
    assert not page.locator(".deck-map").count()
    x, y = on_screen(page, 33.0, 41.0, of=CHART)  # in the west of Anbar
    press(page, x, y)
    wait_for_link(page, "open", "province:IQ-AN")

    page = visit(f"{plain_server.url}/near?place=base:al_asad&km=50", wait_for=CHART).page
    page.wait_for_function(DRAWN, arg=CHART)
    assert not page.locator(".deck-map").count()
    assert page.locator(".atlas-legend").count()
