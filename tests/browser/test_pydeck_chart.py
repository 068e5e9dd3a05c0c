"""The same maps drawn by `st.pydeck_chart`, which one setting asks for."""

from __future__ import annotations

import pytest

from tests.browser.conftest import ROOT, Server, free_port, start
from tests.browser.visits import on_screen, query, settle, symbol_on_screen, wait_for_link

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHART = '[data-testid="stDeckGlJsonChart"] canvas'
# A canvas is 150 pixels high until a map is drawn on it.
DRAWN = "chart => [...document.querySelectorAll(chart)].every(c => c.clientHeight !== 150)"


@pytest.fixture
def plain_server(tmp_path):
    """An app whose maps `st.pydeck_chart` draws."""
    port = free_port()
    process = start(ROOT / "data", port, tmp_path / "log.txt", ATLAS_MAP="pydeck_chart")
    yield Server(f"http://localhost:{port}", ROOT / "data")
    process.terminate()
    process.wait(timeout=20)


def press_twice_at_most(page, x: float, y: float, name: str, value: str) -> None:
    """Press on a place of the chart, and again if the link does not say that it was noticed."""
    for _ in range(2):
        page.mouse.click(x, y)
        page.wait_for_timeout(2000)
        settle(page)
        if query(page).get(name) == [value]:
            return
    wait_for_link(page, name, value)


def test_all_maps_are_drawn_by_it_and_a_press_opens_a_site_though_its_first_may_be_lost(
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
    press_twice_at_most(page, x, y, "layers", "site:rukban")
    assert page.locator(".atlas-list-title").inner_text().startswith("Rukban / Tower 22: ")

    page = visit(f"{plain_server.url}/provinces", height=1200, wait_for=CHART).page
    page.wait_for_function(DRAWN, arg=CHART)
    assert not page.locator(".deck-map").count()
    x, y = on_screen(page, 33.0, 41.0, of=CHART)  # in the west of Anbar
    press_twice_at_most(page, x, y, "open", "province:IQ-AN")

    page = visit(f"{plain_server.url}/near?place=base:al_asad&km=50", wait_for=CHART).page
    page.wait_for_function(DRAWN, arg=CHART)
    assert not page.locator(".deck-map").count()
    assert page.locator(".atlas-legend").count()
