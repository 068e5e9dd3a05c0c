"""Makes data folders of any size in the atlas's own schema, out of the shipped one.

Every made-up incident is a shipped one at another date, four in five of them at the same place. So
the sites, the shares of weapons and groups, the statements per incident and the peaks in time are
real, and the folder passes `python -m geo validate`. Equal arguments give equal bytes.

    python benchmarks/synthetic.py 10000 /tmp/ten-thousand
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

ROOT: Final = Path(__file__).resolve().parents[1]
SHIPPED: Final = ROOT / "data"

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_ELSEWHERE: Final = 0.2  # share of incidents without a base that move to a place of their own
_PLACES_PER_INCIDENT: Final = 0.01
_MOST_PLACES: Final = 1_000
_DRIFT_DAYS: Final = 20.0
_DRIFT_DEGREES: Final = 0.6
_TRIES: Final = 40
_ONE_ID: Final = ["incident_id"]


def make(count: int, folder: Path, *, seed: int = 20240422, source: Path = SHIPPED) -> Path:
    """Write a data folder of `count` incidents and return it.

    Args:
        count: incidents to make.
        folder: where to write; it is replaced.
        seed: of the random generator.
        source: the data folder whose shape is taken over.
    """
    rng = np.random.default_rng(seed)
    real = _read(source, "incidents.csv")
    drawn = rng.integers(0, len(real), count)
    made = real.iloc[drawn].reset_index(drop=True)
    made["date"] = _dates(rng, made["date"])
    made["response_to"] = ""
    _move_some(rng, made, source)
    stem = made["base_id"].where(made["base_id"] != "", "place")
    number = pd.Series(np.arange(count)).astype(str).str.zfill(len(str(count)))
    made["incident_id"] = made["date"] + "-" + stem.str.replace("_", "-") + "-" + number
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made.sort_values("incident_id").to_csv(folder / "incidents.csv", index=False)
    new_ids = pd.DataFrame(
        {"incident_id": real["incident_id"].to_numpy()[drawn], "new": made["incident_id"]}
    )
    package: dict[str, Any] = json.loads((source / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        name = resource["path"]
        if name == "incidents.csv":
            continue
        if _is_of_incidents(resource):
            _follow(_read(source, name), new_ids).to_csv(folder / name, index=False)
        else:
            shutil.copy2(source / name, folder / name)
    package["version"] = f"0.0.{count}"
    package["title"] = f"Made-up incidents for measuring ({count}); none of them happened"
    (folder / "datapackage.json").write_text(json.dumps(package, indent=1), encoding="utf-8")
    return folder


def _is_of_incidents(resource: Mapping[str, Any]) -> bool:
    """Return whether each row of a table belongs to an incident."""
    keys = resource.get("schema", {}).get("foreignKeys", [])
    return any(
        key["reference"]["resource"] == "incidents" and key["fields"] in ("incident_id", _ONE_ID)
        for key in keys
    )


def _read(source: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(source / name, dtype=str, keep_default_na=False)


def _dates(rng: np.random.Generator, column: pd.Series[str]) -> NDArray[Any]:
    """Return dates near the real ones, within the span of the real ones."""
    real = pd.to_datetime(column).to_numpy("datetime64[D]")
    drift = np.round(rng.normal(0, _DRIFT_DAYS, len(real))).astype("timedelta64[D]")
    dates: NDArray[Any] = np.clip(real + drift, real.min(), real.max()).astype(str)
    return dates


def _move_some(rng: np.random.Generator, made: pd.DataFrame, source: Path) -> None:
    """Give a share of the incidents without a base a place of their own in the same province."""
    movable = np.flatnonzero(
        (made["base_id"] == "") & made["geo_precision"].isin(["town", "district"])
    )
    moved = movable[rng.random(len(movable)) < _ELSEWHERE * len(made) / max(len(movable), 1)]
    wanted = min(_MOST_PLACES, round(len(made) * _PLACES_PER_INCIDENT))
    if not len(moved) or not wanted:
        return
    provinces = gpd.read_file(source / "provinces.geojson")
    shapes = provinces.geometry.to_numpy()
    countries = made["country"].to_numpy(dtype=object)
    home = rng.choice(moved, min(wanted, len(moved)), replace=False)
    x = made["longitude"].to_numpy(dtype=object)[home].astype(float)
    y = made["latitude"].to_numpy(dtype=object)[home].astype(float)
    new_x, new_y = x.copy(), y.copy()
    open_ = np.ones(len(home), dtype=bool)
    inside = _province_of(shapes, x, y)
    # A point that the generalised border puts into the neighbouring country stays where it is.
    open_ &= provinces["country"].to_numpy(dtype=object)[inside] == countries[home]
    lost = ~open_
    for _ in range(_TRIES):
        try_x = np.round(x + rng.normal(0, _DRIFT_DEGREES, len(x)), 2)
        try_y = np.round(y + rng.normal(0, _DRIFT_DEGREES, len(y)), 2)
        good = open_ & (inside >= 0) & (_province_of(shapes, try_x, try_y) == inside)
        new_x[good], new_y[good] = try_x[good], try_y[good]
        open_ &= ~good
    # Each moved incident goes to one of the new places of its own country.
    for country in sorted(set(countries[home])):
        places = np.flatnonzero((countries[home] == country) & ~open_ & ~lost)
        rows = moved[countries[moved] == country]
        if not len(places):
            continue
        at = places[rng.integers(0, len(places), len(rows))]
        made.loc[rows, "longitude"] = [f"{v:.2f}" for v in new_x[at]]
        made.loc[rows, "latitude"] = [f"{v:.2f}" for v in new_y[at]]
        made.loc[rows, "place"] = [f"place {i}" for i in at]


def _province_of(
    shapes: NDArray[Any], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.intp]:
    tree = shapely.STRtree(shapes)
    point, shape = tree.query(shapely.points(x, y), predicate="within")
    found = np.full(len(x), -1)
    found[point] = shape
    return found


def _follow(table: pd.DataFrame, new_ids: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table once per made-up incident that was made of theirs."""
    joined = new_ids.merge(table, on="incident_id", how="inner")
    return (
        joined.drop(columns="incident_id").rename(columns={"new": "incident_id"})
        .sort_values("incident_id", kind="stable")[list(table.columns)]
    )  # fmt: skip


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=20240422)
    given = parser.parse_args()
    print(make(given.count, given.folder, seed=given.seed))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
