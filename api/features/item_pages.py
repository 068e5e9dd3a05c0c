"""Features for people: a table of them, and one with all that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from api.common.addresses import site
from api.features.documents import trail
from api.features.html import Entry, Page, Table, answer_page, in_words
from api.features.links import item_address
from geo.filter.records import plain_rows
from geo.utils.words import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from starlette.requests import Request
    from starlette.responses import Response

    from api.features.collection import Collection, Selection
    from api.features.links import Link


def draw_items(
    request: Request,
    collection: Collection,
    selection: Selection,
    rows: range,
    links: Sequence[Link],
) -> Response:
    """Return some of the selected features as a table, under the sentence that counts them.

    Args:
        request: the request.
        collection: the collection.
        selection: what is selected of it.
        rows: which of these are shown.
        links: to other pages and formats.
    """
    frame = selection.rows(rows.start, rows.stop)
    names = list(collection.shown or frame.columns.drop("geometry"))
    table = Table(
        [_words(name) for name in names],
        [
            [_cell(request, collection, name, row) for name in names]
            for row in plain_rows(frame.drop(columns="geometry"))
        ],
    )
    which = f"{number(rows.start + 1)} to {number(rows.stop)} of" if rows else "None of"
    around = [link for link in links if link.rel in {"prev", "next", "alternate"}]
    page = Page(
        collection.title,
        [text for text in (selection.sentence(), f"{which} {number(selection.n)}.") if text],
        trail(request, "collections", collection),
        table=table,
        around=[Entry(link.title, link.href) for link in around],
    )
    return answer_page(page)


def draw_item(
    request: Request, collection: Collection, rows: gpd.GeoDataFrame, links: Sequence[Link]
) -> Response:
    """Return one feature as a table of what is known of it.

    Args:
        request: the request.
        collection: the collection.
        rows: the feature, one row.
        links: to other formats.
    """
    (row,) = plain_rows(rows.drop(columns="geometry"))
    known = {name: value for name, value in row.items() if value not in (None, [])}
    table = Table(
        ["property", "value"],
        [[Entry(_words(name)), Entry(in_words(value))] for name, value in known.items()],
    )
    around = [Entry(link.title, link.href) for link in links if link.rel == "alternate"]
    if "incident_id" in row:
        around.insert(0, Entry("Its page in the atlas", _incident_page(request, row)))
    page = Page(
        str(row[collection.key]), (), trail(request, "collections", collection), table=table,
        around=around,
    )  # fmt: skip
    return answer_page(page)


def _words(name: str) -> str:
    return name.replace("_", " ").removesuffix(" id")


def _cell(request: Request, collection: Collection, name: str, row: dict[str, object]) -> Entry:
    text = in_words(row[name])
    href = ""
    if name == collection.key:
        href = item_address(request, collection.name, text)
    elif name == "target" or (name == "incident_id" and text):
        href = _incident_page(request, row)
    elif name == "url" and text.startswith(("http://", "https://")):
        href = text
    return Entry(text, href)


def _incident_page(request: Request, row: dict[str, object]) -> str:
    return f"{site(request)}/incident?incident={quote(str(row['incident_id']))}"
