"""What a collection is: rows with an id that a request selects, and how they are described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import geopandas as gpd
    from starlette.requests import Request

    from geo.filter.extent import Extent
    from geo.model.atlas import Atlas


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter that selects rows: what it asks for, and the JSON Schema of one value."""

    name: str
    description: str
    schema: Mapping[str, Any]
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """What a request selects.

    `rows` returns those from one number to another, as `View.to_geodataframe` does: lists, dates
    as text, shapes in degrees. `held_back` says which rows may not be passed on, "" for none.
    `sentence` says in words what was counted.
    """

    n: int
    rows: Callable[[int, int], gpd.GeoDataFrame]
    held_back: str = ""
    sentence: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class Described:
    """A collection in an atlas: what it covers, and whether all of it may be passed on.

    `box` is west, south, east, north in degrees; `days` the first and last day as text.
    """

    box: tuple[float, float, float, float] | None = None
    days: tuple[str, str] | None = None
    held_back: str = ""


@dataclass(frozen=True)
class Collection:
    """One collection.

    `select` reads the parameters of a request and returns the rows that it asks for in an extent;
    `find` returns the row with an id, or none. `properties` are their schemas by name, `geometry`
    the types of their shapes. `key` is the column of the ids, `lists` are those of lists, `shown`
    those of a page of HTML, nothing for all.
    """

    name: str
    title: str
    description: str
    key: str
    geometry: Sequence[str]
    lists: Sequence[str]
    shown: Sequence[str]
    parameters: Sequence[Parameter]
    properties: Callable[[Atlas], Mapping[str, Any]]
    select: Callable[[Request, Atlas, Extent], Selection]
    find: Callable[[str, Atlas], Selection]
    describe: Callable[[Atlas], Described]
