"""Files that appear whole or not at all, one or several together, whatever ends the process.

    new bytes --> a hidden file beside, synced --> renamed over the old one

Of several files a list of the renames, the journal, is written before the first of them: from then
on they are done, by this process or by the next that looks (`finish`).
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.utils.scratch import is_running

if TYPE_CHECKING:
    from collections.abc import Mapping

JOURNAL: Final = ".unfinished.json"
_PARTIAL: Final = re.compile(r"\..+\.partial-(\d+)-\w+")
_NEXT, _BACK = ".atlas-next", ".atlas-back"


def write_whole(path: str | Path, data: bytes) -> None:
    """Write a file, or replace it; until all is on the disk the old one is there.

    What killed processes have left in its folder is removed.

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
    sweep(path.parent)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.partial-{os.getpid()}-", dir=path.parent)
    beside = Path(name)
    try:
        os.close(handle)
        _write_synced(beside, data, _mode_of(path))
        beside.replace(path)
        _sync_folder(path.parent)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def write_together(folder: str | Path, files: Mapping[Path, bytes | None]) -> None:
    """Replace files, or remove those that are None: all of them, or none.

    Args:
        folder: where the journal stands meanwhile; `finish` looks there.
        files: what the files are to hold.

    Raises:
        OSError: one of them cannot be written; all are as they were.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    _stage(Path(folder), files, _NEXT)
    try:
        finish(folder)
    except OSError:
        _stage(Path(folder), before, _BACK)
        finish(folder)
        raise


def finish(folder: str | Path) -> bool:
    """Finish what a killed `write_together` has begun in a folder; return whether there was any.

    Raises:
        OSError: a file cannot be put in its place; the next call tries again.
    """
    journal = Path(folder) / JOURNAL
    try:
        steps = json.loads(journal.read_bytes())
    except FileNotFoundError:
        return False
    for beside, path in steps["moves"]:
        if Path(beside).exists():
            Path(beside).replace(path)
    for path in steps["removals"]:
        Path(path).unlink(missing_ok=True)
    paths = [Path(path) for path in (*(path for _, path in steps["moves"]), *steps["removals"])]
    for path in paths:  # of a change that was begun and taken back
        _beside(path, _NEXT).unlink(missing_ok=True)
    for parent in {path.parent for path in paths}:
        _sync_folder(parent)
    journal.unlink()
    return True


def sweep(folder: Path) -> None:
    """Remove what killed processes have left in a folder."""
    for left in folder.glob(".*.partial-*"):
        owner = _PARTIAL.fullmatch(left.name)
        if owner and not is_running(int(owner[1])):
            with suppress(OSError):
                left.unlink()


def sync_files(folder: Path) -> None:
    """Let the files of a folder be on the disk before the folder gets its name.

    Raises:
        OSError: one of them cannot be written.
    """
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _stage(folder: Path, files: Mapping[Path, bytes | None], suffix: str) -> None:
    """Write files beside their places, and then the journal that puts them there."""
    moves = {_beside(path, suffix): path for path, data in files.items() if data is not None}
    removals = [str(path.absolute()) for path, data in files.items() if data is None]
    try:
        for beside, path in moves.items():
            _write_synced(beside, files[path] or b"", _mode_of(path))
        steps = [[str(beside.absolute()), str(path.absolute())] for beside, path in moves.items()]
        journal = json.dumps({"moves": steps, "removals": removals})
        write_whole(folder / JOURNAL, journal.encode())
    except BaseException:
        for beside in moves:
            beside.unlink(missing_ok=True)
        raise


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f".{path.name}{suffix}")


def _write_synced(path: Path, data: bytes, mode: int) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(mode)


def _sync_folder(folder: Path) -> None:
    """Let a rename survive a loss of power, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _mode_of(path: Path) -> int:
    """Return the mode of the file that is replaced, or that of a new one."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
