"""The documents that lead to the features: landing page, conformance, collections, queryables."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse

from api.common.negotiation import FORMAT, choose_format
from api.common.query import read_parameters
from api.features.catalogue import COLLECTIONS, named_collection
from api.features.html import Entry, Page, Section, answer_page
from api.features.links import (
    DOCUMENT,
    ITEMS,
    OPENAPI,
    QUERYABLES,
    TO_QUERYABLES,
    Link,
    as_json,
    collection_address,
    licence_link,
    root,
    self_links,
)
from api.features.reference_systems import STORAGE, SYSTEMS
from geo.model.cached import per_atlas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from api.features.collection import Collection, Described
    from geo.model.atlas import Atlas

CONFORMANCE: Final = tuple(
    f"http://www.opengis.net/spec/{name}"
    for name in (
        "ogcapi-features-1/1.0/conf/core",
        "ogcapi-features-1/1.0/conf/geojson",
        "ogcapi-features-1/1.0/conf/html",
        "ogcapi-features-1/1.0/conf/oas30",
        "ogcapi-features-2/1.0/conf/crs",
        "ogcapi-features-3/1.0/conf/queryables",
        "ogcapi-features-3/1.0/conf/queryables-query-parameters",
    )
)


def format_of(request: Request, offered: Mapping[str, str] = DOCUMENT) -> str:
    """Return the format of a document that takes no other parameter.

    Raises:
        FilterError: the query has other parameters, or no such format.
        RefusedError: the client accepts none of the formats.
    """
    given = read_parameters(request, (FORMAT,)).get(FORMAT, [None])
    return choose_format(request, given[0], offered)


def answer_landing(request: Request, atlas: Atlas) -> Response:
    """Answer /api."""
    chosen = format_of(request)
    title, description = str(atlas.package["title"]), str(atlas.package["description"])
    links = [
        *self_links(root(request), request.url.query, chosen, DOCUMENT, "This page"),
        Link(f"{root(request)}/openapi.json?f=json", "service-desc", OPENAPI["json"],
             "Description of the API (OpenAPI 3.0)"),
        Link(f"{root(request)}/openapi.json?f=html", "service-doc", "text/html",
             "Description of the API as a page"),
        Link(f"{root(request)}/conformance", "conformance", "application/json",
             "Standards that the API conforms to"),
        Link(f"{root(request)}/collections", "data", "application/json", "Collections"),
        *licence_link(atlas),
    ]  # fmt: skip
    if chosen == "json":
        return JSONResponse({"title": title, "description": description, "links": as_json(links)})
    return answer_page(Page(title, [description], sections=[_links_section(links)]))


def answer_conformance(request: Request, _atlas: Atlas) -> Response:
    """Answer /api/conformance."""
    chosen = format_of(request)
    if chosen == "json":
        return JSONResponse({"conformsTo": CONFORMANCE})
    section = Section("Conformance classes", [Entry(uri, uri) for uri in CONFORMANCE])
    return answer_page(Page("Conformance", [_CLAIM], trail(request), [section]))


_CLAIM: Final = (
    "The API is built to these classes of OGC API Features. The tests of the standard were ported "
    "and pass; it has not been certified."
)


def answer_collections(request: Request, atlas: Atlas) -> Response:
    """Answer /api/collections."""
    chosen = format_of(request)
    described = [_collection(request, atlas, c, "json") for c in COLLECTIONS.values()]
    address = f"{root(request)}/collections"
    links = self_links(address, request.url.query, chosen, DOCUMENT, "Collections")
    if chosen == "json":
        content = {"links": as_json(links), "crs": list(SYSTEMS), "collections": described}
        return JSONResponse(content)
    entries = [
        Entry(c["title"], collection_address(request, c["id"]), c["description"]) for c in described
    ]
    return answer_page(Page("Collections", (), trail(request), [Section("What there is", entries)]))


def answer_collection(request: Request, atlas: Atlas) -> Response:
    """Answer /api/collections/{collection}."""
    collection = named_collection(request)
    chosen = format_of(request)
    content = _collection(request, atlas, collection, chosen)
    if chosen == "json":
        return JSONResponse(content)
    links = [Link(**link) for link in content["links"]]
    page = Page(
        collection.title, [content["description"]], trail(request, "collections"),
        [_links_section(links), _parameters_section(collection)],
    )  # fmt: skip
    return answer_page(page)


def answer_queryables(request: Request, _atlas: Atlas) -> Response:
    """Answer /api/collections/{collection}/queryables: JSON Schema of the filter's parameters."""
    collection = named_collection(request)
    chosen = format_of(request, QUERYABLES)
    address = f"{collection_address(request, collection.name)}/queryables"
    if chosen == "html":
        page = Page(
            f"{collection.title}: parameters", (), trail(request, "collections", collection),
            [_parameters_section(collection)],
        )  # fmt: skip
        return answer_page(page)
    content = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "type": "object",
        "title": collection.title,
        "properties": {
            parameter.name: {
                **parameter.schema, "title": parameter.name, "description": parameter.description
            }
            for parameter in collection.parameters
        },
        "additionalProperties": False,
    }  # fmt: skip
    return JSONResponse(content, media_type=QUERYABLES["json"])


