"""The versions of the data that are kept: one CSV file each in history/ of the data folder.

A file is named after its version, such as `1.0.0-a6c5f081ee.csv`, and holds the step to it from the
version kept before: the lines of `geo.record.changes`, under a first line that names both versions
and the day. The first file is the step from nothing, and so has a digest of every row. The steps
from one version to a later one add up to all that changed between them.

The folder is no table of the data and does not count for their version.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import AtlasError, DataError, Problem, closest, listed
from geo.record.changes import COUNTS, Line, combine, compare, compare_counts
from geo.record.snapshot import Snapshot, read_snapshot, row_digest
from geo.utils.whole_files import write_whole

if TYPE_CHECKING:
    from geo.record.changes import Changes

FOLDER: Final = "history"
HEADER: Final = ("table", "row", "column", "old", "new")
_VERSION: Final = "version"


class HistoryError(AtlasError):
    """The history cannot be read or written as asked."""


@dataclass(frozen=True)
class KeptVersion:
    """One version, the one kept before it ("" for the first), its day, and the step between."""

    version: str
    previous: str
    day: date
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class History:
    """The versions of a data folder that are kept, oldest first."""

    versions: tuple[KeptVersion, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The kept versions, oldest first."""
        return tuple(kept.version for kept in self.versions)

    def between(self, old: str, new: str) -> Changes:
        """Return what changed from one kept version to a later one.

        Raises:
            HistoryError: one of them is not kept, or the first is not before the second.
        """
        first, last = self._place_of(old), self._place_of(new)
        if first > last:
            message = f"{old} is later than {new}; name the earlier version first"
            raise HistoryError(message)
        return combine(old, new, [kept.lines for kept in self.versions[first + 1 : last + 1]])

    def since(self, old: str, now: Snapshot) -> Changes:
        """Return what changed from a kept version to the data as they are now.

        Of the changes since the last kept version only the rows are known, and not which fields.

        Raises:
            HistoryError: the version is not kept.
        """
        first = self._place_of(old)
        steps = [kept.lines for kept in self.versions[first + 1 :]]
        if now.version != self.names[-1]:
            steps.append(self.unkept(now))
        return combine(old, now.version, steps)

    def unkept(self, now: Snapshot) -> tuple[Line, ...]:
        """Return the step from the version kept last to the data as they are now."""
        last = self.names[-1]
        kept = self.digests(last)
        current = {
            (table, key): row_digest(row)
            for table, rows in now.rows.items()
            for key, row in rows.items()
        }
        lines = []
        for key in dict.fromkeys((*current, *kept)):
            before, after = kept.get(key, ""), current.get(key, "")
            if before and after and before != after:
                # Which cells differ is not known: as if the row were taken out and put in again.
                lines += [Line(*key, "", before, ""), Line(*key, "", "", after)]
            elif before != after:
                lines.append(Line(*key, "", before, after))
        return (*lines, *compare_counts(self.counts(last), now.counts))

    def digests(self, version: str) -> dict[tuple[str, str], str]:
        """Return the digest of every row of a kept version, by table and key."""
        digests = {}
        for kept in self.versions[: self._place_of(version) + 1]:
            for line in kept.lines:
                if line.row and not line.column and line.table != COUNTS:
                    digests[line.table, line.row] = line.new
        return {key: digest for key, digest in digests.items() if digest}

    def counts(self, version: str) -> dict[str, str]:
        """Return the headline counts of a kept version, by name."""
        counts: dict[str, str] = {}
        for kept in self.versions[: self._place_of(version) + 1]:
            counts |= {line.row: line.new for line in kept.lines if line.table == COUNTS}
        return {name: value for name, value in counts.items() if value}

    def _place_of(self, version: str) -> int:
        if version not in self.names:
            near = closest(version, self.names)
            hint = f"; closest: {', '.join(near)}" if near else ""
            message = (
                f"version {version} is not kept; kept are {listed(self.names) or 'none'}{hint}"
            )
            raise HistoryError(message)
        return self.names.index(version)


