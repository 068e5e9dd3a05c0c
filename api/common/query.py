"""The query string of a request: the filter's own words, and those of the interface."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qs

from api.common.refusals import RefusedError
from geo.errors import FilterError, FilterProblem
from geo.filter.filter import Filter, read_filter
from geo.filter.parse import PARAMETERS, unknown_parameter
from geo.utils.words import number

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from starlette.requests import Request

    from geo.model.atlas import Atlas

# The closest words to thousands of wrong ones would take seconds.
_MOST: Final = 200


class Query(NamedTuple):
    """What a request asks for: a filter, and the interface's own parameters by name."""

    filter: Filter
    own: Mapping[str, str]


def read_query(request: Request, atlas: Atlas, own: Collection[str] = ()) -> Query:
    """Read a query string strictly.

    Args:
        request: the request.
        atlas: the atlas that knows the names.
        own: names of the interface's own parameters; each may be given once. What their values
            mean is for the caller to check, who raises a `FilterError` too.

    Raises:
        FilterError: a parameter or a value of the filter is unknown, or one is given twice; holds
            every such problem, each with the closest valid values.
        RefusedError: there are hundreds of parameters (400).
    """
    params = _parsed(request)
    ours = {name: values for name, values in params.items() if name in own}
    reading = read_filter({name: v for name, v in params.items() if name not in own}, atlas)
    problems = [
        *(unknown_parameter(name, (*PARAMETERS, *own)) for name in reading.unknown),
        *reading.problems,
        *_given_twice(ours),
    ]
    if problems:
        raise FilterError(problems)
    return Query(reading.filter, {name: values[0] for name, values in ours.items()})


def read_parameters(
    request: Request, once: Collection[str], repeatable: Collection[str] = ()
) -> Mapping[str, Sequence[str]]:
    """Read the query string of an address that takes no filter, strictly.

    Args:
        request: the request.
        once: names of parameters that may be given once.
        repeatable: names of parameters that may be given more than once.

    Raises:
        FilterError: a parameter is unknown, or given twice; holds every such problem.
        RefusedError: there are hundreds of parameters (400).
    """
    params = _parsed(request)
    allowed = (*once, *repeatable)
    problems = [
        *(unknown_parameter(name, allowed) for name in params if name not in allowed),
        *_given_twice({name: values for name, values in params.items() if name in once}),
    ]
    if problems:
        raise FilterError(problems)
    return params


def _parsed(request: Request) -> dict[str, list[str]]:
    params = parse_qs(request.url.query, keep_blank_values=True)
    n = sum(map(len, params.values()))
    if n > _MOST:
        message = f"The address has {number(n)} parameters; {_MOST} are read at most."
        raise RefusedError(HTTPStatus.BAD_REQUEST, message)
    return params


def _given_twice(params: Mapping[str, Sequence[str]]) -> list[FilterProblem]:
    return [
        FilterProblem(name, values[1], "is given twice; one value is allowed")
        for name, values in params.items()
        if len(values) > 1
    ]
