"""Python's search for garbage, which Streamlit would start after every run.

All sessions wait meanwhile. What is left out of the search is never freed; nothing of a session is.
"""

from __future__ import annotations

import asyncio
import gc
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# So long may what a session held outlive it.
_EVERY_S: Final = 10.0


@asynccontextmanager
async def searched() -> AsyncIterator[None]:
    """Search every few seconds, and not in what is there now; for a server, before any session.

    A search takes 80 ms as long as it goes through every module and the atlas, which stay, and some
    10 ms without them. The setting runner.postScriptGC turns Streamlit's own off.
    """
    gc.freeze()
    search = asyncio.create_task(_search())
    yield
    search.cancel()


async def _search() -> None:
    while True:
        await asyncio.sleep(_EVERY_S)
        gc.collect()
