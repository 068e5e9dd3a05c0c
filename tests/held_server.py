"""The app on a server that says what it holds of a text; for tests/test_private.py.

    streamlit run tests/held_server.py -- SECONDS

SECONDS is how long it keeps a session that has lost its connection.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route

import server
from api.heads.page_heads import PageHeads
from ui.runtime import ended_sessions, uploads

if TYPE_CHECKING:
    from starlette.requests import Request

ended_sessions.KEPT_S = float(sys.argv[-1])
ended_sessions.LOOK_S = min(ended_sessions.LOOK_S, ended_sessions.KEPT_S / 4)


_MAY_HOLD = (str, bytes, bytearray, pa.ChunkedArray, pa.Table, pa.Array)


def held_in(one: Any, texts: list[str]) -> set[str]:
    """Return which of some texts an object is, or has in its memory."""
    if isinstance(one, str):
        return {text for text in texts if text in one}
    if isinstance(one, bytes | bytearray):
        return {text for text in texts if text.encode() in one}
    if isinstance(one, pa.ChunkedArray):
        return set().union(*(held_in(chunk, texts) for chunk in one.chunks))
    if isinstance(one, pa.Table):
        return set().union(*(held_in(column, texts) for column in one.columns))
    if isinstance(one, pa.Array):
        return set().union(*(held_in(p.to_pybytes(), texts) for p in one.buffers() if p))
    return set()


def held(request: Request) -> JSONResponse:
    """Answer with who holds which text; halves are given apart so that asking does not hold any.

    Asked is every object that Python's search for garbage knows, and all that these refer to.
    """
    gc.unfreeze()
    first, seconds = request.query_params["first"], request.query_params.getlist("second")
    texts = [first + second for second in seconds]
    own = {id(text) for text in texts}
    holders: dict[str, set[str]] = {text: set() for text in texts}
    for one in gc.get_objects():
        if one is globals() or type(one).__name__ == "frame":
            continue
        for part in (one, *gc.get_referents(one)):
            if isinstance(part, _MAY_HOLD) and id(part) not in own:
                for text in held_in(part, texts):
                    holders[text].add(f"{type(one).__name__} of {type(part).__name__}")
    return JSONResponse({second: sorted(holders[first + second]) for second in seconds})


app = st.App(
    Path(__file__).parents[1] / "app.py",
    lifespan=server._ready,
    routes=[Route("/held", held)],
    middleware=[
        Middleware(PageHeads, "", server._atlas, server.may_enter),
        Middleware(uploads.UploadGate, server._counted),
    ],
)
