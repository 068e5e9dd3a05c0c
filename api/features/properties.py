"""Columns and parameters as JSON Schema."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from api.features.collection import Parameter
from geo.filter.json_schema import value_schema
from geo.filter.parse import DESCRIPTIONS, PARAMETERS, REPEATABLE
from geo.filter.records import columns
from geo.model.schema import INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.model.atlas import Atlas
    from geo.model.column import Column

_OF_KIND: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "date": {"type": "string", "format": "date"},
        "integer": {"type": "integer"},
        "number": {"type": "number"},
        "boolean": {"type": "boolean"},
        "texts": {"type": "array", "items": {"type": "string"}},
    }
)
_TEXT: Final = MappingProxyType({"type": "string"})
_LIST: Final = _OF_KIND["texts"]
# What `geo.filter.records` adds to the columns of incidents.csv.
_ADDED: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = MappingProxyType(
    {
        "province": ("Name of the province in which the point lies", _TEXT),
        "province_code": ("Code of that province", _TEXT),
        "province_method": ("How the province was found: within, nearest, none", _TEXT),
        "base_name": ("Name of the base that was the target", _TEXT),
        "nearest_base_id": ("The named base nearest to the point", _TEXT),
        "nearest_base_km": ("Geodesic distance to it in kilometres", {"type": "number"}),
        "claimed_by": ("Ids of the groups that claim it", _LIST),
        "acknowledged_by": ("Ids of the states and groups that acknowledge it", _LIST),
        "attributed_to": ("Ids of the groups that it is attributed to", _LIST),
        "denied_by": ("Ids of the groups whose part somebody denies", _LIST),
        "parties": ("Ids of the parties that an imported file names", _LIST),
        "sources": ("Addresses of the pages that report it", _LIST),
    }
)


def column_schema(column: Column) -> dict[str, Any]:
    """Return a column of a table as the JSON Schema of OpenAPI 3.0."""
    schema: dict[str, Any] = dict(_OF_KIND.get(column.kind, _TEXT))
    if column.kind == "code":
        schema["enum"] = [*column.codes, *([] if column.required else [None])]
    if column.kind == "codes":
        schema = {"type": "array", "items": {"type": "string", "enum": list(column.codes)}}
    if column.kind != "texts" and not column.required:
        schema["nullable"] = True
    return {**schema, "description": column.description}


def table_properties(table_columns: Sequence[Column]) -> dict[str, Any]:
    """Return the columns of a table by name."""
    return {column.name: column_schema(column) for column in table_columns}


def incident_properties(atlas: Atlas) -> dict[str, Any]:
    """Return the properties of an incident by name; those of imports only where there are any."""
    described = {}
    for name in columns(atlas):
        if name in _ADDED:
            description, schema = _ADDED[name]
            optional = {} if schema is _LIST else {"nullable": True}
            described[name] = {**schema, **optional, "description": description}
        elif name not in {"latitude", "longitude"}:
            described[name] = column_schema(INCIDENTS.column(name))
    return described


def filter_parameters() -> tuple[Parameter, ...]:
    """Return the parameters of the filter."""
    return tuple(
        Parameter(name, DESCRIPTIONS[name], value_schema(name), name in REPEATABLE)
        for name in PARAMETERS
    )
