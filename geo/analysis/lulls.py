"""Lulls: runs of days without an incident, and how well these days were searched."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.analysis import coverage
from geo.filter.figure import Figure
from geo.filter.filter import day_of, days_since_epoch
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from geo.filter.filter import View
    from geo.model.atlas import Atlas

DEFAULT_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Lull:
    """A run of days without a matching incident, first and last empty day included.

    `open` marks a run that touches the edge of the period: it may be longer than is known.
    """

    start: date
    end: date
    days: int
    open: bool

    @property
    def words(self) -> str:
        """Return the days in words, and whether there may be more of them."""
        days = f"{self.days} days, {self.start} to {self.end}"
        return f"{days}; it touches the edge of the period and may be longer" if self.open else days


def plain_lull(lull: Lull) -> dict[str, Any]:
    """Return a lull as plain values, its days as text."""
    return asdict(lull) | {"start": lull.start.isoformat(), "end": lull.end.isoformat()}


def find_lulls(view: View, atlas: Atlas, min_days: int = DEFAULT_DAYS) -> list[Lull]:
    """Return the runs of at least `min_days` empty days in the filter's period, in order of time.

    The period runs from the filter's first to its last day, or to the ends of the data. Where
    nothing matches there is no lull.

    Raises:
        ValueError: `min_days` is below 1.

    Example:
        >>> view = atlas.view("from=2024-02-01&to=2024-04-23&type=attack&target=us_coalition")
        >>> [(lull.start.isoformat(), lull.days) for lull in find_lulls(view, atlas)]
        [('2024-02-29', 24)]
    """
    if min_days < 1:
        message = f"expected min_days of at least 1, found {min_days}"
        raise ValueError(message)
    if not view.shown:
        return []
    first, last = (days_since_epoch(day) for day in view.filter.period(atlas))
    days = np.unique(atlas.day[view.positions])
    edges = np.concatenate([[first - 1], days, [last + 1]])
    lulls = []
    for before, after in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        empty = after - before - 1
        if empty >= min_days:
            start, end = before + 1, after - 1
            is_open = start == first or end == last
            lulls.append(Lull(day_of(start), day_of(end), empty, is_open))
    return lulls


def longest_lull(lulls: Iterable[Lull]) -> Lull | None:
    """Return the longest lull between two incidents; an open one only where there is no other.

    Of equal ones the earliest.
    """
    ranked = sorted(lulls, key=lambda lull: (lull.open, -lull.days, lull.start))
    return ranked[0] if ranked else None


@dataclass(frozen=True)
class SearchedLull:
    """A lull with its neighbours: all matching incidents of the last day before, the first after.

    None where the lull touches the edge of the period. `level` is how well its worst day was
    searched (`geo.analysis.coverage.LEVELS`).
    """

    lull: Lull
    before: Figure | None
    after: Figure | None
    level: str


def find_searched_lulls(
    view: View, atlas: Atlas, min_days: int = DEFAULT_DAYS
) -> list[SearchedLull]:  # fmt: skip
    """Return the lulls of `find_lulls` with their neighbours, longest first, then earliest."""
    days = atlas.day[view.positions]
    period = (days_since_epoch(day) for day in view.filter.period(atlas))
    coverage_of_days = coverage.searched_days(view.filter, atlas, *period)
    lulls = []
    for lull in find_lulls(view, atlas, min_days):
        start, end = days_since_epoch(lull.start), days_since_epoch(lull.end)
        level = coverage_of_days.worst(start, end)
        before, after = (
            _neighbour(view, days, day, f"lull_{lull.start}_{side}", f"{words} the lull of "
                       f"{lull.days} days from {short_day(lull.start)}")
            for day, side, words in (
                (start - 1, "before", "Last day before"), (end + 1, "after", "First day after"),
            )
        )  # fmt: skip
        lulls.append(SearchedLull(lull, before, after, level))
    return sorted(lulls, key=lambda searched: (-searched.lull.days, searched.lull.start))


def _neighbour(
    view: View, days: NDArray[np.int64], day: int, key: str, label: str
) -> Figure | None:
    positions = view.positions[days == day]
    if not len(positions):
        return None
    when = day_of(day)
    return Figure(key, label, positions, replace(view.filter, date_from=when, date_to=when))
