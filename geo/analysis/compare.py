"""Two groups or two periods beside each other: counts, weapons, months, tolls, share claimed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from geo import codes
from geo.analysis import breakdowns, counts
from geo.errors import FilterError, FilterProblem
from geo.filter.figure import Figure
from geo.filter.parse import parse_day
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from geo.filter.filter import Filter, View
    from geo.model.atlas import Atlas

PERIOD_SEPARATOR: Final = ".."
RATE_DAYS: Final = 30


@dataclass(frozen=True)
class Toll:
    """Persons killed or injured: the sum where it is known, and the incidents of both kinds.

    `total` is None where the number is known for no incident: unknown is never 0.
    """

    total: int | None
    known: Figure
    unknown: Figure


@dataclass(frozen=True)
class Side:
    """One side of a comparison. `first` and `last` are its period, both days included.

    `claimed` are those of `attacks` that carry a claim that stands: by the side's groups, or by
    any where it names none. `weapons` may overlap; `months` covers the whole period, empty months
    included. `rules` counts under each attribution rule what the rest of the side's filter finds;
    they overlap.
    """

    label: str
    first: date
    last: date
    shown: Figure
    attacks: Figure
    claimed: Figure
    rules: Mapping[str, Figure]
    weapons: Mapping[str, Figure]
    months: Mapping[str, Figure]
    killed: Toll
    injured: Toll

    @property
    def days(self) -> int:
        """Days of the period."""
        return (self.last - self.first).days + 1

    @property
    def rate(self) -> float:
        """Incidents per 30 days of the period."""
        return self.shown.n / self.days * RATE_DAYS

    @property
    def figures(self) -> list[Figure]:
        """Every number of this side that counts incidents."""
        tolls = [f for t in (self.killed, self.injured) for f in (t.known, t.unknown)]
        return [self.shown, self.attacks, self.claimed, *tolls, *self.rules.values(),
                *self.weapons.values(), *self.months.values()]  # fmt: skip


def compare_side(view: View, atlas: Atlas, key: str, label: str) -> Side:
    """Return one side of a comparison.

    Args:
        view: the incidents of this side.
        atlas: the atlas.
        key: begins the keys of its figures.
        label: what the side is called on screen.
    """
    rows, filter_, positions = atlas.incidents.iloc[view.positions], view.filter, view.positions
    first, last = filter_.period(atlas)
    is_attack = (rows["event_type"] == "attack").to_numpy(dtype=bool)
    claims = atlas.ledger.matching("claimed", filter_.group, members=filter_.members)

    def figure(what: str, words: str, counted: NDArray[np.intp]) -> Figure:
        return Figure(f"{key}.{what}", f"{label}: {words}", counted)

    def toll(column: str) -> Toll:
        known = rows[column].notna().to_numpy(dtype=bool)
        total, _ = counts.sum_toll(view, atlas, column)
        return Toll(
            total,
            figure(f"{column}-known", f"number {column} known", positions[known]),
            figure(f"{column}-unknown", f"number {column} unknown", positions[~known]),
        )

    under = {rule: replace(filter_, rule=rule) for rule in codes.RULE}
    return Side(
        label=label,
        first=first,
        last=last,
        shown=Figure(f"{key}.shown", f"{label}: incidents", positions, filter_),
        attacks=figure("attacks", "attacks", positions[is_attack]),
        claimed=figure("claimed", "attacks with a claim", positions[is_attack & claims[positions]]),
        rules={
            rule: Figure(
                f"{key}.rule-{rule}", f"{label}: rule {rule}", asked.view(atlas).positions, asked
            )
            for rule, asked in under.items()
        },
        weapons={
            code: figure(f"weapon-{code}", codes.WEAPON[code], positions[mask])
            for code, mask in breakdowns.weapon_masks(atlas, positions).items()
            if mask.any()
        },
        months={
            month: figure(f"month-{month}", month, of_month)
            for month, of_month in breakdowns.months(positions, atlas, first, last).items()
        },
        killed=toll("killed"),
        injured=toll("injured"),
    )


def compare_groups(filter_: Filter, atlas: Atlas, one: str, other: str) -> tuple[Side, Side]:
    """Compare two groups, each under the filter's own rule and all else of the filter.

    Args:
        filter_: the filter; its own groups are replaced.
        atlas: the atlas.
        one: id of a group.
        other: id of another group.
    """
    names = dict(zip(atlas.groups["group_id"], atlas.groups["name"], strict=True))
    here, there = (
        compare_side(
            replace(filter_, group=(group,)).view(atlas), atlas, f"{key}-{group}", names[group]
        )
        for key, group in (("one", one), ("other", other))
    )
    return here, there


def compare_periods(filter_: Filter, atlas: Atlas, then: tuple[date, date]) -> tuple[Side, Side]:
    """Compare what a filter finds in its own period with what it finds in another.

    Args:
        filter_: the filter.
        atlas: the atlas.
        then: first and last day of the other period.
    """
    now, before = (
        compare_side(
            replace(filter_, date_from=first, date_to=last).view(atlas),
            atlas,
            key,
            f"{short_day(first)} to {short_day(last)}",
        )
        for key, (first, last) in (("now", filter_.period(atlas)), ("then", then))
    )
    return now, before


def parse_period(name: str, given: str) -> tuple[date, date]:
    """Return the first and last day that `FROM..TO` names.

    Args:
        name: what the message calls the parameter.
        given: two days as YYYY-MM-DD, the earlier first.

    Raises:
        FilterError: it is no such period.
    """
    parts = given.split(PERIOD_SEPARATOR)
    if len(parts) != 2:  # noqa: PLR2004 - from and to
        message = "expected FROM..TO, such as 2024-02-05..2024-06-30"
        raise FilterError([FilterProblem(name, given, message)])
    first, last = (parse_day(name, part.strip()) for part in parts)
    if first > last:
        message = "expected the earlier day first, as FROM..TO"
        raise FilterError([FilterProblem(name, given, message)])
    return first, last


def overlap_days(one: Side, other: Side) -> int:
    """Return how many days are in both periods: their incidents are counted on both sides."""
    return max(0, (min(one.last, other.last) - max(one.first, other.first)).days + 1)


def incidents_in_both(one: Side, other: Side) -> Figure:
    """Return the incidents that both sides count."""
    both = np.intersect1d(one.shown.positions, other.shown.positions)
    return Figure("both.shown", f"In both: {one.label} and {other.label}", both)
