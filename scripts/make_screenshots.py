"""Makes the pictures in docs/img: starts the app and saves what Debian's Chromium shows of it.

    python scripts/make_screenshots.py

Run it after any change of what the pages look like.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "img"
PORT = 8599
FLAGS = [
    "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist", "--disable-background-networking",
]  # fmt: skip
CAMPAIGN = "from=2023-10-17&to=2024-02-04"
# name, query, width and height in CSS pixels, colour scheme
PICTURES = (
    ("map", "", 1400, 1000, "light"),
    ("map-dark", f"{CAMPAIGN}&layers=all", 1400, 1000, "dark"),
    ("map-site", f"{CAMPAIGN}&incident=2024-01-20-al-asad", 1400, 1200, "light"),
    ("map-phone", CAMPAIGN, 390, 1100, "light"),
    ("map-phone-dark", CAMPAIGN, 390, 1100, "dark"),
)


def main() -> None:
    """Start the app, take every picture, stop the app."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no chromium on this machine; install Debian's: apt-get install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true",
         "--server.port", str(PORT)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for picture in PICTURES:
                _take(browser, picture)
            browser.close()
    finally:
        server.terminate()
        server.wait()


def _wait() -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"http://localhost:{PORT}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    sys.exit("the app did not start")


def _take(browser: Browser, picture: tuple[str, str, int, int, str]) -> None:
    name, query, width, height, scheme = picture
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.goto(f"http://localhost:{PORT}/?{query}")
    page.wait_for_selector('[data-testid="stDeckGlJsonChart"] canvas')
    page.wait_for_timeout(6000)  # the map's files come one after another
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main()
