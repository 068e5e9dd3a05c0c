"""Measure how long it takes to join a million points to provinces and bases, in four ways.

    .venv/bin/python benchmarks/enrich.py
    .venv/bin/python benchmarks/enrich.py --rows 100000 --repeats 1

All methods get the same points and layers, each in its own process:
  atlas       distinct places, provinces, nearest base on the ellipsoid, hexagons at six resolutions
  geopandas   sjoin within, then sjoin_nearest in degrees
  projected   sjoin within, then sjoin_nearest in metres (UTM zone 38N)
  duckdb      ST_Within, then the smallest ST_Distance_Spheroid of each point to every base
The results are compared row by row. Where the nearest bases differ, the distances on the ellipsoid
show which is nearer.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
from pyproj import Geod

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
import make_synthetic  # noqa: E402 - scripts are not a package

from geo.model import enrich  # noqa: E402
from geo.spatial import joins  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

UTM_38N: Final = 32638
_GEOD: Final = Geod(ellps="WGS84")
_Answer = tuple["NDArray[np.int64]", "NDArray[np.int64]"]


def _layers() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return provinces by code and bases by id; answers are row positions in them."""
    provinces = gpd.read_file(ROOT / "data" / "provinces.geojson").sort_values("province_code")
    bases = gpd.read_file(ROOT / "data" / "bases.geojson").sort_values("base_id")
    return (provinces[["province_code", "geometry"]].reset_index(drop=True),
            bases[["base_id", "geometry"]].reset_index(drop=True))  # fmt: skip


def by_atlas(y: NDArray[np.float64], x: NDArray[np.float64]) -> _Answer:
    provinces, bases = _layers()
    places = joins.distinct_places(y, x)
    joined = enrich.enrich(places, provinces, bases)
    return places.spread(joined.province, -1), places.spread(joined.base, -1)


def _by_geopandas(y: NDArray[np.float64], x: NDArray[np.float64], crs: int | None) -> _Answer:
    provinces, bases = _layers()
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs="EPSG:4326")
    inside = gpd.sjoin(points, provinces, predicate="within", how="left")["index_right"]
    if crs:
        points, bases = points.to_crs(crs), bases.to_crs(crs)
    near = gpd.sjoin_nearest(points, bases, how="left")["index_right"]
    return tuple(
        rows[~rows.index.duplicated()].fillna(-1).to_numpy(np.int64) for rows in (inside, near)
    )


def by_degrees(y: NDArray[np.float64], x: NDArray[np.float64]) -> _Answer:
    with warnings.catch_warnings():
        # GeoPandas warns that degrees are not a distance; this method shows the effect.
        warnings.simplefilter("ignore")
        return _by_geopandas(y, x, None)


def by_metres(y: NDArray[np.float64], x: NDArray[np.float64]) -> _Answer:
    return _by_geopandas(y, x, UTM_38N)


def by_duckdb(y: NDArray[np.float64], x: NDArray[np.float64]) -> _Answer:
    import duckdb  # noqa: PLC0415 - only this method needs it
    import duckdb_extension_spatial  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    provinces, bases = (
        pd.DataFrame({"i": layer.index, "wkb": layer.geometry.to_wkb()}) for layer in _layers()
    )
    points = pd.DataFrame({"row": np.arange(len(y)), "y": y, "x": x})
    connection = duckdb.connect()
    [file] = Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension")
    connection.execute(f"LOAD '{file}'")
    for name, frame in (("p", points), ("a", provinces), ("b", bases)):
        connection.register(f"{name}_frame", frame)
    connection.execute("""
        CREATE TABLE points AS SELECT row, y, x, ST_Point(x, y) AS geom FROM p_frame;
        CREATE TABLE provinces AS SELECT i, ST_GeomFromWKB(wkb) AS geom FROM a_frame;
        CREATE TABLE bases AS SELECT i, ST_GeomFromWKB(wkb) AS geom FROM b_frame;
    """)
    inside = connection.execute("""
        SELECT row, min(i) AS i FROM points JOIN provinces
        ON ST_Within(points.geom, provinces.geom) GROUP BY row
    """).fetchnumpy()
    near = connection.execute("""
        SELECT row, arg_min(i, ST_Distance_Spheroid(
            ST_Point2D(y, x), ST_Point2D(ST_Y(bases.geom), ST_X(bases.geom)))) AS i
        FROM points CROSS JOIN bases GROUP BY row
    """).fetchnumpy()
    answers = []
    for rows in (inside, near):
        of_row = np.full(len(y), -1)
        of_row[rows["row"]] = rows["i"]
        answers.append(of_row)
    return answers[0], answers[1]


