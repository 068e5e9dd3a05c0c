"""What is made of a whole atlas for drawing, once: kept on the loaded atlas, gone with that.

What follows from the atlas alone is `geo.model.cached`.

A cache of the server would keep what was made of a user's own file beyond the session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model.atlas import Atlas
    from ui.session.dataset import Loaded

T = TypeVar("T")


def once(loaded: Loaded, name: str, build: Callable[[Atlas], T]) -> T:
    """Return what `build` makes of the atlas, made on first use.

    Args:
        loaded: the atlas as loaded.
        name: what is made; each maker has its own.
        build: called with the atlas. Two sessions may both call it; what it returns is equal.
    """
    if name not in loaded.derived:
        loaded.derived[name] = build(loaded.atlas)
    return cast("T", loaded.derived[name])
