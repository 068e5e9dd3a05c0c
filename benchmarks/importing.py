"""Measure the import of a large file like ACLED's, compared with plain pandas and GeoPandas.

    .venv/bin/python benchmarks/importing.py
    .venv/bin/python benchmarks/importing.py --rows 100000 --repeats 1

All methods get the same file, each in its own process:
  import      python -m geo import --schema acled: every cell checked, a data folder written
  read_csv    pandas.read_csv alone
  joins       pandas.read_csv, then gpd.sjoin to provinces and gpd.sjoin_nearest to bases
scripts/make_synthetic.py generates the file; none of its events happened.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]

if TYPE_CHECKING:
    from collections.abc import Sequence

_READ: Final = "import sys, pandas as pd; frame = pd.read_csv(sys.argv[1], low_memory=False)"
_HELD: Final = "; print(frame.memory_usage(deep=True).sum() / 1e6)"
_JOIN: Final = """
import geopandas as gpd, warnings
warnings.simplefilter("ignore")
folder = sys.argv[2]
points = gpd.GeoDataFrame(
    frame, geometry=gpd.points_from_xy(frame["longitude"], frame["latitude"]), crs="EPSG:4326")
provinces = gpd.read_file(folder + "/provinces.geojson")[["province_code", "geometry"]]
bases = gpd.read_file(folder + "/bases.geojson")[["base_id", "geometry"]]
joined = gpd.sjoin(points, provinces, how="left").drop(columns="index_right")
joined = gpd.sjoin_nearest(joined, bases, how="left", distance_col="distance")
"""


def _commands(file: Path, out: Path) -> dict[str, list[str]]:
    data = str(ROOT / "data")
    return {
        "import": [sys.executable, "-m", "geo", "import", "--schema", "acled", str(file),
                   "--out", str(out)],
        "read_csv": [sys.executable, "-c", _READ + _HELD, str(file)],
        "joins": [sys.executable, "-c", _READ + "\n" + _JOIN + "print(0)", str(file), data],
    }  # fmt: skip


def _measure(command: list[str]) -> dict[str, Any]:
    """Run a command and return its seconds, its peak memory in MB and its output."""
    since = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - since
        output.seek(0)
        text = output.read().decode(errors="replace")
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed with {process.returncode}:\n{text}")
    return {"seconds": seconds, "peak_mb": used.ru_maxrss * 1024 / 1e6, "output": text}


def _median_s(runs: list[dict[str, Any]]) -> float:
    return statistics.median(run["seconds"] for run in runs)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all methods in turn and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="events (%(default)s)")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each method (%(default)s)")
    parser.add_argument("--only", default="import,read_csv,joins", help="methods (%(default)s)")
    parser.add_argument("--raw", type=Path, help="also write the results as JSON")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="atlas-importing-") as scratch:
        file, out = Path(scratch) / "events.csv", Path(scratch) / "atlas"
        maker = [sys.executable, str(ROOT / "scripts" / "make_synthetic.py"), "acled"]
        subprocess.run(
            [*maker, str(options.rows), str(file)], check=True, stdout=subprocess.DEVNULL
        )
        commands = _commands(file, out)
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in options.only.split(",")}
        for _ in range(options.repeats):
            for name, of_name in runs.items():
                shutil.rmtree(out, ignore_errors=True)
                of_name.append(_measure(commands[name]))
        megabytes = file.stat().st_size / 1e6
    print(f"{options.rows:,} rows, {megabytes:,.0f} MB, median of {options.repeats}")
    for name, of_name in runs.items():
        peak, seconds = max(run["peak_mb"] for run in of_name), _median_s(of_name)
        rate = options.rows / seconds
        print(f"{name:10s} {seconds:8.2f} s  {rate:10,.0f} rows/s  peak {peak:7,.0f} MB")
    if "read_csv" in runs:
        held = float(runs["read_csv"][0]["output"].split()[-1])
        print(f"size of the frame in plain pandas: {held:,.0f} MB")
        if "import" in runs:
            peak = max(run["peak_mb"] for run in runs["import"])
            print(f"peak memory of the import: {peak / held:.2f} times that")
    if {"import", "joins"} <= runs.keys():
        ratio = _median_s(runs["joins"]) / _median_s(runs["import"])
        print(f"read_csv and the plain joins take {ratio:.2f} times as long as the import")
    if options.raw:
        options.raw.write_text(json.dumps(runs, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
