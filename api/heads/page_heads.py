"""Every page of the app with a head of its own, and an answer that there is no such page.

Streamlit answers any path with one and the same HTML, which its script fills. Here it gets the head
of the page that is asked for; its body stays as it is.
"""

from __future__ import annotations

import hashlib
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.staticfiles import StaticFiles

from api.common.addresses import site
from api.common.endpoint import is_known, without_body
from api.common.pages import BY_PATH
from api.common.refusals import NoDataError
from api.heads.describe import describe, plain_head
from api.heads.link import read_link
from api.heads.markup import with_head
from api.heads.not_found import answer_not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.common.endpoint import Data
    from api.common.pages import Page
    from api.heads.describe import Head

_LOG: Final = logging.getLogger(__name__)
_COMPRESSED_FROM: Final = 1000
# What a browser asks of the file is not asked of the page that is made of it.
_OF_FILE: Final = frozenset(
    {b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-range", b"range"}
)


class PageHeads:
    """Middleware before Streamlit: pages get their heads, unknown paths the status 404."""

    def __init__(
        self,
        app: ASGIApp,
        base_path: str,
        data: Data,
        may_enter: Callable[[Mapping[str, str]], bool],
    ) -> None:
        """Wrap an application.

        Args:
            app: the application.
            base_path: the path below which the app is served, such as `/atlas`; "" for none.
            data: returns the atlas.
            may_enter: tells from the cookies whether a visitor has signed in, or need not. Who may
                not sees a head that says nothing of the data, as all do where there are none.
        """
        self._app, self._base_path = app, base_path
        self._data, self._may_enter = data, may_enter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begin = f"{self._base_path}/"
        if (
            scope["type"] != "http"
            or scope["method"] not in {"GET", "HEAD"}
            or not scope["path"].startswith(begin)
        ):
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(begin)
        if scope["method"] == "HEAD":
            send = without_body(send)
        if path in BY_PATH:
            await self._answer_page(BY_PATH[path], scope, receive, send)
        else:
            await self._answer_other(path, scope, receive, send)

    async def _answer_page(
        self, page: Page, scope: Scope, receive: Receive, send: Send
    ) -> None:  # fmt: skip
        """Send what the app answers, with the head of the page where that is HTML."""
        start, body = await _collected(self._app, scope, receive)
        headers = MutableHeaders(scope=start)
        if start["status"] == HTTPStatus.OK and _is_html(headers):
            request = Request({**scope, "root_path": self._base_path})
            body = await run_in_threadpool(self._with_head, page, request, body)
            tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
            headers["ETag"] = tag
            headers["Content-Length"] = str(len(body))
            for name in ("Last-Modified", "Accept-Ranges", "Vary"):
                del headers[name]
            if is_known(request, tag):
                start["status"], body = HTTPStatus.NOT_MODIFIED, b""
                del headers["Content-Length"]

        async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await GZipMiddleware(answer, minimum_size=_COMPRESSED_FROM)(scope, receive, send)

    def _with_head(self, page: Page, request: Request, body: bytes) -> bytes:
        """Return a page with its head, or as it is where it has no place for one."""
        html = with_head(body.decode(), self._head(page, request))
        return body if html is None else html.encode()

    def _head(self, page: Page, request: Request) -> Head:
        try:
            if self._may_enter(request.cookies):
                atlas = self._data()
                # Not by `request.url`: it would keep the address, and with it ids of an upload.
                query = request.scope["query_string"].decode("latin-1")
                return describe(read_link(page, query, atlas), atlas, site(request))
        except NoDataError:
            pass
        except Exception:  # noqa: BLE001 - a page with a plain head is better than none
            _LOG.exception("The page %r got a plain head", page.path)
        return plain_head(page, site(request))

    async def _answer_other(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what the app answers, unless that is its page under a path that is none."""
        is_unknown = False

        async def send_unless_unknown(message: Message) -> None:
            nonlocal is_unknown
            if message["type"] == "http.response.start":
                # Streamlit's files: where there is no such file, its page stands in.
                of_files = isinstance(scope.get("endpoint"), StaticFiles)
                is_page = message["status"] in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}
                is_unknown = (
                    of_files and is_page and path != "index.html"
                    and _is_html(Headers(scope=message))
                )  # fmt: skip
            if not is_unknown:
                await send(message)

        await self._app(scope, receive, send_unless_unknown)
        if is_unknown:
            answer = answer_not_found(Request(scope), path, self._base_path)
            await answer(scope, receive, send)


async def _collected(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """Return the start and the whole body of an answer to GET."""
    headers = [(name, value) for name, value in scope["headers"] if name not in _OF_FILE]
    start: Message = {}
    chunks: list[bytes] = []

    async def collect(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            chunks.append(message.get("body", b""))

    # Without extensions, which may send a file otherwise than as a body.
    asked = {**scope, "method": "GET", "headers": headers, "extensions": {}}
    await app(asked, receive, collect)
    return start, b"".join(chunks)


def _is_html(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith("text/html")
