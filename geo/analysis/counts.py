"""Counts and the statistics that people quote, each over the rows that a filter matches.

Counts by a property of which an incident may have several (groups, stances, weapons) count
incidents and may overlap: their sum can exceed the number of incidents.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from geo import codes
from geo.filter import wording
from geo.filter.filter import Filter, View, day_of, days_since_epoch
from geo.filter.presets import LOCAL_FIRST_DAY, WASHINGTON_FIRST_DAY
from geo.model.schema import LIST_SEPARATOR
from geo.model.statements import UNKNOWN
from geo.utils.text_columns import counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

DEFAULT_LULL_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Lull:
    """A run of days without a matching incident, first and last empty day included.

    `open` marks a run that touches the edge of the period: it may be longer than is known.
    """

    start: date
    end: date
    days: int
    open: bool


def lulls(view: View, atlas: Atlas, min_days: int = DEFAULT_LULL_DAYS) -> list[Lull]:
    """Return the runs of at least `min_days` empty days in the filter's period, in order of time.

    The period runs from the filter's first to its last day, or to the ends of the data.

    Example:
        >>> view = atlas.view("from=2024-02-01&to=2024-04-23&type=attack&target=us_coalition")
        >>> [(lull.start.isoformat(), lull.days) for lull in lulls(view, atlas)]
        [('2024-02-14', 53)]
    """
    if min_days < 1:
        message = f"expected min_days of at least 1, found {min_days}"
        raise ValueError(message)
    if not view.shown:
        return []
    first, last = (days_since_epoch(day) for day in view.filter.period(atlas))
    days = np.unique(atlas.day[view.positions])
    edges = np.concatenate([[first - 1], days, [last + 1]])
    found = []
    for before, after in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        empty = after - before - 1
        if empty >= min_days:
            start, end = before + 1, after - 1
            is_open = start == first or end == last
            found.append(Lull(day_of(start), day_of(end), empty, is_open))
    return found


def longest_lull(found: Iterable[Lull]) -> Lull | None:
    """Return the longest lull between two incidents; an open one only where there is no other.

    Of equal ones the earliest.
    """
    ranked = sorted(found, key=lambda lull: (lull.open, -lull.days, lull.start))
    return ranked[0] if ranked else None


def nth_since(view: View, atlas: Atlas, since: date) -> pd.DataFrame:
    """Return the matching incidents after the day `since`, numbered from 1 in order of time.

    Columns: n, incident_id, date, date_precision. Incidents of one day are in order of their id;
    the atlas does not claim to know which came first.
    """
    rows = atlas.incidents.iloc[view.positions]
    later = rows.loc[rows["date"] > pd.Timestamp(since), ["incident_id", "date", "date_precision"]]
    return later.assign(n=np.arange(1, len(later) + 1))[["n", *later.columns]].reset_index(
        drop=True
    )


def by_group(view: View, atlas: Atlas) -> dict[str, int]:
    """Count incidents by each group named in a statement that the filter's rule admits.

    Every named group counts for itself, not for the groups that it belongs to; incidents without
    such a statement count as `unknown`.

    Example:
        >>> by_group(atlas.view("from=2024-02-01&to=2024-02-04"), atlas)
        {'centcom': 9, 'iri': 4, 'iran_backed_unspecified': 3, 'unknown': 3}
    """
    stances = {
        "any": ("claimed", "acknowledged", "attributed", "suspected", "party"),
        "claimed": ("claimed",),
        "attributed": ("attributed", "suspected"),
        "undisputed": ("claimed", "acknowledged", "attributed"),
        "unclaimed": ("acknowledged", "attributed", "suspected"),
    }[view.filter.rule]
    undisputed = view.filter.rule == "undisputed"
    incident, group = atlas.ledger.naming(stances, undisputed=undisputed)
    wanted = view.mask()
    found = np.bincount(group[wanted[incident]], minlength=1).tolist()
    wanted[incident] = False
    unnamed = int(np.count_nonzero(wanted))
    by_id = dict(zip(atlas.graph.group_ids, found, strict=False))
    return _ranked(by_id | {UNKNOWN: by_id.get(UNKNOWN, 0) + unnamed})


def types_in_words(view: View, atlas: Atlas) -> str:
    """Return how many of each type a filter finds, most first: `307 attacks, 34 counterstrikes`."""
    return ", ".join(
        f"{n:,} {wording.type_noun(event_type, n)}"
        for event_type, n in by_column(view, atlas, "event_type").items()
        if n
    )


def by_stance(view: View, atlas: Atlas) -> dict[str, int]:
    """Count incidents by the stances of all statements about them, in the code list's order."""
    ledger, wanted = atlas.ledger, view.mask()
    by_code = {}
    for i, stance in enumerate(codes.STANCE):
        spoken_of = np.zeros(len(wanted), dtype=bool)
        spoken_of[ledger.incident[(ledger.stance == i) & ledger.stands]] = True
        if n := int(np.count_nonzero(spoken_of & wanted)):
            by_code[stance] = n
    return by_code


