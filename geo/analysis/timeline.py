"""Incidents by day, week or month, and how well each week was searched.

Every number comes as `Figure`, so that a bar or a mark opens into its rows. Bins run over the
filter's period as far as the data reach; before the first and after the last incident nothing is
known, and nothing is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from geo import codes
from geo.analysis import breakdowns, coverage
from geo.analysis.bins import bin_edges, split_period
from geo.cartography.symbology import class_numbers, group_classes
from geo.filter.figure import Figure
from geo.filter.filter import Filter, day_of, days_since_epoch
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.analysis.bins import Bin
    from geo.filter.filter import View
    from geo.model.atlas import Atlas

BY: Final[Mapping[str, str]] = {
    "group": "group (leading)",
    "weapon": "weapon (may overlap)",
    "outcome": "outcome",
    "confirmation": "confirmation",
    "country": "country",
}
_CODES_OF: Final[Mapping[str, Mapping[str, str]]] = {
    "outcome": codes.OUTCOME, "confirmation": codes.CONFIRMATION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the property that is told apart."""

    key: str
    label: str


@dataclass(frozen=True)
class Timeline:
    """Incidents by bin and value.

    `values` are those that match the filter in any period, in the order of their code list: what
    is told apart stays the same while the period moves. Bin `i` has the view's positions from
    `edges[i]` to `edges[i + 1]`. `has` says for each value which positions have it: an incident may
    have several weapons, so that counts by weapon may sum up to more than the bin's.
    """

    view: View
    by: str
    bins: tuple[Bin, ...]
    values: tuple[Value, ...]
    edges: NDArray[np.intp]
    has: NDArray[np.bool_]

    @cached_property
    def totals(self) -> NDArray[np.intp]:
        """Incidents per bin, empty bins included."""
        return np.diff(self.edges)

    @cached_property
    def counts(self) -> NDArray[np.intp]:
        """Incidents per bin (rows) and value (columns), empty bins included."""
        n_until = np.zeros((len(self.values), self.view.shown + 1), dtype=np.intp)
        np.cumsum(self.has, axis=1, out=n_until[:, 1:])
        return np.diff(n_until[:, self.edges], axis=1).T

    def total(self, i: int) -> Figure:
        """Return the incidents of bin `i`."""
        this = self.bins[i]
        return Figure(
            f"bin_{this.start}", this.words,
            self.view.positions[self.edges[i] : self.edges[i + 1]],
            replace(self.view.filter, date_from=this.start, date_to=this.end),
        )  # fmt: skip

    def counted(self, i: int, j: int) -> Figure:
        """Return the incidents of bin `i` that have value `j`."""
        whole, value = self.total(i), self.values[j]
        has = self.has[j, self.edges[i] : self.edges[i + 1]]
        return Figure(
            f"{whole.key}_{value.key}",
            f"{whole.label}, {value.label}",
            whole.positions[has],
            _narrowed(whole.filter, self.by, value.key),
        )

    def figures(self) -> list[Figure]:
        """Return every number that is not 0: of each bin its total, then its values."""
        figures = []
        for i in np.flatnonzero(self.totals).tolist():
            figures.append(self.total(i))
            figures += [self.counted(i, j) for j in np.flatnonzero(self.counts[i]).tolist()]
        return figures


def _narrowed(filter_: Filter | None, by: str, value: str) -> Filter | None:
    """Return the filter that finds one value only, where a filter can say it."""
    if filter_ is None or by == "group" or (by == "weapon" and filter_.weapon):
        return None  # two weapons of one incident are OR in a filter, and here they are AND
    narrowed: Filter = replace(filter_, **{by: (value,)})  # type: ignore[arg-type]
    return narrowed


def period_of_data(view: View, atlas: Atlas) -> tuple[date, date] | None:
    """Return the filter's period as far as the data reach, or None where it lies outside them."""
    first, last = view.filter.period(atlas)
    first, last = max(first, atlas.first_date), min(last, atlas.last_date)
    return (first, last) if first <= last else None


def build_timeline(view: View, atlas: Atlas, per: str, by: str) -> Timeline:
    """Count the incidents of a view by time and by one property.

    Args:
        view: what the filter finds.
        atlas: the atlas.
        per: one of `geo.analysis.bins.PER`.
        by: one of `BY`. `group` is the class of the leading group, as the map colours it: each
            incident has one.

    Raises:
        ValueError: `per` or `by` is unknown.
    """
    if by not in BY:
        message = f"expected one of {', '.join(BY)}, found {by}"
        raise ValueError(message)
    bins = _bins(view, atlas, per)
    values, has = _values(view, atlas, by)
    return Timeline(view, by, bins, values, bin_edges(bins, view.positions, atlas), has)


def _bins(view: View, atlas: Atlas, per: str) -> tuple[Bin, ...]:
    """Return the bins of the view's period, none where it lies outside the data."""
    first, last = period_of_data(view, atlas) or (date.max, date.min)
    return split_period(first, last, per)


def _values(view: View, atlas: Atlas, by: str) -> tuple[tuple[Value, ...], NDArray[np.bool_]]:
    """Return the values that match in any period, and for each which positions have it."""
    if by == "weapon":
        labels, masks = codes.WEAPON, breakdowns.weapon_masks(atlas)
    elif by == "group":
        classes, of_incident = group_classes(atlas), class_numbers(atlas)
        labels = {c.key: c.label for c in classes}
        masks = {c.key: of_incident == i for i, c in enumerate(classes)}
    else:
        column = atlas.coded[by]
        labels = _CODES_OF.get(by, {value: value for value in sorted(column.values)})
        masks = {key: column.isin((key,)) for key in labels}
    keys = [key for key, mask in masks.items() if mask[view.at_any_time].any()]
    has = np.array([masks[key][view.positions] for key in keys], dtype=bool)
    return tuple(Value(key, labels[key]) for key in keys), has.reshape(len(keys), view.shown)


def counterstrikes_by_day(view: View, atlas: Atlas) -> list[tuple[date, Figure]]:
    """Return the counterstrikes of the view's period by day, whatever else the filter asks.

    They are marks beside the counts: a filter for attacks must not hide what answered them.
    """
    period = period_of_data(view, atlas)
    if period is None:
        return []
    filter_ = Filter(date_from=period[0], date_to=period[1], type=("counterstrike",))
    positions = filter_.view(atlas).positions
    days = atlas.day[positions]
    marks = []
    for number in np.unique(days).tolist():
        day = day_of(number)
        of_day = replace(filter_, date_from=day, date_to=day)
        label = f"counterstrikes on {short_day(day)}"
        marks.append((day, Figure(f"strikes_{day}", label, positions[days == number], of_day)))
    return marks


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the strip: how many incidents match, and how well its worst day was searched."""

    bin: Bin
    n: int
    level: str


def searched_weeks(view: View, atlas: Atlas) -> list[Week]:
    """Return how well each week of the period was searched for what the filter asks.

    Returns:
        The weeks in order of time, each with its incidents and a level of
        `geo.analysis.coverage.LEVELS`; none where the period lies outside the data.
    """
    weeks = _bins(view, atlas, "week")
    if not weeks:
        return []
    totals = np.diff(bin_edges(weeks, view.positions, atlas)).tolist()
    first, last = days_since_epoch(weeks[0].start), days_since_epoch(weeks[-1].end)
    levels = coverage.coverage_levels(view.filter, atlas, first, last)
    worst = np.maximum.reduceat(levels, [days_since_epoch(week.start) - first for week in weeks])
    names = tuple(coverage.LEVELS)
    return [Week(*row) for row in zip(weeks, totals, (names[i] for i in worst), strict=True)]
