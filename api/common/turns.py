"""Answers one at a time, which give way to the pages of visitors.

Python computes in one thread at a time. A program that reads page after page can wait, a visitor
who moves a slider cannot: no answer is begun while a page is drawn, and while visitors are there,
answers take half of the time at most, so that a move seldom meets one.
"""

from __future__ import annotations

import asyncio
import math
import time
from typing import TYPE_CHECKING, Final, TypeVar

from anyio import CapacityLimiter
from starlette.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

T = TypeVar("T")

# From a visitor's message to the run that it asks for, and from a run's end until all is sent.
_ON_THE_WAY_S: Final = 0.1
# A visitor who has done nothing for so long is not there.
_GONE_S: Final = 30.0
# Where pages are always being drawn, programs still get an answer a second.
_PATIENCE_S: Final = 1.0
_LOOK_AGAIN_S: Final = 0.005
_one_at_a_time: Final = CapacityLimiter(1)
_rest_until = -math.inf


def _nobody() -> float:
    return math.inf


_idle_s: Callable[[], float] = _nobody


def give_way(idle_s: Callable[[], float] = _nobody) -> None:
    """Let all answers of this process give way to visitors; for a server, at its start.

    Args:
        idle_s: tells for how many seconds no page has been drawn or asked for, 0 while one is.
    """
    global _idle_s  # noqa: PLW0603 - as Python's turns, it is the process's
    _idle_s = idle_s


async def in_turn(make: Callable[[], T]) -> T:
    """Return what a function returns, called in a thread once no page and no answer is made.

    Args:
        make: takes hundredths of a second; longer work is for several turns.
    """
    async with _one_at_a_time:
        end = time.monotonic() + _PATIENCE_S
        while _must_wait() and time.monotonic() < end:  # noqa: ASYNC110 - pages are drawn in threads
            await asyncio.sleep(_LOOK_AGAIN_S)
        begin = time.monotonic()
        try:
            return await run_in_threadpool(make)
        finally:
            _rest(time.monotonic() - begin)


def _must_wait() -> bool:
    idle_s = _idle_s()
    return idle_s < _ON_THE_WAY_S or (idle_s < _GONE_S and time.monotonic() < _rest_until)


def _rest(seconds: float) -> None:
    global _rest_until  # noqa: PLW0603 - as above
    _rest_until = time.monotonic() + seconds


async def each_in_turn(parts: Iterator[T]) -> AsyncIterator[T]:
    """Yield the parts of a long answer, each of which is made in a turn of its own."""
    while (part := await in_turn(lambda: next(parts, None))) is not None:
        yield part