def trail(request: Request, *steps: str | Collection) -> list[Entry]:
    """Return the way back: to the app, to the landing page, and on to `steps`."""
    way = [Entry("Incident Atlas", root(request).removesuffix("api")), Entry("API", root(request))]
    for step in steps:
        if isinstance(step, str):
            way.append(Entry(step.capitalize(), f"{root(request)}/{step}"))
        else:
            way.append(Entry(step.title, collection_address(request, step.name)))
    return way


@per_atlas
def _descriptions(atlas: Atlas) -> Mapping[str, Described]:
    return MappingProxyType({name: c.describe(atlas) for name, c in COLLECTIONS.items()})


def _collection(
    request: Request, atlas: Atlas, collection: Collection, chosen: str
) -> dict[str, Any]:  # fmt: skip
    described = _descriptions(atlas)[collection.name]
    address = collection_address(request, collection.name)
    description = collection.description
    if described.held_back:
        description += f" {described.held_back}; requests for them are refused."
    extent: dict[str, Any] = {}
    if described.box:
        extent["spatial"] = {"bbox": [described.box], "crs": STORAGE}
    if described.days:
        first, last = described.days
        extent["temporal"] = {"interval": [[f"{first}T00:00:00Z", f"{last}T23:59:59Z"]]}
    items = [
        Link(f"{address}/items?f={name}", "items", kind, f"{collection.title} as {word}")
        for name, kind, word in (
            ("geojson", ITEMS["geojson"], "GeoJSON"), ("html", ITEMS["html"], "a page"),
            ("csv", ITEMS["csv"], "CSV"),
        )
    ]  # fmt: skip
    return {
        "id": collection.name,
        "title": collection.title,
        "description": description,
        **({"extent": extent} if extent else {}),
        "itemType": "feature",
        "crs": list(SYSTEMS),
        "storageCrs": STORAGE,
        "links": as_json(
            [
                # In the list of collections, too, whose query is not the collection's.
                *self_links(address, "", chosen, DOCUMENT, f"{collection.title}, described"),
                *items,
                Link(f"{address}/queryables", TO_QUERYABLES, QUERYABLES["json"], "Parameters"),
                *licence_link(atlas),
            ]
        ),
    }


def _links_section(links: list[Link]) -> Section:
    return Section("Links", [Entry(x.title, x.href) for x in links if x.rel != "self"])


def _parameters_section(collection: Collection) -> Section:
    entries = [Entry(p.name, "", p.description) for p in collection.parameters]
    return Section("Parameters that select", entries)
