"""The pictures of links that were drawn: their addresses, and the disk that keeps them for a while.

    <ATLAS_CACHE>/cards/<digest>.png

The digest is of the program, the data and the filter, so a picture is never out of date. Those that
were asked for longest ago go first. With ATLAS_CACHE=off none is kept.
"""

from __future__ import annotations

import hashlib
import logging
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from geo.io import cache
from geo.utils.program import program_version
from geo.utils.whole_files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from geo.model.atlas import Atlas

FOLDER: Final = "cards"
SUFFIX: Final = ".png"
MOST_FILES: Final = 1000
MOST_BYTES: Final = 100_000_000
_LOG: Final = logging.getLogger(__name__)


def card_digest(query: str, atlas: Atlas) -> str:
    """Return the digest of a picture; `query` is what it shows, in canonical form."""
    parts = (program_version(), cache.code_version(), atlas.version, query)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def card_address(query: str, atlas: Atlas) -> str:
    """Return the address of a picture below the site's; `query` as for `card_digest`."""
    return f"/card/{card_digest(query, atlas)}{SUFFIX}{'?' if query else ''}{query}"


def read_card(digest: str) -> bytes | None:
    """Return a picture that is kept, or None."""
    where = cache.directory()
    if where is None:
        return None
    path = where / FOLDER / f"{digest}{SUFFIX}"
    try:
        picture = path.read_bytes()
        os.utime(path)  # those asked for last are kept
    except OSError:
        return None
    return picture


def keep_card(digest: str, picture: bytes) -> None:
    """Keep a picture; a disk that is full or read-only keeps nothing."""
    where = cache.directory()
    if where is None:
        return
    folder = where / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / f"{digest}{SUFFIX}", picture)
        _tidy(folder)
    except OSError as error:
        _LOG.warning("a picture of a link was not kept: %s", error)


def _tidy(folder: Path) -> None:
    """Remove the pictures asked for longest ago, down to the limits."""
    kept = []
    for path in folder.glob(f"*{SUFFIX}"):
        with suppress(FileNotFoundError):  # another process has just removed it
            stat = path.stat()
            kept.append((stat.st_mtime_ns, stat.st_size, path))
    size = 0
    for n, (_, n_bytes, path) in enumerate(sorted(kept, reverse=True), 1):
        size += n_bytes
        if n > MOST_FILES or size > MOST_BYTES:
            path.unlink(missing_ok=True)
