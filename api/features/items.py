"""The features of a collection, page by page, and one of them."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response, StreamingResponse

from api.common.negotiation import FORMAT, choose_format
from api.common.query import read_parameters
from api.common.refusals import RefusedError, refuse_held_back
from api.common.turns import each_in_turn
from api.features.catalogue import named_collection
from api.features.item_pages import draw_item, draw_items
from api.features.links import (
    ITEMS,
    Link,
    as_json,
    collection_address,
    header,
    item_address,
    self_links,
    to_collection,
)
from api.features.paging import Page, read_page, with_parameter
from api.features.reference_systems import STORAGE, check_system, in_system
from geo.errors import shorten
from geo.export.text_files import CLOSE, csv_lines, feature_lines, open_collection

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from starlette.requests import Request

    from api.features.collection import Collection, Selection
    from geo.model.atlas import Atlas

# A turn of a twentieth of a second.
_ROWS_AT_ONCE: Final = 250
# A page of HTML is made at once.
_MOST_ON_A_PAGE: Final = 1_000


def answer_items(request: Request, atlas: Atlas) -> Response:
    """Answer /api/collections/{collection}/items."""
    collection = named_collection(request)
    page = read_page(request)
    selection = collection.select(request, atlas, page.extent)
    chosen = choose_format(request, request.query_params.get(FORMAT), ITEMS)
    if chosen == "html":
        page = page._replace(limit=min(page.limit, _MOST_ON_A_PAGE))
    refuse_held_back(selection.held_back)
    stop = max(page.offset, min(page.offset + page.limit, selection.n))
    address = f"{collection_address(request, collection.name)}/items"
    links = [
        *self_links(address, request.url.query, chosen, ITEMS, collection.title),
        *(
            Link(f"{address}?{query}", rel, ITEMS[chosen], title)
            for rel, title, query in _pages_around(request.url.query, page, selection.n)
        ),
        to_collection(request, collection),
    ]
    if chosen == "html":
        return draw_items(request, collection, selection, range(page.offset, stop), links)
    headers = {"Link": header(links)}
    parts = _in_parts(selection, page.offset, stop)
    if chosen == "csv":
        return _written(_csv(parts, collection, atlas.version), stop - page.offset, chosen, headers)
    head = {
        "type": "FeatureCollection",
        "numberMatched": selection.n,
        "numberReturned": stop - page.offset,
        "links": as_json(links),
    }
    headers["Content-Crs"] = f"<{page.crs}>"
    lines = _geojson(head, parts, collection.key, page.crs)
    return _written(lines, stop - page.offset, chosen, headers)


def answer_item(request: Request, atlas: Atlas) -> Response:
    """Answer /api/collections/{collection}/items/{item}."""
    collection = named_collection(request)
    given = {k: v[0] for k, v in read_parameters(request, (FORMAT, "crs")).items()}
    crs = check_system("crs", given.get("crs", STORAGE))
    chosen = choose_format(request, given.get(FORMAT), ITEMS)
    item_id = request.path_params["item"]
    selection = collection.find(item_id, atlas)
    if not selection.n:
        message = (
            f"There is no “{shorten(item_id)}” among the {collection.title.lower()}; "
            f"{collection_address(request, collection.name)}/items lists them."
        )
        raise RefusedError(HTTPStatus.NOT_FOUND, message)
    refuse_held_back(selection.held_back)
    rows = selection.rows(0, 1)
    address = item_address(request, collection.name, item_id)
    links = [
        *self_links(address, request.url.query, chosen, ITEMS, item_id),
        to_collection(request, collection),
    ]
    if chosen == "html":
        return draw_item(request, collection, rows, links)
    headers = {"Link": header(links)}
    if chosen == "csv":
        text = csv_lines(rows, atlas.version, lists=collection.lists)
        return Response(text, media_type=ITEMS["csv"], headers=headers)
    headers["Content-Crs"] = f"<{crs}>"
    line = feature_lines(in_system(rows, crs), collection.key)
    text = f'{line[:-1]},"links":{json.dumps(as_json(links), ensure_ascii=False)}}}\n'
    return Response(text, media_type=ITEMS["geojson"], headers=headers)


def _pages_around(query: str, page: Page, n: int) -> Iterator[tuple[str, str, str]]:
    """Yield how the pages beside this one are linked, what they are called, and their queries."""
    query = with_parameter(query, "limit", str(page.limit))
    if page.offset:
        start = max(0, min(page.offset, n) - page.limit)
        yield "prev", "Previous page", with_parameter(query, "offset", str(start))
    if page.offset + page.limit < n:
        start = page.offset + page.limit
        yield "next", "Next page", with_parameter(query, "offset", str(start))


def _in_parts(selection: Selection, start: int, stop: int) -> Iterator[gpd.GeoDataFrame]:
    """Yield the rows a few at a time, so that few are in memory; nothing yields one empty part."""
    for part in range(start, max(stop, start + 1), _ROWS_AT_ONCE):
        yield selection.rows(part, min(part + _ROWS_AT_ONCE, stop))


def _written(parts: Iterator[str], n: int, chosen: str, headers: dict[str, str]) -> Response:
    """Return the answer of `n` rows: at once, or part by part where they are many."""
    if n <= _ROWS_AT_ONCE:
        return Response("".join(parts), media_type=ITEMS[chosen], headers=headers)
    return StreamingResponse(each_in_turn(parts), media_type=ITEMS[chosen], headers=headers)


def _geojson(
    head: dict[str, Any], parts: Iterator[gpd.GeoDataFrame], key: str, crs: str
) -> Iterator[str]:
    before = open_collection(head)
    for rows in parts:
        yield before + feature_lines(in_system(rows, crs), key)
        before = ",\n"
    yield CLOSE


def _csv(
    parts: Iterator[gpd.GeoDataFrame], collection: Collection, version: str
) -> Iterator[str]:  # fmt: skip
    for i, rows in enumerate(parts):
        yield csv_lines(rows, version, lists=collection.lists, with_header=i == 0)
