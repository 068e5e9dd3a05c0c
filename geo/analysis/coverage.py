"""How well a time was searched: tells a quiet week from a week that nobody looked at.

The answer comes from the table `coverage` of the data folder. It depends on what is asked for: a
span may have been searched for one kind of incident only.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo import codes
from geo.analysis.bins import join_runs
from geo.filter.filter import day_of, days_since_epoch
from geo.model.cached import per_atlas

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from geo.filter.filter import Filter
    from geo.model.atlas import Atlas

OUTSIDE: Final = "outside"
UNSTATED: Final = "unstated"
# Best first: a time is covered no better than its worst day.
LEVELS: Final[Mapping[str, str]] = {
    **codes.COVERAGE,
    OUTSIDE: "not covered; an empty day says nothing",
    UNSTATED: "the data do not say how well it was searched",
}
# A gap lies within what was searched.
DAY_BY_DAY: Final = frozenset({"searched", "gap"})
# What an empty week means, in a few words.
EMPTY: Final[Mapping[str, str]] = {
    "searched": "no incident known",
    "gap": "none known, though published counts imply some",
    "notable": "not covered as a count",
    OUTSIDE: "not covered",
    UNSTATED: "coverage not stated",
}
_PARAMETER_OF = {
    "country": "country", "event_type": "type", "target_side": "target",
    "confirmation": "confirmation",
}  # fmt: skip
_ORDER: Final = tuple(LEVELS)


@dataclass(frozen=True, slots=True)
class DayLevels:
    """How well each day was searched from the day `first` on, in days since 1970-01-01."""

    first: int
    levels: NDArray[np.int8]

    def worst(self, first: int, last: int) -> str:
        """Return the level of the worst searched day from `first` to `last`, both included.

        Both are days since 1970-01-01. The level is one of `LEVELS`, `outside` for no day at all.
        """
        days = self.levels[first - self.first : last - self.first + 1]
        return _ORDER[int(days.max())] if len(days) else OUTSIDE


@dataclass(frozen=True, slots=True)
class Span:
    """A run of days that were searched equally well, first and last day included."""

    start: date
    end: date
    level: str


@per_atlas
def _rows(atlas: Atlas) -> tuple[Mapping[str, Any], ...]:
    """Return the rows of the coverage table, with their days since 1970-01-01."""
    return tuple(
        MappingProxyType({
            **row, "first_day": days_since_epoch(row["first_date"].date()),
            "last_day": days_since_epoch(row["last_date"].date()),
        })
        for row in atlas.coverage.to_dict("records")
    )  # fmt: skip


def coverage_levels(filter_: Filter, atlas: Atlas, first: int, last: int) -> NDArray[np.int8]:
    """Return how well each day was searched for what a filter asks, as positions in `LEVELS`.

    A row that says `searched` holds for a filter that asks for nothing else than the row names; a
    row that says `gap` or `notable` holds for every filter that may find what the row names. Where
    `searched` and `notable` both hold, `searched` wins, being said of that kind in particular; a
    `gap` counts only within what was searched.

    Args:
        filter_: the filter; its period plays no part.
        atlas: the atlas.
        first: first day, in days since 1970-01-01.
        last: last day, included.
    """
    levels = {name: np.zeros(max(0, last - first + 1), dtype=bool) for name in codes.COVERAGE}
    rows = _rows(atlas)
    for row in rows:
        if not (_is_within if row["level"] == "searched" else _may_meet)(filter_, row):
            continue
        start, end = row["first_day"] - first, row["last_day"] - first
        levels[row["level"]][max(0, start) : max(0, end + 1)] = True
    nothing = OUTSIDE if rows else UNSTATED
    return np.select(
        [levels["searched"] & ~levels["gap"], levels["searched"], levels["notable"]],
        [_ORDER.index(name) for name in ("searched", "gap", "notable")],
        default=_ORDER.index(nothing),
    ).astype(np.int8)


def coverage_spans(filter_: Filter, atlas: Atlas, first: date, last: date) -> list[Span]:
    """Return the runs of equally searched days from `first` to `last`, in order of time.

    Together they are all the days. Arguments as for `searched_runs`.

    Example:
        >>> [(s.start.day, s.end.day, s.level) for s in
        ...  coverage_spans(geo.Filter(), atlas, date(2024, 2, 1), date(2024, 2, 29))]
        [(1, 13, 'searched'), (14, 29, 'notable')]
    """
    start = days_since_epoch(first)
    levels = coverage_levels(filter_, atlas, start, days_since_epoch(last)).tolist()
    spans, at = [], start
    for level, run in groupby(levels):
        n = len(list(run))
        spans.append(Span(day_of(at), day_of(at + n - 1), _ORDER[level]))
        at += n
    return spans


def searched_runs(
    filter_: Filter, atlas: Atlas, first: date, last: date
) -> list[tuple[date, date]]:  # fmt: skip
    """Return the runs of days, gaps included, whose reports were searched day by day.

    Args:
        filter_: the filter; its period plays no part.
        atlas: the atlas.
        first: first day to look at.
        last: last day, included.

    Returns:
        First and last day of each run, in order of time.
    """
    spans = coverage_spans(filter_, atlas, first, last)
    return join_runs((span.start, span.end) for span in spans if span.level in DAY_BY_DAY)


def searched_days(filter_: Filter, atlas: Atlas, first: int, last: int) -> DayLevels:
    """Return `coverage_levels` ready to be asked for parts of the days from `first` to `last`.

    Both are days since 1970-01-01.
    """
    return DayLevels(first, coverage_levels(filter_, atlas, first, last))


def _is_within(filter_: Filter, row: Mapping[str, Any]) -> bool:
    """Return whether the filter asks for nothing but what a row of the table names."""
    return all(
        getattr(filter_, parameter) == (row[column],)
        for column, parameter in _PARAMETER_OF.items()
        if isinstance(row[column], str)
    )


def _may_meet(filter_: Filter, row: Mapping[str, Any]) -> bool:
    """Return whether the filter may find what a row of the table names."""
    return all(
        not getattr(filter_, parameter) or row[column] in getattr(filter_, parameter)
        for column, parameter in _PARAMETER_OF.items()
        if isinstance(row[column], str)
    )
