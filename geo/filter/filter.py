"""The filter: one object that counts, exports, links and draws.

The same parameters name a filter in the URL of the app, on the command line, in the HTTP API and
in the metadata of an export. Values of one parameter are OR, parameters are AND.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import parse_qs, quote, urlencode

import numpy as np

from geo import codes
from geo.errors import FilterError, FilterProblem, closest, listed
from geo.spatial import joins
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

# In this order a row that matches nothing is accounted for: it is left out under the first
# parameter that it fails.
PARAMETERS: Final = (
    "from", "to", "group", "members", "rule", "country", "province", "base", "type", "target",
    "weapon", "outcome", "confirmation", "precision", "q", "near",
)  # fmt: skip
REPEATABLE: Final = frozenset(
    {"group", "country", "province", "base", "type", "target", "weapon", "outcome", "confirmation"}
)
QUARANTINED: Final = "quarantined"
_DATES: Final = frozenset({"from", "to"})
_CODE_LISTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "rule": tuple(codes.RULE),
        "type": tuple(codes.EVENT_TYPE),
        "target": tuple(codes.TARGET_SIDE),
        "weapon": tuple(codes.WEAPON),
        "outcome": tuple(codes.OUTCOME),
        "confirmation": tuple(codes.CONFIRMATION),
        "precision": tuple(codes.GEO_PRECISION),
        "members": ("0", "1"),
    }
)
_COLUMN_OF: Final = MappingProxyType(
    {
        "country": "country", "province": "province_code", "base": "base_id",
        "type": "event_type", "target": "target_side", "outcome": "outcome",
        "confirmation": "confirmation",
    }
)  # fmt: skip
_EPOCH = date(1970, 1, 1)
_MAX_KM = 20_040.0  # half of the Earth's circumference: farther is nowhere
_LEAST_KM_PER_DEGREE = 110.5
_MAX_WORDS = 20
# Beyond them sliders, charts and time stamps fail; no one means a day there.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_MAX_CHARS = 500


@dataclass(frozen=True, slots=True)
class Near:
    """A circle: centre in degrees WGS84, radius in geodesic kilometres, inclusive."""

    latitude: float
    longitude: float
    radius_km: float

    def __str__(self) -> str:
        """Return `lat,lon,km` as the filter writes it."""
        return ",".join(
            f"{v:.{d}f}".rstrip("0").rstrip(".")
            for v, d in ((self.latitude, 5), (self.longitude, 5), (self.radius_km, 3))
        )


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for. Values are ids and codes, checked by `read`; tuples are OR.

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

    @classmethod
    def parse(cls, query: str | Mapping[str, Sequence[str]], atlas: Atlas) -> Filter:
        """Read a query string, or a mapping of parameter to values, strictly.

        Raises:
            FilterError: a parameter or a value is unknown; holds every such problem, each with the
                closest valid values.
        """
        reading = read(query, atlas)
        unknown = [
            FilterProblem(name, "", f"there is no such parameter{_hint(name, PARAMETERS)}",
                          closest(name, PARAMETERS))
            for name in reading.unknown
        ]  # fmt: skip
        if problems := (*unknown, *reading.problems):
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
        """Return the canonical query string: two equal filters give the same text."""
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
            MappingProxyType(lost),
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
    return lambda wanted, atlas: atlas.coded[column].isin(getattr(wanted, name))


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
    """

    filter: Filter
    positions: NDArray[np.intp]
    total: int
    left_out: Mapping[str, int]
    not_drawn: int
    at_any_time: NDArray[np.intp]
    lost: Mapping[str, NDArray[np.intp]]

    @property
    def shown(self) -> int:
        """Incidents that match, with or without a point."""
        return len(self.positions)

    def mask(self, count: int) -> NDArray[np.bool_]:
        """Return one boolean for each of the atlas's `count` incidents: whether it matches."""
        found = np.zeros(count, dtype=bool)
        found[self.positions] = True
        return found


@dataclass(frozen=True, slots=True)
class Reading:
    """A filter as far as it could be understood, and what could not be."""

    filter: Filter
    problems: tuple[FilterProblem, ...]
    unknown: tuple[str, ...]


def read(query: str | Mapping[str, Sequence[str]], atlas: Atlas) -> Reading:
    """Read a query string, or a mapping of parameter to values, as far as it can be understood.

    Countries, provinces, bases and groups may be named by id, name or other spelling; the filter
    holds the id. A value that is not understood restricts nothing and is reported.
    """
    params = (
        parse_qs(query.lstrip("?"), keep_blank_values=True) if isinstance(query, str) else query
    )
    problems: list[FilterProblem] = []
    found: dict[str, object] = {}
    for name in PARAMETERS:
        given = list(params.get(name, ()))
        if len(given) > 1 and name not in REPEATABLE:
            problems.append(FilterProblem(name, given[1], "is given twice; one value is allowed"))
            continue
        values = [
            v for v in (_value(name, g.strip(), atlas, problems) for g in given) if v is not None
        ]
        if values and name in REPEATABLE:
            found[name] = tuple(sorted({str(v) for v in values}))
        elif values:
            found[{"from": "date_from", "to": "date_to"}.get(name, name)] = values[0]
    result = Filter(**found)  # type: ignore[arg-type] # each value was made by its own reader
    if result.date_from and result.date_to and result.date_from > result.date_to:
        message = f"is after to={result.date_to}; expected from to be the earlier day"
        problems.append(FilterProblem("from", result.date_from.isoformat(), message,
                                      (result.date_to.isoformat(),)))  # fmt: skip
        result = replace(result, date_from=None, date_to=None)
    return Reading(result, tuple(problems), tuple(n for n in params if n not in PARAMETERS))


