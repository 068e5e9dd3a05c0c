"""What a model asks with: the words of the filter as JSON, and those of a tool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geo.errors import FilterError, FilterProblem
from geo.filter.filter import Filter, read_filter
from geo.filter.json_schema import value_schema
from geo.filter.parse import DESCRIPTIONS, PARAMETERS, REPEATABLE, unknown_parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.atlas import Atlas

_MOST_VALUES: Final = 50
_MOST_NUMBER: Final = 10**9


class Arguments(NamedTuple):
    """A filter, and the tool's own arguments as text by their names."""

    filter: Filter
    own: Mapping[str, str]


def filter_schema() -> dict[str, Any]:
    """Return the parameters of the filter as properties of a JSON Schema."""
    return {name: _schema(name) for name in PARAMETERS}


def _schema(name: str) -> dict[str, Any]:
    value = dict(value_schema(name))
    if name in REPEATABLE:
        value = {"type": "array", "items": value, "maxItems": _MOST_VALUES}
    return {**value, "description": DESCRIPTIONS[name]}


def read_arguments(
    given: Mapping[str, Any], atlas: Atlas, own: tuple[str, ...] = (), *, has_filter: bool = True
) -> Arguments:
    """Read the arguments of a tool strictly; null is no argument.

    Args:
        given: what the model has sent, JSON values by name.
        atlas: the atlas that knows the names.
        own: names of the tool's own arguments; what their values mean is for the tool to check.
        has_filter: whether the tool takes the parameters of the filter too.

    Raises:
        FilterError: an argument or a value is unknown; holds every such problem, each with the
            closest valid values.
    """
    known = (*own, *(PARAMETERS if has_filter else ()))
    texts: dict[str, list[str]] = {}
    problems = []
    for name, value in given.items():
        if name not in known:
            problems.append(unknown_parameter(name, known))
        elif value is not None:
            try:
                texts[name] = _texts(name, value)
            except FilterError as error:
                problems += error.problems
    ours = {name: values[0] for name, values in texts.items() if name in own}
    reading = read_filter({n: v for n, v in texts.items() if n not in own}, atlas)
    if problems := [*problems, *reading.problems]:
        raise FilterError(problems)
    return Arguments(reading.filter, ours)


def _texts(name: str, value: Any) -> list[str]:
    """Return the values of an argument as a link would have them."""
    values = value if isinstance(value, list) and name in PARAMETERS else [value]
    if len(values) > _MOST_VALUES:
        message = f"expected at most {_MOST_VALUES} values, found {len(values)}"
        raise FilterError([FilterProblem(name, "", message)])
    return [_text(name, one) for one in values]


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    # JSON has one kind of number: some programs write 10 as 10.0.
    if isinstance(value, int | float) and abs(value) <= _MOST_NUMBER and value == int(value):
        return str(int(value))
    expected = "text, or a list of texts" if name in REPEATABLE else "one text or whole number"
    raise FilterError([FilterProblem(name, type(value).__name__, f"expected {expected}")])


def read_number(name: str, own: Mapping[str, str], default: int, most: int) -> int:
    """Return a whole number from 0 to `most` among a tool's own arguments.

    Raises:
        FilterError: it is none.
    """
    given = own.get(name, str(default))
    if given.isascii() and given.isdigit() and len(given) <= len(str(most)) and int(given) <= most:
        return int(given)
    message = f"expected a whole number from 0 to {most}"
    raise FilterError([FilterProblem(name, given, message)])
