"""Measures how fast each page of the atlas follows the filter, beside an empty Streamlit app.

    .venv/bin/python benchmarks/pages.py [--repeats 3]

Every repetition visits all pages in turn, and the empty app before and after, in one browser. The
figure is the time from letting go of the slider until two animation frames after the last
script-finished message: everything on the page is as it will stay. Writes docs/benchmarks-pages.md.
"""

from __future__ import annotations

import argparse
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


def _measure(browser: runner.Browser, url: str, path: str) -> list[float]:
    visit = runner.Visit(browser, f"{url}/{path}", has_map=path == "")
    visit.move(0.9)  # fills caches: not timed
    found = [visit.move(share).finished_s for share in runner.STOPS[:MOVES]]
    visit.close()
    return found


def main(given: Sequence[str] | None = None) -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks-pages.md")
    asked = parser.parse_args(given)
    found: dict[str, list[float]] = defaultdict(list)
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
                print(path or "map", [round(v, 2) for v in found[path or "map"]], flush=True)
    floor = runner.median(found[EMPTY])
    rows = [
        f"| {name} | {runner.median(v):.3f} | {min(v):.3f} to {max(v):.3f} "
        f"| {runner.median(v) / floor:.2f} |"
        for name, v in found.items()
    ]
    lines = [
        "# How fast each page follows the filter", "",
        (f"Slider move to script finished at the shipped data, seconds; medians of {asked.repeats} "
        f"visits with {MOVES} moves each, of one server. `python benchmarks/pages.py` writes this; "
        "what is measured and its limits: [benchmarks.md](benchmarks.md)."), "",
        "| machine | |", "|---|---|", *[f"| {k} | {v} |" for k, v in facts.items()], "",
        "| page | median | range | ratio to the empty app |", "|---|---:|---:|---:|", *rows,
    ]  # fmt: skip
    asked.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
