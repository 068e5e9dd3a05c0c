"""What changed between the atlas that is shown and the versions of its data that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import AtlasError
from geo.record.history import FOLDER, History, read_history
from geo.record.snapshot import Snapshot, counts_of, read_snapshot
from ui.session import dataset
from ui.session.cached import cached

if TYPE_CHECKING:
    from geo.model.atlas import Atlas
    from geo.record.changes import Changes, Kind
    from ui.session.dataset import Loaded


@dataclass(frozen=True)
class Versions:
    """The kept versions of the data of an atlas, and those data as they are.

    `trouble` says why the history cannot be read; then no version is kept.
    """

    history: History
    now: Snapshot | None = None
    trouble: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The versions that can be compared, oldest first; the last may not be kept yet."""
        names = self.history.names
        if names and self.now is not None and self.now.version not in names:
            return (*names, self.now.version)
        return names

    def between(self, old: str, new: str) -> Changes:
        """Return what changed from one of `names` to a later one."""
        if self.now is not None and new not in self.history.names:
            return self.history.since(old, self.now)
        return self.history.between(old, new)


def versions(loaded: Loaded) -> Versions:
    """Return the kept versions of the data folder; none for a file of a visitor's own."""
    if loaded.private:
        return Versions(History(()))
    files = sorted((dataset.folder() / FOLDER).glob("*.csv"))
    state = " ".join(f"{path.name} {path.stat().st_mtime_ns}" for path in files)
    return cached(loaded, f"versions {state}", _read)


def _read(atlas: Atlas) -> Versions:
    folder = dataset.folder()
    try:
        history = read_history(folder)
        if not history.names or history.names[-1] == atlas.version:
            return Versions(history)
        now = read_snapshot(folder, counts=counts_of(atlas))
    except AtlasError as error:
        return Versions(History(()), trouble=str(error))
    # The folder may have moved on since the atlas was read.
    return Versions(history, now if now.version == atlas.version else None)


def incidents_since(loaded: Loaded, version: str) -> dict[str, Kind] | None:
    """Return which incidents changed from a version to the one shown; None where not known."""
    known = versions(loaded)
    if version not in known.names or loaded.atlas.version not in known.names:
        return None
    return cached(
        loaded, f"changed {version}",
        lambda atlas: known.between(version, atlas.version).incidents(),
    )  # fmt: skip
