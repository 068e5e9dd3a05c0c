from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from tests.browser.conftest import ROOT
from tests.browser.visits import (
    hover,
    query,
    settle,
    shown,
    symbol_on_screen,
    wait_for_link,
    wait_until_shown,
)
from tests.shipped import TOTAL

pytestmark = pytest.mark.browser


def command_line(*arguments: str) -> bytes:
    run = subprocess.run(
        [sys.executable, "-m", "geo", "export", "--out", "-", *arguments],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    return run.stdout


def test_the_page_shows_real_incidents_asks_no_other_host_and_complains_of_nothing(server, visit):
    seen = visit(server.url)
    assert shown(seen.page) == str(TOTAL)
    picture = Image.open(io.BytesIO(seen.page.locator(".deck-map .frame").screenshot()))
    assert len(picture.getcolors(maxcolors=1_000_000)) > 100, "the map is one flat colour"
    assert seen.hosts == {urlsplit(server.url).netloc}
    assert seen.complaints == []


def test_a_plain_visit_gets_a_link_in_absolute_terms(server, visit):
    seen = visit(server.url)
    assert query(seen.page)["from"] == ["2019-12-03"]
    assert query(seen.page)["to"] == ["2025-12-20"]
    assert "version" in query(seen.page)


def test_a_pasted_link_restores_the_same_view(server, visit):
    link = "/?from=2023-10-17&to=2024-02-04&group=iri&rule=claimed&incident=2024-01-28-tower22"
    first = visit(server.url + link)
    again = visit(first.page.url)
    for seen in (first, again):
        assert shown(seen.page) == "164"
        assert "Tower 22" in seen.page.locator(".atlas-card h2").inner_text()
    assert query(first.page) == query(again.page)


def test_the_first_visitor_of_a_fresh_server_may_open_any_page_by_its_address(own_server, visit):
    # The footer is the last that app.py draws: without app.py there is none.
    seen = visit(own_server.url + "/method?group=kh", wait_for=".atlas-foot")
    assert seen.page.locator("#coverage").count() == 1
    assert seen.complaints == []


def test_choosing_a_group_changes_count_and_link_and_survives_a_page_switch(server, visit):
    page = visit(server.url).page
    page.get_by_label("Group", exact=True).first.click()
    page.keyboard.type("Kata'ib Hezbollah")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    wait_until_shown(page, 12)
    settle(page)
    assert query(page)["group"] == ["kh"]
    page.get_by_role("link", name="Method").click()
    page.get_by_role("heading", name="Method", exact=True).wait_for()
    settle(page)
    assert query(page)["group"] == ["kh"]
    page.get_by_role("link", name="Map").click()
    page.wait_for_selector(".atlas-figure")
    settle(page)
    assert shown(page) == "12"


@pytest.mark.parametrize("name", ["GeoJSON", "CSV"])
def test_a_download_has_the_bytes_that_the_command_line_writes(server, visit, name):
    page = visit(server.url + "/?from=2023-10-17&to=2024-02-04&group=iri&rule=claimed").page
    page.get_by_role("button", name="Download (").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    data = Path(waiting.value.path()).read_bytes()
    options = ("--from", "2023-10-17", "--to", "2024-02-04", "--group", "iri", "--rule", "claimed")
    assert data == command_line(*options, "--format", name.lower())
    if name == "GeoJSON":
        assert json.loads(data)["metadata"]["count"] == 164


def test_an_unknown_group_stays_an_error_until_mended_while_the_page_works(server, visit):
    seen = visit(server.url + "/?group=kataibhezbollahh&foo=1")
    page = seen.page
    error = page.locator('[data-testid="stAlert"]').first
    assert "1 part of the link was ignored" in error.inner_text()
    page.get_by_text("kataibhezbollahh").first.wait_for()
    assert query(page)["group"] == ["kataibhezbollahh"], "what the user had is kept"
    assert shown(page) == str(TOTAL)
    page.get_by_role("button", name="Download (").click()
    assert page.get_by_role("button", name="GeoJSON").is_disabled()
    page.get_by_role("button", name="Use Kata'ib Hezbollah").click()
    wait_until_shown(page, 12)
    settle(page)
    assert query(page)["group"] == ["kh"]
    page.get_by_role("button", name="Download (12)").click()
    assert page.get_by_role("button", name="GeoJSON").is_enabled()


def test_the_first_click_of_a_new_visitor_opens_a_site(server, visit, layout):
    page = visit(server.url, fresh=True).page
    page.mouse.click(*symbol_on_screen(page, layout, "al_asad"))
    wait_for_link(page, "layers", "site:al_asad")
    settle(page)
    assert page.locator(".atlas-list-title").inner_text().startswith("Al-Asad Air Base: ")


def test_a_click_on_a_symbol_opens_the_card_of_its_incident(server, visit, layout, atlas):
    page = visit(server.url + "/?base=tower22&layers=site:rukban").page
    x, y = symbol_on_screen(page, layout, "rukban")
    dx, dy = layout.spiral_px[atlas.row_of["2024-01-28-tower22"]]
    hover(page, x + dx, y + dy)
    page.mouse.click(x + dx, y + dy)
    wait_for_link(page, "incident", "2024-01-28-tower22")
    settle(page)
    assert page.locator(".atlas-card h2").inner_text() == "Drone attack on Tower 22"


def test_the_folder_may_change_and_break_under_the_running_app(own_server, visit):
    page = visit(own_server.url).page
    incidents = own_server.folder / "incidents.csv"
    whole = incidents.read_bytes()
    lines = whole.splitlines(keepends=True)
    incidents.write_bytes(b"".join(lines[:100]))
    page.wait_for_timeout(6000)
    page.reload()
    page.wait_for_function(
        f"() => document.querySelector('.atlas-figure strong')?.innerText !== '{TOTAL}'"
    )
    incidents.write_bytes(b"")
    page.wait_for_timeout(6000)
    page.reload()
    page.get_by_text("has changed and cannot be read now").wait_for()
    page.wait_for_selector(".atlas-figure")
