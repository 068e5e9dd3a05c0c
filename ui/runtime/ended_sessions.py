"""What a visitor has uploaded, and all that came of it, goes when the session has ended.

Streamlit keeps a session whose connection was lost for two minutes, so that it can come back, and
forgets it when another session is lost after that: on a quiet server never. The files that it had
uploaded stay even then. What is closed here is freed by the next search of `garbage`.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from contextlib import asynccontextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Final

from streamlit import config, runtime
from streamlit.proto.BackMsg_pb2 import BackMsg

from geo.utils.function_caches import forget

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# A browser that has lost its connection comes back within seconds or not at all.
KEPT_S = 30.0
LOOK_S = 5.0
_ROUND_S: Final = 0.2
_LOG: Final = logging.getLogger(__name__)


@asynccontextmanager
async def closing() -> AsyncIterator[None]:
    """Close what has ended while a server runs; for its event loop."""
    task = asyncio.create_task(_look_again_and_again())
    try:
        yield
    finally:
        task.cancel()


async def _look_again_and_again() -> None:
    lost_since: dict[str, float] = {}
    # Before Streamlit itself forgets them: then nothing could close them any more.
    kept_s = min(KEPT_S, config.get_option("server.disconnectedSessionTTL") - 2 * LOOK_S)
    while True:
        await asyncio.sleep(LOOK_S)
        try:
            if close_ended(lost_since, time.monotonic(), kept_s):
                await _push_out()
                forget("geo.importers")
        except Exception:  # noqa: BLE001 - one look that fails must not be the last
            _LOG.exception("Ended sessions could not be closed")


def close_ended(lost_since: dict[str, float], now: float, kept_s: float) -> int:
    """Close the sessions that have long been without a connection; return how many.

    Args:
        lost_since: when each of them was first seen without one; kept from call to call.
        now: the time, on the same clock.
        kept_s: how long they may be without one, in seconds.
    """
    server = runtime.get_instance()
    lost = {
        info.session.id
        for info in server._session_mgr.list_sessions()  # noqa: SLF001 - see docs/streamlit.md
        if not server.is_active_session(info.session.id)
    }
    # Files that outlived their session, or came while it ended.
    uploads = getattr(server.uploaded_file_mgr, "file_storage", {})
    lost |= {session for session in list(uploads) if not server.is_active_session(session)}
    for session in lost_since.keys() - lost:
        del lost_since[session]
    ended = [session for session in lost if now - lost_since.setdefault(session, now) >= kept_s]
    for session in ended:
        server.close_session(session)
        server.uploaded_file_mgr.remove_session_files(session)
        del lost_since[session]
    return len(ended)


class _Nobody:
    """Who is connected, and reads nothing."""

    client_context = None

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Take a message."""


async def _push_out() -> None:
    """Take the ended sessions out of where Streamlit has forgotten them.

    The server's loop holds the session and the message that it handled last until it goes round,
    and the module that ran last, with all its names, is the program's `__main__`.
    """
    sys.modules["__main__"] = ModuleType("__main__")
    server = runtime.get_instance()
    session = server.connect_session(client=_Nobody(), user_info={})
    server.handle_backmsg(session, BackMsg(app_heartbeat=True))
    await asyncio.sleep(_ROUND_S)
    server.close_session(session)