def by_column(view: View, atlas: Atlas, column: str) -> dict[str, int]:
    """Count incidents by the values of a column; a missing value counts as `none`."""
    values = atlas.incidents[column].iloc[view.positions]
    found = Counter(counts(values))
    found["none"] += int(values.isna().sum())
    return _ranked(found)


def by_weapon(view: View, atlas: Atlas) -> dict[str, int]:
    """Count incidents by weapon; one with two weapons counts under both.

    Example:
        >>> by_weapon(atlas.view("group=kh&from=2023-10-17"), atlas)
        {'one_way_attack_drone': 3, 'rocket': 1}
    """
    found: Counter[str] = Counter()
    for cell, n in counts(atlas.incidents["weapons"].iloc[view.positions]).items():
        for weapon in cell.split(LIST_SEPARATOR):
            found[weapon] += n
    return _ranked(found)


def by_month(view: View, atlas: Atlas) -> dict[str, int]:
    """Count incidents by month (YYYY-MM), empty months between the first and last included."""
    days = atlas.day[view.positions].astype("datetime64[D]")
    if not len(days):
        return {}
    month = days.astype("datetime64[M]")
    first = month.min()
    found = np.bincount((month - first).astype(np.int64)).tolist()
    return {str(first + i): n for i, n in enumerate(found)}


def toll(view: View, atlas: Atlas, column: str) -> tuple[int | None, int]:
    """Return the sum of `killed` or `injured` where it is known, and in how many rows it is not.

    The sum is None where it is known for no row at all: unknown is never 0.

    Example:
        >>> toll(atlas.view("base=tower_22"), atlas, "killed")
        (3, 0)
    """
    values = atlas.incidents[column].iloc[view.positions]
    unknown = int(values.isna().sum())
    return (None if unknown == len(values) else int(values.sum())), unknown


@dataclass(frozen=True)
class Tally:
    """A published count beside the atlas's rows that it should count.

    `first` is the first local day counted, None where the tally names none; then there is no
    `counted` either. `row` holds the columns of `tallies`.
    """

    row: Any
    as_of: date
    first: date | None
    counted: NDArray[np.intp] | None


def compared_tallies(view: View, atlas: Atlas) -> list[Tally]:
    """Return the published counts of the filter's period with the atlas's own rows.

    A tally is of the period where its date is. What stands beside it is what its own counter says
    it counts, as far as the filter admits it: attacks on US or coalition forces from the tally's
    first day (17 October in Washington is 18 October local) to its date, in Syria alone where Syria
    alone was counted.
    """
    first, last = view.filter.period(atlas)
    everywhere = np.zeros(atlas.n_incidents, dtype=bool)
    everywhere[view.at_any_time] = True
    everywhere &= Filter(type=("attack",), target=("us_coalition",)).mask(atlas)
    masks = {False: everywhere, True: everywhere & Filter(country=("Syria",)).mask(atlas)}
    found = []
    for row in atlas.tallies.itertuples(index=False):
        as_of = row.as_of.date()
        if not first <= as_of <= last:
            continue
        since = None if pd.isna(row.since) else row.since.date()
        counted = None
        if since is not None:
            since = LOCAL_FIRST_DAY if since == WASHINGTON_FIRST_DAY else since
            in_period = (atlas.day >= days_since_epoch(since)) & (
                atlas.day <= days_since_epoch(as_of)
            )
            counted = np.flatnonzero(masks[bool(pd.isna(row.total))] & in_period)
        found.append(Tally(row, as_of, since, counted))
    return found