def read_history(folder: str | Path) -> History:
    """Return the kept versions of a data folder; none where it has no history/.

    Raises:
        HistoryError: a file is not as `add_version` writes it, or the versions are no chain.
    """
    files = sorted((Path(folder) / FOLDER).glob("*.csv"))
    following: dict[str, KeptVersion] = {}
    for path in files:
        kept = _read(path)
        if kept.previous in following:
            message = (
                f"{FOLDER}/: {kept.version} and {following[kept.previous].version} both follow "
                f"{kept.previous or 'nothing'}; expected one version after another"
            )
            raise HistoryError(message)
        following[kept.previous] = kept
    versions: list[KeptVersion] = []
    while (before := versions[-1].version if versions else "") in following:
        versions.append(following.pop(before))
    if following:
        kept = next(iter(following.values()))
        message = (
            f"{FOLDER}/{kept.version}.csv follows version {kept.previous}, which is not kept; "
            "restore its file"
        )
        raise HistoryError(message)
    return History(tuple(versions))


def find_problems(folder: str | Path) -> list[Problem]:
    """Return what is wrong with the history of a data folder, for `geo validate`.

    Where the folder's own version is kept, its rows have to be those that the history tells.
    """
    try:
        history = read_history(folder)
    except HistoryError as error:
        return [Problem(f"{FOLDER}/", 1, "file", str(error), "note")]
    if not history.versions:
        return []
    try:
        now = read_snapshot(folder, {})
    except DataError:
        return []  # the checks of the tables say so
    if now.version != history.names[-1]:
        return []
    differing = [line for line in history.unkept(now) if line.table != COUNTS]
    file = f"{FOLDER}/{now.version}.csv"
    return [
        Problem(file, 1, line.table, f"does not tell the row {line.row} as it is", "note")
        for line in differing
    ]


def add_version(folder: str | Path, before: Snapshot | None, now: Snapshot, day: date) -> Path:
    """Write the history file of a folder's version.

    Args:
        folder: the data folder; its history/ is made where there is none.
        before: the version kept last; None where none is kept.
        now: the version of the folder.
        day: the day that it is dated.

    Returns:
        The file that was written.

    Raises:
        HistoryError: the version is kept already, or `before` is not the version kept last.
        OSError: the file cannot be written.
    """
    folder = Path(folder)
    history = read_history(folder)
    last = history.names[-1] if history.names else ""
    if now.version in history.names:
        message = f"{FOLDER}/{now.version}.csv exists; a version that is kept is not written again"
        raise HistoryError(message)
    if (before.version if before else "") != last:
        found = f"version {before.version}" if before else "none"
        message = f"expected the data of {last or 'no version'}, the one kept last; found {found}"
        raise HistoryError(message)
    step = compare(before, now)
    if before and not before.counts:  # an older layout, which this code cannot count
        step = [line for line in step if line.table != COUNTS]
        step += compare_counts(history.counts(last), now.counts)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([HEADER, Line(_VERSION, day.isoformat(), "", last, now.version), *step])
    path = folder / FOLDER / f"{now.version}.csv"
    path.parent.mkdir(exist_ok=True)
    write_whole(path, out.getvalue().encode())
    return path


def _read(path: Path) -> KeptVersion:
    try:
        text = path.read_text("utf-8")
        header, first, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        table, day, _, previous, version = first
        if tuple(header) != HEADER or table != _VERSION or version != path.stem:
            raise ValueError  # noqa: TRY301 - one message for every way of being no such file
        return KeptVersion(
            version, previous, date.fromisoformat(day), tuple(Line(*line) for line in lines)
        )
    except (OSError, ValueError, TypeError, csv.Error):
        message = (
            f"{FOLDER}/{path.name}: not readable as the history of a version; expected the columns "
            f"{', '.join(HEADER)} and a first line with the version of the file's name"
        )
        raise HistoryError(message) from None
