"""Splits of a set of incidents by weapon, outcome, hour or month, each part with its rows.

The page of a base, of a circle around a place, and a brief all split their incidents here, and so
say the same. Parts keep the order of their code list; empty ones are left out, but for hours and
months, where the empty ones are part of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo import codes
from geo.analysis.bins import split_period, split_positions
from geo.filter.figure import Figure
from geo.filter.filter import day_of, days_since_epoch
from geo.model.column import LIST_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.filter.filter import View
    from geo.model.atlas import Atlas

    Positions = NDArray[np.intp]

_HOURS: Final = 24


def split_by_code(
    positions: Positions, atlas: Atlas, column: str, meanings: Mapping[str, str], prefix: str
) -> list[Figure]:
    """Split by a column that holds one code, in the code list's order.

    Args:
        positions: rows of `atlas.incidents`, ascending.
        atlas: the atlas.
        column: the column.
        meanings: code to words.
        prefix: what the keys of the figures begin with.
    """
    values = atlas.incidents[column].to_numpy(dtype=object)[positions]
    return [
        Figure(f"{prefix}:{code}", words, positions[values == code])
        for code, words in meanings.items()
        if (values == code).any()
    ]


def weapon_masks(
    atlas: Atlas, positions: Positions | slice = slice(None)
) -> dict[str, NDArray[np.bool_]]:
    """Return which incidents have each weapon; an incident may have several.

    Args:
        atlas: the atlas.
        positions: rows of `atlas.incidents`, or all.

    Returns:
        One mask per code of `geo.codes.WEAPON`, in its order, as long as the positions.
    """
    bits = atlas.weapon_bits[positions]
    return {code: (bits & (1 << i)).astype(bool) for i, code in enumerate(codes.WEAPON)}


def split_by_weapon(positions: Positions, atlas: Atlas, prefix: str) -> list[Figure]:
    """Split by weapon, most frequent first; an incident with two weapons is in both parts.

    Args:
        positions: rows of `atlas.incidents`, ascending.
        atlas: the atlas.
        prefix: what the keys of the figures begin with.
    """
    parts = [
        Figure(f"{prefix}:{code}", codes.WEAPON[code], positions[mask])
        for code, mask in weapon_masks(atlas, positions).items()
        if mask.any()
    ]
    return sorted(parts, key=lambda part: -part.n)


@dataclass(frozen=True)
class Hours:
    """When of the day incidents happened, by local time, as far as it was reported.

    `hours` has 24 parts, one for each hour from 0 on. `parts_of_day` are those of which only the
    part of the day is known, `unknown` those of which not even that is.
    """

    hours: tuple[Figure, ...]
    parts_of_day: tuple[Figure, ...]
    unknown: Figure

    @property
    def known(self) -> int:
        """How many incidents have an hour."""
        return sum(hour.n for hour in self.hours)

    @property
    def figures(self) -> list[Figure]:
        """All parts that are not empty."""
        return [p for p in (*self.hours, *self.parts_of_day, self.unknown) if p.n]


def split_by_hour(positions: Positions, atlas: Atlas, prefix: str) -> Hours:
    """Split by local hour, where `time_local` is HH:MM; other words are no hour.

    Arguments as for `split_by_weapon`.
    """
    column = atlas.incidents["time_local"].iloc[positions]
    is_clock = column.str.contains(":", regex=False).fillna(value=False).to_numpy(dtype=bool)
    hour = np.full(len(positions), -1)
    hour[is_clock] = column[is_clock].str.slice(0, 2).to_numpy(dtype=int)
    words = column.to_numpy(dtype=object)
    return Hours(
        tuple(
            Figure(f"{prefix}:{h:02d}", f"{h:02d}:00 to {h:02d}:59", positions[hour == h])
            for h in range(_HOURS)
        ),
        tuple(
            Figure(f"{prefix}:{part}", f"{part}, hour unknown", positions[words == part])
            for part in codes.TIME_OF_DAY
        ),
        Figure(f"{prefix}:unknown", "time of day unknown", positions[column.isna().to_numpy()]),
    )


def months(positions: Positions, atlas: Atlas, first: date, last: date) -> dict[str, Positions]:
    """Return the incidents of each month (YYYY-MM) of a period, empty months included.

    Args:
        positions: rows of `atlas.incidents`, ascending.
        atlas: the atlas.
        first: first day of the period; earlier incidents are in no month.
        last: last day, included.
    """
    bins = split_period(first, last, "month")
    parts = split_positions(bins, positions, atlas)
    return {f"{month.start:%Y-%m}": part for month, part in zip(bins, parts, strict=True)}


def split_by_month(
    positions: Positions, atlas: Atlas, period: tuple[date, date], prefix: str
) -> list[Figure]:  # fmt: skip
    """Split by month, every month of the period included; first and last may be cut by it.

    Args:
        positions: rows of `atlas.incidents` in the period, ascending.
        atlas: the atlas.
        period: first and last day, both included.
        prefix: what the keys of the figures begin with.
    """
    return [
        Figure(f"{prefix}:{month}", f"{date.fromisoformat(f'{month}-01'):%B %Y}", part)
        for month, part in months(positions, atlas, *period).items()
    ]


@dataclass(frozen=True, slots=True)
class Latest:
    """The last incident of a set, and how long before a stated day it was.

    `as_of` is the last day of the filter's period, or of the data where they end earlier.
    """

    day: date
    as_of: date
    days: int
    data_end: bool

    @property
    def reference(self) -> str:
        """What `as_of` is, in words."""
        return "the last day of the data" if self.data_end else "the end of the chosen period"


def find_latest(positions: Positions, view: View, atlas: Atlas) -> Latest | None:
    """Return the last of some incidents of a view, or None where there is none.

    Args:
        positions: some of the view's positions, in any order.
        view: the view; its filter's period says how long ago.
        atlas: the atlas.
    """
    if not len(positions):
        return None
    as_of = min(view.filter.period(atlas)[1], atlas.last_date)
    last = int(atlas.day[positions].max())
    return Latest(day_of(last), as_of, days_since_epoch(as_of) - last, as_of == atlas.last_date)


def weapons_in_words(cell: Any) -> str:
    """Return the words for a value of `weapons`, codes joined by `;`: `rocket, mortar`."""
    return ", ".join(codes.WEAPON[code] for code in str(cell).split(LIST_SEPARATOR))
