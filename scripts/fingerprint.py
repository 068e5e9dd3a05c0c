"""Show whether a refactoring changed what users get: files, figures, texts and pages.

    python scripts/fingerprint.py --out BEFORE --pages --repo CHECKOUT_OF_ANOTHER_COMMIT
    python scripts/fingerprint.py --out AFTER --pages
    python scripts/fingerprint.py --compare BEFORE AFTER

The first two print one line per artefact: the first 16 hex digits of its SHA-256, and its name.
They keep the artefacts in DIR/files and DIR/pages, and the lines in DIR/listing.txt. An artefact
that could not be produced has no line; the messages say why. The third command prints the
differences, and marks those of pictures in AFTER/diff.

The script uses only the command line of a checkout and `streamlit run server.py`, so it does not
matter how the modules are arranged. It runs a copy, with this Python, and writes nothing into the
checkout.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from launch import app, chromium
from make_screenshots import MAP
from PIL import Image, ImageChops
from playwright.sync_api import Error as PlaywrightError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, Page

ROOT: Final = Path(__file__).resolve().parents[1]
NOT_COPIED: Final = (".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "views", "regions")
FORMATS: Final = (
    "geojson", "csv", "xlsx", "parquet", "gpkg", "fgb", "kml", "pmtiles", "png", "svg",
)  # fmt: skip
CAMPAIGN: Final = ("--from", "2023-10-17", "--to", "2024-02-04")
FILTERS: Final = {
    "all": (),
    "kh": ("--group", "kh"),
    "claimed": ("--rule", "claimed", *CAMPAIGN),
    "near": ("--near", "33.79,42.44,100"),
    "none": ("--to", "1990-01-01"),
}
# Invented rows, shaped like an ACLED export: a base, a town, a likely duplicate, a wrong date.
ACLED_LIKE: Final = """\
event_id_cnty,event_date,time_precision,sub_event_type,actor1,inter1,actor2,inter2,country,admin1,\
location,latitude,longitude,geo_precision,source,notes,fatalities
IRQ1,2024-01-20,1,Shelling/artillery/missile attack,Made-up Brigade,2,US Forces,8,Iraq,Al Anbar,\
Al Asad,33.786,42.441,1,Made-up Agency,"Rockets, made up.",0
IRQ2,2024-01-20,1,Shelling/artillery/missile attack,Made-up Brigade,2,US Forces,8,Iraq,Al Anbar,\
Al Asad,33.787,42.442,1,Made-up News,The same once more.,1
SYR3,2024-02-03,2,Air/drone strike,US Forces,8,لواء مختلق,2,Syria,Deir ez-Zor,\
Al Mayadin,35.02,40.45,2,Made-up News,,4
IRQ4,30 of May,1,Armed clash,Unidentified,,Police,1,Iraq,Basra,Basra,30.5,47.8,3,,,0
"""
PAGES: Final = {
    "map": "",
    "timeline": "timeline?from=2023-10-17&to=2024-04-23&type=attack&target=us_coalition",
    "bases": "bases?from=2023-10-17&to=2024-02-04&profile=al_asad",
    "provinces": "provinces?from=2023-10-17&to=2024-02-04",
    "groups": "groups?from=2023-10-17&to=2024-02-04&actor=kh",
    "near": "near?place=base:al_asad&km=50",
    "incident": "incident?incident=2024-04-21-rumaylan",
    "your-data": "your-data",
    "what-changed": "what-changed",
    "propose": "propose?incident=2024-04-21-rumaylan",
    "method": "method",
}
SCREENS: Final[tuple[tuple[Literal["light", "dark"], int], ...]] = (
    ("light", 1400),
    ("dark", 1400),
    ("light", 390),
)
HEIGHT: Final = 900
# Chromium draws no taller window. Of a longer page, only the text is complete.
MOST_HEIGHT: Final = 16_000
AT_REST: Final = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app?.dataset.testScriptState === "notRunning" && document.querySelector("h1, h2")
        && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
}"""
# The page scrolls inside this element: a window as tall as its content shows all of it.
CONTENT_HEIGHT: Final = "document.querySelector('[data-testid=\"stMain\"]').scrollHeight"
# What is said inside a map lies in a shadow root, which the text of the page leaves out.
TEXT: Final = """() => [document.body, ...[...document.querySelectorAll(".stBidiComponent *")]
    .flatMap(e => e.shadowRoot ? [...e.shadowRoot.querySelectorAll(".legend, .when")] : [])]
    .map(e => e.innerText).join("\\n")
"""
SAME_PICTURES, MOST_PICTURES = 3, 40
# Of 255, in the channel that differs most: a smaller step is only rounding at a soft edge.
SMALL_STEP: Final = 16


