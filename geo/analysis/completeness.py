"""What the atlas covers and what it lacks, as figures computed from the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo import codes
from geo.analysis import coverage, tallies
from geo.filter.filter import Filter, day_of, days_since_epoch

if TYPE_CHECKING:
    from datetime import date

    from geo.model.atlas import Atlas


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A field of the incidents, and in how many of them it is not known."""

    what: str
    unknown: int


def count_unknown(atlas: Atlas) -> list[UnknownField]:
    """Return for the fields that may be unknown in how many incidents they are."""
    incidents = atlas.incidents
    spoken = np.unique(atlas.ledger.incident)
    unknown = {
        "the exact day": incidents["date_precision"] == "approx",
        "the hour as HH:MM": ~incidents["time_local"]
        .str.contains(":", regex=False)
        .fillna(value=False)
        .astype(bool),
        "the place to the site": incidents["geo_precision"] != "site",
        "any point": pd.Series(~atlas.has_point),
        "the weapon": incidents["weapons"] == "unknown",
        "how many were fired": incidents["munitions"].isna(),
        "the outcome": incidents["outcome"] == "unknown",
        "whether anyone was killed": incidents["killed"].isna(),
        "whether anyone was injured": incidents["injured"].isna(),
        "any statement of who did it": ~incidents.index.to_series().isin(spoken),
    }
    return [UnknownField(what, int(mask.sum())) for what, mask in unknown.items()]


def count_by_year(atlas: Atlas) -> pd.DataFrame:
    """Return the incidents per year (index) and type (columns), with their sum as `all`."""
    incidents = atlas.incidents
    first, last = atlas.first_date.year, atlas.last_date.year
    table = pd.crosstab(incidents["date"].dt.year, incidents["event_type"]).reindex(
        index=range(first, last + 1), columns=list(codes.EVENT_TYPE), fill_value=0
    )
    return table.assign(all=table.sum(axis=1)).rename_axis(index="year", columns=None)


def longest_searched_run(atlas: Atlas) -> tuple[date, date] | None:
    """Return the longest run of days whose reports of every kind were searched, or None."""
    runs = coverage.searched_runs(Filter(), atlas, atlas.first_date, atlas.last_date)
    return max(runs, key=lambda run: run[1] - run[0], default=None)


def find_empty_days(atlas: Atlas, first: date, last: date) -> list[date]:
    """Return the days without any incident, in order of time.

    Args:
        atlas: the atlas.
        first: first day to look at.
        last: last day, included.
    """
    have = set(np.unique(atlas.day).tolist())
    days = range(days_since_epoch(first), days_since_epoch(last) + 1)
    return [day_of(d) for d in days if d not in have]


def tabulate_tallies(atlas: Atlas) -> pd.DataFrame:
    """Return the published counts of Iraq and Syria (and Jordan) beside the atlas's own.

    Columns: as_of, counted_by, approximate, published, atlas (attacks on US or coalition forces
    from the count's first day), official (those of them that an official confirmed). Counts of
    Syria alone, and those that name no first day, are left out.
    """
    everything, official = (
        tallies.published_tallies(filter_.view(atlas), atlas)
        for filter_ in (Filter(), Filter(confirmation=("official",)))
    )
    rows = [
        {
            "as_of": tally.as_of.isoformat(),
            "counted_by": tally.row.counted_by,
            "approximate": bool(tally.row.approximate),
            "published": int(tally.row.total),
            "atlas": len(tally.positions),
            "official": len(confirmed.positions),
        }
        for tally, confirmed in zip(everything, official, strict=True)
        if not tally.syria_only and tally.positions is not None and confirmed.positions is not None
    ]
    columns = ["as_of", "counted_by", "approximate", "published", "atlas", "official"]
    return pd.DataFrame(rows, columns=columns)
