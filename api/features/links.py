"""Addresses of the API and links to them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from api.common.addresses import site
from api.common.negotiation import FORMAT
from api.features.paging import with_parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request

    from api.features.collection import Collection
    from geo.model.atlas import Atlas

ROOT: Final = "/api"
#: Media types by the name of the format, the best first.
DOCUMENT: Final = MappingProxyType({"json": "application/json", "html": "text/html"})
QUERYABLES: Final = MappingProxyType({"json": "application/schema+json", "html": "text/html"})
OPENAPI: Final = MappingProxyType(
    {"json": "application/vnd.oai.openapi+json;version=3.0", "html": "text/html"}
)
ITEMS: Final = MappingProxyType(
    {
        "geojson": "application/geo+json",
        "json": "application/geo+json",
        "csv": "text/csv",
        "html": "text/html",
    }
)
TO_QUERYABLES: Final = "http://www.opengis.net/def/rel/ogc/1.0/queryables"


class Link(NamedTuple):
    """A link: where to, how that belongs to this, what it is."""

    href: str
    rel: str
    type: str
    title: str


def root(request: Request) -> str:
    """Return the address of the landing page."""
    return f"{site(request)}{ROOT}"


def collection_address(request: Request, name: str) -> str:
    """Return the address of a collection."""
    return f"{root(request)}/collections/{name}"


def item_address(request: Request, name: str, item_id: str) -> str:
    """Return the address of a feature."""
    return f"{collection_address(request, name)}/items/{quote(item_id, safe='')}"


def self_links(
    address: str, query: str, chosen: str, offered: Mapping[str, str], title: str
) -> list[Link]:
    """Return the link to this document and those to it in other formats.

    Args:
        address: of the document, without a query.
        query: the query of the request.
        chosen: the format of this answer.
        offered: media types by format.
        title: of the document.
    """
    rels = dict.fromkeys(offered.values(), "alternate") | {offered[chosen]: "self"}
    named = {kind: name for name, kind in reversed(list(offered.items()))}
    return [
        Link(f"{address}?{with_parameter(query, FORMAT, named[kind])}", rel, kind,
             f"{title} as {_NAMES[named[kind]]}")
        for kind, rel in rels.items()
    ]  # fmt: skip


_NAMES: Final = MappingProxyType(
    {"json": "JSON", "geojson": "GeoJSON", "csv": "CSV", "html": "a page"}
)


def to_collection(request: Request, collection: Collection) -> Link:
    """Return the link from features to their collection."""
    address = collection_address(request, collection.name)
    return Link(address, "collection", DOCUMENT["json"], collection.title)


def licence_link(atlas: Atlas) -> list[Link]:
    """Return the link to the licence of the data, where it has an address."""
    licence = atlas.package["licenses"][0]
    address = licence.get("path", "")
    if not address.startswith(("http://", "https://")):
        return []
    return [Link(address, "license", "text/html", licence["title"])]


def header(links: Iterable[Link]) -> str:
    """Return links as the header `Link` has them (RFC 8288), titles left out."""
    return ", ".join(f'<{x.href}>; rel="{x.rel}"; type="{x.type}"' for x in links)


def as_json(links: Iterable[Link]) -> list[dict[str, str]]:
    """Return links as the standard writes them."""
    return [link._asdict() for link in links]
