"""Five visitors with a question, and how many clicks each needs to its answer.

`pytest tests/browser/test_tasks.py -s` prints clicks and seconds.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from geo.filter.filter import Filter
from tests.browser.visits import MAP, PHONE, query, settle, shown, symbol_on_screen

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

FOOT = ".atlas-foot"


@dataclass
class Walk:
    """What somebody presses, counted; typing is no click."""

    page: Page
    clicks: int = 0
    begun: float = field(default_factory=time.monotonic)

    def press(self, what: Locator) -> None:
        what.click()
        self.clicks += 1
        settle(self.page)

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name).first)

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name).first)

    def download(self, name: str) -> bytes:
        """Press a button that gives a file, and return what is in it."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=name).click()
        self.clicks += 1
        return Path(waiting.value.path()).read_bytes()

    def end(self, who: str, most: int) -> None:
        """Say what it took, and fail where it took more clicks than it may."""
        print(f"\n{who}: {self.clicks} clicks, {time.monotonic() - self.begun:.0f} s")  # noqa: T201 - its purpose
        assert self.clicks <= most


@pytest.fixture
def walk(server, visit):
    def start(path="", wait_for=MAP, **how) -> Walk:
        begun = time.monotonic()
        return Walk(visit(f"{server.url}/{path}", wait_for=wait_for, **how).page, begun=begun)

    return start


def test_a_journalist_takes_count_link_citation_picture_and_file_along(walk, atlas):
    """How many attacks on US forces after Tower 22?"""
    journalist = walk()
    page = journalist.page
    journalist.link("Attacks after Tower 22")
    asked = "from=2024-01-28&to=2024-04-23&type=attack&target=us_coalition"
    count = Filter.parse(asked, atlas).view(atlas).shown
    assert shown(page) == str(count)
    journalist.button("Copy link")
    link = page.evaluate("navigator.clipboard.readText()")
    assert all(pair in urlsplit(link).query for pair in asked.split("&"))
    journalist.button("Cite")
    assert f"version {atlas.version}" in page.get_by_test_id("stPopoverBody").inner_text()
    journalist.button("Download (")
    assert journalist.download("Picture (PNG) (").startswith(b"\x89PNG")
    assert len(json.loads(journalist.download("GeoJSON"))["features"]) == count
    journalist.end("journalist", 6)


def test_an_analyst_compares_two_groups_by_every_rule(walk, server):
    """What do the attribution rules make of Kata'ib Hezbollah beside the Islamic Resistance?"""
    analyst = walk("groups?actor=kh", FOOT)
    page = analyst.page
    choice = page.get_by_role("combobox", name="Compare Kata'ib Hezbollah with")
    analyst.press(choice)
    page.keyboard.type("Islamic Resistance in Iraq")
    page.keyboard.press("Enter")
    settle(page)
    assert query(page)["versus"] == ["iri"]
    table = page.locator("table.atlas-versus").first
    for rule in ("claimed", "attributed", "undisputed", "unclaimed"):
        assert table.get_by_role("rowheader", name=rule).count(), rule
    analyst.press(table.get_by_role("link").first)
    dialog = page.get_by_role("dialog")
    assert "incident" in dialog.inner_text()
    assert dialog.get_by_role("button", name="Download CSV").is_visible()
    analyst.end("analyst", 3)


def test_an_officer_on_a_phone_takes_a_brief_along(walk):
    """What has happened near Erbil?"""
    officer = walk(**PHONE, touch=True)
    page = officer.page
    officer.press(page.get_by_role("searchbox", name="Search places, groups and incidents"))
    page.keyboard.type("erbil")
    found = page.get_by_role("navigation", name="Search results")
    found.wait_for()
    settle(page)
    officer.press(found.locator("a[href*='near?']", has_text="Erbil").first)
    page.get_by_role("heading", name="Near a place").wait_for()
    assert "Erbil" in page.locator(".atlas-answer").first.inner_text()
    assert officer.download("Download PDF").startswith(b"%PDF")
    officer.end("officer", 3)


def test_an_explorer_reads_on_from_a_symbol(walk, layout, atlas):
    """What is this circle?"""
    explorer = walk()
    page = explorer.page
    page.mouse.click(*symbol_on_screen(page, layout, "al_asad"))
    explorer.clicks += 1
    listed = page.locator(".atlas-list-title", has_text="Al-Asad Air Base")
    listed.wait_for()
    settle(page)
    explorer.press(page.locator(".atlas-list a").first)
    page.wait_for_url("**/incident?**")
    (incident,) = query(page)["incident"]
    row = atlas.incidents.iloc[atlas.row_of[incident]]
    assert "Al-Asad" in page.get_by_role("heading", level=1).first.inner_text()
    assert str(row["date"].year) in page.get_by_test_id("stMain").inner_text()
    explorer.end("explorer", 2)


def test_a_mistaken_link_is_mended_by_what_the_page_offers(walk):
    """A link with two ends swapped, a group that does not exist, and words that find nothing."""
    mistaken = walk("?from=2024-04-23&to=2024-02-05&group=hamas&q=zzzz", FOOT)
    page = mistaken.page
    mistaken.button("Swap dates")
    mistaken.press(page.get_by_role("button", name="Remove", exact=True).first)
    assert shown(page) == "0"
    mistaken.press(page.locator(".st-key-no_match").get_by_role("button").first)
    assert int(shown(page)) > 0
    assert query(page)["from"] == ["2024-02-05"]
    mistaken.end("mistaken", 3)
