"""The frame around the pages, on a phone and in a narrow window."""

from __future__ import annotations

import pytest

from tests.browser.visits import PHONE, settle
from tests.shipped import TOTAL

pytestmark = pytest.mark.browser

ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def phone(browser):
    context = browser.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, user_agent=ANDROID
    )
    yield context.new_page()
    context.close()


def test_the_menu_of_a_phone_closes_when_a_page_is_chosen(server, phone):
    phone.goto(f"{server.url}/method")
    phone.get_by_test_id("stExpandSidebarButton").tap()
    menu = phone.get_by_test_id("stSidebar")
    menu.get_by_text("Groups", exact=True).tap()
    phone.get_by_role("heading", name="Groups", exact=True).first.wait_for()
    phone.wait_for_function(
        "() => document.querySelector('[data-testid=stSidebar]')?.dataset.collapsed !== 'false'"
    )


def test_in_a_narrow_window_no_button_is_cut(server, visit):
    page = visit(f"{server.url}/?group=kh&type=attack", width=700, height=450).page
    cut = page.evaluate("""() => [...document.querySelectorAll('[data-testid=stMain] button p')]
      .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)""")
    assert cut == []


def test_the_introduction_closed_once_stays_closed(server, visit):
    page = visit(server.url).page
    page.get_by_role("button", name="Got it").click()
    assert page.get_by_role("button", name="Got it").count() == 0
    page.reload()
    page.locator(".deck-map.ready").wait_for()
    settle(page)
    assert page.get_by_role("button", name="Got it").count() == 0


def test_a_chip_removes_its_filter(server, visit):
    page = visit(f"{server.url}/?group=kh&type=attack").page
    page.get_by_role("button", name="Attacks", exact=False).first.click()
    settle(page)
    assert "type=" not in page.url
    assert "group=kh" in page.url


def test_the_filter_bar_stays_in_sight_and_is_one_row_on_a_phone(server, visit):
    page = visit(f"{server.url}/method", wait_for=".atlas-foot").page
    assert not page.locator(".st-key-filter_bar").count(), "nothing is filtered here"
    page.goto(f"{server.url}/bases")
    page.locator(".atlas-foot").wait_for()
    settle(page)
    page.locator(".atlas-foot").scroll_into_view_if_needed()
    bar = page.locator(".st-key-filter_bar").bounding_box()
    assert 0 < bar["y"] < 100
    assert bar["height"] < 90
    page.set_viewport_size(PHONE)
    settle(page)
    assert page.locator(".st-key-filter_bar").bounding_box()["height"] < 100
    menu = page.get_by_test_id("stMainMenu").bounding_box()
    assert menu["x"] + menu["width"] <= PHONE["width"], "no part of the menu is out of sight"


def test_the_ground_has_the_colour_of_land_until_the_base_map_has_come(server, visit):
    page = visit(f"{server.url}/method", wait_for=".atlas-foot").page
    held = []
    page.route("**/basemap/land*", lambda route: held.append(route))  # noqa: PLW0108 - takes no built-in
    page.goto(server.url)
    page.locator(".deck-map.ready").wait_for()
    page.get_by_text(f"{TOTAL} incidents", exact=False).first.wait_for()
    ground = page.locator(".maplibregl-canvas")
    assert ground.evaluate("e => getComputedStyle(e).opacity") == "0"
    for route in held:
        route.continue_()
    page.unroute("**/basemap/land*")
    page.locator(".deck-map.based").wait_for()
    settle(page)
