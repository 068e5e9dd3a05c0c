"""The address of the Model Context Protocol."""

from __future__ import annotations

import os
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.routing import Route

from api.common.addresses import site
from api.common.refusals import RefusedError, problem_response
from geo.errors import shorten
from geo.filter.metadata import BASE_URL_VARIABLE

if TYPE_CHECKING:
    from types import ModuleType

    from starlette.types import Message, Receive, Scope, Send

    from api.common.endpoint import Data

PATH: Final = "/mcp"
_MOST_SECONDS: Final = 30
_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def mcp_route(data: Data) -> Route:
    """Return the route of streamable HTTP, without sessions and with answers in JSON.

    Args:
        data: returns the atlas.
    """
    return Route(PATH, _Endpoint(data))


class _Endpoint:
    def __init__(self, data: Data) -> None:
        self._data = data

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        has_begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            _check(request)
            with anyio.fail_after(_MOST_SECONDS):
                protocol = await run_in_threadpool(_protocol)
                server = protocol.serve_tools(self._data, site(request))
                await protocol.answer_http(server, scope, receive, send_and_note)
        except RefusedError as error:
            await problem_response(error)(scope, receive, send)
        except TimeoutError:
            if has_begun:
                raise
            message = f"The request was not whole within {_MOST_SECONDS} seconds."
            late = RefusedError(HTTPStatus.REQUEST_TIMEOUT, message)
            await problem_response(late)(scope, receive, send)


def _protocol() -> ModuleType:
    """Return the module, imported when it is first asked for: it would slow the server's start."""
    from geo.answers import protocol  # noqa: PLC0415

    return protocol


def _check(request: Request) -> None:
    """Refuse what is no question of a program.

    Browsers name the site whose page asks. A page of another site must not ask a server in its
    reader's network, whatever name that site has given to the server's address.
    """
    if request.method != "POST":
        message = (
            "This address is for programs that speak the Model Context Protocol: they POST to it. "
            "/llms.txt says what there is to read."
        )
        raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, message, headers={"Allow": "POST"})
    origin = request.headers.get("origin")
    if origin is not None and not _is_own(origin):
        message = (
            f"Pages of {shorten(origin)} may not ask here; allowed are those of this machine, and "
            f"of {BASE_URL_VARIABLE} where it is set."
        )
        raise RefusedError(HTTPStatus.FORBIDDEN, message)


def _is_own(origin: str) -> bool:
    try:
        asking, own = urlsplit(origin), urlsplit(os.environ.get(BASE_URL_VARIABLE, ""))
        is_of_this_machine = asking.hostname in _THIS_MACHINE
    except ValueError:
        return False
    return is_of_this_machine or (
        bool(own.netloc) and (asking.scheme, asking.netloc) == (own.scheme, own.netloc)
    )
