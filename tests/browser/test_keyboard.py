"""By keyboard and on paper: the way to the map, the list of the keys, what is printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visits import settle

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOST_STOPS = 12
# The focused element: what it is called, and whether it is in the map.
FOCUSED = """() => {
  let e = document.activeElement;
  const inMap = !!e.shadowRoot?.querySelector(".deck-map");
  while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  const by = (e.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const name = e.getAttribute("aria-label") || by || e.labels?.[0]?.innerText || e.innerText || "";
  return [name.trim(), inMap];
}"""


def test_the_map_is_twelve_stops_away_at_most_and_each_has_a_name(server, visit):
    page = visit(server.url).page
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)[0] == "Skip to main content"
    page.keyboard.press("Enter")
    names = []
    while len(names) <= MOST_STOPS:
        page.keyboard.press("Tab")
        name, is_in_map = page.evaluate(FOCUSED)
        if is_in_map:
            break
        names.append(name)
    assert all(names), names
    assert 1 + len(names) <= MOST_STOPS, names


def test_the_keys_are_listed_in_a_dialog_that_a_key_closes(server, visit):
    page = visit(server.url + "/method", wait_for="#coverage").page
    page.get_by_role("button", name="Keyboard").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Symbols on the map")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_on_paper_is_what_is_shown_and_nothing_to_press(server, visit):
    page = visit(server.url + "/timeline?group=kh", wait_for=".atlas-foot").page
    settle(page)
    page.emulate_media(media="print")
    assert page.locator(".atlas-figure").is_visible()
    assert page.locator(".atlas-foot").is_visible()
    pressed = page.locator('header, [role="slider"], input, [data-testid="stButton"]')
    assert not [e for e in pressed.all() if e.is_visible()]
    assert page.evaluate("() => document.documentElement.scrollHeight > innerHeight"), "not cut"
    page.emulate_media(media="screen")
