"""Makes inputs of any size for measuring: a data folder, or a file shaped like an ACLED export.

    python scripts/make_synthetic.py folder 100000 /tmp/hundred-thousand
    python scripts/make_synthetic.py acled 1000000 /tmp/acled-like.csv

The shape is real, the events are not. Incidents of the folder are shipped ones at another date and
mostly at another place, so the shares of weapons and groups and the statements per incident are
real, and the folder passes `python -m geo validate`. Counts per place follow Zipf's law, as they do
in the large event data sets. Equal arguments give equal bytes.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import acled_like
import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from pyarrow import csv

ROOT: Final = Path(__file__).resolve().parents[1]
SHIPPED: Final = ROOT / "data"
SEED: Final = 20240422
MOST_PLACES: Final = 30_000
YEARS: Final = 40

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_ELSEWHERE: Final = 0.8  # share of incidents that move to a made-up place
_PLACES_PER_INCIDENT: Final = 0.03
_ZIPF_SHIFT: Final = 2.7  # flattens the head of Zipf's law (Mandelbrot 1953): no place has it all
_DRIFT_DAYS: Final = 20.0
_FADES_PER_YEAR: Final = 0.94  # older years have fewer events on file
_DECIMALS: Final = 2  # a town's
_ONE_ID: Final = ["incident_id"]


@dataclass(frozen=True)
class Places:
    """Distinct made-up places inside the shipped provinces, the busiest first."""

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    province: NDArray[np.intp]
    provinces: gpd.GeoDataFrame

    def draw(self, rng: np.random.Generator, count: int) -> NDArray[np.intp]:
        """Return a place for each of `count` events, each place once before any comes again."""
        n = len(self.latitude)
        weight = 1 / (np.arange(n) + _ZIPF_SHIFT)
        drawn = rng.choice(n, count, p=weight / weight.sum())
        drawn[: min(n, count)] = np.arange(min(n, count))
        return rng.permutation(drawn)

    def of_province(self, column: str) -> NDArray[np.object_]:
        """Return a column of the province of each place."""
        return self.provinces[column].fillna("").to_numpy(dtype=object)[self.province]


def make(
    count: int,
    folder: Path,
    *,
    seed: int = SEED,
    source: Path = SHIPPED,
    places: int | None = None,
    years: int = YEARS,
) -> Path:
    """Write a data folder of `count` incidents and return it.

    Args:
        count: incidents to make.
        folder: where to write; it is replaced.
        seed: of the random generator.
        source: the data folder whose shape is taken over.
        places: distinct made-up places; by default 3 per 100 incidents, at most 30,000.
        years: how many years the incidents span.
    """
    rng = np.random.default_rng(seed)
    real = _read(source, "incidents.csv")
    drawn = rng.integers(0, len(real), count)
    made = real.iloc[drawn].reset_index(drop=True)
    made["date"] = _dates(rng, made["date"], years)
    made["response_to"] = ""
    _move(rng, made, make_places(rng, places or places_for(count), source))
    number = pd.Series(np.arange(count)).astype(str).str.zfill(len(str(count)))
    made["summary"] = made["summary"] + " (made up, number " + number + ")"
    stem = made["base_id"].where(made["base_id"] != "", "place")
    made["incident_id"] = made["date"] + "-" + stem.str.replace("_", "-") + "-" + number
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write(made.sort_values("incident_id"), folder / "incidents.csv")
    new_ids = pd.DataFrame(
        {"incident_id": real["incident_id"].to_numpy()[drawn], "new": made["incident_id"]}
    )
    package: dict[str, Any] = json.loads((source / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        name = resource["path"]
        if name == "incidents.csv":
            continue
        if _is_of_incidents(resource):
            write(_follow(_read(source, name), new_ids), folder / name)
        else:
            shutil.copy2(source / name, folder / name)
    package["version"] = f"0.0.{count}"
    package["title"] = f"Made-up incidents for measuring ({count}); none of them happened"
    (folder / "datapackage.json").write_text(json.dumps(package, indent=1), encoding="utf-8")
    return folder


def make_acled(
    count: int,
    path: Path,
    *,
    seed: int = SEED,
    source: Path = SHIPPED,
    places: int | None = None,
    years: int = YEARS,
) -> Path:
    """Write a CSV file with the columns of an ACLED export and return its path.

    Args:
        count: events to make.
        path: the file to write.
        seed: of the random generator.
        source: the data folder in whose provinces the places lie.
        places: distinct places; by default 3 per 100 events, at most 30,000.
        years: how many years the events span.
    """
    rng = np.random.default_rng(seed)
    made = make_places(rng, places or places_for(count), source)
    at = made.draw(rng, count)
    days = _days_back(rng, count, years)
    event = acled_like.events(rng, days)
    of_place = {
        "country": made.of_province("country"),
        "admin1": made.of_province("name"),
        "location": np.array([f"Place {i}" for i in range(len(made.latitude))], dtype=object),
        "latitude": np.array([f"{v:.{_DECIMALS}f}" for v in made.latitude], dtype=object),
        "longitude": np.array([f"{v:.{_DECIMALS}f}" for v in made.longitude], dtype=object),
    }
    event |= {name: values[at] for name, values in of_place.items()}
    event |= acled_like.words(rng, event, made.of_province("country_code")[at])
    path.parent.mkdir(parents=True, exist_ok=True)
    write(pd.DataFrame({name: event[name] for name in acled_like.COLUMNS}), path)
    return path


def places_for(count: int) -> int:
    """Return how many distinct places `count` events have."""
    return max(1, min(MOST_PLACES, round(count * _PLACES_PER_INCIDENT)))


def make_places(rng: np.random.Generator, wanted: int, source: Path = SHIPPED) -> Places:
    """Return `wanted` distinct places, each surely inside one of the provinces."""
    provinces = gpd.read_file(source / "provinces.geojson")
    west, south, east, north = provinces.total_bounds
    xy = np.empty((0, 2))
    while len(xy) < wanted:
        tried = rng.uniform((west, south), (east, north), (2 * wanted + 100, 2))
        tried = np.round(tried, _DECIMALS)
        # Inside, and the first of its kind: the order of drawing is the order of rank.
        _, inside = _inside(provinces, tried)
        xy = np.vstack([xy, tried[inside]])
        _, first = np.unique(xy, axis=0, return_index=True)
        xy = xy[np.sort(first)]
    xy = xy[:wanted]
    return Places(xy[:, 1], xy[:, 0], _inside(provinces, xy)[0], provinces)


def _inside(
    provinces: gpd.GeoDataFrame, xy: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the province of each point, and whether it is in exactly one."""
    tree = shapely.STRtree(shapely.points(xy))
    province, point = tree.query(provinces.geometry.to_numpy(), predicate="intersects")
    found = np.zeros(len(xy), dtype=np.intp)
    found[point] = province
    return found, np.bincount(point, minlength=len(xy)) == 1


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame of texts as CSV: Arrow's writer takes seconds where pandas takes a minute."""
    names: Sequence[str] = list(frame.columns)
    table = pa.table({n: pa.array(frame[n], pa.string(), from_pandas=True) for n in names})
    with path.open("wb") as file:
        file.write((",".join(names) + "\n").encode())
        csv.write_csv(table, file, csv.WriteOptions(include_header=False, quoting_style="needed"))


