"""What requests for features share: which page, which place and time, which reference system."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import parse_qs, parse_qsl, urlencode

from api.common.negotiation import FORMAT
from api.features.reference_systems import STORAGE, SYSTEMS, check_system, corner_in_degrees
from geo.errors import FilterError, FilterProblem
from geo.filter.extent import Extent, boxes_of, read_datetime, read_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from geo.filter.extent import Box

USUAL_LIMIT: Final = 100
MOST: Final = 10_000
#: Parameters of every collection, each given once at most.
SHARED: Final = (FORMAT, "limit", "offset", "bbox", "bbox-crs", "datetime", "crs")
_DIGITS: Final = 15  # more is a number of nothing


class Page(NamedTuple):
    """Rows `offset` to `offset + limit` of what is here, written in the system `crs`."""

    limit: int
    offset: int
    extent: Extent
    crs: str


def read_page(request: Request) -> Page:
    """Read the parameters that all collections share; the names of others are for them to check.

    Raises:
        FilterError: a value is not understood; holds every such problem.
    """
    params = {k: v[0] for k, v in parse_qs(request.url.query, keep_blank_values=True).items()}
    problems: list[FilterProblem] = []

    def attempt(name: str, read: Any, otherwise: Any) -> Any:
        try:
            return read(params[name]) if name in params else otherwise
        except FilterError as error:
            problems.extend(error.problems)
            return otherwise

    limit = attempt("limit", lambda given: _whole("limit", given, 1), USUAL_LIMIT)
    offset = attempt("offset", lambda given: _whole("offset", given, 0), 0)
    crs = attempt("crs", lambda given: check_system("crs", given), STORAGE)
    box_crs = attempt("bbox-crs", lambda given: check_system("bbox-crs", given), STORAGE)
    boxes = attempt("bbox", lambda given: _boxes(given, box_crs), ())
    first, last = attempt("datetime", read_datetime, (None, None))
    if problems:
        raise FilterError(problems)
    return Page(min(limit, MOST), offset, Extent(boxes, first, last), crs)


def _whole(name: str, given: str, least: int) -> int:
    if re.fullmatch(rf"[0-9]{{1,{_DIGITS}}}", given) and int(given) >= least:
        return int(given)
    message = f"expected a whole number of {least} or more, of {_DIGITS} digits at most"
    raise FilterError([FilterProblem(name, given, message)])


def _boxes(given: str, crs: str) -> tuple[Box, ...]:
    x, y, x2, y2 = read_numbers(given)
    west, south = corner_in_degrees(x, y, crs)
    east, north = corner_in_degrees(x2, y2, crs)
    return boxes_of(given, west, south, east, north)


def with_parameter(query: str, name: str, value: str) -> str:
    """Return a query string with a parameter set, the others as they are."""
    others = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if k != name]
    return urlencode([*others, (name, value)])


def shared_parameters() -> list[dict[str, Any]]:
    """Return the parameters of pages as OpenAPI describes them, but for the format."""
    systems = {"type": "string", "format": "uri", "enum": list(SYSTEMS), "default": STORAGE}
    numbers: Mapping[str, Any] = {
        "type": "array",
        "items": {"type": "number"},
        "minItems": 4,
        "maxItems": 6,
        "oneOf": [{"maxItems": 4}, {"minItems": 6}],
    }
    return [
        _parameter(
            "limit", f"At most so many features; more than {MOST} is taken as {MOST}.",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL_LIMIT},
        ),
        _parameter(
            "offset", "So many matching features are passed over.",
            {"type": "integer", "minimum": 0, "maximum": 10**_DIGITS - 1, "default": 0},
        ),
        _parameter(
            "bbox",
            "Features that touch a box, and those without a place: lower left and upper right "
            "corner, in the axes of bbox-crs, heights ignored. A box with its west east of its "
            "east crosses the antimeridian.",
            numbers,
        ),
        _parameter("bbox-crs", "The reference system of bbox.", systems),
        _parameter(
            "datetime",
            "Features at a day or time (RFC 3339), or in an interval with `/` whose open end is "
            "`..` or empty, and those without a date. The day counts as written: dates are local. "
            "An incident counts from its first to its last day.",
            {"type": "string"},
        ),
        _parameter("crs", "The reference system of the shapes in GeoJSON.", systems),
    ]  # fmt: skip


def _parameter(name: str, description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "required": False,
            "schema": dict(schema), "style": "form", "explode": False}  # fmt: skip
