"""Incidents by day, week or month, their lulls, and how well each week was searched.

Every number comes as `Figure`, so that a bar, a lull's edge or a mark opens into its rows. A
week begins on Monday. Bins run over the filter's period as far as the data reach; before the first
and after the last incident nothing is known, and nothing is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from geo import codes
from geo.analysis import counts, coverage
from geo.cartography.symbology import GROUP_CLASSES, class_of_group
from geo.filter.figure import Figure
from geo.filter.filter import Filter, day_of, days_since_epoch
from geo.model.cached import per_atlas
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.analysis.counts import Lull
    from geo.filter.filter import View
    from geo.model.atlas import Atlas

PER: Final[Mapping[str, str]] = {"day": "day", "week": "week", "month": "month"}
BY: Final[Mapping[str, str]] = {
    "group": "group (leading)",
    "weapon": "weapon (may overlap)",
    "outcome": "outcome",
    "confirmation": "confirmation",
    "country": "country",
}
_DECEMBER: Final = 12
_CODES_OF: Final[Mapping[str, Mapping[str, str]]] = {
    "weapon": codes.WEAPON, "outcome": codes.OUTCOME, "confirmation": codes.CONFIRMATION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bin:
    """A day, week or month: the days of it that lie in the period, first and last included.

    `partial` says that the period cuts it.
    """

    start: date
    end: date
    partial: bool


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the property that is told apart."""

    key: str
    label: str


@dataclass(frozen=True)
class Timeline:
    """Incidents by bin and value.

    `values` are those that match the filter in any period, in the order of their code list: what
    is told apart stays the same while the period moves. `bin_of` is the bin of each of the view's
    positions, -1 for none. `has` says for each value which positions have it: an incident may have
    several weapons, so that counts by weapon may sum up to more than the bin's.
    """

    view: View
    by: str
    bins: tuple[Bin, ...]
    values: tuple[Value, ...]
    bin_of: NDArray[np.intp]
    has: NDArray[np.bool_]

    @cached_property
    def totals(self) -> NDArray[np.intp]:
        """Incidents per bin, empty bins included."""
        return np.bincount(self.bin_of[self.bin_of >= 0], minlength=len(self.bins))

    @cached_property
    def counts(self) -> NDArray[np.intp]:
        """Incidents per bin (rows) and value (columns), empty bins included."""
        per_value = [
            np.bincount(self.bin_of[has & (self.bin_of >= 0)], minlength=len(self.bins))
            for has in self.has
        ]
        return np.array(per_value, dtype=np.intp).reshape(len(self.values), len(self.bins)).T

    @cached_property
    def _edges(self) -> NDArray[np.intp]:
        """Where each bin begins among the positions, which are in order of time."""
        return np.searchsorted(self.bin_of, np.arange(len(self.bins) + 1))

    def total(self, i: int) -> Figure:
        """Return the incidents of bin `i`."""
        found = self.bins[i]
        return Figure(
            f"bin_{found.start}", in_words(found),
            self.view.positions[self._edges[i] : self._edges[i + 1]],
            replace(self.view.filter, date_from=found.start, date_to=found.end),
        )  # fmt: skip

    def counted(self, i: int, j: int) -> Figure:
        """Return the incidents of bin `i` that have value `j`."""
        whole, value = self.total(i), self.values[j]
        has = self.has[j, self._edges[i] : self._edges[i + 1]]
        return Figure(
            f"{whole.key}_{value.key}",
            f"{whole.label}, {value.label}",
            whole.positions[has],
            _narrowed(whole.filter, self.by, value.key),
        )

    def figures(self) -> list[Figure]:
        """Return every number that is not 0: of each bin its total, then its values."""
        found = []
        for i in np.flatnonzero(self.totals).tolist():
            found.append(self.total(i))
            found += [self.counted(i, j) for j in np.flatnonzero(self.counts[i]).tolist()]
        return found


def _narrowed(filter_: Filter | None, by: str, value: str) -> Filter | None:
    """Return the filter that finds one value only, where a filter can say it."""
    if filter_ is None or by == "group" or (by == "weapon" and filter_.weapon):
        return None  # two weapons of one incident are OR in a filter, and here they are AND
    narrowed: Filter = replace(filter_, **{by: (value,)})  # type: ignore[arg-type]
    return narrowed


def in_words(found: Bin) -> str:
    """Return the days of a bin."""
    first, last = short_day(found.start), short_day(found.end)
    return first if found.start == found.end else f"{first} to {last}"


def period(view: View, atlas: Atlas) -> tuple[date, date] | None:
    """Return the filter's period as far as the data reach, or None where it lies outside them."""
    first, last = view.filter.period(atlas)
    first, last = max(first, atlas.first_date), min(last, atlas.last_date)
    return (first, last) if first <= last else None


def bins(first: date, last: date, per: str) -> tuple[Bin, ...]:
    """Return the days, weeks or months from `first` to `last`, in order; together they are all.

    Raises:
        ValueError: `per` is none of `PER`.
    """
    if per not in PER:
        message = f"expected one of {', '.join(PER)}, found {per}"
        raise ValueError(message)
    found, start = [], first
    while start <= last:
        whole_start, next_start = _whole(start, per)
        end = min(last, next_start - timedelta(days=1))
        is_whole = whole_start == start and next_start == end + timedelta(days=1)
        found.append(Bin(start, end, partial=not is_whole))
        start = next_start
    return tuple(found)


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


