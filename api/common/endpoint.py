"""An address that is only read: methods, conditional answers, refusals, and reading from anywhere.

A handler gets the request and the atlas and returns a Starlette response; everything that all
interfaces do alike is here.
"""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.common.addresses import site
from api.common.refusals import RefusedError, problem_response
from api.common.turns import in_turn
from geo.errors import AtlasError
from geo.utils.program import program_version

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Message, Receive, Scope, Send

    from geo.model.atlas import Atlas

    Handler = Callable[[Request, Atlas], Response]
    #: Returns the atlas as its files are now; raises NoDataError.
    Data = Callable[[], Atlas]

# The most would take three times as long for a tenth less.
_EFFORT: Final = 5
_READING: Final = ("GET", "HEAD", "OPTIONS")
_ALLOW: Final = ", ".join(_READING)
_OPEN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Crs",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": _ALLOW,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
    "Allow": _ALLOW,
}


def reading_route(path: str, handler: Handler, data: Data) -> Route:
    """Return the route of an address that is only read.

    GET and HEAD are answered, OPTIONS says so, other methods are refused. Every answer of a handler
    gets a weak ETag of the data's version and the request, and `If-None-Match` is answered before
    the handler works. Answers are compressed and may be read by pages of other sites; errors of
    this project become problem details.

    Args:
        path: as Starlette writes it, such as `/api/collections/{collection}`.
        handler: makes the response in a thread, in a turn of `api.common.turns`: while it works, no
            other answer is made. Must not depend on the clock. What takes longer than hundredths of
            a second should stream parts, by `turns.each_in_turn`.
        data: returns the atlas.
    """
    compressing = Middleware(GZipMiddleware, minimum_size=1000, compresslevel=_EFFORT)
    return Route(path, _Endpoint(handler, data), middleware=[compressing])


class _Endpoint:
    def __init__(self, handler: Handler, data: Data) -> None:
        self._handler = handler
        self._data = data

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            response = Response(status_code=HTTPStatus.NO_CONTENT, headers=_PREFLIGHT)
        else:
            response = await in_turn(lambda: self._answer(request))
        for name, value in _OPEN.items():
            response.headers.setdefault(name, value)
        response.headers.add_vary_header("Accept")
        await response(scope, receive, without_body(send) if request.method == "HEAD" else send)

    def _answer(self, request: Request) -> Response:
        try:
            if request.method not in _READING:
                message = f"{request.method} is not possible here; allowed are {_ALLOW}."
                raise RefusedError(
                    HTTPStatus.METHOD_NOT_ALLOWED, message, headers={"Allow": _ALLOW}
                )
            atlas = self._data()
            headers = {"ETag": entity_tag(request, atlas.version), "Cache-Control": "no-cache"}
            if is_known(request, headers["ETag"]):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
            response = self._handler(request, atlas)
        except AtlasError as error:
            return problem_response(error)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response


def entity_tag(request: Request, version: str) -> str:
    """Return the weak ETag of an answer: of the versions, the address and what it may be."""
    parts = (program_version(), version, site(request), request.url.path, request.url.query,
             request.headers.get("accept", ""))  # fmt: skip
    return f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:20]}"'


def is_known(request: Request, tag: str) -> bool:
    """Return whether the client says that it has the answer of this ETag (RFC 9110, 13.1.2)."""
    known = request.headers.get("if-none-match", "")
    return tag.removeprefix("W/") in {part.strip().removeprefix("W/") for part in known.split(",")}


def without_body(send: Send) -> Send:
    """Return what sends an answer to HEAD: the head of the answer to GET, without its body."""

    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head
