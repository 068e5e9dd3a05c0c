"""Finds what the caches of a process hold: functools caches, Streamlit's, plain containers."""

from __future__ import annotations

import functools
import gc
import sys
import types
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from streamlit.runtime.caching import cache_data_api, cache_resource_api

if TYPE_CHECKING:
    from collections.abc import Iterator

_Cache = type(functools.cache(len))
_WRAPPERS = (staticmethod, classmethod, types.MethodType)
# Regular expressions are kept in such a container, too.
_LOOKED_AT = ("geo", "maps", "ui", "re")
# They are the program, not what it holds, and would lead to everything else.
_PROGRAM = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.CodeType,
            types.MethodType, types.FrameType, _Cache)  # fmt: skip


def caches() -> dict[str, Any]:
    """Return all that a process keeps between sessions, by name.

    Every functools cache of the process, whoever's it is, the containers at the top of our own
    modules, and the caches of Streamlit and of regular expressions.
    """
    roots: dict[str, Any] = {
        "st.cache_data": cache_data_api._data_caches,
        "st.cache_resource": cache_resource_api._resource_caches,
    }
    for name, module in list(sys.modules.items()):
        for attribute, value in list(vars(module).items()):
            if isinstance(value, type):
                members = {f"{attribute}.{n}": v for n, v in vars(value).items()}
            else:
                members = {attribute: value}
            for member, held in members.items():
                # Not `getattr`: some packages import modules when asked for anything.
                inner = held.__func__ if isinstance(held, _WRAPPERS) else held
                is_ours = name.split(".")[0] in _LOOKED_AT
                if isinstance(inner, _Cache) or (is_ours and isinstance(held, dict | list | set)):
                    roots[f"{name}.{member}"] = inner
    # Also those in closures, unless the garbage collector was told to forget them.
    for cache in gc.get_objects():
        if isinstance(cache, _Cache):
            roots.setdefault(f"{cache.__module__}.{cache.__qualname__} {id(cache)}", cache)
    return roots


def held(root: Any) -> Iterator[list[Any]]:
    """Yield what can be reached from a cache, container by container: keys, values, their parts."""
    seen: dict[int, Any] = {}  # with the objects, so that none is freed and its id used again
    stack = [gc.get_referents(root)]
    while stack:
        parts = stack.pop()
        yield parts
        for part in parts:
            if id(part) not in seen and not isinstance(part, _PROGRAM):
                seen[id(part)] = part
                stack.append(_parts(part))


def _parts(one: Any) -> list[Any]:
    """Return what an object holds, that which the garbage collector does not see included."""
    if isinstance(one, np.ndarray) and one.dtype != object:
        return one.ravel().tolist() if one.dtype.names is None else []
    if isinstance(one, pa.Array | pa.ChunkedArray | pa.Table):
        return [one.to_pylist()]
    if isinstance(one, pd.api.extensions.ExtensionArray | pd.Index):
        return [list(one)]
    if isinstance(one, shapely.Geometry):
        return shapely.get_coordinates(one).ravel().tolist()
    return gc.get_referents(one)