class Listing:
    """The printed lines, one per artefact in `folder`."""

    def __init__(self, folder: Path) -> None:
        """Start an empty listing."""
        self.folder, self.lines = folder, list[str]()

    def add(self, path: Path) -> None:
        """Print the hash and name of a file, and keep the line."""
        name = path.relative_to(self.folder).as_posix()
        self.lines.append(f"{digest(path.read_bytes())}  {name}")
        print(self.lines[-1], flush=True)


def digest(content: bytes) -> str:
    """Return the first 16 hex digits of the SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


def environment() -> dict[str, str]:
    """Return this environment, without variables that point to other code or data, and no cache.

    Python's hash seed stays random, so that two runs show an order that depends on chance.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ATLAS_", "PYTHON"))}
    return kept | {"ATLAS_CACHE": "off"}


def command_line(checkout: Path, listing: Listing) -> None:
    """Run every command of `python -m geo`; list its files and its messages."""
    files = listing.folder / "files"
    files.mkdir()

    def geo(name: str, *arguments: str) -> None:
        """Run a command that writes the file `name`, or whose output goes there."""
        path, command = files / name, arguments[0]
        out = () if command in {"summary", "validate"} else ("--out", str(path))
        run = subprocess.run(
            [sys.executable, "-m", "geo", *arguments, *out],
            cwd=checkout, env=environment(), capture_output=True, check=False,
        )  # fmt: skip
        if not out:
            path.write_bytes(run.stdout)
        messages = (run.stdout if out else b"") + run.stderr
        messages = messages.replace(str(files).encode(), b"OUT")
        with (files / f"{command}.messages.txt").open("ab") as log:
            log.write(f"{name}: exit code {run.returncode}\n".encode() + messages)
        for artefact in sorted(p for p in (path, *path.rglob("*")) if p.is_file()):
            listing.add(artefact)

    for name, restriction in FILTERS.items():
        for suffix in FORMATS:
            geo(f"{name}.{suffix}", "export", *restriction)
        geo(f"{name}.summary.txt", "summary", *restriction)
        geo(f"{name}.summary.json", "summary", "--json", *restriction)
    geo("since.summary.json", "summary", "--json", "--since", CAMPAIGN[1])
    for suffix in ("html", "pdf"):
        geo(f"near.brief.{suffix}", "brief", *CAMPAIGN, *FILTERS["near"])
    geo("validate.txt", "validate")
    sheet = files / "acled-like.csv"
    sheet.write_text(ACLED_LIKE, encoding="utf-8")
    geo("imported", "import", str(sheet))
    geo("imported.geojson", "export", "--licence-allows", "--data", str(files / "imported"))
    for log in sorted(files.glob("*.messages.txt")):
        listing.add(log)


def pages(checkout: Path, listing: Listing, port: int) -> None:
    """Save and list a picture of each whole page, and its visible text."""
    folder = listing.folder / "pages"
    folder.mkdir()
    with app(checkout=checkout, port=port, environment=environment()) as url, chromium() as browser:
        for scheme, width in SCREENS:
            for name, address in PAGES.items():
                path = folder / f"{name}-{width}-{scheme}.png"
                _take(browser, f"{url}/{address}", path, width, scheme)
                for artefact in (p for p in (path, path.with_suffix(".txt")) if p.exists()):
                    listing.add(artefact)


def _take(
    browser: Browser, url: str, path: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, reduced_motion="reduce"
    )
    page.set_default_timeout(60_000)
    try:
        page.goto(url)
        if path.name.startswith("map-"):
            page.wait_for_selector(MAP)
        _rest(page)
        height = min(page.evaluate(CONTENT_HEIGHT), MOST_HEIGHT)
        page.set_viewport_size({"width": width, "height": height})
        path.write_bytes(_rest(page))
        path.with_suffix(".txt").write_text(page.evaluate(TEXT), "utf-8")
    except PlaywrightError as error:
        print(f"{path.name}: {error}", file=sys.stderr)
    finally:
        page.close()


