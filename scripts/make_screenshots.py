"""Makes the pictures in docs/img: starts the app and saves what Debian's Chromium shows of it.

    python scripts/make_screenshots.py

Run it after any change of what the pages look like.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as PlaywrightError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "img"
PORT = 8599  # always the same: the page of an incident shows its address
FLAGS = [
    "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist", "--disable-background-networking",
]  # fmt: skip
CAMPAIGN = "from=2023-10-17&to=2024-02-04"
MAP = '[data-testid="stDeckGlJsonChart"] canvas'
FOOT = ".atlas-foot"


@dataclass(frozen=True)
class Picture:
    """A picture of docs/img: its name, what is shown, and how.

    `path` is below the app's address, `width` and `height` are CSS pixels, `until` is what has to
    be on the page, `scroll_to` the text of a heading that the picture begins with.
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
    Picture("map-phone", f"?{CAMPAIGN}", width=390, height=1100, until=MAP),
    Picture("map-phone-dark", f"?{CAMPAIGN}", width=390, height=1100, theme="dark", until=MAP),
    Picture("timeline", "timeline?from=2023-10-17&to=2024-04-23&type=attack&target=us_coalition",
            height=1300),
    Picture("bases", f"bases?{CAMPAIGN}&profile=al_asad", height=1300),
    Picture("provinces", f"provinces?{CAMPAIGN}", height=1300),
    Picture("groups", f"groups?{CAMPAIGN}&actor=kh", height=1250, scroll_to="Groups"),
    Picture("near", "near?place=base:al_asad&km=50", height=1300),
    Picture("incident", "incident?incident=2024-04-21-rumaylan", height=1250),
    Picture("your-data", "your-data", height=900),
    Picture("timeline-phone-dark", f"timeline?{CAMPAIGN}", width=390, height=1100, theme="dark"),
    Picture("method", "method", height=1000, scroll_to="Coverage and known gaps"),
)  # fmt: skip


def main() -> None:
    """Start the app, take every picture, stop the app; names what could not be taken."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with app(ROOT, PORT) as url, chromium() as browser:
        missing = [p.name for p in PICTURES if not _take(browser, url, p)]
    if missing:
        sys.exit(f"no such page, or not drawn in time: {', '.join(missing)}")


@contextmanager
def app(checkout: Path, port: int, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run the app of a checkout and yield its address, without a slash at the end."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(f"port {port} is in use; what answers there is another app")
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "server.py", "--server.headless", "true",
         "--server.port", str(port), "--server.fileWatcherType", "none"],
        cwd=checkout, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://localhost:{port}"
    try:
        _wait(url)
        yield url
    finally:
        server.terminate()
        server.wait()


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):  # noqa: S310
                return
        except OSError:
            time.sleep(0.2)
    sys.exit("the app did not start")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Debian's Chromium without a window."""
    path = shutil.which("chromium")
    if path is None:
        sys.exit("no chromium on this machine; install Debian's: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def _take(browser: Browser, url: str, picture: Picture) -> bool:
    """Save a picture, and return whether the app has its page and drew it."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.theme
    )
    page.goto(f"{url}/{picture.path}")
    try:
        page.wait_for_selector(picture.until)
        page.wait_for_timeout(9000)  # a map's files come one after another
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