def timeline(view: View, atlas: Atlas, per: str, by: str) -> Timeline:
    """Count the incidents of a view by time and by one property.

    Args:
        view: what the filter finds.
        atlas: the atlas.
        per: one of `PER`.
        by: one of `BY`. `group` is the class of the leading group, as the map colours it: each
            incident has one.

    Raises:
        ValueError: `per` or `by` is unknown.
    """
    if by not in BY:
        message = f"expected one of {', '.join(BY)}, found {by}"
        raise ValueError(message)
    found, bin_of = _binned(view, atlas, per)
    values, has = _values(view, atlas, by)
    return Timeline(view, by, found, values, bin_of, has)


def _binned(view: View, atlas: Atlas, per: str) -> tuple[tuple[Bin, ...], NDArray[np.intp]]:
    """Return the bins of the view's period, and the bin of each of its positions."""
    span = period(view, atlas)
    found = bins(*span, per) if span else bins(date.max, date.min, per)
    starts = [days_since_epoch(b.start) for b in found]
    # The view lies in the period and the data, so only a period outside them leaves rows over.
    return found, np.searchsorted(starts, atlas.day[view.positions], side="right") - 1


@per_atlas
def _class_of_incident(atlas: Atlas) -> NDArray[np.int8]:
    """Return each incident's class of its leading group, as an index into `GROUP_CLASSES`."""
    number = {c.key: i for i, c in enumerate(GROUP_CLASSES)}
    classes, ledger = class_of_group(atlas), atlas.ledger
    of_value = [number[classes[group].key] for group in ledger.leading_values]
    found = np.array(of_value, dtype=np.int8)[ledger.leading_code]
    found.setflags(write=False)
    return found


def _values(view: View, atlas: Atlas, by: str) -> tuple[tuple[Value, ...], NDArray[np.bool_]]:
    """Return the values that match in any period, and for each which positions have it."""
    if by == "weapon":
        masks = [(atlas.weapon_bits & (1 << i)).astype(bool) for i in range(len(codes.WEAPON))]
        named = list(codes.WEAPON.items())
    elif by == "group":
        class_of_incident = _class_of_incident(atlas)
        masks = [class_of_incident == i for i in range(len(GROUP_CLASSES))]
        named = [(c.key, c.label) for c in GROUP_CLASSES]
    else:
        column = atlas.coded[by]
        named = list(_CODES_OF.get(by, {c: c for c in sorted(column.values)}).items())
        masks = [column.isin((key,)) for key, _ in named]
    kept = [i for i, mask in enumerate(masks) if mask[view.at_any_time].any()]
    has = np.array([masks[i][view.positions] for i in kept], dtype=bool)
    return tuple(Value(*named[i]) for i in kept), has.reshape(len(kept), view.shown)


def counterstrikes(view: View, atlas: Atlas) -> list[tuple[date, Figure]]:
    """Return the counterstrikes of the view's period by day, whatever else the filter asks.

    They are marks beside the counts: a filter for attacks must not hide what answered them.
    """
    span = period(view, atlas)
    if span is None:
        return []
    marks = Filter(date_from=span[0], date_to=span[1], type=("counterstrike",))
    positions = marks.view(atlas).positions
    days = atlas.day[positions]
    found = []
    for day in np.unique(days):
        when = day_of(int(day))
        label = f"counterstrikes on {in_words(Bin(when, when, partial=False))}"
        own = replace(marks, date_from=when, date_to=when)
        found.append((when, Figure(f"strikes_{when}", label, positions[days == day], own)))
    return found


@dataclass(frozen=True)
class Quiet:
    """A lull with its neighbours: all matching incidents of the last day before, the first after.

    None where the lull touches the edge of the period. `level` is how well its worst day was
    searched (`geo.analysis.coverage.LEVELS`).
    """

    lull: Lull
    before: Figure | None
    after: Figure | None
    level: str


def quiet(view: View, atlas: Atlas, min_days: int = counts.DEFAULT_LULL_DAYS) -> list[Quiet]:
    """Return the lulls of `counts.lulls` with their neighbours, longest first, then earliest."""
    days = atlas.day[view.positions]
    asked = (days_since_epoch(day) for day in view.filter.period(atlas))
    searched = coverage.searched(view.filter, atlas, *asked)
    found = []
    for lull in counts.lulls(view, atlas, min_days):
        start, end = days_since_epoch(lull.start), days_since_epoch(lull.end)
        level = searched.worst(start, end)
        before, after = (
            _neighbour(view, days, day, f"lull_{lull.start}_{side}", f"{words} the lull of "
                       f"{lull.days} days from {short_day(lull.start)}")
            for day, side, words in (
                (start - 1, "before", "Last day before"), (end + 1, "after", "First day after"),
            )
        )  # fmt: skip
        found.append(Quiet(lull, before, after, level))
    return sorted(found, key=lambda q: (-q.lull.days, q.lull.start))


def _neighbour(
    view: View, days: NDArray[np.int64], day: int, key: str, label: str
) -> Figure | None:
    positions = view.positions[days == day]
    if not len(positions):
        return None
    when = day_of(day)
    return Figure(key, label, positions, replace(view.filter, date_from=when, date_to=when))


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the strip: how many incidents match, and how well its worst day was searched."""

    bin: Bin
    n: int
    level: str


def strip(view: View, atlas: Atlas) -> list[Week]:
    """Return how well each week of the period was searched for what the filter asks."""
    weeks, bin_of = _binned(view, atlas, "week")
    if not weeks:
        return []
    totals = np.bincount(bin_of, minlength=len(weeks))
    first, last = days_since_epoch(weeks[0].start), days_since_epoch(weeks[-1].end)
    levels = coverage.of_days(view.filter, atlas, first, last)
    worst = np.maximum.reduceat(levels, [days_since_epoch(b.start) - first for b in weeks])
    names = tuple(coverage.LEVELS)
    return [Week(b, int(n), names[level]) for b, n, level in zip(weeks, totals, worst, strict=True)]
