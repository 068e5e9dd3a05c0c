"""What a move of the filter redraws by itself: every number on screen must have followed."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from geo.analysis import bases
from geo.filter.filter import Filter, View
from geo.filter.parse import PARAMETERS
from tests.browser.visits import choose_preset, period_slider, query, settle, shown, told
from tests.shipped import TOTAL

pytestmark = pytest.mark.browser


def counts(page) -> dict[str, int]:
    """Every place on the map page that says how many incidents are shown."""
    download = page.get_by_role("button", name="Download (").inner_text()
    caption = page.get_by_text(re.compile(r"^Rows .* of ")).inner_text()
    legend = page.locator("button.legend-row .n").all_inner_texts()
    beside_time = page.locator(".deck-map .when strong").inner_text()
    return {
        "sentence": int(shown(page)),
        "download": int(re.search(r"\((\d+)\)", download)[1]),
        "table": int(re.search(r"of (\d+), ", caption)[1]),
        "time": int(beside_time.split()[0]),
        "legend": sum(map(int, legend)),
    }


def found_by(page, atlas) -> View:
    """What the link's filter finds."""
    given = {k: v for k, v in query(page).items() if k in PARAMETERS}
    asked = "&".join(f"{name}={value}" for name, values in given.items() for value in values)
    return Filter.parse(asked, atlas).view(atlas)


def count_of(page, atlas) -> int:
    """The count of the link's filter."""
    return found_by(page, atlas).shown


def test_all_counts_follow_the_slider_and_what_plays_is_the_new_period(server, visit, atlas):
    page = visit(server.url).page
    for key in ("Home", "ArrowRight", "PageUp"):
        period_slider(page).first.focus()
        page.keyboard.press(key)
        settle(page)
    for _ in range(3):
        period_slider(page).last.focus()
        page.keyboard.press("PageDown")
        settle(page)
    period = query(page)["from"][0], query(page)["to"][0]
    assert period != ("2019-12-03", "2025-12-20")
    found = counts(page)
    drawn = found.pop("legend")
    assert set(found.values()) == {count_of(page, atlas)}
    assert 0 <= found["sentence"] - drawn <= 5, "the legend counts what has a point"
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    n, first, last = told(page.locator(".when").inner_text())
    assert f"{first}" == period[0]
    assert last < date.fromisoformat(period[1])
    assert n == Filter.parse(f"from={first}&to={last}", atlas).view(atlas).shown
    page.get_by_role("button", name="Leave playback").click()
    n, *days = told(page.locator(".when").inner_text())
    assert (n, *map(str, days)) == (found["sentence"], *period)


def test_the_numbers_in_closed_lists_follow_the_slider(server, visit, atlas):
    page = visit(f"{server.url}/bases?profile=erbil", wait_for="#profile").page
    numbers = set()
    for _ in range(4):
        period_slider(page).last.focus()
        page.keyboard.press("PageDown")
        settle(page)
        n = bases.describe_base(found_by(page, atlas), atlas, "erbil").shown.n
        numbers.add(n)
        chosen = page.get_by_role("combobox", name="Profile of a base")
        assert chosen.input_value() == f"Erbil Air Base ({n})"


def test_moves_that_break_off_one_another_leave_all_counts_equal(server, visit, atlas):
    page = visit(server.url).page
    last = period_slider(page).last
    last.focus()
    page.keyboard.press("PageDown")
    page.wait_for_function(
        "last => new URLSearchParams(location.search).get('to') !== last", arg=f"{atlas.last_date}"
    )
    settle(page)
    to = date.fromisoformat(query(page)["to"][0])
    page_of_days = atlas.last_date - to
    for burst in range(3):
        last.focus()
        for step in range(12):
            page.keyboard.press("ArrowLeft" if step else "PageDown")
            to -= timedelta(days=1) if step else page_of_days
            page.wait_for_timeout(30 + 70 * burst)  # some within a run, some between two
        if burst == 1:
            page.get_by_text("More filters", exact=True).click()
            page.get_by_label("Search", exact=True).fill("drone")
            page.keyboard.press("Enter")
    settle(page)
    page.wait_for_timeout(1000)
    found = counts(page)
    drawn = found.pop("legend")
    assert set(found.values()) == {count_of(page, atlas)}
    assert 0 <= found["sentence"] - drawn <= 5
    assert query(page)["q"] == ["drone"]
    assert query(page)["to"] == [to.isoformat()], "no move is lost or taken back"


def test_a_choice_behind_more_filters_stays_when_they_are_closed(server, visit, atlas):
    page = visit(server.url).page
    page.get_by_text("More filters", exact=True).click()
    settle(page)  # a list that opens while its panel is still being drawn is closed by that
    page.get_by_label("Country", exact=True).first.click()
    page.get_by_role("option", name="Syria", exact=True).click()
    page.keyboard.press("Escape")
    page.wait_for_function(
        f"() => document.querySelector('.atlas-figure strong').innerText !== '{TOTAL}'"
    )
    settle(page)
    chosen = count_of(page, atlas)
    assert query(page)["country"] == ["Syria"]
    page.get_by_role("button", name="Syria", exact=True).wait_for()  # the filter, to be removed
    assert page.get_by_label("Country", exact=True).first.is_visible(), "it stays open till closed"
    page.get_by_text("More filters", exact=True).click()
    settle(page)
    assert not page.get_by_label("Country", exact=True).count()
    for name in ("Latest 30 days", "Whole dataset"):  # whole runs, the popover closed
        choose_preset(page, name)
        settle(page)
        assert query(page)["country"] == ["Syria"]
    assert int(shown(page)) == chosen == counts(page)["table"]
    page.get_by_role("button", name="Clear filters").click()
    settle(page)
    assert shown(page) == str(TOTAL)


def test_a_ticked_row_ticks_no_other_incident(server, visit):
    page = visit(server.url).page
    grid = page.locator("[data-testid=stDataFrame]").first
    grid.scroll_into_view_if_needed()
    ticked = page.locator("[data-testid=stDataFrame] [role=row][aria-selected=true]")
    settle(page)
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 17, box["y"] + 35 + 35 + 17)  # the second row below the header
    settle(page)
    assert ticked.count() == 1
    chosen = query(page)["incident"]
    period_slider(page).last.focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    settle(page)
    page.wait_for_timeout(500)
    assert query(page)["incident"] == chosen
    assert ticked.count() == 0


def test_back_takes_the_switch_back_with_the_map(server, visit):
    page = visit(server.url).page
    switch = page.get_by_role("switch", name="Show every incident")
    page.get_by_text("Show every incident", exact=True).click()
    settle(page)
    assert query(page)["layers"] == ["all"]
    assert switch.is_checked()
    page.go_back()
    settle(page)
    assert "layers" not in query(page)
    assert not switch.is_checked()


def test_a_group_stays_chosen_when_the_data_change_under_it(own_server, visit):
    page = visit(f"{own_server.url}/?group=iri&group=kh").page
    file = own_server.folder / "incidents.csv"
    file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[:300]), "utf-8")
    page.wait_for_timeout(6500)  # the folder is looked at again after five seconds
    before = shown(page)
    for _ in range(3):
        period_slider(page).last.focus()
        page.keyboard.press("ArrowLeft")
        settle(page)
    assert sorted(query(page)["group"]) == ["iri", "kh"]
    assert not page.get_by_text("no group has this id").count()
    assert 0 < int(shown(page)) < int(before)
