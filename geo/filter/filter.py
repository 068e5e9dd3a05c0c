"""The filter: one object that counts, exports, links and draws.

The same parameters name a filter in the URL of the app, on the command line, in the HTTP API and
in the metadata of an export. Values of one parameter are OR, parameters are AND.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

import numpy as np

from geo import codes
from geo.errors import FilterError
from geo.filter import records
from geo.filter.parse import PARAMETERS, REPEATABLE, Near, parse_params, unknown_parameter
from geo.spatial import joins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.errors import FilterProblem
    from geo.model.atlas import Atlas

QUARANTINED: Final = "quarantined"
_DATES: Final = frozenset({"from", "to"})
_COLUMN_OF: Final = MappingProxyType(
    {
        "country": "country", "province": "province_code", "base": "base_id",
        "type": "event_type", "target": "target_side", "outcome": "outcome",
        "confirmation": "confirmation", "review": "review",
    }
)  # fmt: skip
_EPOCH = date(1970, 1, 1)
_LEAST_KM_PER_DEGREE = 110.5


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for. Values are ids and codes, checked by `parse`; tuples are OR.

    `date_from` and `date_to` are inclusive local dates. `precision` is the coarsest geo precision
    that is kept. `q` are words that must all occur in target, place, summary or publisher.
    """

    date_from: date | None = None
    date_to: date | None = None
    group: tuple[str, ...] = ()
    members: bool = True
    rule: str = "any"
    country: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    weapon: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    confirmation: tuple[str, ...] = ()
    precision: str | None = None
    q: str = ""
    near: Near | None = None
    review: tuple[str, ...] = ()

    @classmethod
    def parse(cls, query: str | Mapping[str, Sequence[str]], atlas: Atlas) -> Filter:
        """Read a query string, or a mapping of parameter to values, strictly.

        Raises:
            FilterError: a parameter or a value is unknown; holds every such problem, each with the
                closest valid values.

        Example:
            >>> geo.Filter.parse("group=Kataib Hezbollah&weapon=rocket", atlas).group
            ('kh',)
            >>> geo.Filter.parse("weapon=rokcet", atlas)
            Traceback (most recent call last):
            geo.errors.FilterError: weapon=rokcet: unknown; allowed are ...; closest: rocket
        """
        reading = read_filter(query, atlas)
        problems = (*map(unknown_parameter, reading.unknown), *reading.problems)
        if problems:
            raise FilterError(problems)
        return reading.filter

    def absolute(self, atlas: Atlas) -> Filter:
        """Return the same filter with both dates written out, so that more data do not widen it."""
        first, last = self.period(atlas)
        return replace(self, date_from=first, date_to=last)

    def period(self, atlas: Atlas) -> tuple[date, date]:
        """Return the first and last day asked for; where none is, the end of the data."""
        first = self.date_from or min(atlas.first_date, self.date_to or atlas.first_date)
        last = self.date_to or max(atlas.last_date, self.date_from or atlas.last_date)
        return first, last

    def to_params(self) -> dict[str, list[str]]:
        """Return the parameters that differ from no filter at all, in the table's order."""
        values: dict[str, list[str]] = {
            "from": [self.date_from.isoformat()] if self.date_from else [],
            "to": [self.date_to.isoformat()] if self.date_to else [],
            "members": [] if self.members else ["0"],
            "rule": [] if self.rule == "any" else [self.rule],
            "precision": [self.precision] if self.precision else [],
            "q": [self.q] if self.q else [],
            "near": [str(self.near)] if self.near else [],
        }
        values |= {name: list(getattr(self, name)) for name in REPEATABLE}
        return {name: values[name] for name in PARAMETERS if values[name]}

    def to_query(self) -> str:
        """Return the canonical query string: two equal filters give the same text.

        Example:
            >>> geo.Filter(rule="claimed", country=("Iraq",)).to_query()
            'rule=claimed&country=Iraq'
        """
        return urlencode(self.to_params(), doseq=True, quote_via=quote)

    def view(self, atlas: Atlas) -> View:
        """Apply the filter and account for every row that was read."""
        kept = np.ones(atlas.n_incidents, dtype=bool)
        at_any_time = kept.copy()
        lost: dict[str, NDArray[np.intp]] = {}
        for name, mask in self._steps(atlas):
            failing = np.flatnonzero(kept & ~mask)
            if len(failing):
                lost[name] = failing
            kept &= mask
            if name not in _DATES:
                at_any_time &= mask
        left_out = {name: len(failing) for name, failing in lost.items()}
        if atlas.quarantined:
            left_out[QUARANTINED] = atlas.quarantined
        return View(
            self, np.flatnonzero(kept), atlas.total, MappingProxyType(left_out),
            int(np.count_nonzero(kept & ~atlas.has_point)), np.flatnonzero(at_any_time),
            MappingProxyType(lost), atlas,
        )  # fmt: skip

    def mask(self, atlas: Atlas) -> NDArray[np.bool_]:
        """Return one boolean per incident of the atlas: whether it matches."""
        kept = np.ones(atlas.n_incidents, dtype=bool)
        for _, mask in self._steps(atlas):
            kept &= mask
        return kept

    def _steps(self, atlas: Atlas) -> Iterable[tuple[str, NDArray[np.bool_]]]:
        """Yield the parameters that restrict, in the table's order, with what each lets through."""
        for name in self.to_params():
            if name in _MASKS:
                yield name, _MASKS[name](self, atlas)


