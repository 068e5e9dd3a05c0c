"""Garbage is searched every few seconds for as long as the server runs."""

from __future__ import annotations

import asyncio
import gc
import weakref

from ui.runtime import garbage


class Part:
    """Something that holds itself, as what a session leaves behind often does."""

    def __init__(self) -> None:
        self.whole = self


def test_what_a_session_held_is_freed_by_the_next_search(monkeypatch):
    monkeypatch.setattr(garbage, "_EVERY_S", 0.01)

    async def serve() -> weakref.ref[Part]:
        async with garbage.searched():
            left = weakref.ref(Part())
            await asyncio.sleep(0.1)
            return left

    gc.disable()
    try:
        assert asyncio.run(serve())() is None
    finally:
        gc.enable()
        gc.unfreeze()
