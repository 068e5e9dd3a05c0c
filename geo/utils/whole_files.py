"""Files that appear whole or not at all, whatever ends the process or fills the disk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: str | Path, data: bytes) -> None:
    """Write a file, or replace it; until all is on the disk the old one is there.

    Args:
        path: the file. A symbolic link keeps leading to the file that it names; what is no plain
            file, such as /dev/stdout, is written to as it is.
        data: what it holds.

    Raises:
        OSError: it cannot be written; what was there before is as it was.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(_mode_of(path))
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _mode_of(path: Path) -> int:
    """Return the mode of the file that is replaced, or that of a new one."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
