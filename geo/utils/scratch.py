"""Temporary folders under one name, so that what a killed process has left can be found.

They stand in the system's folder for temporary files and are called incident-atlas-PID-XXXXXXXX.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX: Final = "incident-atlas-"
_OURS: Final = re.compile(rf"{PREFIX}(\d+)-")


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a new folder that only this user can read; it goes however the block ends."""
    name = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
    try:
        yield Path(name)
    finally:
        shutil.rmtree(name, ignore_errors=True)


def sweep() -> int:
    """Remove the folders of processes that are gone, and return how many; for the server's start.

    A folder with the number of this process is that of an earlier one with the same number.
    """
    removed = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        match = _OURS.match(folder.name)
        if match and (int(match[1]) == os.getpid() or not is_running(int(match[1]))):
            shutil.rmtree(folder, ignore_errors=True)
            removed += not folder.exists()
    return removed


def is_running(pid: int) -> bool:
    """Return whether there is a process with this number, of whichever user."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