def tallies(view: View, atlas: Atlas) -> list[dict[str, Any]]:
    """Return `compared_tallies` as plain values; `atlas_count` is None where no day is named."""
    return [
        {
            "as_of": tally.as_of.isoformat(),
            "since": None if pd.isna(tally.row.since) else f"{tally.row.since:%Y-%m-%d}",
            "counted_by": tally.row.counted_by,
            "approximate": bool(tally.row.approximate),
            "total": _whole(tally.row.total),
            "iraq": _whole(tally.row.iraq),
            "syria": _whole(tally.row.syria),
            "jordan": _whole(tally.row.jordan),
            "atlas_count": None if tally.counted is None else len(tally.counted),
            "note": None if pd.isna(tally.row.note) else tally.row.note,
            "source_id": tally.row.source_id,
        }
        for tally in compared_tallies(view, atlas)
    ]


def summary(view: View, atlas: Atlas, since: date | None = None) -> dict[str, Any]:
    """Return all counts of a view as plain values, in the order of the command line's contract.

    `killed` and `injured` are sums over the rows where the number is known; `killed_unknown` and
    `injured_unknown` say in how many it is not. With `since`, `nth_since` numbers the matching
    incidents after that day.
    """
    dates = atlas.incidents["date"].iloc[view.positions]
    killed, killed_unknown = toll(view, atlas, "killed")
    injured, injured_unknown = toll(view, atlas, "injured")
    found = lulls(view, atlas)
    longest = longest_lull(found)
    result: dict[str, Any] = {
        "dataset_version": atlas.version,
        "filter": view.filter.absolute(atlas).to_query(),
        "shown": view.shown,
        "total": view.total,
        "left_out": dict(view.left_out),
        "not_drawn": view.not_drawn,
        "first": f"{dates.iloc[0]:%Y-%m-%d}" if view.shown else None,
        "last": f"{dates.iloc[-1]:%Y-%m-%d}" if view.shown else None,
        "killed": killed,
        "killed_unknown": killed_unknown,
        "injured": injured,
        "injured_unknown": injured_unknown,
        "by_group": by_group(view, atlas),
        "by_stance": by_stance(view, atlas),
        "by_base": by_column(view, atlas, "base_id"),
        "by_province": by_column(view, atlas, "province_code"),
        "by_country": by_column(view, atlas, "country"),
        "by_weapon": by_weapon(view, atlas),
        "by_type": by_column(view, atlas, "event_type"),
        "by_confirmation": by_column(view, atlas, "confirmation"),
        "by_month": by_month(view, atlas),
        "lulls": [_plain(lull) for lull in found],
        "longest_lull": longest and _plain(longest),
        "tallies": tallies(view, atlas),
    }
    if since is not None:
        numbered = nth_since(view, atlas, since)
        numbered["date"] = numbered["date"].dt.strftime("%Y-%m-%d")
        result["nth_since"] = {
            "since": since.isoformat(),
            "count": len(numbered),
            "incidents": numbered.to_dict("records"),
        }
    return result


def _plain(lull: Lull) -> dict[str, Any]:
    return asdict(lull) | {"start": lull.start.isoformat(), "end": lull.end.isoformat()}


def _ranked(found: Mapping[str, int]) -> dict[str, int]:
    """Return counts of more than none, the largest first, equal ones by name."""
    order = sorted((k for k in found if found[k]), key=lambda k: (-found[k], k))
    return {str(k): int(found[k]) for k in order}


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def days_between(first: date, last: date) -> int:
    """Return the number of days from `first` to `last`, both included."""
    return (last - first) // timedelta(days=1) + 1
