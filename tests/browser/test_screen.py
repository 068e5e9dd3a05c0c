"""The frame around the pages, on a phone and in a narrow window."""

from __future__ import annotations

import pytest

from tests.browser.visits import PHONE, settle

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

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
