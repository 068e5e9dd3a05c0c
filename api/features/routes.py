"""The addresses under /api."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from api.common.endpoint import reading_route
from api.common.refusals import RefusedError
from api.features.catalogue import COLLECTIONS
from api.features.documents import (
    answer_collection,
    answer_collections,
    answer_conformance,
    answer_landing,
    answer_queryables,
)
from api.features.items import answer_item, answer_items
from api.features.links import ROOT
from api.features.openapi import answer_openapi
from geo.errors import closest, shorten

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from api.common.endpoint import Data, Handler
    from geo.model.atlas import Atlas

_HANDLERS: Final[dict[str, Handler]] = {
    "": answer_landing,
    "/openapi.json": answer_openapi,
    "/conformance": answer_conformance,
    "/collections": answer_collections,
    "/collections/{collection}": answer_collection,
    "/collections/{collection}/queryables": answer_queryables,
    "/collections/{collection}/items": answer_items,
    "/collections/{collection}/items/{item}": answer_item,
}
_PATHS: Final = (
    ROOT, f"{ROOT}/openapi.json", f"{ROOT}/conformance", f"{ROOT}/collections",
    *(f"{ROOT}/collections/{name}{end}" for name in COLLECTIONS
      for end in ("", "/items", "/queryables")),
)  # fmt: skip


def features_routes(data: Data) -> list[BaseRoute]:
    """Return the routes of OGC API Features; with a slash at its end a path is the same.

    Args:
        data: returns the atlas.
    """
    handlers = {f"{ROOT}{path}{end}": h for path, h in _HANDLERS.items() for end in ("", "/")}
    return [
        *(reading_route(path, handler, data) for path, handler in handlers.items()),
        reading_route(f"{ROOT}/{{rest:path}}", _refuse_path, data),
    ]


def _refuse_path(request: Request, _atlas: Atlas) -> Response:
    near = closest(request.url.path, _PATHS)
    message = (
        f"There is nothing at {shorten(request.url.path)}; closest: {', '.join(near or (ROOT,))}."
    )
    raise RefusedError(HTTPStatus.NOT_FOUND, message, members={"closest": list(near)})
