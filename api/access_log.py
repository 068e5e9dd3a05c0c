"""One line of JSON per answer, with nothing about who asked: no address, browser, query, cookie.

    {"time": "2026-11-30T15:05:33.120Z", "method": "GET", "path": "/timeline", "status": 200,
     "bytes": 7863, "ms": 4}

A WebSocket is one line when it ends, with status 101 and what was sent over it.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from geo.errors import AtlasError, shorten

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ACCESS_LOG_VARIABLE: Final = "ATLAS_ACCESS_LOG"
_CHOICES: Final = {"": False, "off": False, "stdout": True}
# What follows names a visitor's session, or a file that was made for one.
_OF_A_SESSION: Final = re.compile(r"(/_stcore/upload_file/|/media/).*")
_MOST_CHARS: Final = 200


class AccessLogError(AtlasError, ValueError):
    """The setting is none of those that there are."""


def access_log_is_on() -> bool:
    """Return whether the environment asks for the log.

    Raises:
        AccessLogError: the setting is none of those that there are.
    """
    setting = os.environ.get(ACCESS_LOG_VARIABLE, "")
    if setting not in _CHOICES:
        message = f"{ACCESS_LOG_VARIABLE}: expected stdout or off, found {shorten(setting)!r}"
        raise AccessLogError(message)
    return _CHOICES[setting]


def write_to_stdout(line: str) -> None:
    """Write a line of the log."""
    with suppress(OSError):  # a full disk or a closed pipe must not fail the answer
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


class AccessLog:
    """Middleware that logs every answer once it has ended."""

    def __init__(self, app: ASGIApp, write: Callable[[str], None] = write_to_stdout) -> None:
        """Wrap an application; `write` takes the lines."""
        self._app, self._write = app, write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and log its answer."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        answer = _Answer()

        async def send_and_count(message: Message) -> None:
            answer.take(message)
            await send(message)

        came, start = datetime.now(UTC), time.perf_counter()
        try:
            await self._app(scope, receive, send_and_count)
        finally:
            method = scope.get("method", "GET")
            line = {
                "time": came.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "method": method,
                "path": _OF_A_SESSION.sub(r"\1...", scope["path"])[:_MOST_CHARS],
                "status": answer.status,
                "bytes": 0 if method == "HEAD" else answer.size,
                "ms": round((time.perf_counter() - start) * 1000),
            }
            self._write(json.dumps(line))


class _Answer:
    """Status and bytes of an answer; an app that fails before it has one is answered with 500."""

    def __init__(self) -> None:
        self.status = HTTPStatus.INTERNAL_SERVER_ERROR.value
        self.size = 0

    def take(self, message: Message) -> None:
        """Take note of one message of the app."""
        kind = message["type"]
        if kind in {"http.response.start", "websocket.http.response.start"}:
            self.status = message["status"]
        elif kind == "websocket.accept":
            self.status = HTTPStatus.SWITCHING_PROTOCOLS.value
        elif kind == "websocket.close" and self.status != HTTPStatus.SWITCHING_PROTOCOLS:
            self.status = HTTPStatus.FORBIDDEN.value
        self.size += len(message.get("body") or message.get("bytes") or b"")
        self.size += len((message.get("text") or "").encode())
