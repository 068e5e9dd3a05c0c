"""Measures how fast the atlas answers, beside plain ways to put the same incidents on a map.

    make bench
    .venv/bin/python benchmarks/interaction.py --sizes 10000 --repeats 2 --only empty,atlas

Every repetition runs all apps in turn, each on a server and in a browser of its own, so that a
machine that gets slower gets slower for all. What is measured, and by which rule, stands in
docs/benchmarks.md, which this writes.
"""

from __future__ import annotations

import argparse
import importlib.util
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import offline
import report
import runner
from runner import APPS

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import make_synthetic  # noqa: E402 - scripts are no package

NEEDED: Final = ("plotly", "folium", "streamlit_folium", "playwright", "PIL")
SHIPPED: Final = "shipped"
SIZES: Final = (SHIPPED, "10000", "100000", "1000000")
# Plotly draws SVG and folium a script line per point: at this size they take minutes and tell
# nothing new.
MOST_FOR: Final = {"plotly": 10_000, "folium": 10_000, "pydeck": 100_000}


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--sizes",
        default=",".join(SIZES),
        help=f"numbers of incidents, or '{SHIPPED}' for data/ (%(default)s)",
    )
    parser.add_argument("--repeats", type=int, default=5, help="fresh servers per app and size")
    parser.add_argument("--moves", type=int, default=3, help="timed slider moves per repetition")
    parser.add_argument("--only", default=",".join(APPS), help="apps to run (%(default)s)")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks.md")
    parser.add_argument("--raw", type=Path, help="also write every single measurement as JSON")
    found = parser.parse_args(given)
    found.sizes, found.only = found.sizes.split(","), found.only.split(",")
    for name in found.only:
        if name not in APPS:
            parser.error(f"there is no app {name!r}; expected some of {', '.join(APPS)}")
    for size in found.sizes:
        if size != SHIPPED and not size.isdigit():
            parser.error(f"{size!r} is no size; expected a number of incidents or '{SHIPPED}'")
    return found


def _lacking(apps: Sequence[str]) -> list[str]:
    optional = {"plotly": "plotly", "folium": "folium", "streamlit_folium": "folium"}
    wanted = [name for name in NEEDED if optional.get(name, apps[0]) in apps]
    return [name for name in wanted if importlib.util.find_spec(name) is None]


def main(given: Sequence[str] | None = None) -> int:
    asked = _arguments(given)
    # Whoever stops this must not leave servers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if lacking := _lacking(asked.only):
        print(
            f"The comparison needs {', '.join(lacking)}, which this environment does not have.\n"
            f"  {sys.executable} -m pip install -r benchmarks/requirements.txt\n"
            "or measure without: --only empty,pydeck,atlas",
            file=sys.stderr,
        )
        return 2
    if {"plotly", "folium"} & set(asked.only):
        try:
            offline.fetch()
        except offline.FetchError as error:
            print(f"{error}\nor measure without: --only empty,pydeck,atlas", file=sys.stderr)
            return 2
    results: list[runner.Result] = []
    machine = report.machine()
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as scratch:
        folders = {
            size: make_synthetic.SHIPPED if size == SHIPPED
            else make_synthetic.make(int(size), Path(scratch) / size)
            for size in asked.sizes
        }  # fmt: skip
        with runner.browser() as chromium:
            for repeat in range(asked.repeats):
                for folder in folders.values():
                    count = report.incidents(folder)
                    for app in asked.only:
                        if count > MOST_FOR.get(app, count):
                            continue
                        result = runner.measure(
                            chromium, app, folder, count, repeat, moves=asked.moves,
                            scratch=Path(scratch),
                        )  # fmt: skip
                        print(report.one_line(result), flush=True)
                        results.append(result)
            machine["Chromium"] = chromium.version
    print(report.table(results))
    report.write(asked.out, results, machine, asked)
    if asked.raw:
        report.write_raw(asked.raw, results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
