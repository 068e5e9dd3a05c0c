"""What a run sends, handed to the browser in few instalments."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui.runtime import instalments

AT_MOST_S = 0.01


def message(kind: str, value: str = "") -> ForwardMsg:
    said = ForwardMsg()
    match kind:
        case "new":
            said.new_session.page_script_hash = value or "page"
        case "running" | "idle":
            said.session_status_changed.script_is_running = kind == "running"
        case "finished":
            said.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
        case "navigation":
            said.navigation.page_script_hash = value
        case "settings":
            said.page_config_changed.title = value
        case "end":
            said.delta.new_element.empty.SetInParent()
        case _:
            said.delta.new_element.markdown.body = kind
    return said


def names(sent: list[dict[str, object]]) -> list[str]:
    found = []
    for one in sent:
        if one["type"] != "websocket.send" or "bytes" not in one:
            found.append(str(one["type"]))
            continue
        said = ForwardMsg.FromString(one["bytes"])
        kind = said.WhichOneof("type")
        if kind == "delta":
            found.append(said.delta.new_element.markdown.body or "end")
        elif kind == "session_status_changed":
            found.append("running" if said.session_status_changed.script_is_running else "idle")
        else:
            found.append({"new_session": "new", "script_finished": "finished",
                          "page_config_changed": "settings"}.get(kind, kind))  # fmt: skip
    return found


def arrived(*script: str | float | tuple[str, str]) -> list[list[str]]:
    """Send messages (names) and pause (seconds); return what had arrived after each step."""
    sent: list[dict[str, object]] = []
    after: list[list[str]] = []

    async def receive():
        raise AssertionError

    async def send(one):
        await asyncio.sleep(0)  # as a socket does
        sent.append(one)

    async def app(scope, receive, send):
        for step in script:
            if isinstance(step, float):
                await asyncio.sleep(step)
            else:
                said = message(*((step,) if isinstance(step, str) else step))
                await send({"type": "websocket.send", "bytes": said.SerializeToString()})
            after.append(names(sent))

    asyncio.run(instalments.Instalments(app)({"type": "websocket"}, receive, send))
    return after


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(instalments, "_AT_MOST_S", AT_MOST_S)


OPENED = ("new", "running", "a", "finished", "idle")


def test_the_first_run_on_a_page_is_not_held():
    for n, found in enumerate(arrived(*OPENED), start=1):
        assert found == list(OPENED[:n])
    moved = arrived(*OPENED, ("new", "other"), "running", "b")
    assert moved[-1] == [*OPENED, "new", "running", "b"]


def test_a_run_starts_at_once_and_comes_as_a_whole_when_it_has_finished():
    *early, last, after = arrived(*OPENED, "new", "running", "b", "c", "finished", "idle")[5:]
    assert early == [[*OPENED, "new"]] * 4
    assert last == [*OPENED, "new", "b", "c", "running", "finished"]
    assert after == [*last, "idle"]


def test_what_stands_before_the_end_of_an_instalment_comes_with_it():
    _, _, _, first, held, last = arrived(
        *OPENED, "new", "running", "b", "end", "c", "finished"
    )[5:]  # fmt: skip
    assert first == [*OPENED, "new", "b", "end"]
    assert held == first
    assert last == [*first, "c", "running", "finished"]


def test_only_the_first_end_counts():
    found = arrived(*OPENED, "new", "b", "end", "c", "end", "d")
    assert found[-1] == [*OPENED, "new", "b", "end"]


def test_a_long_run_is_not_held_for_long():
    found = arrived(*OPENED, "new", "running", "b", 5 * AT_MOST_S, "c", 5 * AT_MOST_S)
    assert found[-4] == [*OPENED, "new"]
    assert found[-3] == [*OPENED, "new", "b", "running"]
    assert found[-1] == [*OPENED, "new", "b", "running", "c"]


def test_that_a_run_goes_on_after_an_instalment_is_said_too():
    found = arrived(*OPENED, "new", "running", "b", "end", 5 * AT_MOST_S, "c", 5 * AT_MOST_S)
    assert found[-4] == [*OPENED, "new", "b", "end"]
    assert found[-3] == [*found[-4], "running"]
    assert found[-1] == [*found[-3], "c"]


def test_a_newer_run_comes_after_what_the_one_before_has_sent():
    found = arrived(*OPENED, "new", "running", "b", "new", "c", "finished")
    assert found[-1] == [*OPENED, "new", "b", "running", "new", "c", "finished"]


def test_what_the_browser_has_is_not_sent_again_until_it_changes_or_the_page_does():
    one, two = ("navigation", "1"), ("navigation", "2")
    say = ("settings", "title")
    run = ("new", one, say, "finished")
    found = arrived(*run, *run, "new", two, say, "finished", ("new", "other"), two, say)[-1]
    assert found == [
        "new", "navigation", "settings", "finished",
        "new", "finished",
        "new", "navigation", "finished",
        "new", "navigation", "settings",
    ]  # fmt: skip


def test_other_requests_and_the_ends_of_a_connection_pass():
    sent: list[dict[str, object]] = []

    async def send(one):
        sent.append(one)

    async def page(scope, receive, send):
        await send({"type": "http.response.start", "status": 200})

    async def socket(scope, receive, send):
        await send({"type": "websocket.accept"})
        for name in (*OPENED, "new", "b"):
            await send({"type": "websocket.send", "bytes": message(name).SerializeToString()})
        await send({"type": "websocket.close", "code": 1000})

    async def both():
        await instalments.Instalments(page)({"type": "http"}, None, send)
        await instalments.Instalments(socket)({"type": "websocket"}, None, send)

    asyncio.run(both())
    ends = ["http.response.start", "websocket.accept"]
    assert names(sent) == [*ends, *OPENED, "new", "b", "websocket.close"]


def test_nothing_is_sent_to_a_browser_that_has_left(caplog):
    sent: list[dict[str, object]] = []

    async def send(one):
        if len(sent) == len(OPENED) + 1:
            raise BrokenPipeError
        sent.append(one)

    async def left(scope, receive, send):
        for name in (*OPENED, "new", "b"):
            await send({"type": "websocket.send", "bytes": message(name).SerializeToString()})

    async def stays(scope, receive, send):
        await left(scope, receive, send)
        await asyncio.sleep(3 * AT_MOST_S)

    async def both():
        for app in (left, stays):
            sent.clear()
            await instalments.Instalments(app)({"type": "websocket"}, None, send)
            await asyncio.sleep(3 * AT_MOST_S)

    asyncio.run(both(), debug=True)
    assert names(sent) == [*OPENED, "new"]
    assert not caplog.records


@given(
    st.lists(
        st.sampled_from(["new", "running", "idle", "finished", "end", "a", "b", "c", 0.001, 0.02]),
        max_size=25,
    )
)
def test_everything_arrives_once_and_in_order(script):
    sent = [*OPENED, *(step for step in script if isinstance(step, str))]
    found = arrived(*OPENED, *script, 4 * AT_MOST_S)[-1]
    statuses = {"running", "idle"}
    assert [s for s in found if s not in statuses] == [s for s in sent if s not in statuses]
    assert runs(found) == runs(sent)


def runs(of: list[str]) -> list[list[str]]:
    """Return the statuses of each run."""
    found: list[list[str]] = [[]]
    for name in of:
        if name == "new":
            found.append([])
        elif name in {"running", "idle"}:
            found[-1].append(name)
    return found
