"""What follows from an atlas alone: made once, kept on the atlas, gone when that is gone.

`ui.session.cached` does the same for what also takes how the app draws an atlas.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model.atlas import Atlas

T = TypeVar("T")


def per_atlas(build: Callable[[Atlas], T]) -> Callable[[Atlas], T]:
    """Let a function of an atlas be computed once for each atlas.

    What it returns is shared by all sessions: let it be something that cannot be changed. Two
    threads may both compute it; what they get is equal.
    """

    @wraps(build)
    def cached(atlas: Atlas) -> T:
        if build not in atlas.derived:
            atlas.derived[build] = build(atlas)
        return cast("T", atlas.derived[build])

    return cached
