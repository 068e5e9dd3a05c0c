"""A visitor's own file from elsewhere: nothing of the built-in data's region is left on a page."""

from __future__ import annotations

import re

import pytest

from tests.browser.visits import settle
from tests.geo.importers import files

pytestmark = pytest.mark.browser

TOWNS = (
    ("Bamako", 12.65, -8.0), ("Mopti", 14.49, -4.18), ("Gao", 16.27, -0.05),
    ("Timbuktu", 16.77, -3.0), ("Kidal", 18.44, 1.41),
)  # fmt: skip
WEAPONS = ("drone", "SVBIED", "mortar", "small arms", "IED")
REGION = re.compile(
    r"Iraq|Syria|Abu Hajar|Rmelan|Baghdad|Erbil|Tower 22|Pentagon|Tehran|Islamic Res"
)


def mali() -> dict:
    rows = []
    for i in range(20):
        place, lat, lon = TOWNS[i * i % len(TOWNS)]
        rows.append(
            {"date": f"2023-{1 + i // 4:02d}-{1 + i:02d}", "place": place, "country": "Mali",
             "lat": lat, "lon": lon, "attacker": "JNIM", "weapon": WEAPONS[i % len(WEAPONS)],
             "killed": i % 3, "source": "A newspaper"}
        )  # fmt: skip
    return {"name": "mali.csv", "mimeType": "text/csv", "buffer": files.plain_csv(*rows)}


SUDAN = (
    ("Khartoum", "Khartoum", 15.55, 32.53), ("El Fasher", "North Darfur", 13.63, 25.35),
    ("Wad Madani", "Al Jazirah", 14.4, 33.52), ("El Obeid", "North Kordofan", 13.18, 30.22),
)  # fmt: skip
EVENTS = (
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("Battles", "Armed clash"),
)


def sudan() -> dict:
    rows = []
    for i in range(60):
        place, region, lat, lon = SUDAN[i * i % len(SUDAN)]
        kind, sub_kind = EVENTS[i % len(EVENTS)]
        rows.append(
            files.acled(
                f"SDN{i}", event_date=f"2023-{5 + i // 20:02d}-{1 + i % 20:02d}", event_type=kind,
                sub_event_type=sub_kind, actor1="Rapid Support Forces",
                inter1="Other armed group", actor2="Military Forces of Sudan (2019-)",
                inter2="State forces", interaction="State forces-Other armed group", iso="729",
                region="Northern Africa", country="Sudan", admin1=region, location=place,
                latitude=f"{lat}", longitude=f"{lon}", source="A newspaper",
            )
        )  # fmt: skip
    return {"name": "sudan.csv", "mimeType": "text/csv", "buffer": files.acled_csv(*rows)}


def go(page, name: str, wait_for: str) -> str:
    """Open a page by the menu, which keeps the session, and return the text on it."""
    page.locator('[data-testid="stTopNavLink"]').filter(has_text=name).click()
    page.wait_for_selector(wait_for)
    settle(page)
    return page.locator("body").inner_text()


@pytest.mark.parametrize(
    ("file", "actor", "first_day"),
    [(mali, "JNIM", "2023-01-01"), (sudan, "Rapid Support Forces", "2023-05-01")],
    ids=["a table of Mali", "an ACLED export of Sudan"],
)
def test_a_file_from_elsewhere_leaves_nothing_of_iraq_or_syria_on_the_screen(
    server, visit, file, actor, first_day
):
    page = visit(f"{server.url}/your-data", wait_for=".atlas-foot").page
    page.locator('input[type="file"]').first.set_input_files(file())
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_role("button", name="Show on all pages").click()
    page.get_by_text(f"All pages now show {file.__name__}.csv.").wait_for()
    page.wait_for_selector(".deck-map.ready")
    settle(page)
    said = {"Map": page.locator("body").inner_text()}
    # The map opens on the incidents; its words are in a shadow root.
    assert page.evaluate("() => new URLSearchParams(location.search).get('from')") == first_day
    said["Legend"] = page.locator(".deck-map.ready").first.inner_text()
    assert actor in said["Legend"]
    said |= {
        name: go(page, name, wait_for)
        for name, wait_for in (
            ("Timeline", "#timeline"), ("Bases", "#bases"), ("Provinces", "#provinces"),
            ("Near a place", ".deck-map.ready"), ("Groups", "#groups"),
        )
    }  # fmt: skip
    assert not {name: left for name, words in said.items() if (left := REGION.findall(words))}
    assert "Your file names no bases." in said["Bases"]
    assert "outside the provinces" in said["Provinces"]
    assert re.search(r"[1-9]\d* incidents? within 50 km of", said["Near a place"])
