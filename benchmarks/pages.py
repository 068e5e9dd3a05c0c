"""Measure how fast each page responds to the filter, compared with an empty Streamlit app.

    .venv/bin/python benchmarks/pages.py [--repeats 3] [--sizes shipped,10000,1000000]

For each number of incidents, every repetition visits the empty app and then all pages in turn, in
one browser. It measures three
times from the release of the slider. "On the screen" ends with the last frame in which anything
visible changed (on the map page: anything in the map; the bar at the top, where Streamlit shows
that it is busy, does not count). "Received" ends when that frame arrives, which is later without a
graphics card. "Whole page" ends two animation frames after the last script-finished message, when
nothing changes any more, below the screen too. The script writes docs/benchmarks-pages.md.
"""

from __future__ import annotations

import argparse
import operator
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import report
import runner
from interaction import SHIPPED, make_folders
from launch import chromium

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

ROOT: Final = Path(__file__).resolve().parents[1]
EMPTY: Final = "(empty Streamlit app)"
PAGES: Final = ("", "timeline", "bases", "provinces", "near", "groups")
MOVES: Final = 4
SIZES: Final = (SHIPPED, "10000", "1000000")


def _measure(browser: Browser, url: str, path: str) -> list[runner.Move]:
    visit = runner.Visit(browser, f"{url}/{path}", has_map=path == "")
    visit.move(0.9)  # fills caches: not timed
    moves = [visit.move(share) for share in runner.STOPS[:MOVES]]
    visit.close()
    return moves


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure all pages, print the table and write the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3, help="visits of each page (%(default)s)")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks-pages.md")
    parser.add_argument(
        "--sizes", default=",".join(SIZES), help="numbers of incidents (%(default)s)"
    )
    options = parser.parse_args(arguments)
    visits = f"{options.repeats} visit{'s' if options.repeats > 1 else ''}"
    facts = report.machine()
    tables: list[str] = []
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as scratch, chromium() as browser:
        for size, folder in make_folders(options.sizes.split(","), Path(scratch)).items():
            tables += _table(size, _visit_all(browser, folder, options.repeats))
    lines = [
        "# How fast each page responds to the filter", "",
        (f"Slider moves in seconds: medians of {visits} with {MOVES} moves each, "
        "on one server for each number of incidents. *On the screen* ends with the last frame in "
        "which anything visible changed (1400 by 900 pixels; on the map page, anything in the "
        "map). *Received* ends when the benchmark had that frame, drawn without a graphics card "
        "on the same two cores. *Whole page* ends when the script has finished and everything is "
        "drawn, below the screen too. `python benchmarks/pages.py` writes this file; "
        "[benchmarks.md](benchmarks.md) explains the method."), "",
        "| machine | |", "|---|---|", *[f"| {k} | {v} |" for k, v in facts.items()], *tables,
    ]  # fmt: skip
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _visit_all(browser: Browser, folder: Path, repeats: int) -> dict[str, list[runner.Move]]:
    moves_of: dict[str, list[runner.Move]] = defaultdict(list)
    with (
        runner.server(runner.APPS["empty"], folder) as (empty, _),
        runner.server(runner.APPS["atlas"], folder) as (atlas, _),
    ):
        for _ in range(repeats):
            moves_of[EMPTY] += _measure(browser, empty, "")
            for path in PAGES:
                name = path or "map"
                moves_of[name] += _measure(browser, atlas, path)
                print(folder.name, name, *_cells(moves_of[name], moves_of[EMPTY]), flush=True)
    return moves_of


def _table(size: str, moves_of: dict[str, list[runner.Move]]) -> list[str]:
    heading = "The shipped data" if size == SHIPPED else f"{int(size):,} incidents"
    return [
        "", f"## {heading}", "",
        ("| page | on the screen | range | ratio to empty app | received | range "
        "| ratio to empty app | whole page | range | ratio to empty app |"),
        f"|---|{'---:|' * 9}",
        *(f"| {name} | {' | '.join(_cells(moves, moves_of[EMPTY]))} |"
          for name, moves in moves_of.items()),
    ]  # fmt: skip


def _cells(moves: list[runner.Move], empty: list[runner.Move]) -> list[str]:
    """Return median, range and ratio: on the screen, received, and for the whole page."""
    cells = []
    for of in map(operator.attrgetter, ("repaint_s", "received_s", "finished_s")):
        times, floor = [of(m) for m in moves], runner.median([of(m) for m in empty])
        median = runner.median(times)
        cells += [f"{median:.3f}", f"{min(times):.3f} to {max(times):.3f}", f"{median / floor:.2f}"]
    return cells


if __name__ == "__main__":
    sys.exit(main())
