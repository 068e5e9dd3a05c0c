"""The description of the API (OpenAPI 3.0.3), made of what the collections say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse

from api.common.refusals import PROBLEM_JSON
from api.features.catalogue import COLLECTIONS
from api.features.documents import format_of, trail
from api.features.html import Entry, Page, Section, answer_page
from api.features.links import DOCUMENT, ITEMS, OPENAPI, QUERYABLES, licence_link, root
from api.features.openapi_schemas import feature, schemas
from api.features.paging import shared_parameters
from geo.utils.program import program_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from api.features.collection import Collection, Parameter
    from geo.model.atlas import Atlas

_ERRORS: Final = {
    "400": "A parameter or a value is not understood",
    "403": "Some of the rows may not be passed on",
    "404": "There is no such collection or feature",
    "405": "The method is not GET, HEAD or OPTIONS",
    "406": "The client accepts none of the formats",
    "503": "The data cannot be read at the moment",
}


def answer_openapi(request: Request, atlas: Atlas) -> Response:
    """Answer /api/openapi.json."""
    chosen = format_of(request, OPENAPI)
    description = describe_api(request, atlas)
    if chosen == "json":
        return JSONResponse(description, media_type=OPENAPI["json"])
    sections = [
        Section(f"GET {path}", _entries(methods["get"], f"{root(request)}{path}"))
        for path, methods in description["paths"].items()
    ]
    title = "Description of the API"
    return answer_page(Page(title, [description["info"]["description"]], trail(request), sections))


def _entries(operation: dict[str, Any], address: str) -> list[Entry]:
    parameters = (Entry(p["name"], "", p["description"]) for p in operation["parameters"])
    return [Entry(operation["summary"], "" if "{" in address else address), *parameters]


def describe_api(request: Request, atlas: Atlas) -> dict[str, Any]:
    """Return the description; it holds all its schemas."""
    paths = {
        "/": _get("landing", "Landing page", DOCUMENT, "Landing"),
        "/conformance": _get("conformance", "Conformance classes", DOCUMENT, "Conformance"),
        "/openapi.json": _get("description", "This description", OPENAPI, "Description"),
        "/collections": _get("collections", "All collections", DOCUMENT, "Collections"),
    }
    for collection in COLLECTIONS.values():
        paths |= _collection_paths(collection)
    licence, to = atlas.package["licenses"][0], licence_link(atlas)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": str(atlas.package["title"]),
            "description": str(atlas.package["description"]),
            "version": program_version(),
            "license": {"name": licence["title"], **({"url": to[0].href} if to else {})},
        },
        "servers": [{"url": root(request)}],
        "paths": paths,
        "components": {
            "schemas": {
                **schemas(),
                **{_name(c): feature(c, atlas) for c in COLLECTIONS.values()},
            }
        },
    }  # fmt: skip


def _name(collection: Collection) -> str:
    return f"{collection.name.capitalize()}Feature"


def _collection_paths(collection: Collection) -> dict[str, Any]:
    name, title = collection.name, collection.title
    page = {
        "allOf": [
            {"$ref": "#/components/schemas/Page"},
            {"type": "object", "properties": {"features": {
                "type": "array", "items": {"$ref": f"#/components/schemas/{_name(collection)}"}
            }}},
        ]
    }  # fmt: skip
    return {
        f"/collections/{name}": _get(name, f"{title}: what there is", DOCUMENT, "Collection"),
        f"/collections/{name}/queryables": _get(
            f"{name}Queryables", f"{title}: parameters that select", QUERYABLES, "Queryables"
        ),
        f"/collections/{name}/items": _get(
            f"{name}Items", f"{title}, page by page", ITEMS, page,
            [*shared_parameters(), *map(_parameter, collection.parameters)],
        ),
        f"/collections/{name}/items/{{featureId}}": _get(
            f"{name}Item", f"{title}: one of them", ITEMS, _name(collection),
            [_FEATURE_ID, *(p for p in shared_parameters() if p["name"] == "crs")],
        ),
    }  # fmt: skip


_FEATURE_ID: Final = {
    "name": "featureId", "in": "path", "required": True,
    "description": "The id of the feature.", "schema": {"type": "string"},
}  # fmt: skip


def _parameter(parameter: Parameter) -> dict[str, Any]:
    repeated = {"type": "array", "items": dict(parameter.schema)}
    return {
        "name": parameter.name, "in": "query", "required": False, "style": "form", "explode": True,
        "description": parameter.description,
        "schema": repeated if parameter.repeatable else dict(parameter.schema),
    }  # fmt: skip


def _get(
    operation: str,
    summary: str,
    offered: Mapping[str, str],
    schema: str | dict[str, Any],
    parameters: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{schema}"} if isinstance(schema, str) else schema
    choice = {
        "name": "f", "in": "query", "required": False,
        "description": "The format of the answer; comes before what the client accepts.",
        "schema": {"type": "string", "enum": list(offered)},
    }  # fmt: skip
    content = {
        kind: {"schema": reference if "json" in kind else {"type": "string"}}
        for kind in offered.values()
    }
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": [*parameters, choice],
            "responses": {
                "200": {"description": summary, "content": content},
                "304": {"description": "The client has this answer already (If-None-Match)"},
                **{status: _problem(text) for status, text in _ERRORS.items()},
            },
        }
    }


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {PROBLEM_JSON: {"schema": schema}}}
