"""Measure how fast each page responds to the filter, compared with an empty Streamlit app.

    .venv/bin/python benchmarks/pages.py [--repeats 3]

Every repetition visits the empty app and then all pages in turn, in one browser. It measures three
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
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import report
import runner
from launch import chromium

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

ROOT: Final = Path(__file__).resolve().parents[1]
EMPTY: Final = "(empty Streamlit app)"
PAGES: Final = ("", "timeline", "bases", "provinces", "near", "groups")
MOVES: Final = 4


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
    options = parser.parse_args(arguments)
    moves_of: dict[str, list[runner.Move]] = defaultdict(list)
    facts = report.machine()
    shipped = ROOT / "data"
    with (
        runner.server(runner.APPS["empty"], shipped) as (empty, _),
        runner.server(runner.APPS["atlas"], shipped) as (atlas, _),
        chromium() as browser,
    ):
        for _ in range(options.repeats):
            moves_of[EMPTY] += _measure(browser, empty, "")
            for path in PAGES:
                moves_of[path or "map"] += _measure(browser, atlas, path)
                print(path or "map", *_cells(moves_of[path or "map"], moves_of[EMPTY]), flush=True)
    rows = [
        f"| {name} | {' | '.join(_cells(moves, moves_of[EMPTY]))} |"
        for name, moves in moves_of.items()
    ]
    lines = [
        "# How fast each page responds to the filter", "",
        (f"Slider moves with the shipped data, in seconds: medians of {options.repeats} visits "
        f"with {MOVES} moves each, on one server. *On the screen* ends with the last frame in "
        "which anything visible changed (1400 by 900 pixels; on the map page, anything in the "
        "map). *Received* ends when the benchmark had that frame, drawn without a graphics card "
        "on the same two cores. *Whole page* ends when the script has finished and everything is "
        "drawn, below the screen too. `python benchmarks/pages.py` writes this file; "
        "[benchmarks.md](benchmarks.md) explains the method."), "",
        "| machine | |", "|---|---|", *[f"| {k} | {v} |" for k, v in facts.items()], "",
        ("| page | on the screen | range | ratio to empty app | received | range "
        "| ratio to empty app | whole page | range | ratio to empty app |"),
        f"|---|{'---:|' * 9}", *rows,
    ]  # fmt: skip
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(rows))
    return 0


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
