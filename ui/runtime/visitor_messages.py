"""What a visitor's browser may ask of Streamlit's server, and no more."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

from ui.runtime import turns

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What pages need: runs, a sign of life, files and further rows of a table.
_MESSAGES: Final = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"}
_OPERATIONS: Final = {"deferred_file", "dataframe_chunk"}
_LOG: Final = logging.getLogger(__name__)


class VisitorMessages:
    """Middleware that drops what only a developer's browser should ask.

    Streamlit obeys every browser: one message empties the caches of all visitors, others tell the
    repository with its changed files, or write files beside the app.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request; of a WebSocket only the messages that pages need."""

        async def receive_allowed() -> Message:
            while True:
                message = await receive()
                asked = refused(message.get("bytes") or b"")
                if not asked:
                    turns.note_visitor()
                    return message
                _LOG.warning("Refused a visitor's message: %s", asked)

        await self._app(scope, receive_allowed if scope["type"] == "websocket" else receive, send)


def refused(frame: bytes) -> str:
    """Return what a frame asks if it is refused, else ""; Streamlit refuses what it cannot read."""
    try:
        message = BackMsg.FromString(frame)
    except DecodeError:
        return ""
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        kind = message.backend_operation_request.WhichOneof("payload")
        return "" if kind in _OPERATIONS else str(kind)
    return "" if kind is None or kind in _MESSAGES else str(kind)