def _value(name: str, given: str, atlas: Atlas, problems: list[FilterProblem]) -> object:
    """Return the value that `given` stands for, or None after reporting why there is none."""
    try:
        return _READERS[name](name, given, atlas)
    except _NotUnderstoodError as error:
        problems.append(FilterProblem(name, given, str(error), error.closest))
        return None


class _NotUnderstoodError(Exception):
    def __init__(self, message: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.closest = near


def _hint(value: str, allowed: Iterable[str]) -> str:
    near = closest(value, allowed)
    return f"; closest: {', '.join(near)}" if near else ""


def _read_date(_name: str, given: str, _atlas: Atlas | None = None) -> date:
    expected = "expected a day as YYYY-MM-DD, such as 2023-10-17"
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", given, re.ASCII):
        raise _NotUnderstoodError(expected)
    try:
        found = date.fromisoformat(given)
    except ValueError:
        message = f"there is no such day; {expected}"
        raise _NotUnderstoodError(message) from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        message = f"is not in the years {_FIRST_YEAR} to {_LAST_YEAR}; leave it out for no limit"
        raise _NotUnderstoodError(message)
    return found


def _read_code(name: str, given: str, _atlas: Atlas) -> str:
    allowed = _CODE_LISTS[name]
    if given in allowed:
        return given
    message = f"unknown; allowed are {', '.join(allowed)}{_hint(given, allowed)}"
    raise _NotUnderstoodError(message, closest(given, allowed))


def _read_members(name: str, given: str, atlas: Atlas) -> bool:
    return _read_code(name, given, atlas) == "1"


def _read_name(name: str, given: str, atlas: Atlas) -> str:
    names = atlas.names[name]
    found = names.find(given)
    if len(found) == 1:
        return found[0]
    if found:
        message = f"stands for more than one {name}; use one of {', '.join(found)}"
        raise _NotUnderstoodError(message, found)
    near = names.closest(given)
    hint = f"; closest: {', '.join(near)}" if near else ""
    message = f"no {name} has this id or name; allowed are {listed(names.ids)}{hint}"
    raise _NotUnderstoodError(message, near)


def _read_words(_name: str, given: str, _atlas: Atlas) -> str | None:
    if given != given.encode(errors="replace").decode():
        message = "holds half a character; expected text"
        raise _NotUnderstoodError(message)
    if len(given) > _MAX_CHARS or len(fold(given).split()) > _MAX_WORDS:
        message = f"expected at most {_MAX_WORDS} words and {_MAX_CHARS} letters"
        raise _NotUnderstoodError(message)
    return " ".join(given.split()) or None


def _read_near(_name: str, given: str, _atlas: Atlas) -> Near:
    expected = "expected lat,lon,km such as 33.79,42.44,50"
    number = r"\s*(-?\d{1,5}(?:\.\d{1,12})?)\s*"
    match = re.fullmatch(f"{number},{number},{number}", given, re.ASCII)
    if not match:
        raise _NotUnderstoodError(expected)
    latitude, longitude, radius_km = (float(v) for v in match.groups())
    for what, value, low, high in (
        ("latitude", latitude, -90.0, 90.0),
        ("longitude", longitude, -180.0, 180.0),
        ("radius in km", radius_km, 0.001, _MAX_KM),
    ):
        if not low <= value <= high:
            message = f"{what} {value:g} is not from {low:g} to {high:g}; {expected}"
            raise _NotUnderstoodError(message)
    return Near(round(latitude, 5) + 0.0, round(longitude, 5) + 0.0, round(radius_km, 3))


_Reader = Callable[[str, str, "Atlas"], object]
_READERS: Final[Mapping[str, _Reader]] = MappingProxyType(
    cast("dict[str, _Reader]", dict.fromkeys(_CODE_LISTS, _read_code))
    | dict.fromkeys(("group", "country", "province", "base"), _read_name)
    | {"from": _read_date, "to": _read_date, "members": _read_members}
    | {"q": _read_words, "near": _read_near}
)


def replace_dates(filter_: Filter, first: date | None = None, last: date | None = None) -> Filter:
    """Return the filter with another period, or with none."""
    return replace(filter_, date_from=first, date_to=last)


def parse_day(name: str, given: str) -> date:
    """Return the day that `given` names as YYYY-MM-DD; `name` is what the message calls it.

    Raises:
        FilterError: it is no such day.
    """
    try:
        return _read_date(name, given)
    except _NotUnderstoodError as error:
        raise FilterError([FilterProblem(name, given, str(error))]) from None


def days_since_epoch(day: date) -> int:
    """Return the days from 1970-01-01 to `day`, the number that maps filter by."""
    return (day - _EPOCH).days


def day_of(days: int) -> date:
    """Return the day that is `days` after 1970-01-01."""
    return _EPOCH + timedelta(days=days)
