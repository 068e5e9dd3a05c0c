"""What a filter asks for, one restriction at a time: to name it, and to remove it.

Each value of the filter is a restriction of its own; the period is one, whatever its ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from geo import codes
from geo.filter.filter import Filter
from geo.filter.parse import REPEATABLE
from geo.filter.wording import confirmation_name, type_noun, value_name
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.atlas import Atlas

PERIOD: Final = "period"
_NONE: Final = Filter()


@dataclass(frozen=True, slots=True)
class Restriction:
    """One thing that a filter asks for: a parameter, its value, and both in words."""

    parameter: str
    value: str
    label: str


def list_restrictions(filter_: Filter, atlas: Atlas) -> list[Restriction]:
    """Return all that restricts a filter, in the order of its parameters; the period first.

    Args:
        filter_: the filter.
        atlas: the atlas that knows the names; a period that holds all its days restricts nothing.
    """
    first, last = filter_.period(atlas)
    parts = []
    if first > atlas.first_date or last < atlas.last_date:
        days = f"{short_day(first)} to {short_day(last)}" if first < last else short_day(first)
        parts.append(Restriction(PERIOD, "", days))
    return parts + [
        Restriction(name, value, _label(name, value, atlas))
        for name, values in filter_.to_params().items()
        if name not in {"from", "to"}
        for value in values
    ]


def _label(parameter: str, value: str, atlas: Atlas) -> str:
    if parameter == "type":
        return _capital(type_noun(value, 2))
    if parameter == "confirmation":
        return _capital(confirmation_name(value))
    codes_of: Mapping[str, Mapping[str, str]] = {
        "target": codes.TARGET_SIDE, "weapon": codes.WEAPON, "outcome": codes.OUTCOME,
        "review": codes.REVIEW_NAME,
    }  # fmt: skip
    if parameter in codes_of:
        return _capital(codes_of[parameter][value])
    if parameter == "near":
        latitude, longitude, km = value.split(",")
        return f"Within {km} km of {latitude}, {longitude}"
    sentences = {
        "members": "Without member groups", "rule": f"Rule: {value}",
        "precision": f"Location known to the {value} or better", "q": f"“{value}”",
    }  # fmt: skip
    return sentences.get(parameter) or value_name(parameter, value, atlas)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def remove(filter_: Filter, restriction: Restriction) -> Filter:
    """Return the filter without one of its restrictions."""
    name = restriction.parameter
    if name == PERIOD:
        return replace(filter_, date_from=None, date_to=None)
    if name in REPEATABLE:
        left: Any = tuple(v for v in getattr(filter_, name) if v != restriction.value)
    else:
        left = getattr(_NONE, name)
    return replace(filter_, **{name: left})


def remove_parameter(filter_: Filter, parameter: str) -> Filter:
    """Return the filter without all restrictions of a parameter."""
    for restriction in [
        Restriction(parameter, value, "") for value in filter_.to_params().get(parameter, [""])
    ]:
        filter_ = remove(filter_, restriction)
    return filter_


def find_ways_out(filter_: Filter, atlas: Atlas) -> list[tuple[list[Restriction], int]]:
    """Return which parameter to drop so that something matches again, the most fruitful first.

    Args:
        filter_: a filter that matches nothing.
        atlas: the atlas.

    Returns:
        For each parameter without which anything matches: its restrictions, and how many incidents
        match without them.
    """
    grouped: dict[str, list[Restriction]] = {}
    for restriction in list_restrictions(filter_, atlas):
        grouped.setdefault(restriction.parameter, []).append(restriction)
    ways = [
        (parts, remove_parameter(filter_, parameter).view(atlas).shown)
        for parameter, parts in grouped.items()
    ]
    return sorted((way for way in ways if way[1]), key=lambda way: -way[1])
