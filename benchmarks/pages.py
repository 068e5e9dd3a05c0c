"""Measures how fast each page of the atlas follows the filter, beside an empty Streamlit app.

    .venv/bin/python benchmarks/pages.py [--repeats 3]

Every repetition visits the empty app and then all pages in turn, in one browser. Three figures,
from letting go of the slider: until the last frame in which anything on the screen changed was
composed (of the map page: anything of the map; nowhere: the bar at the top, where Streamlit shows
that it is at work); until that frame was received, which is later where there is no graphics card;
and until two animation frames after the last script-finished message, when all of the page is as it
will stay, below the screen too. Writes docs/benchmarks-pages.md.
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

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parents[1]
EMPTY: Final = "(empty Streamlit app)"
PAGES: Final = ("", "timeline", "bases", "provinces", "near", "groups")
MOVES: Final = 4


def _measure(browser: runner.Browser, url: str, path: str) -> list[runner.Move]:
    visit = runner.Visit(browser, f"{url}/{path}", has_map=path == "")
    visit.move(0.9)  # fills caches: not timed
    found = [visit.move(share) for share in runner.STOPS[:MOVES]]
    visit.close()
    return found


def main(given: Sequence[str] | None = None) -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks-pages.md")
    asked = parser.parse_args(given)
    found: dict[str, list[runner.Move]] = defaultdict(list)
    facts = report.machine()
    shipped = ROOT / "data"
    with (
        tempfile.TemporaryDirectory(prefix="atlas-bench-") as scratch,
        runner.server(runner.APPS["empty"], shipped, Path(scratch)) as (empty, _),
        runner.server(runner.APPS["atlas"], shipped, Path(scratch)) as (atlas, _),
        runner.browser() as browser,
    ):
        for _ in range(asked.repeats):
            found[EMPTY] += _measure(browser, empty, "")
            for path in PAGES:
                found[path or "map"] += _measure(browser, atlas, path)
                print(path or "map", *_cells(found[path or "map"], found[EMPTY]), flush=True)
    rows = [
        f"| {name} | {' | '.join(_cells(moves, found[EMPTY]))} |" for name, moves in found.items()
    ]
    lines = [
        "# How fast each page follows the filter", "",
        (f"Slider moves at the shipped data, seconds; medians of {asked.repeats} visits with "
        f"{MOVES} moves each, of one server. *On the screen*: until the last frame in which "
        "anything on the screen changed (1400 by 900 pixels; of the map page, anything of the "
        "map) was composed. *Received*: when the harness had that frame, drawn without a graphics "
        "card on the same two cores. *Whole page*: until the script has finished and is drawn, "
        "below the screen too. "
        "`python benchmarks/pages.py` writes this; how it is measured: "
        "[benchmarks.md](benchmarks.md)."), "",
        "| machine | |", "|---|---|", *[f"| {k} | {v} |" for k, v in facts.items()], "",
        ("| page | on the screen | range | to the empty app | received | range "
        "| to the empty app | whole page | range | to the empty app |"),
        f"|---|{'---:|' * 9}", *rows,
    ]  # fmt: skip
    asked.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
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
