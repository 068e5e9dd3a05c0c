"""The files that visitors have uploaded, as Streamlit keeps them until their session ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse
from streamlit import config, runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.errors import AtlasError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from starlette.types import ASGIApp, Receive, Scope, Send
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_PATH: Final = "/_stcore/upload_file/"
_FULL: Final = 507
_MEBIBYTE: Final = 2**20


def session_id() -> str:
    """Return the id of the session whose page is being drawn; "" outside a run."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def take(given: UploadedFile) -> bytes:
    """Return the bytes of an upload, and let the server drop its copy of them."""
    data = given.getvalue()
    context = get_script_run_ctx()
    # Only the store in memory can drop a single file; it is the one that there is.
    remove = getattr(context.uploaded_file_mgr, "remove_file", None) if context else None
    if context and remove:
        remove(session_id=context.session_id, file_id=given.file_id)
    return data


def stored() -> dict[str, list[int]]:
    """Return the sizes in bytes of the files that the server keeps, by session."""
    if not runtime.exists():
        return {}
    store = getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", None)
    if not isinstance(store, dict):
        return {}
    return {
        session: [len(file.data) for file in list(files.values())]
        for session, files in list(store.items())
    }


class UploadGate:
    """Refuses an upload before it is read, where too much is kept already."""

    def __init__(
        self, app: ASGIApp, count: Callable[[str, int], AbstractContextManager[None]]
    ) -> None:
        """Put the gate before an app.

        Args:
            app: the app.
            count: called with a session's id and the bytes that come; raises `AtlasError` where
                they are too many, and counts them until its context ends.
        """
        self.app, self.count = app, count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        _, found, rest = scope.get("path", "").partition(_PATH)
        if not found or scope.get("method") != "PUT":
            await self.app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"")
        most = int(config.get_option("server.maxUploadSize")) * _MEBIBYTE
        try:
            with self.count(rest.partition("/")[0], int(length) if length.isdigit() else most):
                await self.app(scope, receive, send)
        except AtlasError as error:
            await PlainTextResponse(str(error), _FULL)(scope, receive, send)
