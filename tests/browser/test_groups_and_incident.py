"""Groups and Incident in a browser: links and keys lead on, and keep the filter."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visits import query, settle

pytestmark = pytest.mark.browser


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


def test_a_box_of_the_picture_and_a_link_of_the_list_show_their_group_without_a_reload(
    server, visit
):
    page = visit(server.url + "/groups?q=drone", wait_for=".atlas-foot").page
    page.evaluate("window.unbroken = true")
    page.locator(".node a", has_text="Kata'ib Hezbollah").focus()
    page.keyboard.press("Enter")
    page.locator("h3", has_text="Kata'ib Hezbollah").wait_for()
    expect(page.locator("h3", has_text="Kata'ib Hezbollah")).to_be_in_viewport()
    page.get_by_text("The same as a list").click()
    page.locator(".atlas-tree a", has_text="Kata'ib Sayyid al-Shuhada").first.click()
    page.locator("h3", has_text="Kata'ib Sayyid al-Shuhada").wait_for()
    settle(page)
    assert query(page)["actor"] == ["kss"]
    assert query(page)["q"] == ["drone"]
    assert page.evaluate("window.unbroken")
