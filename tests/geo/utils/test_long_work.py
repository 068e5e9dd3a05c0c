"""Long work waits for other long work."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from geo.utils.long_work import in_turn


def test_the_second_begins_when_the_first_has_ended():
    at_work, both = threading.Barrier(2), []

    def work() -> None:
        try:
            at_work.wait(timeout=0.2)
        except threading.BrokenBarrierError:
            return
        both.append(True)

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(in_turn(work)) for _ in range(2)]:
            done.result(timeout=10)
    assert not both


def test_work_that_fails_gives_way_too():
    def fail() -> None:
        raise ValueError

    for _ in range(2):
        with pytest.raises(ValueError, match=r"^$"):
            in_turn(fail)()
    assert in_turn(lambda: 1)() == 1
