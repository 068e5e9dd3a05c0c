"""Reads the text of a filter: parameters and their values into days, ids, codes and circles."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import parse_qs

from geo import codes
from geo.errors import FilterError, FilterProblem, closest, listed
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.errors import Fault
    from geo.model.atlas import Atlas

# In this order a row that matches nothing is accounted for: it is left out under the first
# parameter that it fails.
PARAMETERS: Final = (
    "from", "to", "group", "members", "rule", "country", "province", "base", "type", "target",
    "weapon", "outcome", "confirmation", "precision", "q", "near", "review",
)  # fmt: skip
REPEATABLE: Final = frozenset(
    {"group", "country", "province", "base", "type", "target", "weapon", "outcome", "confirmation",
     "review"}
)  # fmt: skip
#: The values that a parameter may have, where the list of them is closed.
CODE_LISTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "rule": tuple(codes.RULE),
        "type": tuple(codes.EVENT_TYPE),
        "target": tuple(codes.TARGET_SIDE),
        "weapon": tuple(codes.WEAPON),
        "outcome": tuple(codes.OUTCOME),
        "confirmation": tuple(codes.CONFIRMATION),
        "precision": tuple(codes.GEO_PRECISION),
        "review": tuple(codes.REVIEW),
        "members": ("0", "1"),
    }
)
#: What each parameter asks for, in a few words.
DESCRIPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "from": "first day (local date), YYYY-MM-DD",
        "to": "last day (local date), YYYY-MM-DD",
        "group": "group id or name, with its members",
        "members": "0 leaves the group's members out",
        "rule": f"attribution rule: {', '.join(codes.RULE)}",
        "country": "country of the target",
        "province": "province code or name; the incident's point lies in it",
        "base": "base id or name",
        "type": ", ".join(codes.EVENT_TYPE),
        "target": ", ".join(codes.TARGET_SIDE),
        "weapon": ", ".join(codes.WEAPON),
        "outcome": ", ".join(codes.OUTCOME),
        "confirmation": ", ".join(codes.CONFIRMATION),
        "precision": f"least precise location to keep: {', '.join(codes.GEO_PRECISION)}",
        "q": "words in target, place, summary or publisher",
        "review": ", ".join(codes.REVIEW),
        "near": "within KM kilometres of a point: LAT,LON,KM",
    }
)
_DATES: Final = MappingProxyType({"from": "date_from", "to": "date_to"})
_MAX_KM = 20_040.0  # half of the Earth's circumference: farther is nowhere
_MAX_WORDS = 20
_MAX_CHARS = 500
# Beyond them sliders, charts and time stamps fail; no one means a day there.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


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
class Parsed:
    """The values of a filter by the name of its field, and what could not be understood.

    `unknown` are parameters that no filter has.
    """

    values: Mapping[str, object]
    problems: tuple[FilterProblem, ...]
    unknown: tuple[str, ...]


def parse_params(query: str | Mapping[str, Sequence[str]], atlas: Atlas) -> Parsed:
    """Parse a query string, or a mapping of parameter to values, as far as it can be understood.

    Countries, provinces, bases and groups may be named by id, name or other spelling; the values
    hold the id. A value that is not understood restricts nothing and is reported.
    """
    params = (
        parse_qs(query.lstrip("?"), keep_blank_values=True) if isinstance(query, str) else query
    )
    problems: list[FilterProblem] = []
    fields: dict[str, object] = {}
    for name in PARAMETERS:
        given = list(params.get(name, ()))
        if len(given) > 1 and name not in REPEATABLE:
            problems.append(FilterProblem(name, given[1], "is given twice; one value is allowed"))
            continue
        values = [
            v for v in (_value(name, g.strip(), atlas, problems) for g in given) if v is not None
        ]
        if values and name in REPEATABLE:
            fields[name] = tuple(sorted({str(v) for v in values}))
        elif values:
            fields[_DATES.get(name, name)] = values[0]
    if problem := _swapped_dates(fields):
        problems.append(problem)
        fields = {name: v for name, v in fields.items() if name not in _DATES.values()}
    unknown = tuple(name for name in params if name not in PARAMETERS)
    return Parsed(fields, tuple(problems), unknown)


def _swapped_dates(fields: Mapping[str, object]) -> FilterProblem | None:
    first, last = fields.get("date_from"), fields.get("date_to")
    if not (isinstance(first, date) and isinstance(last, date) and first > last):
        return None
    message = f"is after to={last}; expected from to be the earlier day"
    return FilterProblem("from", first.isoformat(), message, (last.isoformat(),), "swapped")


def unknown_parameter(name: str, allowed: Sequence[str] = PARAMETERS) -> FilterProblem:
    """Return the problem with a parameter that does not exist, with the closest that do.

    Args:
        name: the parameter.
        allowed: those that exist: an interface has some beside the filter's.
    """
    message = f"there is no such parameter{_hint(name, allowed)}"
    return FilterProblem(name, "", message, closest(name, allowed))


def parse_day(name: str, given: str) -> date:
    """Return the day that `given` names as YYYY-MM-DD; `name` is what the message calls it.

    Raises:
        FilterError: it is no such day.
    """
    try:
        return _read_date(name, given)
    except _NotUnderstoodError as error:
        raise FilterError([FilterProblem(name, given, str(error))]) from None


def _value(name: str, given: str, atlas: Atlas, problems: list[FilterProblem]) -> object:
    """Return the value that `given` stands for, or None after reporting why there is none."""
    try:
        return _READERS[name](name, given, atlas)
    except _NotUnderstoodError as error:
        problems.append(FilterProblem(name, given, str(error), error.closest, error.fault))
        return None


class _NotUnderstoodError(Exception):
    def __init__(
        self, message: str, near: tuple[str, ...] = (), fault: Fault = "other"
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.closest = near
        self.fault = fault


def _hint(value: str, allowed: Iterable[str]) -> str:
    near = closest(value, allowed)
    return f"; closest: {', '.join(near)}" if near else ""


def _read_date(_name: str, given: str, _atlas: Atlas | None = None) -> date:
    expected = "expected a day as YYYY-MM-DD, such as 2023-10-17"
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", given, re.ASCII):
        raise _NotUnderstoodError(expected)
    try:
        day = date.fromisoformat(given)
    except ValueError:
        message = f"there is no such day; {expected}"
        raise _NotUnderstoodError(message) from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        message = f"is not in the years {_FIRST_YEAR} to {_LAST_YEAR}; leave it out for no limit"
        raise _NotUnderstoodError(message)
    return day


def _read_code(name: str, given: str, _atlas: Atlas) -> str:
    allowed = CODE_LISTS[name]
    if given in allowed:
        return given
    message = f"unknown; allowed are {', '.join(allowed)}{_hint(given, allowed)}"
    raise _NotUnderstoodError(message, closest(given, allowed), "unknown")


def _read_members(name: str, given: str, atlas: Atlas) -> bool:
    return _read_code(name, given, atlas) == "1"


def _read_name(name: str, given: str, atlas: Atlas) -> str:
    names = atlas.names[name]
    ids = names.find(given)
    if len(ids) == 1:
        return ids[0]
    if ids:
        message = f"stands for more than one {name}; use one of {', '.join(ids)}"
        raise _NotUnderstoodError(message, ids)
    near = names.closest(given)
    hint = f"; closest: {', '.join(near)}" if near else ""
    message = f"no {name} has this id or name; allowed are {listed(names.ids)}{hint}"
    raise _NotUnderstoodError(message, near, "unknown")


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
    cast("dict[str, _Reader]", dict.fromkeys(CODE_LISTS, _read_code))
    | dict.fromkeys(("group", "country", "province", "base"), _read_name)
    | {"from": _read_date, "to": _read_date, "members": _read_members}
    | {"q": _read_words, "near": _read_near}
)
