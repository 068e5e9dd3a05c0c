"""Measure how fast the atlas responds, compared with other ways to map the same incidents.

    make bench
    .venv/bin/python benchmarks/interaction.py --sizes 10000 --repeats 2 --only empty,atlas

Every repetition runs all apps in turn, each on its own server and in its own browser, so that a
slow spell of the machine affects all of them. The script writes docs/benchmarks.md, which explains
what is measured and how.
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
import make_synthetic  # noqa: E402 - scripts are not a package
from launch import chromium  # noqa: E402

NEEDED: Final = ("plotly", "folium", "streamlit_folium", "playwright", "PIL")
SHIPPED: Final = "shipped"
SIZES: Final = (SHIPPED, "10000", "100000", "1000000")
# Above this size Plotly (SVG) and folium (a line of script per point) take minutes and show nothing
# new.
MOST_FOR: Final = {"plotly": 10_000, "folium": 10_000, "pydeck": 100_000, "component": 100_000}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--sizes",
        default=",".join(SIZES),
        help=f"numbers of incidents, or '{SHIPPED}' for data/ (%(default)s)",
    )
    parser.add_argument(
        "--repeats", type=int, default=5, help="fresh servers per app and size (%(default)s)"
    )
    parser.add_argument(
        "--moves", type=int, default=3, help="timed slider moves per repetition (%(default)s)"
    )
    parser.add_argument("--only", default=",".join(APPS), help="apps to run (%(default)s)")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "docs" / "benchmarks.md", help="report to write"
    )
    parser.add_argument("--raw", type=Path, help="also write every single measurement as JSON")
    options = parser.parse_args(arguments)
    options.sizes, options.only = options.sizes.split(","), options.only.split(",")
    for name in options.only:
        if name not in APPS:
            parser.error(f"unknown app {name!r}; choose from {', '.join(APPS)}")
    for size in options.sizes:
        if size != SHIPPED and not size.isdigit():
            parser.error(f"{size!r} is not a size; give a number of incidents or '{SHIPPED}'")
    return options


def make_folders(sizes: Sequence[str], scratch: Path) -> dict[str, Path]:
    """Return a data folder for each size, made in `scratch` unless it is the shipped one."""
    return {
        size: make_synthetic.SHIPPED if size == SHIPPED
        else make_synthetic.make_folder(int(size), scratch / size)
        for size in sizes
    }  # fmt: skip


def _missing(apps: Sequence[str]) -> list[str]:
    optional = {"plotly": "plotly", "folium": "folium", "streamlit_folium": "folium"}
    needed = [name for name in NEEDED if optional.get(name, apps[0]) in apps]
    return [name for name in needed if importlib.util.find_spec(name) is None]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    # Stopping the benchmark must not leave servers running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if missing := _missing(options.only):
        print(
            f"The comparison needs {', '.join(missing)}. Install with:\n"
            f"  {sys.executable} -m pip install -r benchmarks/requirements.txt\n"
            "or measure without these apps: --only empty,pydeck,atlas",
            file=sys.stderr,
        )
        return 2
    if {"plotly", "folium"} & set(options.only):
        try:
            offline.fetch()
        except offline.FetchError as error:
            print(
                f"{error}\nOr measure without these apps: --only empty,pydeck,atlas",
                file=sys.stderr,
            )
            return 2
    results: list[runner.Result] = []
    machine = report.machine()
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as scratch:
        folders = make_folders(options.sizes, Path(scratch))
        with chromium() as browser:
            for repeat in range(options.repeats):
                for folder in folders.values():
                    count = report.incidents(folder)
                    for app in options.only:
                        if count > MOST_FOR.get(app, count):
                            continue
                        result = runner.measure(
                            browser, app, folder, count, repeat, moves=options.moves,
                        )  # fmt: skip
                        print(report.one_line(result), flush=True)
                        results.append(result)
                    # A run takes long; what is stopped before its end keeps what it measured.
                    machine["Chromium"] = browser.version
                    report.write(options.out, results, machine, options)
                    if options.raw:
                        report.write_raw(options.raw, results)
    print(report.table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
