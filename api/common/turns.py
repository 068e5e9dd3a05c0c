"""Answers one at a time, which give way to the pages of visitors.

Python computes in one thread at a time. A program that reads page after page can wait, a visitor
who moves a slider cannot: nothing is computed for programs while a page is drawn.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final, TypeVar

from anyio import CapacityLimiter
from starlette.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

T = TypeVar("T")

# Where pages are always being drawn, programs still get an answer a second.
_PATIENCE_S: Final = 1.0
_LOOK_AGAIN_S: Final = 0.005
_one_at_a_time: Final = CapacityLimiter(1)
_is_page_drawn: Callable[[], bool] = bool


def give_way(is_page_drawn: Callable[[], bool]) -> None:
    """Let all answers of this process wait while a page is drawn; for a server, at its start.

    Args:
        is_page_drawn: tells whether one is drawn now.
    """
    global _is_page_drawn  # noqa: PLW0603 - as Python's turns, it is the process's
    _is_page_drawn = is_page_drawn


async def in_turn(make: Callable[[], T]) -> T:
    """Return what a function returns, called in a thread once no page and no answer is made.

    Args:
        make: takes hundredths of a second; longer work is for several turns.
    """
    async with _one_at_a_time:
        end = time.monotonic() + _PATIENCE_S
        while _is_page_drawn() and time.monotonic() < end:  # noqa: ASYNC110 - drawn in threads
            await asyncio.sleep(_LOOK_AGAIN_S)
        return await run_in_threadpool(make)


async def each_in_turn(parts: Iterator[T]) -> AsyncIterator[T]:
    """Yield the parts of a long answer, each of which is made in a turn of its own."""
    while (part := await in_turn(lambda: next(parts, None))) is not None:
        yield part
