"""Generate benchmark inputs of any size: a data folder, or a file shaped like an ACLED export.

    python scripts/make_synthetic.py folder 100000 /tmp/hundred-thousand
    python scripts/make_synthetic.py acled 1000000 /tmp/acled-like.csv

None of the events happened. The incidents of the folder are copies of shipped ones with another
date and mostly another place. So the shares of weapons and groups and the statements per incident
are realistic, and the folder passes `python -m geo validate`. Counts per place follow Zipf's law,
as they do in the large event datasets. The same arguments give the same bytes.
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

_ELSEWHERE: Final = 0.8  # share of incidents that move to an invented place
_PLACES_PER_INCIDENT: Final = 0.03
_ZIPF_SHIFT: Final = 2.7  # flattens the top of Zipf's law (Mandelbrot 1953): no place dominates
_DRIFT_DAYS: Final = 20.0
# Written by itself, or about rows and events that are not here.
_OF_THE_REAL_ROWS: Final = frozenset(
    {"incidents.csv", "events.csv", "corrections.csv", "not_duplicates.csv"}
)
_FADES_PER_YEAR: Final = 0.94  # older years have fewer recorded events
_DECIMALS: Final = 2  # of the coordinates, as for a town
_ONE_ID: Final = ["incident_id"]


@dataclass(frozen=True)
class Places:
    """Distinct invented places inside the shipped provinces, the busiest first; WGS84 degrees."""

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    province: NDArray[np.intp]
    provinces: gpd.GeoDataFrame

    def draw(self, rng: np.random.Generator, count: int) -> NDArray[np.intp]:
        """Return a place for each of `count` events; every place occurs before any repeats."""
        n = len(self.latitude)
        weight = 1 / (np.arange(n) + _ZIPF_SHIFT)
        drawn = rng.choice(n, count, p=weight / weight.sum())
        drawn[: min(n, count)] = np.arange(min(n, count))
        return rng.permutation(drawn)

    def of_province(self, column: str) -> NDArray[np.object_]:
        """Return a column of the province of each place."""
        return self.provinces[column].fillna("").to_numpy(dtype=object)[self.province]


def make_folder(
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
        count: number of incidents.
        folder: where to write; an existing folder is replaced.
        seed: of the random generator.
        source: the data folder to copy incidents from.
        places: distinct invented places; by default 3 per 100 incidents, at most 30,000.
        years: how many years the incidents span.
    """
    rng = np.random.default_rng(seed)
    real = _read(source, "incidents.csv")
    drawn = rng.integers(0, len(real), count)
    incidents = real.iloc[drawn].reset_index(drop=True)
    incidents["date"] = _dates(rng, incidents["date"], years)
    incidents["response_to"] = ""
    _move(rng, incidents, make_places(rng, places or places_for(count), source))
    number = pd.Series(np.arange(count)).astype(str).str.zfill(len(str(count)))
    incidents["summary"] = incidents["summary"] + " (made up, number " + number + ")"
    stem = incidents["base_id"].where(incidents["base_id"] != "", "place")
    incidents["incident_id"] = incidents["date"] + "-" + stem.str.replace("_", "-") + "-" + number
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write(incidents.sort_values("incident_id"), folder / "incidents.csv")
    new_ids = pd.DataFrame(
        {"incident_id": real["incident_id"].to_numpy()[drawn], "new": incidents["incident_id"]}
    )
    package: dict[str, Any] = json.loads((source / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        name = resource["path"]
        if name in _OF_THE_REAL_ROWS:
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
        count: number of events.
        path: the file to write.
        seed: of the random generator.
        source: the data folder whose provinces contain the places.
        places: distinct places; by default 3 per 100 events, at most 30,000.
        years: how many years the events span.
    """
    rng = np.random.default_rng(seed)
    points = make_places(rng, places or places_for(count), source)
    at = points.draw(rng, count)
    days = _days_back(rng, count, years)
    event = acled_like.event_columns(rng, days)
    of_place = {
        "country": points.of_province("country"),
        "admin1": points.of_province("name"),
        "location": np.array([f"Place {i}" for i in range(len(points.latitude))], dtype=object),
        "latitude": np.array([f"{v:.{_DECIMALS}f}" for v in points.latitude], dtype=object),
        "longitude": np.array([f"{v:.{_DECIMALS}f}" for v in points.longitude], dtype=object),
    }
    event |= {name: values[at] for name, values in of_place.items()}
    event |= acled_like.text_columns(rng, event, points.of_province("country_code")[at])
    path.parent.mkdir(parents=True, exist_ok=True)
    write(pd.DataFrame({name: event[name] for name in acled_like.COLUMNS}), path)
    return path


def places_for(count: int) -> int:
    """Return how many distinct places `count` events have."""
    return max(1, min(MOST_PLACES, round(count * _PLACES_PER_INCIDENT)))


def make_places(rng: np.random.Generator, count: int, source: Path = SHIPPED) -> Places:
    """Return `count` distinct places, each inside exactly one of the provinces."""
    provinces = gpd.read_file(source / "provinces.geojson")
    west, south, east, north = provinces.total_bounds
    xy = np.empty((0, 2))
    while len(xy) < count:
        candidates = rng.uniform((west, south), (east, north), (2 * count + 100, 2))
        candidates = np.round(candidates, _DECIMALS)
        # Keep the first of equal points: the order of drawing is the order of rank.
        _, inside = _inside(provinces, candidates)
        xy = np.vstack([xy, candidates[inside]])
        _, first = np.unique(xy, axis=0, return_index=True)
        xy = xy[np.sort(first)]
    xy = xy[:count]
    return Places(xy[:, 1], xy[:, 0], _inside(provinces, xy)[0], provinces)


def _inside(
    provinces: gpd.GeoDataFrame, xy: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the province of each point, and whether it is in exactly one."""
    tree = shapely.STRtree(shapely.points(xy))
    province, point = tree.query(provinces.geometry.to_numpy(), predicate="intersects")
    province_of_point = np.zeros(len(xy), dtype=np.intp)
    province_of_point[point] = province
    return province_of_point, np.bincount(point, minlength=len(xy)) == 1


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame of texts as CSV. Arrow takes seconds where pandas takes a minute."""
    names: Sequence[str] = list(frame.columns)
    table = pa.table({n: pa.array(frame[n], pa.string(), from_pandas=True) for n in names})
    with path.open("wb") as file:
        file.write((",".join(names) + "\n").encode())
        csv.write_csv(table, file, csv.WriteOptions(include_header=False, quoting_style="needed"))


def _is_of_incidents(resource: Mapping[str, Any]) -> bool:
    """Return whether each row of a table belongs to an incident."""
    keys = resource.get("schema", {}).get("foreignKeys", [])
    return any(
        key["reference"].get("resource") == "incidents" and key["fields"] == _ONE_ID for key in keys
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


def _move(rng: np.random.Generator, incidents: pd.DataFrame, places: Places) -> None:
    """Move most of the incidents that have a point to invented places."""
    movable = incidents["geo_precision"].isin(["site", "town", "district"]).to_numpy()
    rows = np.flatnonzero(movable & (rng.random(len(incidents)) < _ELSEWHERE))
    at = places.draw(rng, len(rows))
    texts = {
        "latitude": [f"{v:.{_DECIMALS}f}" for v in places.latitude],
        "longitude": [f"{v:.{_DECIMALS}f}" for v in places.longitude],
        "place": [f"place {i}" for i in range(len(places.latitude))],
        "country": places.of_province("country"),
    }
    for name, values in texts.items():
        column = incidents[name].to_numpy(dtype=object, copy=True)
        column[rows] = np.array(values, dtype=object)[at]
        incidents[name] = column
    for name, value in {"base_id": "", "geo_precision": "town"}.items():
        column = incidents[name].to_numpy(dtype=object, copy=True)
        column[rows] = value
        incidents[name] = column


def _follow(table: pd.DataFrame, new_ids: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table, once for each copy of the incident that they belong to."""
    joined = new_ids.merge(table, on="incident_id", how="inner")
    return (
        joined.drop(columns="incident_id").rename(columns={"new": "incident_id"})
        .sort_values("incident_id", kind="stable")[list(table.columns)]
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("kind", choices=("folder", "acled"), help="what to write")
    parser.add_argument("count", type=int, help="number of incidents or events")
    parser.add_argument("out", type=Path, help="folder or file to write")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--places", type=int, help="distinct places (3 per 100, at most 30,000)")
    parser.add_argument("--years", type=int, default=YEARS, help="period (%(default)s)")
    options = parser.parse_args(arguments)
    make = {"folder": make_folder, "acled": make_acled}[options.kind]
    path = make(
        options.count, options.out, seed=options.seed, places=options.places, years=options.years
    )
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
