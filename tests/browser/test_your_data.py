"""Your data in real browsers: two sessions, two files, and neither sees the other's rows."""

from __future__ import annotations

import re

import pytest

from geo.paths import STATIC
from tests.browser.visits import MAP, PHONE, assert_accessible, query, settle, unfold
from tests.geo.importers import files

pytestmark = pytest.mark.browser

UPLOAD = 'input[type="file"]'
FOOT = ".atlas-foot"


OWN_LONGITUDE = "43.9753"
IN_A_PUBLIC_FILE = re.compile(r"43\.9[78]\d*,\s*33\.42")  # longitude and latitude of the rows below


def acled(marker: str, n: int) -> dict:
    rows = (
        files.acled(f"{marker}{i}", location=f"{marker}ville", notes=f"{marker} happened",
                    longitude=OWN_LONGITUDE)
        for i in range(n)
    )  # fmt: skip
    return {"name": f"{marker}.csv", "mimeType": "text/csv", "buffer": files.acled_csv(*rows)}


def read(page, content) -> None:
    page.locator(UPLOAD).first.set_input_files(content)
    page.get_by_role("button", name="Import", exact=True).wait_for()
    settle(page)
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_role("button", name="Show on all pages").wait_for()
    settle(page)


def use(page) -> None:
    page.get_by_role("button", name="Show on all pages").click()
    page.get_by_role("button", name="Back to the built-in data").wait_for()
    settle(page)


def go(page, name: str, wait_for: str) -> str:
    """Open a page by the navigation, which keeps the session, and return all that it says."""
    page.locator('[data-testid="stTopNavLink"]').filter(has_text=name).click()
    page.wait_for_selector(wait_for)
    settle(page)
    return page.locator("body").inner_html()


def test_two_sessions_never_see_each_others_rows(server, visit):
    stranger = visit(server.url)
    rows = {"Aardvark": 3, "Bumblebee": 5}
    visits = {}
    for marker, n in rows.items():
        seen = visit(f"{server.url}/your-data", wait_for=FOOT)
        read(seen.page, acled(marker, n))
        visits[marker] = seen
    for marker, seen in visits.items():
        use(seen.page)
        other = next(m for m in visits if m != marker)
        for name, wait_for in (("Groups", "#groups"), ("Your data", "#report"), ("Map", MAP)):
            body = go(seen.page, name, wait_for)
            assert f"{marker}.csv" in body, name
            assert other not in body, name
        count = seen.page.locator(".atlas-figure").inner_text()
        assert count == f"{rows[marker]} of {rows[marker]} incidents"
    stranger.page.reload()
    stranger.page.wait_for_selector(MAP)
    settle(stranger.page)
    body = stranger.page.locator("body").inner_html()
    assert not any(marker in body for marker in visits)
    public = {path.name: path.read_text("utf-8") for path in (STATIC / "views").glob("*.json")}
    assert len(public) > 0
    assert not [name for name, text in public.items() if IN_A_PUBLIC_FILE.search(text)]


def test_own_data_elsewhere_open_fitted_with_all_symbols_in_view(server, visit):
    page = visit(f"{server.url}/your-data", wait_for=FOOT).page
    places = [(14.5 + i % 5, -8.0 + i // 5 * 2.5) for i in range(20)]
    rows = [
        files.plain(Date=f"2024-03-{1 + i:02}", Country="Mali", Lat=f"{y}", Lon=f"{x}")
        for i, (y, x) in enumerate(places)
    ]
    read(page, {"name": "mali.csv", "mimeType": "text/csv", "buffer": files.plain_csv(*rows)})
    use(page)
    go(page, "Map", MAP)
    assert page.locator(".atlas-figure").inner_text() == "20 of 20 incidents"
    walker = page.locator(".walker")
    assert "Symbols on the map, 20" in walker.get_attribute("aria-label")
    frame = page.locator(".deck-map .frame").bounding_box()
    walker.focus()
    for _ in places:
        ring = page.locator(".deck-map .ring").bounding_box()
        assert frame["x"] < ring["x"] < frame["x"] + frame["width"] - ring["width"]
        assert frame["y"] < ring["y"] < frame["y"] + frame["height"] - ring["height"]
        page.keyboard.press("ArrowRight")
    settle(page)
    assert "view" not in query(page), "every symbol is walked to without moving the map"
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
        settle(page)
    in_view = page.locator(".atlas-list-title", has_text=re.compile(r"^In view: .*\b20, newest"))
    page.locator(".atlas-list-title", has_text="In view: ").wait_for()
    assert not in_view.count()
    page.get_by_role("button", name="Fit the map to what is shown").click()
    in_view.wait_for()


def test_a_link_inside_keeps_the_session_and_a_reload_ends_it(server, visit):
    page = visit(f"{server.url}/your-data", wait_for=FOOT).page
    read(page, acled("Cormorant", 4))
    use(page)
    go(page, "Timeline", "#timeline")
    page.get_by_role("link", name="4 incidents").first.click()
    page.wait_for_url("**open=all**")
    settle(page)
    assert "Cormorant.csv" in page.locator("body").inner_html()
    assert "4 incidents" in page.get_by_role("dialog").inner_text()
    page.reload()
    page.wait_for_selector(FOOT)
    settle(page)
    body = page.locator("body").inner_html()
    assert "Cormorant.csv" not in body
    assert "This link was made with dataset version imported" in body


def test_axe_finds_nothing_serious_in_the_report_and_nothing_sticks_out(server, visit):
    page = visit(f"{server.url}/your-data", **PHONE, scheme="dark", wait_for=FOOT).page
    content = files.plain_csv(
        *(files.plain(Date=f"2024-04-{20 + i}") for i in range(5)), files.plain(Date="never")
    )
    read(page, {"name": "own.csv", "mimeType": "text/csv", "buffer": content})
    unfold(page)
    assert "5 of 6 rows imported, 1 quarantined" in page.locator("body").inner_text()
    assert_accessible(page)
