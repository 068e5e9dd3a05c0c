"""WebSockets from the app's own pages only."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from geo.errors import shorten

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_LOG: Final = logging.getLogger(__name__)
_POLICY_VIOLATION: Final = 1008


class SameOrigin:
    """Middleware that refuses a WebSocket that a page of another site opens.

    Streamlit refuses it too, but first asks a web service for the server's own address. A program
    that is no browser names no origin and is let in.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "websocket":
            headers = Headers(scope=scope)
            origin, host = headers.get("origin"), headers.get("host")
            if origin is not None and _host_of(origin) != host:
                _LOG.warning(
                    "Refused a WebSocket of %s: the app's address is %s. "
                    "Behind a proxy, pass the Host header on.",
                    shorten(origin),
                    shorten(host or "unknown"),
                )
                await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
                return
        await self._app(scope, receive, send)


def _host_of(origin: str) -> str | None:
    """Return host and port of an origin as the Host header has them; None for no address."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
