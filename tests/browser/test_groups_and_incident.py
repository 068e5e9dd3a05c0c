"""Groups, Incident and Method in a browser: nothing serious for axe, nothing wider than a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import settle
from tests.browser.test_map_page import query

# One after another: two browsers that draw in software keep each other waiting.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = {
    "groups": "/groups?actor=kh&versus=iri&then=2024-02-05..2024-06-30&from=2023-10-17"
    "&to=2024-02-04&open=kh.attributed",
    "incident": "/incident?incident=2024-04-21-rumaylan",
    "method": "/method",
    "no incident": "/incident?incident=nowhere",
}


def serious(page):
    return [
        (v["id"], [n["html"][:200] for n in v["nodes"]][:3])
        for v in Axe().run(page).response["violations"]
        if v["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_with_everything_unfolded(server, visit, name, scheme):
    seen = visit(server.url + PAGES[name], scheme=scheme, wait_for=".atlas-foot")
    page = seen.page
    page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
    settle(page)
    assert serious(page) == []
    assert seen.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_need_not_scroll_sideways(server, visit, name):
    page = visit(server.url + PAGES[name], width=390, wait_for=".atlas-foot").page
    settle(page)
    width = page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth")
    assert width <= 390


def test_the_way_to_the_next_incident_works_by_keyboard_and_keeps_the_filter(server, visit):
    link = (
        "/incident?incident=2024-04-21-rumaylan&from=2024-02-05&confirmation=official&type=attack"
    )
    page = visit(server.url + link, wait_for=".atlas-foot").page
    page.get_by_role("button", name="Next: ").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Al-Asad Air Base", level=1).wait_for()
    settle(page)
    assert query(page)["incident"] == ["2024-04-22-al-asad"]
    assert query(page)["confirmation"] == ["official"]
    fold = page.locator("summary", has_text="At Al-Asad Air Base").first
    fold.focus()
    page.keyboard.press("Enter")
    item = page.locator("details[open] a", has_text="20 Jan 2024").first
    item.click()
    page.get_by_text("20 Jan 2024").first.wait_for()
    settle(page)
    assert query(page)["incident"][0].startswith("2024-01-20-al-asad")
    assert query(page)["confirmation"] == ["official"]


def test_a_link_of_the_list_makes_the_page_about_that_group(server, visit):
    page = visit(server.url + "/groups?q=drone", wait_for=".atlas-foot").page
    page.get_by_text("The same as a list").click()
    page.locator(".atlas-tree a", has_text="Kata'ib Sayyid al-Shuhada").first.click()
    page.locator("h3", has_text="Kata'ib Sayyid al-Shuhada").wait_for()
    settle(page)
    assert query(page)["actor"] == ["kss"]
    assert query(page)["q"] == ["drone"]
