from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from geo.cartography import symbology
from geo.filter.filter import Filter, View
from tests.browser.visits import (
    MAP,
    PHONE,
    brush_x,
    brushed,
    choose_preset,
    hover,
    in_words,
    period_slider,
    query,
    sent,
    settle,
    shown,
    symbol_on_screen,
    told,
    wait_for_link,
    wait_until_shown,
)
from tests.shipped import TOTAL

pytestmark = pytest.mark.browser

ORANGE = np.array([213, 94, 0])  # of the Islamic Resistance in Iraq
# What a screen reader would call the element that has the focus.
FOCUSED = """() => {
  let e = document.activeElement;
  while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  if (e.innerText && e.innerText.length > 200) return "";  // a scrolling part of the page
  const labels = [...(e.labels ?? [])].map(l => l.innerText);
  return [e.getAttribute("aria-label"), ...labels, e.innerText].filter(Boolean).join(" ");
}"""


def drag(page, start, end) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.wait_for_timeout(400)  # at rest, so that a map does not glide on
    page.mouse.up()
    settle(page)


def view_of(asked: str, atlas) -> View:
    return Filter.parse(asked, atlas).view(atlas)


def brush(page, atlas, first, last) -> None:
    """Drag over the histogram from one day to another."""
    page.locator(".histogram").scroll_into_view_if_needed()
    box = page.locator(".histogram").bounding_box()
    x0, x1 = (brush_x(page, day, atlas.first_date, atlas.last_date) for day in (first, last))
    y = box["y"] + box["height"] / 2
    page.mouse.move(x0, y)
    page.mouse.down()
    page.mouse.move(x1, y, steps=5)
    page.mouse.up()
    settle(page)


def test_incidents_of_al_asad_are_picked_one_after_another_and_open_their_own_cards(
    server, visit, layout, atlas, full_size
):
    site = layout.sites.key.index("al_asad")
    rows = np.flatnonzero(layout.sites.of_row == site)
    page = visit(server.url + "/?base=al_asad&layers=site:al_asad").page
    x, y = symbol_on_screen(page, layout, "al_asad")
    hover(page, x, y)
    assert len(rows) == 60
    incidents = atlas.incidents
    for row in rows[:: 1 if full_size else 6]:
        dx, dy = layout.spiral_px[row]
        page.mouse.click(x + dx, y + dy)
        wait_for_link(page, "incident", incidents["incident_id"].iloc[row])
        settle(page)
        kicker = page.locator(".atlas-card .atlas-kicker").inner_text()
        assert f"{incidents['date'].iloc[row]:%b %Y}" in kicker
        assert "Al-Asad" in page.locator(".atlas-card h2").inner_text()


def symbol_px(page):
    """The middle of what is orange on the map, in pixels of the picture."""
    data = page.locator(".deck-map .frame").screenshot()
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), int)
    y, x = np.nonzero(np.abs(pixels - ORANGE).sum(axis=2) < 30)
    assert len(x) > 50, "no symbol on the map"
    return np.array([x.mean(), y.mean()])


def test_a_pan_stays_where_it_was_when_the_filter_changes(server, visit, layout):
    page = visit(server.url + "/?base=tower22").page
    x, y = symbol_on_screen(page, layout, "rukban")
    opening = symbol_px(page)
    # Beside the symbol: what is pointed at is highlighted.
    drag(page, (x + 60, y + 60), (x + 210, y - 30))
    panned = symbol_px(page)
    assert panned - opening == pytest.approx([150, -90], abs=2)
    choose_preset(page, "Main campaign (17 Oct 2023 – 4 Feb 2024)")
    page.wait_for_function("() => location.search.includes('from=2023-10-17')")
    settle(page)
    assert symbol_px(page) == pytest.approx(panned, abs=1)


