"""Take the screenshots in docs/img: start the app and save what Debian's Chromium shows.

    python scripts/make_screenshots.py                  # all of them
    python scripts/make_screenshots.py --only map near  # some

Run it after any change to how the pages look.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from launch import app, chromium
from playwright.sync_api import Error as PlaywrightError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "img"
PORT = 8599  # always the same, because the page of an incident shows its address
CAMPAIGN = "from=2023-10-17&to=2024-02-04"
MAP = '.deck-map.ready[data-at-rest="true"] canvas'
FOOT = ".atlas-foot"


@dataclass(frozen=True)
class Picture:
    """A picture of docs/img: its name, what it shows, and how.

    `path` is relative to the app's address, `width` and `height` are in CSS pixels, `until` is the
    selector to wait for, `scroll_to` the heading that the picture begins with.
    """

    name: str
    path: str
    width: int = 1400
    height: int = 1000
    theme: Literal["light", "dark"] = "light"
    until: str = FOOT
    scroll_to: str = ""


PICTURES = (
    Picture("map", "", until=MAP),
    Picture("map-dark", f"?{CAMPAIGN}&layers=all", theme="dark", until=MAP),
    Picture("map-site", f"?{CAMPAIGN}&incident=2024-01-20-al-asad", height=1200, until=MAP),
    Picture("map-1024", f"?{CAMPAIGN}", width=1024, height=768, until=MAP),
    Picture("map-1024-dark", f"?{CAMPAIGN}", width=1024, height=768, theme="dark", until=MAP),
    Picture("map-phone", f"?{CAMPAIGN}", width=390, height=1100, until=MAP),
    Picture("map-phone-dark", f"?{CAMPAIGN}", width=390, height=1100, theme="dark", until=MAP),
    Picture("timeline", "timeline?from=2023-10-17&to=2024-04-23&type=attack&target=us_coalition",
            height=1300),
    Picture("bases", f"bases?{CAMPAIGN}&profile=al_asad", height=1300),
    Picture("bases-dark", f"bases?{CAMPAIGN}", theme="dark"),
    Picture("provinces", f"provinces?{CAMPAIGN}", height=1300),
    Picture("groups", f"groups?{CAMPAIGN}&actor=kh", height=1250, scroll_to="Groups"),
    Picture("near", "near?place=base:al_asad&km=50", height=1300),
    Picture("near-phone", "near?place=base:al_asad&km=50", width=390, height=1100),
    Picture("incident", "incident?incident=2024-04-21-rumaylan", height=1250),
    Picture("your-data", "your-data", height=900),
    Picture("timeline-phone-dark", f"timeline?{CAMPAIGN}", width=390, height=1100, theme="dark"),
    Picture("method", "method", height=1000, scroll_to="Coverage and known gaps"),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Start the app and take the pictures; end with a message that names those that failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    names = [picture.name for picture in PICTURES]
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME",
                        help=f"only these pictures, of {', '.join(names)}")  # fmt: skip
    only = parser.parse_args(arguments).only
    FOLDER.mkdir(parents=True, exist_ok=True)
    with app(port=PORT) as url, chromium() as browser:
        failed = [p.name for p in PICTURES if p.name in only and not _take(browser, url, p)]
    if failed:
        sys.exit(f"No such page, or not drawn in time: {', '.join(failed)}")


def _take(browser: Browser, url: str, picture: Picture) -> bool:
    """Save a picture; return False if the app has no such page or did not draw it in time."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.theme
    )
    page.goto(f"{url}/{picture.path}")
    try:
        page.wait_for_selector(picture.until)
        page.wait_for_timeout(9000)  # the files of a map arrive one after another
        if page.get_by_text("Page not found").count():
            return False
        if picture.scroll_to:
            heading = page.get_by_role("heading", name=picture.scroll_to, exact=True).first
            heading.evaluate("e => e.scrollIntoView({block: 'start'})")
            page.wait_for_timeout(500)
        page.screenshot(path=FOLDER / f"{picture.name}.png")
    except PlaywrightError as error:
        print(f"{picture.name}: {error}")
        return False
    finally:
        page.close()
    return True


if __name__ == "__main__":
    main()
