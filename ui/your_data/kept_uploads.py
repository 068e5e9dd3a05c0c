"""How much of visitors' files this server process keeps: counted, limited, given back.

What is counted goes from the count when it goes from memory: when its visitor replaces or leaves
it, or with the session.
"""

from __future__ import annotations

import itertools
import weakref
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import ImportRefusedError
from geo.importers import Limits
from geo.importers.read.limits import megabytes
from geo.utils import words
from ui.runtime import uploads

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Usage:
    """How many files, and what was made of them, are kept, and how many bytes they take."""

    pieces: int
    size: int


# What is kept beside the files that Streamlit stores: session and bytes, by a number.
_kept: dict[int, tuple[str, int]] = {}
_numbers = itertools.count()


def keep(made: object, size: int) -> None:
    """Count what was made of an upload as long as it is in memory.

    Args:
        made: what the session of this run keeps.
        size: its bytes.

    Raises:
        ImportRefusedError: the session or the server keeps too much.
    """
    number = _count(uploads.session_id(), size)
    weakref.finalize(made, _kept.pop, number, None)


@contextmanager
def counted(session: str, size: int) -> Iterator[None]:
    """Count bytes that are on their way until the block ends.

    Args:
        session: the id of the session that they are for.
        size: how many they are.

    Raises:
        ImportRefusedError: the session or the server keeps too much.
    """
    number = _count(session, size)
    try:
        yield
    finally:
        del _kept[number]


def refuse_if_full() -> None:
    """Raise where this session can bring no file, however small.

    Raises:
        ImportRefusedError: the session or the server keeps too much.
    """
    _refuse_beyond(uploads.session_id(), 0)


def usage(session: str | None = None) -> Usage:
    """Return what one session keeps, or all of them."""
    sizes = [size for one, size in list(_kept.values()) if session in {None, one}]
    for one, files in uploads.stored().items():
        sizes += files if session in {None, one} else []
    return Usage(len(sizes), sum(sizes))


def _count(session: str, size: int) -> int:
    _refuse_beyond(session, size)
    number = next(_numbers)
    _kept[number] = (session, size)
    return number


def _refuse_beyond(session: str, size: int) -> None:
    limits = Limits.from_environment()
    mine, whole = usage(session), usage()
    if mine.pieces >= limits.session_files or mine.size + size > limits.session_bytes:
        message = (
            f"Your session already keeps {_told(mine, size)}; its limits are "
            f"{limits.session_files} and {megabytes(limits.session_bytes)}. Reload the page to let "
            "go of all of it, or bring a smaller file."
        )
        raise ImportRefusedError(message)
    if whole.pieces >= limits.server_files or whole.size + size > limits.server_bytes:
        message = (
            f"This server already keeps {_told(whole, size)}; its limits for all visitors are "
            f"{limits.server_files} and {megabytes(limits.server_bytes)}. Try again later, or run "
            "the atlas on your own computer."
        )
        raise ImportRefusedError(message)


def _told(usage: Usage, more: int) -> str:
    pieces = words.plural(usage.pieces, "file or table", "files and tables")
    addition = f", and this would add {megabytes(more)}" if more else ""
    return f"{pieces}, {megabytes(usage.size)} in all{addition}"