def test_link_reload_and_back_keep_where_the_visitor_looks(server, visit, layout):
    page = visit(server.url + "/?base=tower22").page
    x, y = symbol_on_screen(page, layout, "rukban")
    opening = symbol_px(page)
    drag(page, (x + 60, y + 60), (x + 160, y + 100))
    page.get_by_role("button", name="Zoom in").click()
    settle(page)
    looked, here = query(page)["view"], symbol_px(page)
    assert np.abs(here - opening).max() > 50
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Copied").wait_for()
    elsewhere = visit(page.evaluate("navigator.clipboard.readText()")).page
    page.reload()
    page.wait_for_selector(MAP)
    settle(page)
    for shows in (elsewhere, page):
        assert symbol_px(shows) == pytest.approx(here, abs=1)
        assert query(shows)["view"] == looked
    page.get_by_text("Show every incident", exact=True).click()
    wait_for_link(page, "layers", "all")
    settle(page)
    page.go_back()
    settle(page)
    assert "layers" not in query(page)
    assert query(page)["view"] == looked
    assert symbol_px(page) == pytest.approx(here, abs=1)
    page.get_by_role("link", name="Method").click()
    page.get_by_role("heading", name="Method", exact=True).wait_for()
    settle(page)
    page.get_by_role("link", name="Map").click()
    page.wait_for_selector(MAP)
    settle(page)
    assert symbol_px(page) == pytest.approx(here, abs=1)
    page.get_by_role("button", name="Back to the opening view").click()
    settle(page)
    assert symbol_px(page) == pytest.approx(opening, abs=1)


def test_the_keyboard_alone_reaches_filter_row_card_and_export(server, visit):
    page = visit(server.url).page

    def tab_to(label: str, key: str = "Tab") -> None:
        for _ in range(120):
            page.keyboard.press(key)
            if re.search(rf"(^|\n){label}(\n| \(|$)", page.evaluate(FOCUSED)):
                return
        pytest.fail(f"120 presses of Tab do not reach {label!r}")

    tab_to("Group")
    page.keyboard.type("Kata'ib Hezbollah")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    wait_until_shown(page, 12)
    settle(page)
    tab_to(r"Download \(12\)", "Shift+Tab")
    page.keyboard.press("Enter")
    settle(page)
    tab_to("GeoJSON")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert len(json.loads(Path(waiting.value.path()).read_text("utf-8"))["features"]) == 12
    page.keyboard.press("Escape")
    tab_to("Open an incident from this page of the table")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".atlas-card h2")
    settle(page)
    assert query(page)["incident"][0].startswith("20")


def test_a_link_opened_in_a_new_browser_shows_the_same_count_selection_and_layers(server, visit):
    first = visit(server.url + "/?country=Iraq&incident=2024-04-20-kalsu&layers=all").page
    second = visit(first.url).page
    for page in (first, second):
        assert page.locator(".atlas-card h2").inner_text().endswith(" at Kalsu base")
        assert page.get_by_role("switch", name="Show every incident").is_checked()
    assert shown(first) == shown(second) != str(TOTAL)
    assert query(first) == query(second)


def test_copy_link_copies_the_address(server, visit):
    page = visit(server.url + "/?group=kh").page
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def slider(page) -> list[str]:
    """The two days beside the slider."""
    return page.locator('[data-testid="stSliderThumbValue"]').all_inner_texts()


def test_the_opening_view_can_be_brushed_and_slider_presets_and_links_move_the_brush(
    server, visit, atlas
):
    page = visit(server.url).page
    first, last = date(2023, 11, 6), date(2024, 4, 23)
    brush(page, atlas, first, last)
    assert (query(page)["from"], query(page)["to"]) == ([f"{first}"], [f"{last}"])
    assert brushed(page) == slider(page) == [in_words(first), in_words(last)]
    assert int(shown(page)) == view_of(f"from={first}&to={last}", atlas).shown
    period_slider(page).last.focus()
    page.keyboard.press("ArrowLeft")
    wait_for_link(page, "to", "2024-04-22")
    settle(page)
    assert brushed(page) == slider(page) == [in_words(first), "22 Apr 2024"]
    elsewhere = visit(page.url).page
    assert brushed(elsewhere) == slider(elsewhere) == slider(page)
    choose_preset(page, "Latest 30 days")
    wait_for_link(page, "from", "2025-11-21")
    settle(page)
    assert brushed(page) == slider(page) == ["21 Nov 2025", "20 Dec 2025"]
    page.go_back()
    settle(page)
    assert brushed(page) == slider(page) == [in_words(first), "22 Apr 2024"]
    choose_preset(page, "Whole dataset")
    wait_for_link(page, "from", "2019-12-03")
    settle(page)
    assert brushed(page) == slider(page) == ["3 Dec 2019", "20 Dec 2025"]
    assert shown(page) == str(TOTAL)


