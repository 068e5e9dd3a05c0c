"""The addresses of the feeds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from starlette.responses import Response

from api.common.addresses import site
from api.common.endpoint import reading_route
from api.common.query import read_query
from api.feeds import atom, json_feed
from api.feeds.entries import gather_feed
from geo.errors import FilterError, FilterProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from api.common.endpoint import Data
    from api.feeds.entries import Feed
    from geo.model.atlas import Atlas

    Write = Callable[[Feed, Mapping[str, str]], bytes]

_PAGE: Final = "page"


def feed_routes(data: Data) -> list[BaseRoute]:
    """Return the routes of both feeds; `data` returns the atlas."""
    return [
        _route(atom.PATH, atom.write_atom, atom.MEDIA_TYPE, data),
        _route(json_feed.PATH, json_feed.write_json_feed, json_feed.MEDIA_TYPE, data),
    ]


def _route(path: str, write: Write, media_type: str, data: Data) -> BaseRoute:
    def answer_feed(request: Request, atlas: Atlas) -> Response:
        query = read_query(request, atlas, own=(_PAGE,))
        page = _read_page(query.own.get(_PAGE, "1"))
        view = query.filter.view(atlas)
        feed = gather_feed(view, page, site(request))
        addresses = _addresses(f"{site(request)}{path}", query.filter.to_params(), feed)
        return Response(write(feed, addresses), media_type=media_type)

    return reading_route(path, answer_feed, data)


def _read_page(given: str) -> int:
    if re.fullmatch(r"[1-9][0-9]{0,6}", given):
        return int(given)
    message = "expected a whole number of 1 or more"
    raise FilterError([FilterProblem(_PAGE, given, message)])


def _addresses(address: str, params: dict[str, list[str]], feed: Feed) -> dict[str, str]:
    """Return where pages of the feed are, by their relation to this one (RFC 5005, section 3)."""
    pages = {
        "self": feed.page, "first": 1, "previous": feed.page - 1, "next": feed.page + 1,
        "last": feed.pages,
    }  # fmt: skip
    return {
        relation: f"{address}?{urlencode({**params, _PAGE: page}, doseq=True)}"
        for relation, page in pages.items()
        if 1 <= page <= feed.pages or relation == "self"
    }