METHODS: Final[dict[str, Callable[..., _Answer]]] = {
    "atlas": by_atlas, "geopandas": by_degrees, "projected": by_metres, "duckdb": by_duckdb,
}  # fmt: skip


def _run(name: str, points: Path, out: Path) -> None:
    """Join once, in this process, and save the result, the time and the peak memory."""
    with np.load(points) as arrays:
        y, x = arrays["y"], arrays["x"]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    since = time.perf_counter()
    province, base = METHODS[name](y, x)
    seconds = time.perf_counter() - since
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    np.savez(out, province=province, base=base, seconds=seconds,
             mb=(peak - before) * 1024 / 1e6)  # fmt: skip


def _measure(name: str, points: Path, scratch: Path) -> dict[str, Any]:
    out = scratch / f"{name}.npz"
    subprocess.run([sys.executable, __file__, "--run", name, str(points), str(out)], check=True)
    with np.load(out) as arrays:
        return {key: arrays[key] for key in arrays.files}


def compare(
    ours: dict[str, Any], theirs: dict[str, Any], y: NDArray[np.float64], x: NDArray[np.float64]
) -> dict[str, float]:
    """Return in how many rows two results differ, and by how many kilometres at most."""
    _, bases = _layers()
    rows = np.flatnonzero(ours["base"] != theirs["base"])
    km = []
    for result in (ours, theirs):
        there = bases.geometry.iloc[result["base"][rows]]
        _, _, metres = _GEOD.inv(x[rows], y[rows], there.x.to_numpy(), there.y.to_numpy())
        km.append(np.asarray(metres) / 1000)
    return {
        "province_differs": int(np.count_nonzero(ours["province"] != theirs["province"])),
        "base_differs": len(rows),
        "theirs_nearer_by_km_at_most": float(np.max(km[0] - km[1], initial=0)),
        "theirs_farther_by_km_at_most": float(np.max(km[1] - km[0], initial=0)),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all methods in turn and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="points (%(default)s)")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each method (%(default)s)")
    parser.add_argument("--only", default=",".join(METHODS), help="methods (%(default)s)")
    parser.add_argument("--raw", type=Path, help="also write the results as JSON")
    parser.add_argument("--run", nargs=3, metavar=("NAME", "IN", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.run:
        _run(options.run[0], Path(options.run[1]), Path(options.run[2]))
        return 0
    names = [n for n in options.only.split(",") if n in METHODS]
    if "duckdb" in names and importlib.util.find_spec("duckdb_extension_spatial") is None:
        print(
            "To include DuckDB, install benchmarks/requirements.txt",
            file=sys.stderr,
        )
        names.remove("duckdb")
    rng = np.random.default_rng(make_synthetic.SEED)
    places = make_synthetic.make_places(rng, make_synthetic.places_for(options.rows))
    at = places.draw(rng, options.rows)
    y, x = places.latitude[at], places.longitude[at]
    results: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="atlas-enrich-") as scratch:
        points = Path(scratch) / "points.npz"
        np.savez(points, y=y, x=x)
        runs = [
            {name: _measure(name, points, Path(scratch)) for name in names}
            for _ in range(options.repeats)
        ]
    for name in names:
        seconds = [float(run[name]["seconds"]) for run in runs]
        results[name] = {
            "seconds": statistics.median(seconds), "all_seconds": seconds,
            "peak_mb": max(float(run[name]["mb"]) for run in runs),
            **compare(runs[0]["atlas"], runs[0][name], y, x),
        }  # fmt: skip
    ours = results["atlas"]["seconds"]
    print(f"{options.rows:,} rows, {len(places.latitude):,} places, median of {options.repeats}")
    for name, result in results.items():
        print(
            f"{name:10s} {result['seconds']:8.2f} s  {result['seconds'] / ours:6.1f} x the atlas  "
            f"{result['peak_mb']:7.0f} MB more  provinces differ {result['province_differs']:,}  "
            f"bases differ {result['base_differs']:,} (theirs nearer by at most "
            f"{result['theirs_nearer_by_km_at_most']:.3f} km, farther by at most "
            f"{result['theirs_farther_by_km_at_most']:.1f} km)"
        )
    if options.raw:
        options.raw.write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