def _is_of_incidents(resource: Mapping[str, Any]) -> bool:
    """Return whether each row of a table belongs to an incident."""
    keys = resource.get("schema", {}).get("foreignKeys", [])
    return any(
        key["reference"]["resource"] == "incidents" and key["fields"] in ("incident_id", _ONE_ID)
        for key in keys
    )


def _read(source: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(source / name, dtype=str, keep_default_na=False)


def _dates(rng: np.random.Generator, column: pd.Series[str], years: int) -> NDArray[Any]:
    """Return dates near the real ones, within their span, moved back by whole years."""
    real = pd.to_datetime(column).to_numpy("datetime64[D]")
    drift = np.round(rng.normal(0, _DRIFT_DAYS, len(real))).astype("timedelta64[D]")
    near = np.clip(real + drift, real.min(), real.max())
    span = math.ceil((real.max() - real.min()).astype(int) / 365.25)
    earlier = _years_back(rng, len(real), max(1, years - span + 1))
    dates: NDArray[Any] = (near - np.round(earlier * 365.25).astype("timedelta64[D]")).astype(str)
    return dates


def _years_back(rng: np.random.Generator, count: int, years: int) -> NDArray[np.int64]:
    weight = _FADES_PER_YEAR ** np.arange(years)
    return rng.choice(years, count, p=weight / weight.sum())


def _days_back(rng: np.random.Generator, count: int, years: int) -> NDArray[Any]:
    """Return days over `years` whole years that end with 2024, sorted as an export is."""
    year = 2024 - _years_back(rng, count, years)
    day = rng.integers(0, 365, count).astype("timedelta64[D]")
    return np.sort((year - 1970).astype("datetime64[Y]").astype("datetime64[D]") + day)


def _move(rng: np.random.Generator, made: pd.DataFrame, places: Places) -> None:
    """Give most of the incidents that have a point one of the made-up places."""
    movable = made["geo_precision"].isin(["site", "town", "district"]).to_numpy()
    rows = np.flatnonzero(movable & (rng.random(len(made)) < _ELSEWHERE))
    at = places.draw(rng, len(rows))
    texts = {
        "latitude": [f"{v:.{_DECIMALS}f}" for v in places.latitude],
        "longitude": [f"{v:.{_DECIMALS}f}" for v in places.longitude],
        "place": [f"place {i}" for i in range(len(places.latitude))],
        "country": places.of_province("country"),
    }
    for name, values in texts.items():
        column = made[name].to_numpy(dtype=object, copy=True)
        column[rows] = np.array(values, dtype=object)[at]
        made[name] = column
    for name, value in {"base_id": "", "geo_precision": "town"}.items():
        column = made[name].to_numpy(dtype=object, copy=True)
        column[rows] = value
        made[name] = column


def _follow(table: pd.DataFrame, new_ids: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table once per made-up incident that was made of theirs."""
    joined = new_ids.merge(table, on="incident_id", how="inner")
    return (
        joined.drop(columns="incident_id").rename(columns={"new": "incident_id"})
        .sort_values("incident_id", kind="stable")[list(table.columns)]
    )  # fmt: skip


def main(given: Sequence[str] | None = None) -> int:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("kind", choices=("folder", "acled"))
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--places", type=int, help="distinct places (3 per 100, at most 30,000)")
    parser.add_argument("--years", type=int, default=YEARS)
    asked = parser.parse_args(given)
    made = {"folder": make, "acled": make_acled}[asked.kind]
    print(made(asked.count, asked.out, seed=asked.seed, places=asked.places, years=asked.years))
    return 0


if __name__ == "__main__":
    sys.exit(main())