def _rest(page: Page) -> bytes:
    """Wait until the script has run and several pictures in a row are equal; return the last."""
    page.wait_for_function(AT_REST)
    pictures: list[bytes] = []
    while len(pictures) < MOST_PICTURES:
        page.wait_for_timeout(1000)
        pictures.append(page.screenshot(animations="disabled"))
        if len(pictures) >= SAME_PICTURES and len(set(pictures[-SAME_PICTURES:])) == 1:
            return pictures[-1]
    print(f"{page.url}: still moving after {MOST_PICTURES} pictures", file=sys.stderr)
    return pictures[-1]


def difference(before: Path, after: Path) -> tuple[float, Image.Image]:
    """Return the share of pixels that differ by more than a small step, and a picture of them.

    The picture shows the differences in red on grey. Pictures of different sizes are aligned at the
    top left; pixels that only one has count as different.
    """
    with Image.open(before) as one, Image.open(after) as other:
        size = max(one.width, other.width), max(one.height, other.height)
        common = min(one.width, other.width), min(one.height, other.height)
        step = ImageChops.difference(
            *(p.convert("RGB").crop((0, 0, *common)) for p in (one, other))
        )
        red, green, blue = step.split()
        most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        mask = Image.new("L", size, 255)
        mask.paste(most.point([255 * (v > SMALL_STEP) for v in range(256)]))
        shown = Image.new("RGB", size, "white")
        shown.paste(other.convert("L").point([170 + v // 3 for v in range(256)]).convert("RGB"))
    shown.paste("red", mask=mask)
    return mask.histogram()[255] / (size[0] * size[1]), shown


def compare(before: Path, after: Path) -> bool:
    """Print which artefacts of two folders differ; return whether any does.

    For pictures, print the share of different pixels and mark them in `after`/diff. A picture with
    small steps only does not count as different.
    """
    one, other = (
        {name: sha for sha, name in map(str.split, (f / "listing.txt").read_text().splitlines())}
        for f in (before, after)
    )
    differs = False
    for name in sorted(one | other):
        verdict = "same"
        if name not in one or name not in other:
            verdict = f"only in {before if name in one else after}"
        elif name.startswith("pages/") and name.endswith(".png") and one[name] != other[name]:
            share, picture = difference(before / name, after / name)
            verdict = f"{share:.4%} of pixels differ" if share else "same but for small steps"
            if share:
                (after / "diff").mkdir(exist_ok=True)
                picture.save(after / "diff" / Path(name).name)
        elif one[name] != other[name]:
            verdict = "differs"
        differs |= not verdict.startswith("same")
        print(f"{name:<36} {verdict}")
    return differs


def main(arguments: Sequence[str] | None = None) -> int:
    """Take a fingerprint, or compare two; a comparison returns 1 if they differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--repo", type=Path, default=ROOT, metavar="FOLDER", help="the checkout (this one)"
    )
    parser.add_argument(
        "--pages", action="store_true", help="also save pictures and texts of pages"
    )
    parser.add_argument("--port", type=int, default=28599,
                        help="use the same port for both checkouts: a page shows it")  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="DIR", help="a new folder for the artefacts")
    parser.add_argument(
        "--compare", type=Path, nargs=2, metavar="DIR", help="compare two such folders"
    )
    options = parser.parse_args(arguments)
    if options.compare:
        return int(compare(*options.compare))
    with tempfile.TemporaryDirectory(prefix="atlas-fingerprint-") as scratch:
        checkout = Path(scratch) / "checkout"
        shutil.copytree(options.repo, checkout, ignore=shutil.ignore_patterns(*NOT_COPIED))
        listing = Listing((options.out or Path(scratch) / "out").resolve())
        listing.folder.mkdir(parents=True)
        command_line(checkout, listing)
        if options.pages:
            pages(checkout, listing, options.port)
        (listing.folder / "listing.txt").write_text("\n".join(listing.lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
