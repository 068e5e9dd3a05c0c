"""What is computed once per atlas for drawing: kept on the loaded atlas, gone with it.

A cache of the server would keep what comes of a visitor's own file beyond the session. What needs
nothing of the screen is computed once by `geo.model.cached`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model.atlas import Atlas
    from ui.session.dataset import Loaded

T = TypeVar("T")


def cached(loaded: Loaded, name: str, build: Callable[[Atlas], T]) -> T:
    """Return what `build` returns for the atlas, computed on first use.

    Args:
        loaded: the atlas as loaded.
        name: what is computed; each `build` has its own.
        build: called with the atlas. Two sessions may both call it; what it returns is equal.
    """
    if name not in loaded.derived:
        loaded.derived[name] = build(loaded.atlas)
    return cast("T", loaded.derived[name])
