"""A number opens where it is clicked, and a table sorts all of its rows: in a real browser."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.browser.visits import query, settle

pytestmark = pytest.mark.browser

TIMELINE = "/timeline?from=2023-10-17&to=2024-02-04&per=week&by=group&lull=14&nth=1&show=tallies"
DIALOG = '[role="dialog"]'
SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"


@pytest.fixture
def timeline(server, visit):
    page = visit(server.url + TIMELINE, wait_for="#tallies").page
    page.evaluate("() => { window.sameDocument = true; }")
    return page


def in_sight(page) -> bool:
    box = page.locator(DIALOG).get_by_text("Rows 1 to").bounding_box()
    return 0 <= box["y"] <= page.viewport_size["height"]


def test_a_number_in_a_sentence_opens_its_incidents_in_sight_and_back_closes_them(timeline):
    page = timeline
    link = page.get_by_role("link", name="284 incidents")
    link.click()
    dialog = page.locator(DIALOG)
    dialog.get_by_role("heading", name="284 incidents").wait_for()
    settle(page)
    assert in_sight(page)
    assert page.evaluate("() => window.sameDocument"), "the browser has not loaded the page anew"
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name="Download CSV (284)").click()
    text = Path(waiting.value.path()).read_text("utf-8")
    assert len(list(csv.DictReader(io.StringIO(text)))) == 284
    page.go_back()
    dialog.wait_for(state="detached")
    settle(page)
    assert "open" not in query(page)


def test_a_number_far_below_leaves_the_page_where_it_is_and_escape_closes_it(timeline):
    page = timeline
    link = page.locator('[aria-label="Published counts and gaps"] a[href*="open="]').last
    link.scroll_into_view_if_needed()
    settle(page)
    before = page.evaluate(SCROLLED)
    assert before > 300
    for _ in range(2):  # and a second time as the first
        link.click()
        page.locator(DIALOG).get_by_text("Rows 1 to").wait_for()
        settle(page)
        assert in_sight(page)
        page.keyboard.press("Escape")
        page.locator(DIALOG).wait_for(state="detached")
        settle(page)
        assert "open" not in query(page)
        assert page.evaluate(SCROLLED) == before


def test_a_link_with_the_control_key_opens_another_tab(timeline):
    with timeline.context.expect_page() as other:
        timeline.get_by_role("link", name="284 incidents").click(modifiers=["Control"])
    assert "open=" in other.value.url
    assert not timeline.locator(DIALOG).count()


def test_the_head_of_a_column_sorts_all_rows_and_not_those_of_the_page(server, visit):
    page = visit(f"{server.url}/?from=2023-10-17&to=2024-02-04", wait_for=".deck-map.ready").page
    grid = page.locator(".st-key-table_grid canvas").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 200, box["y"] + 15)  # "Target"
    page.get_by_text("Rows 1 to 20 of 284, target, A to Z.").wait_for()
    settle(page)
    assert not page.locator(".st-key-table_grid [data-testid=stElementToolbar]").is_visible()
    box = grid.bounding_box()  # the sorted grid may stand a little lower
    page.mouse.move(box["x"] + 300, box["y"] + 17)  # its head shows the menu when pointed at
    page.mouse.click(box["x"] + 366, box["y"] + 17)
    menu = page.get_by_role("menu", name="Dataframe column menu")
    menu.get_by_text("Hide column").wait_for()
    assert not menu.get_by_text("Sort ascending").is_visible(), "it would sort one page"
