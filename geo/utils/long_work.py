"""Work of seconds, such as a picture or a brief, beside visitors who wait for tenths of one.

Python computes in one thread at a time. While one thread has much to compute, each of the others
waits for its turn whenever it has waited for the network, many times for each run of a page.
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

# A tenth of Python's own. Shorter turns still cost nothing that can be measured.
_TURN_S: Final = 0.0005
_one_at_a_time = threading.Lock()


def take_short_turns() -> None:
    """Let threads give way to each other sooner; for a server, at its start."""
    sys.setswitchinterval(_TURN_S)


def in_turn(make: Callable[[], T]) -> Callable[[], T]:
    """Return a function that does the same as `make` once no other of its kind is at work."""

    def make_in_turn() -> T:
        with _one_at_a_time:
            return make()

    return make_in_turn
