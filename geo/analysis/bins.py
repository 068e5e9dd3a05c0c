"""Days, weeks and months: the bins that incidents are counted in. A week begins on Monday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.filter.filter import days_since_epoch
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

PER: Final[Mapping[str, str]] = {"day": "day", "week": "week", "month": "month"}
_DECEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class Bin:
    """A day, week or month: the days of it that lie in the period, first and last included.

    `partial` says that the period cuts it.
    """

    start: date
    end: date
    partial: bool

    @property
    def words(self) -> str:
        """Return the days in words: `5 Feb 2024`, or `5 Feb 2024 to 11 Feb 2024`."""
        first, last = short_day(self.start), short_day(self.end)
        return first if self.start == self.end else f"{first} to {last}"


def split_period(first: date, last: date, per: str) -> tuple[Bin, ...]:
    """Return the days, weeks or months from `first` to `last`, in order; together they are all.

    Args:
        first: first day of the period.
        last: last day, included; before `first` there are no bins.
        per: one of `PER`.

    Raises:
        ValueError: `per` is none of `PER`.
    """
    if per not in PER:
        message = f"expected one of {', '.join(PER)}, found {per}"
        raise ValueError(message)
    bins, start = [], first
    while start <= last:
        whole_start, next_start = _whole(start, per)
        end = min(last, next_start - timedelta(days=1))
        is_whole = whole_start == start and next_start == end + timedelta(days=1)
        bins.append(Bin(start, end, partial=not is_whole))
        start = next_start
    return tuple(bins)


def _whole(day: date, per: str) -> tuple[date, date]:
    """Return the first day of the day's bin, and the first day of the next."""
    if per == "day":
        return day, day + timedelta(days=1)
    if per == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=7)
    first = day.replace(day=1)
    year, month = (day.year, day.month + 1) if day.month < _DECEMBER else (day.year + 1, 1)
    return first, date(year, month, 1)


def join_runs(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return spans of days with those joined of which one begins on the day after the other ends.

    Args:
        spans: first and last day of each, both included, in order of time.
    """
    runs: list[tuple[date, date]] = []
    for first, last in spans:
        if runs and first - runs[-1][1] == timedelta(days=1):
            runs[-1] = runs[-1][0], last
        else:
            runs.append((first, last))
    return runs


def bin_edges(
    bins: Sequence[Bin], positions: NDArray[np.intp], atlas: Atlas
) -> NDArray[np.intp]:  # fmt: skip
    """Return where each bin begins among positions: bin i has those from edge i to edge i + 1.

    Args:
        bins: the bins, as `split_period` returns them.
        positions: rows of `atlas.incidents`, ascending and so in order of time.
        atlas: the atlas.

    Returns:
        One edge more than there are bins.
    """
    if not bins:
        return np.zeros(1, dtype=np.intp)
    starts = [days_since_epoch(this.start) for this in bins]
    return np.searchsorted(atlas.day[positions], [*starts, days_since_epoch(bins[-1].end) + 1])


def split_positions(
    bins: Sequence[Bin], positions: NDArray[np.intp], atlas: Atlas
) -> list[NDArray[np.intp]]:  # fmt: skip
    """Return the positions that lie in each bin. Arguments as for `bin_edges`."""
    edges = bin_edges(bins, positions, atlas).tolist()
    return [positions[begin:end] for begin, end in pairwise(edges)]
