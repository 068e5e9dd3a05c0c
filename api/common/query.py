"""The query string of a request: the filter's own words, and those of the interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs

from geo.errors import FilterError, FilterProblem
from geo.filter.filter import Filter, read_filter
from geo.filter.parse import PARAMETERS, unknown_parameter

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from starlette.requests import Request

    from geo.model.atlas import Atlas


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
    """
    params = parse_qs(request.url.query, keep_blank_values=True)
    ours = {name: values for name, values in params.items() if name in own}
    reading = read_filter({name: v for name, v in params.items() if name not in own}, atlas)
    problems = [
        *(unknown_parameter(name, (*PARAMETERS, *own)) for name in reading.unknown),
        *reading.problems,
        *(
            FilterProblem(name, values[1], "is given twice; one value is allowed")
            for name, values in ours.items()
            if len(values) > 1
        ),
    ]
    if problems:
        raise FilterError(problems)
    return Query(reading.filter, {name: values[0] for name, values in ours.items()})
