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


def holds(one: Any, text: str) -> bool:
    """Whether an object is, or has in its memory, this text."""
    if isinstance(one, str):
        return text in one
    if isinstance(one, bytes | bytearray):
        return text.encode() in one
    if isinstance(one, pa.ChunkedArray):
        return any(holds(chunk, text) for chunk in one.chunks)
    if isinstance(one, pa.Table):
        return any(holds(column, text) for column in one.columns)
    if isinstance(one, pa.Array):
        return any(text.encode() in part.to_pybytes() for part in one.buffers() if part)
    return False


def held(request: Request) -> JSONResponse:
    """Answer with who holds a text, whose halves are given apart so that asking does not hold it.

    Asked is every object that Python's search for garbage knows, and all that these refer to.
    """
    gc.unfreeze()
    text = request.query_params["first"] + request.query_params["second"]
    holders = {
        f"{type(one).__name__} of {type(part).__name__}"
        for one in gc.get_objects()
        if one is not globals() and type(one).__name__ != "frame"
        for part in (one, *gc.get_referents(one))
        if part is not text and holds(part, text)
    }
    return JSONResponse(sorted(holders))


app = st.App(
    Path(__file__).parents[1] / "app.py",
    lifespan=server._ready,
    routes=[Route("/held", held)],
    middleware=[
        Middleware(PageHeads, "", server._atlas, server.may_enter),
        Middleware(uploads.UploadGate, server._counted),
    ],
)
