"""Few runs at once, so that the server still sends, receives and answers when many want to run.

Python computes in one thread at a time and shares it out evenly. With fifty runs at once the one
thread that talks to all browsers would get a fiftieth, and what the runs have drawn would wait in
the server. Waiting runs cost nothing, and each that has its turn is done sooner.
"""

from __future__ import annotations

import math
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE: Final = 3
_turns = threading.BoundedSemaphore(_AT_ONCE)
_of_thread = threading.local()
_running: Final[set[object]] = set()
_last = -math.inf


@contextmanager
def taken() -> Iterator[None]:
    """Wait for a turn, and have it until the block ends."""
    with running(), _turns:
        _of_thread.has_turn = True
        try:
            yield
        finally:
            _of_thread.has_turn = False


@contextmanager
def running() -> Iterator[None]:
    """Say that a visitor waits for this run until the block ends."""
    run = object()
    _running.add(run)
    try:
        yield
    finally:
        note_visitor()
        _running.remove(run)


def note_visitor() -> None:
    """Say that a visitor has asked for a run, or waits for what one has drawn."""
    global _last  # noqa: PLW0603 - there is one process
    _last = time.monotonic()


def idle_s() -> float:
    """Return for how many seconds no visitor has asked for a run or waited for one."""
    return 0.0 if _running else time.monotonic() - _last


@contextmanager
def lent() -> Iterator[None]:
    """Let another run have this one's turn while the block only waits, if this run has one."""
    if not getattr(_of_thread, "has_turn", False):
        yield
        return
    _turns.release()
    try:
        yield
    finally:
        _turns.acquire()
