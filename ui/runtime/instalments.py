"""What a script run sends, handed to the browser in few instalments: middleware for `server.py`.

    a new run ------------------------> at once: the browser works on it while the server computes
    what the run sends ---------------> together, when the run says so, ends, or after 0.15 s
    that the run is under way --------> after 0.15 s, or just before that it has ended
    navigation and page settings -----> only if they are not what the browser has already

Whatever arrives by itself makes the browser go through every element of the page, navigation
included. A move of the filter sends some thirty messages within the time that one such pass takes;
handed over as they come they cost up to ten passes, together two or three.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Longer than a run at the shipped data takes, and not yet felt as a wait.
_AT_MOST_S: Final = 0.15
# What the browser keeps as long as it is on the same page.
_KEPT: Final = frozenset({"navigation", "page_config_changed"})


def end_instalment() -> None:
    """Let the browser have what the script has sent so far.

    Sends an element that shows nothing: only what takes the same way as the elements comes after
    them. Its place must be the same in every run.
    """
    st.empty()


class Instalments:
    """ASGI middleware that hands what Streamlit sends to the browser in instalments."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand between the server and `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or one connection until it ends."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        connection = _Connection(send)
        try:
            await self._app(scope, receive, connection.send)
        finally:
            connection.close()


class _Connection:
    """One browser, on one WebSocket."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._lock = asyncio.Lock()  # what is released must not mix with what comes meanwhile
        self._held: list[Message] = []
        self._status: list[Message] = []  # that the run is under way
        self._late: asyncio.Task[None] | None = None
        self._kept: dict[str, bytes] = {}
        self._page: str | None = None
        self._holds = False
        self._may_end = False

    async def send(self, message: Message) -> None:
        """Send a message, hold it for the next instalment, or drop it as known."""
        data = message.get("bytes") if message["type"] == "websocket.send" else None
        if data is None:  # the connection begins or ends
            await self._release(message)
            return
        said = ForwardMsg.FromString(data)
        kind = said.WhichOneof("type") or ""
        if kind == "new_session":
            self._begin(said.new_session.page_script_hash)
            await self._release(message)
            return
        if kind in _KEPT:
            if self._kept.get(kind) == data:
                return
            self._kept[kind] = data
        if not self._holds:
            await self._release(message)
        elif kind == "script_finished":
            self._holds = False
            await self._release(message)
        else:
            self._hold(message, status=kind == "session_status_changed")
            if self._may_end and said.delta.new_element.WhichOneof("type") == "empty":
                self._may_end = False
                await self._release(status=False)

    def close(self) -> None:
        """Forget what nobody listens to any more."""
        self._held.clear()
        self._status.clear()
        if self._late is not None:
            self._late.cancel()

    def _begin(self, page: str) -> None:
        """Begin a run. The first on a page is not held: what is there first is shown first."""
        self._holds = self._may_end = page == self._page
        if page != self._page:
            self._page = page
            self._kept.clear()  # the browser begins anew

    def _hold(self, message: Message, *, status: bool) -> None:
        (self._status if status else self._held).append(message)
        self._release_at_last()

    def _release_at_last(self) -> None:
        if self._late is None:
            self._late = asyncio.create_task(self._release_late())

    async def _release_late(self) -> None:
        await asyncio.sleep(_AT_MOST_S)
        self._late = None  # it must not cancel itself
        with suppress(OSError):  # there is nobody any more; the app learns it from what it sends
            await self._release()

    async def _release(self, last: Message | None = None, *, status: bool = True) -> None:
        """Send what is held, with the status or without it, then `last`."""
        async with self._lock:
            if self._late is not None:
                self._late.cancel()
                self._late = None
            while self._held:
                await self._send(self._held.pop(0))
            # It changes how all elements are drawn, so it comes when they need not hurry.
            while self._status and status:
                await self._send(self._status.pop(0))
            if last is not None:
                await self._send(last)
            if self._status:
                self._release_at_last()
