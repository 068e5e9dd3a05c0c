"""Incidents by province: counts, rates, and change between two periods.

The province of an incident is the polygon that its point lies in (`geo.spatial.joins.province_of`);
an incident that is known to the province only has a point in it too. How precisely the incidents of
a province are placed stands beside every total.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from geo import codes
from geo.analysis import counts
from geo.filter.figure import Figure
from geo.model.cached import per_atlas

if TYPE_CHECKING:
    from geo.filter.filter import Filter, View
    from geo.model.atlas import Atlas

DAYS_PER_MONTH: Final = 30.4375  # a twelfth of 365.25
# A change between counts that are both below this says more about chance than about the province:
# of two Poisson counts of 4 or less, even a factor of three is no rarity.
MIN_TO_COMPARE: Final = 5
_LEAP_DAY: Final = (2, 29)


@dataclass(frozen=True)
class Total:
    """One province: its matching incidents, and how precisely they are placed.

    `by_precision` maps a code of `geo.codes.GEO_PRECISION` to the incidents of that precision;
    only what there is. `covered` says whether the dataset covers the country: only then does a
    total of 0 mean that no incident is known.
    """

    code: str
    name: str
    country: str
    covered: bool
    counted: Figure
    by_precision: dict[str, Figure]


@dataclass(frozen=True)
class Totals:
    """The provinces with most incidents first, equal totals by name; none of them twice.

    `nowhere` are the matching incidents without a province. The totals and `nowhere` add up to the
    incidents shown. `days` is the length of the period.
    """

    provinces: tuple[Total, ...]
    nowhere: Figure
    days: int

    @property
    def figures(self) -> list[Figure]:
        """Every number of the totals."""
        figures = []
        for total in self.provinces:
            if total.counted.n:
                figures += [total.counted, *total.by_precision.values()]
        return [*figures, self.nowhere] if self.nowhere.n else figures

    def per_month(self, total: Total) -> float:
        """Return incidents per month of 30.4375 days, over the whole period."""
        return total.counted.n / (self.days / DAYS_PER_MONTH)


@per_atlas
def covered_countries(atlas: Atlas) -> frozenset[str]:
    """Return the countries that the dataset covers: those with an incident or a named base.

    In other countries nobody looked; no incident there means nothing. A dataset that says nothing
    of its coverage, as imported ones do, covers none.
    """
    if not len(atlas.coverage):
        return frozenset()
    return frozenset(atlas.incidents["country"]) | frozenset(atlas.bases["country"])


def count_by_province(view: View, atlas: Atlas) -> Totals:
    """Count the incidents of a view by province."""
    coded, positions = atlas.coded["province_code"], view.positions
    of_row, rank = coded.codes[positions], atlas.precision_rank[positions]
    index = {code: i for i, code in enumerate(coded.values)}
    by_province = np.argsort(of_row, kind="stable")  # within a province in order of time
    begins = np.searchsorted(of_row[by_province], np.arange(len(index) + 1))
    covered, totals = covered_countries(atlas), []
    for code, name, country in zip(
        atlas.provinces["province_code"], atlas.provinces["name"], atlas.provinces["country"],
        strict=True,
    ):  # fmt: skip
        i = index.get(code, -1)
        here = by_province[begins[i] : begins[i + 1]] if i >= 0 else by_province[:0]
        key = f"province:{code}"
        filter_ = replace(view.filter, province=(code,)) if len(here) else None
        parts = {
            precision: Figure(f"{key}:{precision}", f"{name}, known to the {precision}",
                               positions[here[rank[here] == r]])
            for r, precision in enumerate(codes.GEO_PRECISION)
            if len(here) and (rank[here] == r).any()
        }  # fmt: skip
        # Two provinces of one name in two countries are told apart.
        label = f"{name}, {country}"
        total = Figure(key, label, positions[here], filter_)
        totals.append(Total(code, name, country, country in covered, total, parts))
    first, last = view.filter.period(atlas)
    return Totals(
        tuple(sorted(totals, key=lambda t: (-t.counted.n, not t.covered, t.name, t.code))),
        Figure("province:none", "in no province of the map", positions[of_row < 0]),
        counts.days_between(first, last),
    )


@dataclass(frozen=True)
class Change:
    """One province in two periods.

    `ratio` is the rate now over the rate then: infinite where there was none then. It is None where
    both counts are below `MIN_TO_COMPARE`.
    """

    code: str
    name: str
    country: str
    covered: bool
    now: Figure
    then: Figure
    ratio: float | None

    @property
    def words(self) -> str:
        """Return the change in words, with both counts."""
        both = f"{self.then.n} then, {self.now.n} now"
        if not self.now.n and not self.then.n:
            return "none in either period"
        if self.ratio is None:
            return f"too few to compare ({both})"
        if math.isinf(self.ratio):
            return f"none then ({both})"
        return f"×{self.ratio:.2f} ({both})" if self.ratio else f"none now ({both})"


@dataclass(frozen=True)
class Changes:
    """How provinces changed from one period to another; in the order of the totals of now."""

    provinces: tuple[Change, ...]
    now: tuple[date, date]
    then: tuple[date, date]

    @property
    def overlap(self) -> bool:
        """Whether the periods share days, so that some incidents count in both."""
        return self.now[0] <= self.then[1] and self.then[0] <= self.now[1]

    @property
    def figures(self) -> list[Figure]:
        """Every number of the comparison."""
        parts = [part for change in self.provinces for part in (change.now, change.then)]
        return [part for part in parts if part.n]


def compare_periods(view: View, atlas: Atlas, then: tuple[date, date]) -> Changes:
    """Compare the rate per day of each province in the view's period with that of another period.

    Args:
        view: the incidents of now.
        atlas: the atlas.
        then: first and last day of the other period, both included; the rest of the filter is the
            same.

    Raises:
        ValueError: the other period ends before it begins.
    """
    if then[0] > then[1]:
        message = f"expected a period that ends after it begins, found {then[0]} to {then[1]}"
        raise ValueError(message)
    before = replace(view.filter, date_from=then[0], date_to=then[1])
    new, old = count_by_province(view, atlas), count_by_province(before.view(atlas), atlas)
    old_of = {total.code: total for total in old.provinces}
    changes = []
    for total in new.provinces:
        other = old_of[total.code]
        ratio = _ratio(total.counted.n, new.days, other.counted.n, old.days)
        changes.append(
            Change(
                total.code, total.name, total.country, total.covered,
                _renamed(total.counted, "now"), _renamed(other.counted, "then"), ratio,
            )
        )  # fmt: skip
    return Changes(tuple(changes), view.filter.period(atlas), then)


def _ratio(now: int, days_now: int, then: int, days_then: int) -> float | None:
    if now < MIN_TO_COMPARE and then < MIN_TO_COMPARE:
        return None
    return (now / days_now) / (then / days_then) if then else math.inf


def _renamed(counted: Figure, when: str) -> Figure:
    key, label = f"{counted.key}:{when}", f"{counted.label}, {when}"
    return Figure(key, label, counted.positions, counted.filter)


def period_before(filter_: Filter, atlas: Atlas) -> tuple[date, date]:
    """Return the period of the same length that ends on the day before the filter's begins."""
    first, last = filter_.period(atlas)
    return first - timedelta(days=counts.days_between(first, last)), first - timedelta(days=1)


def year_before(filter_: Filter, atlas: Atlas) -> tuple[date, date]:
    """Return the filter's period one year earlier; a 29 February becomes the 28th."""
    first, last = (_a_year_earlier(day) for day in filter_.period(atlas))
    return first, last


def _a_year_earlier(day: date) -> date:
    on = 28 if (day.month, day.day) == _LEAP_DAY else day.day
    return day.replace(year=day.year - 1, day=on)
