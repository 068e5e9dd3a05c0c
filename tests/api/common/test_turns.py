"""Answers are made one at a time, and wait while a visitor's page is drawn."""

import threading
import time

import anyio
import pytest

from api.common import turns


@pytest.fixture
def drawn():
    """Whether a page is drawn now."""
    state = {"now": False}
    turns.give_way(lambda: 0.0 if state["now"] else 60.0)
    yield state
    turns.give_way()


def test_an_answer_waits_until_the_page_is_drawn(drawn):
    drawn["now"] = True

    async def ask():
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(finish)
            return await turns.in_turn(lambda: drawn["now"])

    async def finish():
        await anyio.sleep(0.03)
        drawn["now"] = False

    assert anyio.run(ask) is False


def test_where_pages_are_always_drawn_programs_get_an_answer_a_second(drawn, monkeypatch):
    monkeypatch.setattr(turns, "_PATIENCE_S", 0.02)
    drawn["now"] = True
    assert anyio.run(turns.in_turn, lambda: "an answer") == "an answer"


def test_answers_rest_as_long_as_they_worked_while_visitors_are_there(drawn):
    turns.give_way(lambda: 1.0)
    anyio.run(turns.in_turn, lambda: time.sleep(0.05))
    worked = time.monotonic()
    anyio.run(turns.in_turn, bool)
    assert time.monotonic() - worked > 0.04


def test_no_two_answers_are_made_at_once():
    at_work, most = [], []
    lock = threading.Lock()

    def make():
        with lock:
            at_work.append(1)
            most.append(len(at_work))
        time.sleep(0.01)
        at_work.pop()

    async def ask():
        async with anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(turns.in_turn, make)

    anyio.run(ask)
    assert most == [1, 1, 1, 1]


def test_a_long_answer_comes_part_by_part():
    async def ask():
        return [part async for part in turns.each_in_turn(iter("abc"))]

    assert anyio.run(ask) == ["a", "b", "c"]
