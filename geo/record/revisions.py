"""Data of other versions: a folder, or a tag or commit of this repository."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import AtlasError, shorten
from geo.io import catalog
from geo.model.schema import PACKAGE_FILE
from geo.paths import ROOT
from geo.utils.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator


class RevisionError(AtlasError):
    """There are no data where they are looked for."""


@contextmanager
def open_data(given: str, root: Path = ROOT) -> Iterator[Path]:
    """Give the data folder that a word names: a folder, or a tag or commit of the repository.

    Args:
        given: an existing folder, or what git calls a revision.
        root: the repository.

    Raises:
        RevisionError: it is neither, or git is not there.
    """
    if Path(given).is_dir():
        yield Path(given)
        return
    with scratch_folder() as kept:
        yield _unpack(given, kept, root)


def find_version(version: str, root: Path = ROOT) -> str:
    """Return the latest commit of the repository whose data have a version.

    Raises:
        RevisionError: no commit has it, or git is not there.
    """
    log = _git(root, "log", "--format=%H", "--", f"data/{PACKAGE_FILE}")
    for commit in log.decode().split():
        with open_data(commit, root) as folder:
            if catalog.version_of(folder) == version:
                return commit
    message = f"no commit of {root} has data of version {version}"
    raise RevisionError(message)


def _unpack(revision: str, into: Path, root: Path) -> Path:
    try:
        if revision.startswith("-"):  # git would take it for an option
            message = "no revision begins with a dash"
            raise RevisionError(message)  # noqa: TRY301 - with the same words around it
        archive = _git(root, "archive", "--format=tar", revision, "--", "data")
    except RevisionError as error:
        message = (
            f"expected a data folder, or a tag or commit of this repository; found "
            f"{shorten(revision)!r}: {error}"
        )
        raise RevisionError(message) from None
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")
    return into / "data"


def _git(root: Path, command: str, *arguments: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        message = "git is not installed; name two data folders instead"
        raise RevisionError(message)
    done = subprocess.run(  # noqa: S603 - no shell, and no revision that is an option
        [git, "-C", str(root), command, *arguments], capture_output=True, check=False
    )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        message = f"git says: {lines[0] if lines else 'nothing'}"
        raise RevisionError(message)
    return done.stdout