def _is_near(filter_: Filter, atlas: Atlas) -> NDArray[np.bool_]:
    if filter_.near is None:
        return np.ones(atlas.n_incidents, dtype=bool)
    places, near = atlas.places, filter_.near
    # A degree of latitude is nowhere shorter than this, so places farther north or south are out.
    degrees = near.radius_km / _LEAST_KM_PER_DEGREE
    close = np.flatnonzero(np.abs(places.latitude - near.latitude) <= degrees)
    km = joins.distances_km(
        places.latitude[close], places.longitude[close], (near.latitude, near.longitude)
    )
    is_near = np.zeros(len(places.latitude), dtype=bool)
    is_near[close] = km <= near.radius_km
    return places.spread(is_near, missing=False)


def _has_weapon(filter_: Filter, atlas: Atlas) -> NDArray[np.bool_]:
    bits = sum(1 << list(codes.WEAPON).index(code) for code in filter_.weapon)
    return (atlas.weapon_bits & bits).astype(bool)


def _is_as_precise(filter_: Filter, atlas: Atlas) -> NDArray[np.bool_]:
    coarsest = list(codes.GEO_PRECISION).index(filter_.precision or "country")
    return atlas.precision_rank <= coarsest


def _is_one_of(name: str, column: str) -> Callable[[Filter, Atlas], NDArray[np.bool_]]:
    return lambda filter_, atlas: atlas.coded[column].isin(getattr(filter_, name))


# What each parameter lets through, by itself. `group` and `rule` are met by one statement; for the
# account they are two steps: first any part of the group, then the rule.
_MASKS: Final[Mapping[str, Callable[[Filter, Atlas], NDArray[np.bool_]]]] = MappingProxyType(
    {
        "from": lambda f, atlas: atlas.day >= days_since_epoch(f.date_from or date.min),
        "to": lambda f, atlas: atlas.day <= days_since_epoch(f.date_to or date.max),
        "group": lambda f, atlas: atlas.ledger.matching("any", f.group, members=f.members),
        "rule": lambda f, atlas: atlas.ledger.matching(f.rule, f.group, members=f.members),
        "weapon": _has_weapon,
        "precision": _is_as_precise,
        "q": lambda f, atlas: atlas.words.contain(f.q),
        "near": _is_near,
    }
    | {name: _is_one_of(name, column) for name, column in _COLUMN_OF.items()}
)


@dataclass(frozen=True)
class View:
    """What a filter finds in an atlas.

    `positions` are the rows of `atlas.incidents` that match, in order. `shown` plus the sum of
    `left_out` (first parameter failed, or quarantined, to number of rows) is `total`, the rows
    read. `not_drawn` counts those shown that have no point. `at_any_time` are the rows that match
    all but the period, `lost` those that each parameter is the first to leave out.

    Example:
        >>> view = atlas.view("group=kh&from=2023-10-17")
        >>> view.shown, view.total, dict(view.left_out)
        (4, 614, {'from': 201, 'group': 409})
    """

    filter: Filter
    positions: NDArray[np.intp]
    total: int
    left_out: Mapping[str, int]
    not_drawn: int
    at_any_time: NDArray[np.intp]
    lost: Mapping[str, NDArray[np.intp]]
    atlas: Atlas = field(compare=False)

    def __repr__(self) -> str:
        """Return its query string and how many incidents match; the rows would fill a screen."""
        return f"<View {self.query!r}: {self.shown} of {self.total} incidents>"

    @property
    def shown(self) -> int:
        """Incidents that match, with or without a point."""
        return len(self.positions)

    @cached_property
    def query(self) -> str:
        """The filter as a query string with both dates written out, as links and files hold it."""
        return self.filter.absolute(self.atlas).to_query()

    def mask(self) -> NDArray[np.bool_]:
        """Return one boolean per incident of the atlas: whether it matches."""
        matches = np.zeros(self.atlas.n_incidents, dtype=bool)
        matches[self.positions] = True
        return matches

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Return the matching incidents by date and id, as files hold them.

        Columns: those of `geo.filter.records.columns`; `weapons`, `sources` and the groups by
        stance are lists, `date` is text. `geometry` is a point in EPSG:4326, missing where the
        place is known to the country only. `atlas.incidents` has dates as time stamps.

        Example:
            >>> frame = atlas.view("group=kh&from=2023-10-17").to_geodataframe()
            >>> frame[["incident_id", "claimed_by", "geometry"]].head(2)
                      incident_id claimed_by               geometry
            0    2023-12-25-erbil      [iri]  POINT (43.963 36.238)
            1  2024-01-28-tower22      [iri]  POINT (38.703 33.314)
        """
        return records.to_geodataframe(self.positions, self.atlas)


@dataclass(frozen=True, slots=True)
class Reading:
    """A filter as far as it could be understood, and what could not be."""

    filter: Filter
    problems: tuple[FilterProblem, ...]
    unknown: tuple[str, ...]


def read_filter(query: str | Mapping[str, Sequence[str]], atlas: Atlas) -> Reading:
    """Read a query string, or a mapping of parameter to values, as far as it can be understood.

    Countries, provinces, bases and groups may be named by id, name or other spelling; the filter
    holds the id. A value that is not understood restricts nothing and is reported.
    """
    parsed = parse_params(query, atlas)
    return Reading(Filter(**parsed.values), parsed.problems, parsed.unknown)  # type: ignore[arg-type] # each value was made by its own reader


def replace_dates(filter_: Filter, first: date | None = None, last: date | None = None) -> Filter:
    """Return the filter with another period, or with none."""
    return replace(filter_, date_from=first, date_to=last)


def days_since_epoch(day: date) -> int:
    """Return the days from 1970-01-01 to `day`, the number that maps filter by."""
    return (day - _EPOCH).days


def day_of(days: int) -> date:
    """Return the day that is `days` after 1970-01-01."""
    return _EPOCH + timedelta(days=days)
