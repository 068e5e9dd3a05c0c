"""Bases: how often each was hit, week by week, and what is known of one of them.

The base of an incident is the curated `base_id`; a base is never guessed from a distance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from geo import codes
from geo.analysis import breakdowns, lulls, near, places
from geo.analysis.bins import split_period
from geo.filter.figure import Figure
from geo.filter.filter import day_of, days_since_epoch
from geo.spatial import joins
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from geo.analysis.bins import Bin
    from geo.analysis.breakdowns import Hours, Latest
    from geo.analysis.lulls import Lull
    from geo.analysis.near import Ring
    from geo.filter.filter import View
    from geo.model.atlas import Atlas

RINGS_KM: Final = (10.0, 25.0, 50.0)
NEIGHBOURS: Final = 5
# More weeks than these are narrower than their numbers; then a column is a month.
MOST_WEEKS: Final = 40


@dataclass(frozen=True, slots=True)
class Step:
    """A column of the matrix: a week from Monday, or a month; cut by the period at both ends."""

    key: str
    label: str
    first: date
    last: date


@dataclass(frozen=True)
class Cell:
    """The incidents of one base in one step; only cells with incidents exist."""

    base_id: str
    step: Step
    counted: Figure


@dataclass(frozen=True)
class Matrix:
    """How often each base was hit in each step of the period.

    `bases` are the bases with matching incidents, most incidents first, equal counts by name; each
    with its whole row. `elsewhere` are the matching incidents at no named base.
    """

    unit: str
    steps: tuple[Step, ...]
    bases: tuple[Figure, ...]
    cells: tuple[Cell, ...]
    elsewhere: Figure

    @property
    def figures(self) -> list[Figure]:
        """Every number of the matrix."""
        parts = [*self.bases, *(cell.counted for cell in self.cells), self.elsewhere]
        return [part for part in parts if part.n]


# What the bases of a matrix may be sorted by, in words.
ORDERS: Final[Mapping[str, str]] = MappingProxyType(
    {"number": "Incidents", "name": "Name", "country": "Country", "last": "Last incident"}
)


def id_of(base: Figure) -> str:
    """Return the id of the base that a figure of `Matrix.bases` counts."""
    return base.key.removeprefix("base:")


def sort_bases(matrix: Matrix, atlas: Atlas, by: str) -> list[tuple[Figure, str]]:
    """Return the bases of a matrix in an order, each with what it was sorted by, in words.

    Equal ones stand as in the matrix. Names and numbers are in the figure: their words are empty.

    Args:
        matrix: the matrix.
        atlas: the atlas.
        by: one of `ORDERS`: most incidents, first name, first country or last incident first.

    Raises:
        KeyError: there is no such order.
    """
    country = dict(zip(atlas.bases["base_id"], atlas.bases["country"], strict=True))
    last = {base.key: int(atlas.day[base.positions].max()) for base in matrix.bases}
    sort_keys: dict[str, Callable[[Figure], Any]] = {
        "number": lambda base: -base.n,
        "name": lambda base: base.label.casefold(),
        "country": lambda base: country[id_of(base)],
        "last": lambda base: -last[base.key],
    }
    words: dict[str, Callable[[Figure], str]] = {
        "country": lambda base: str(country[id_of(base)]),
        "last": lambda base: short_day(day_of(last[base.key])),
    }
    ranked = sorted(matrix.bases, key=sort_keys[by])
    return [(base, words[by](base) if by in words else "") for base in ranked]


def split_into_steps(first: date, last: date, unit: str) -> tuple[Step, ...]:
    """Return the weeks or months that touch a period, in order, cut to it.

    Args:
        first: first day of the period.
        last: last day of the period, included.
        unit: `week` or `month`.
    """
    return tuple(_step(this, unit) for this in split_period(first, last, unit))


def _step(this: Bin, unit: str) -> Step:
    if unit == "week":
        monday = this.start - timedelta(days=this.start.weekday())
        return Step(f"{monday}", f"week of {short_day(monday)}", this.start, this.end)
    return Step(f"{this.start:%Y-%m}", f"{this.start:%B %Y}", this.start, this.end)


def build_matrix(view: View, atlas: Atlas) -> Matrix:
    """Count incidents by base and week, or by month where the period has too many weeks."""
    first, last = view.filter.period(atlas)
    unit = "week" if (last - first).days < MOST_WEEKS * 7 else "month"
    steps = split_into_steps(first, last, unit)
    coded, positions = atlas.coded["base_id"], view.positions
    of_row = coded.codes[positions]
    names = dict(zip(atlas.bases["base_id"], atlas.bases["name"], strict=True))
    starts = [days_since_epoch(step.first) for step in steps]
    step_of_row = np.searchsorted(starts, atlas.day[positions], side="right") - 1
    bases, cells = [], []
    for code, base_id in enumerate(coded.values):
        at_base = of_row == code
        if not at_base.any():
            continue
        filter_ = replace(view.filter, base=(base_id,))
        bases.append(Figure(f"base:{base_id}", names[base_id], positions[at_base], filter_))
        for k in np.unique(step_of_row[at_base]).tolist():
            step = steps[k]
            figure = Figure(
                f"cell:{base_id}:{step.key}",
                f"{names[base_id]}, {step.label}",
                positions[at_base & (step_of_row == k)],
                replace(filter_, date_from=step.first, date_to=step.last),
            )
            cells.append(Cell(base_id, step, figure))
    elsewhere = Figure("base:none", "at no named base", positions[of_row < 0])
    ranked = sorted(bases, key=lambda base: (-base.n, base.label))
    return Matrix(unit, steps, tuple(ranked), tuple(cells), elsewhere)


@dataclass(frozen=True)
class Neighbour:
    """Another base, how far it is, and what the view counts there."""

    base_id: str
    name: str
    distance_km: float
    counted: Figure


@dataclass(frozen=True)
class Profile:
    """What is known of a base and of the matching incidents at it.

    `facts` are its columns of bases.geojson; unknown is None. `source` is the page where its point
    was read, as (publisher, address). `rules` counts under each attribution rule what the rest of
    the filter matches; the other figures follow the filter's own rule.
    """

    base_id: str
    facts: dict[str, Any]
    source: tuple[str, str | None]
    shown: Figure
    rules: tuple[Figure, ...]
    weapons: tuple[Figure, ...]
    outcomes: tuple[Figure, ...]
    hours: Hours
    longest_lull: Lull | None
    latest: Latest | None
    rings: tuple[Ring, ...]
    neighbours: tuple[Neighbour, ...]

    @property
    def figures(self) -> list[Figure]:
        """Every number that is said of the base."""
        in_rings = [part for ring in self.rings for part in (ring.inside, ring.maybe)]
        at_others = [neighbour.counted for neighbour in self.neighbours]
        parts = [self.shown, *self.rules, *self.weapons, *self.outcomes, *self.hours.figures,
                 *in_rings, *at_others]  # fmt: skip
        return [part for part in parts if part.n]


def describe_base(view: View, atlas: Atlas, base_id: str) -> Profile:
    """Describe one base by the incidents of a view.

    The longest lull is the longest run of days without a matching incident at the base, by the
    rules of `geo.analysis.lulls.find_lulls`.

    Raises:
        KeyError: there is no such base.
    """
    frame = atlas.bases.set_index("base_id")
    row = frame.loc[base_id]
    at_base = replace(view.filter, base=(base_id,))
    # A filter for other bases leaves nothing here: the figures are those of the view.
    here = at_base.view(atlas) if base_id in (view.filter.base or (base_id,)) else None
    positions = here.positions if here else view.positions[:0]
    place = places.Place(f"base:{base_id}", str(row["name"]), row.geometry.y, row.geometry.x)
    return Profile(
        base_id=base_id,
        facts={name: _known(row[name]) for name in row.index if name != "geometry"},
        source=_source(atlas, str(row["source_id"])),
        shown=Figure("profile:all", f"at {row['name']}", positions, at_base if here else None),
        rules=tuple(_under_rules(view, atlas, base_id)),
        weapons=tuple(breakdowns.split_by_weapon(positions, atlas, "weapon")),
        outcomes=tuple(
            breakdowns.split_by_code(positions, atlas, "outcome", codes.OUTCOME, "outcome")
        ),
        hours=breakdowns.split_by_hour(positions, atlas, "hour"),
        longest_lull=lulls.longest_lull(lulls.find_lulls(here, atlas, 1)) if here else None,
        latest=breakdowns.find_latest(positions, view, atlas),
        rings=tuple(near.count_rings(view, atlas, place, RINGS_KM)),
        neighbours=tuple(_neighbours(view, atlas, base_id)),
    )


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value


def _source(atlas: Atlas, source_id: str) -> tuple[str, str | None]:
    row = atlas.sources.set_index("source_id").loc[source_id]
    return str(row["publisher"]), _known(row["url"])


def _under_rules(view: View, atlas: Atlas, base_id: str) -> list[Figure]:
    """Count what the filter would match at the base under each rule, the others included."""
    if base_id not in (view.filter.base or (base_id,)):
        return []
    filters = {rule: replace(view.filter, base=(base_id,), rule=rule) for rule in codes.RULE}
    return [
        Figure(
            f"rule:{rule}", f"{rule}: {words}", filters[rule].view(atlas).positions, filters[rule]
        )
        for rule, words in codes.RULE.items()
    ]


def _neighbours(view: View, atlas: Atlas, base_id: str) -> list[Neighbour]:
    """Return the nearest other bases, nearest first, equal distances by id."""
    bases = atlas.bases.sort_values("base_id", ignore_index=True)
    own = bases.geometry[bases["base_id"] == base_id].iloc[0]
    others = bases[bases["base_id"] != base_id]
    km = joins.distances_km(
        others.geometry.y.to_numpy(), others.geometry.x.to_numpy(), (own.y, own.x)
    )
    neighbours = []
    for k in np.argsort(km, kind="stable")[:NEIGHBOURS].tolist():
        other, name = str(others["base_id"].iloc[k]), str(others["name"].iloc[k])
        counted = Figure(f"neighbour:{other}", f"at {name}", _at(view, atlas, other))
        neighbours.append(Neighbour(other, name, float(km[k]), counted))
    return neighbours


def _at(view: View, atlas: Atlas, base_id: str) -> NDArray[np.intp]:
    return view.positions[atlas.coded["base_id"].isin((base_id,))[view.positions]]