def test_days_typed_by_keyboard_alone_set_the_period_and_move_the_slider(server, visit):
    page = visit(server.url + "/timeline?group=kh", wait_for=".atlas-foot").page
    page.get_by_role("button", name="Dates").first.click()
    page.get_by_role("spinbutton", name="year, From").click()
    for keys in ("20240101", "Tab", "Tab", "20240430", "Tab", "Tab", "Enter"):
        if keys.isdigit():
            page.keyboard.type(keys)
        else:
            page.keyboard.press(keys)
    wait_for_link(page, "to", "2024-04-30")
    settle(page)
    assert query(page)["from"] == ["2024-01-01"]
    assert query(page)["group"] == ["kh"]
    assert slider(page) == ["1 Jan 2024", "30 Apr 2024"]


def in_legend(page) -> dict[str, int]:
    """The counts that the legend has of the classes of groups."""
    rows = page.locator("button.legend-row").all_inner_texts()
    return {label: int(n) for label, n in (row.split("\n") for row in rows)}


def classes_of(view, atlas) -> dict[str, int]:
    """How many incidents with a point each class of groups has."""
    of = symbology.signs(atlas)
    drawn = view.positions[atlas.has_point[view.positions]]
    return Counter(of[row].group.label for row in drawn)


def test_a_drag_draws_count_and_legend_at_every_step_and_asks_the_server_at_its_end_alone(
    server, visit, atlas
):
    page = visit(server.url, height=1200).page
    grip = page.locator(".grip").last.bounding_box()
    y = grip["y"] + grip["height"] / 2
    page.mouse.move(grip["x"] + grip["width"] / 2, y)
    page.mouse.down()
    before, pictures, labels = sent(page), set(), set(in_legend(page))
    for step in range(40):
        day = date(2024, 2, 8) - timedelta(days=3 * step)
        page.mouse.move(brush_x(page, day, atlas.first_date, atlas.last_date), y)
        page.locator(".when", has_text=f"to {in_words(day)}").wait_for()
        n, *days = told(page.locator(".when").inner_text())
        assert days == [atlas.first_date, day]
        view = view_of("from={}&to={}".format(*days), atlas)
        assert n == view.shown
        counts = classes_of(view, atlas)
        assert in_legend(page) == {label: counts[label] for label in labels}
        pictures.add(page.locator(".deck-map .frame").screenshot())
    assert len(pictures) >= 25
    assert sent(page) == before, "the server is asked nothing while the mouse is down"
    assert shown(page) == str(TOTAL)
    page.mouse.up()
    settle(page)
    assert int(shown(page)) == n
    assert query(page)["to"] == [f"{day}"]


def test_playback_counts_in_the_browser_and_ends_on_the_stated_day(server, visit, atlas):
    page = visit(server.url + "/?from=2023-10-17&to=2023-12-31").page
    page.get_by_label("Settings of playback").click()
    page.get_by_label("Speed").select_option("fast")
    page.locator(".when").evaluate(
        """when => {
          window.told = [];
          new MutationObserver(() => window.told.push(when.innerText))
            .observe(when, {childList: true});
        }"""
    )
    before = sent(page)
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("button", name="Pause", exact=True).wait_for()
    page.get_by_role("button", name="Play", exact=True).wait_for()
    steps = [told(text) for text in page.evaluate("() => window.told")]
    first, last = date(2023, 10, 17), date(2023, 12, 31)
    weeks = [first + timedelta(days=7 * week + 6) for week in range(10)]
    assert [days for _, *days in steps] == [[first, end] for end in (*weeks, last)]
    for n, *days in steps:
        assert n == view_of("from={}&to={}".format(*days), atlas).shown
    assert sent(page) == before, "the server is not asked"
    page.get_by_role("button", name="Leave playback").click()
    assert brushed(page) == ["17 Oct 2023", "31 Dec 2023"]


