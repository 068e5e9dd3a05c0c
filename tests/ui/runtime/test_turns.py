"""Three runs at once; one that only waits lends its turn."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from ui.runtime import turns


@pytest.fixture
def threads():
    with ThreadPoolExecutor(4) as pool:
        yield pool


def test_the_fourth_run_waits_until_one_of_three_has_ended(threads):
    begun, may_end, fourth = threading.Barrier(4), threading.Event(), threading.Event()

    def run() -> None:
        with turns.taken():
            begun.wait(timeout=10)
            may_end.wait(timeout=10)

    def run_fourth() -> None:
        with turns.taken():
            fourth.set()

    three = [threads.submit(run) for _ in range(3)]
    begun.wait(timeout=10)
    last = threads.submit(run_fourth)
    assert not fourth.wait(timeout=0.1)
    may_end.set()
    for done in [*three, last]:
        done.result(timeout=10)
    assert fourth.is_set()


def test_a_run_that_only_waits_lends_its_turn(threads):
    lent = threading.Barrier(4)

    def run() -> None:
        with turns.taken(), turns.lent():
            lent.wait(timeout=10)  # four at once

    for done in [threads.submit(run) for _ in range(4)]:
        done.result(timeout=10)


def test_what_breaks_a_run_off_ends_its_turn():
    for _ in range(4):
        with pytest.raises(KeyError), turns.taken(), turns.lent():
            raise KeyError
    with turns.lent():  # without a turn there is none to lend
        pass


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is moved, in seconds; nothing has run yet."""
    now = SimpleNamespace(s=1000.0)
    monkeypatch.setattr(turns, "time", SimpleNamespace(monotonic=lambda: now.s))
    monkeypatch.setattr(turns, "_last", 0.0)
    return now


def test_no_visitor_waits_since_the_end_of_the_last_run(clock):
    assert turns.idle_s() == 1000
    with turns.taken():
        with turns.lent():
            assert turns.idle_s() == 0
        with turns.running():
            pass
        clock.s += 10
        assert turns.idle_s() == 0
    clock.s += 0.2
    assert turns.idle_s() == pytest.approx(0.2)


def test_a_visitor_waits_for_a_run_before_it_begins(clock):
    turns.note_visitor()
    assert turns.idle_s() == 0
