"""Every page in both themes, on a screen and on a phone: little for axe, nothing too wide.

A page is opened once, in the dark on a phone. Screen and light theme follow without a reload.
"""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.browser.test_timeline_page import ADDRESS
from tests.browser.visits import MAP, PHONE, SCREEN, assert_accessible, sticks_out, unfold

pytestmark = pytest.mark.browser

CAMPAIGN = "from=2023-10-17&to=2024-02-04"
# What a link may say and a page must not make a link of.
SITE = "https://evil.example"
# Address, and what is drawn last on it.
PAGES = {
    "map": ("/", MAP),
    "map, everything drawn": ("/?incident=2024-04-20-kalsu&layers=all", MAP),
    "map, nothing found": ("/?q=zzzz", MAP),
    "map, a link that cannot be obeyed": (f"/?group={SITE}&version={SITE}&www.{SITE[8:]}=1", MAP),
    "timeline": (f"{ADDRESS}&open=bin_2023-11-06", ".atlas-foot"),
    "timeline, tallies": (f"{ADDRESS}&show=tallies", ".atlas-foot"),
    "timeline, calendar": (f"{ADDRESS}&chart=calendar", ".atlas-foot"),
    "timeline, responses": (f"{ADDRESS}&show=responses", ".atlas-foot"),
    "timeline, nothing found": ("/timeline?to=1990-01-01", ".atlas-foot"),
    "bases": ("/bases", ".atlas-matrix"),
    "provinces": ("/provinces", ".atlas-classes"),
    "near": ("/near", "#near_maybe"),
    "groups": (
        f"/groups?actor=kh&versus=iri&then=2024-02-05..2024-06-30&{CAMPAIGN}&open=kh.attributed",
        ".atlas-foot",
    ),
    "incident": ("/incident?incident=2024-04-21-rumaylan", ".atlas-foot"),
    "incident, unknown": ("/incident?incident=nowhere", ".atlas-foot"),
    "your data": ("/your-data", ".atlas-foot"),
    "what changed": ("/what-changed", ".atlas-foot"),
    "propose": ("/propose?incident=2024-04-21-rumaylan", ".atlas-foot"),
    "propose, a missing incident": ("/propose", ".atlas-foot"),
    "method": ("/method", "#coverage"),
}
# On a phone the table of licences moves sideways in a frame of Streamlit's that has no focus.
WIDE_ONLY = {"method"}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_worse_than_minor_and_nothing_sticks_out(server, visit, name):
    address, drawn_last = PAGES[name]
    page = visit(server.url + address, **PHONE, scheme="dark", wait_for=drawn_last).page
    assert not sticks_out(page)
    # What the server says before the page is drawn, and search engines keep.
    served = re.search("<title>(.*)</title>", page.request.get(server.url + address).text())
    assert page.title() == unescape(served[1])
    assert page.title().endswith("Incident Atlas")
    assert page.evaluate("() => document.documentElement.lang") == "en"
    assert page.locator('[href*="//evil.example"], [href*="//www.evil"]').count() == 0
    unfold(page)
    assert_accessible(page, [SCREEN] if name in WIDE_ONLY else [PHONE, SCREEN])