def test_a_class_of_the_legend_is_shown_alone_and_the_map_says_so(server, visit, layout):
    page = visit(server.url).page
    note = page.locator(".deck-map .note")
    assert not note.is_visible()
    before = symbol_px(page)
    row = page.locator("button.legend-row", has_text="US and coalition")
    row.click()
    settle(page)
    assert "only US and coalition" in note.inner_text()
    assert row.get_attribute("aria-pressed") == "true"
    with pytest.raises(AssertionError, match="no symbol"):
        symbol_px(page)
    assert shown(page) == str(TOTAL), "nothing is filtered"
    row.click()
    settle(page)
    assert not note.is_visible()
    assert symbol_px(page) == pytest.approx(before, abs=1)


def test_the_keyboard_alone_reaches_opens_and_leaves_an_incident_of_a_site(
    server, visit, layout, atlas
):
    page = visit(server.url + "/?base=tower22").page
    for _ in range(80):
        page.keyboard.press("Tab")
        if "Symbols on the map" in page.evaluate(FOCUSED):
            break
    live = page.locator(".deck-map .live")
    live.filter(has_text="Tower 22").wait_for()
    page.keyboard.press("Enter")
    wait_for_link(page, "layers", "site:rukban")
    settle(page)
    assert "Symbols on the map" in page.evaluate(FOCUSED), "the focus stays in the map"
    positions = view_of("base=tower22", atlas).positions
    ids = set(atlas.incidents["incident_id"].iloc[positions])
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('incident=')")
    settle(page)
    assert query(page)["incident"][0] in ids
    assert page.locator(".atlas-card h2").inner_text().endswith("on Tower 22")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.search.includes('incident=')")
    live.filter(has_text="Closed").wait_for()
    settle(page)
    assert not page.locator(".atlas-card").count()


def swipe(page, x: float, y: float, by: float) -> None:
    """Move one finger up or down."""
    session = page.context.new_cdp_session(page)
    for kind, touches in (
        ("touchStart", [(x, y)]),
        *(("touchMove", [(x, y + by * step / 10)]) for step in range(1, 11)),
        ("touchEnd", []),
    ):
        points = [{"x": left, "y": top} for left, top in touches]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.detach()


def test_on_a_phone_one_finger_over_the_map_scrolls_the_page(server, visit):
    page = visit(f"{server.url}/?base=tower22", **PHONE, touch=True).page
    page.locator(".deck-map .frame").scroll_into_view_if_needed()
    box = page.locator(".deck-map .frame").bounding_box()
    scrolled = "() => document.querySelector('[data-testid=\"stMain\"]').scrollTop"
    before, looked = page.evaluate(scrolled), symbol_px(page)
    swipe(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, -200)
    settle(page)
    assert page.evaluate(scrolled) > before + 100
    # The map says for a moment that it takes two fingers.
    expect(page.locator(".maplibregl-cooperative-gesture-screen")).to_have_css("opacity", "0")
    assert symbol_px(page) == pytest.approx(looked, abs=1), "the map has not moved in its frame"
    assert "view" not in query(page)


def test_two_tabs_of_one_user_do_not_disturb_each_other(server, visit):
    one, two = visit(server.url + "/?group=kh").page, visit(server.url).page
    assert (shown(one), shown(two)) == ("12", str(TOTAL))
    choose_preset(two, "Main campaign (17 Oct 2023 – 4 Feb 2024)")
    wait_until_shown(two, 284)
    assert shown(one) == "12"
