"""How long work tells how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from geo.errors import AtlasError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Called with what is being done, how much of it is done and how much there is. Returning False
# stops the work with `CancelledError`; an exception raised in it goes through.
Progress = Callable[[str, int, int], bool | None]

CHUNK = 20_000


class CancelledError(AtlasError):
    """The work was stopped through its progress callback; it left nothing behind."""


def tell(progress: Progress | None, what: str, done: int, total: int) -> None:
    """Tell how far the work is.

    Args:
        progress: whom to tell, or None.
        what: what is being done, in a few words.
        done: how much is done.
        total: how much there is.

    Raises:
        CancelledError: `progress` returned False.
    """
    if progress is not None and progress(what, done, total) is False:
        message = f"stopped while {what}, {done:,} of {total:,} done"
        raise CancelledError(message)


def chunks(count: int, progress: Progress | None, what: str, size: int = CHUNK) -> Iterator[slice]:
    """Yield slices that cover `count` items, telling before each one and at the end."""
    for start in range(0, count, size):
        tell(progress, what, start, count)
        yield slice(start, min(start + size, count))
    tell(progress, what, count, count)
