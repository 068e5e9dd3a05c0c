"""What a patch would do: the patched files, their faults, likely duplicates, counts that move."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.errors import DataError, shorten
from geo.importers.clean.duplicates import likely_duplicates
from geo.io import catalog
from geo.model.schema import PACKAGE_FILE, TABLES, table
from geo.record.changes import Field, compare_counts
from geo.record.csv_file import CsvFile
from geo.record.patch import EDITABLE, Patch, ProposalError
from geo.record.snapshot import counts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.errors import Problem
    from geo.model.atlas import Atlas

WITHIN_KM: Final = 25.0
WITHIN_DAYS: Final = 2


@dataclass(frozen=True)
class Pair:
    """Two incidents that may be one: the one of the patch, another, and what is between them."""

    incident_id: str
    other_id: str
    km: float
    days: int


@dataclass(frozen=True)
class Preview:
    """What a patch would do to a data folder; with `problems` it is refused."""

    problems: tuple[Problem, ...]
    pairs: tuple[Pair, ...] = ()
    counts: tuple[Field, ...] = ()


def preview_patch(folder: str | Path, patch: Patch, atlas: Atlas | None = None) -> Preview:
    """Return what a patch would do; nothing is left on the disk.

    Args:
        folder: the data folder.
        patch: the patch.
        atlas: the folder as loaded, where it is.

    Raises:
        ProposalError: the folder is not as the patch expects it.
        DataError: the folder itself cannot be loaded.
    """
    folder = Path(folder)
    edited = edit_files(folder, patch)
    before = counts_of(atlas or catalog.load(folder))
    with tempfile.TemporaryDirectory(prefix="atlas-patch-") as kept:
        patched = copy_with(folder, {f.table.file: f.to_bytes() for f in edited.values()}, kept)
        if problems := catalog.validate(patched):
            return Preview(problems)
        try:
            after = catalog.load(patched, cached=False)
        except DataError as error:
            return Preview(error.problems)
    moved = (
        Field(line.row, line.old, line.new) for line in compare_counts(before, counts_of(after))
    )
    return Preview((), tuple(_likely_pairs(after, patch.incidents())), tuple(moved))


def copy_with(folder: Path, files: Mapping[str, bytes], into: str) -> Path:
    """Copy the tables of a data folder into a temporary one, with some files as given."""
    for name in (*(t.file for t in TABLES), PACKAGE_FILE):
        if name in files:
            (Path(into) / name).write_bytes(files[name])
        elif (folder / name).is_file():
            shutil.copyfile(folder / name, Path(into) / name)
    return Path(into)


def edit_files(folder: Path, patch: Patch) -> dict[str, CsvFile]:
    """Return the files that a patch changes, by table, changed.

    Raises:
        ProposalError: a row is missing or there already, or a cell says something else than the
            patch expects.
        CsvFileError: a file cannot be edited.
    """
    names = dict.fromkeys([*(c.table for c in patch.cells), *(r.table for r in patch.rows)])
    files = {name: read_csv_file(folder, name) for name in names}
    places = {name: file.rows() for name, file in files.items()}
    for cell in patch.cells:
        file = files[cell.table]
        if cell.row not in places[cell.table]:
            message = f"{file.table.file} has no row {shorten(cell.row)!r}"
            raise ProposalError(message)
        _need_column(file, cell.column)
        place = places[cell.table][cell.row]
        if (found := file.cell(place, cell.column)) != cell.old:
            message = (
                f"{file.table.file}, {cell.row}: {cell.column} is {shorten(found)!r} now, and not "
                f"{shorten(cell.old)!r} as when this was proposed; propose it again"
            )
            raise ProposalError(message)
        file.set_cell(place, cell.column, cell.new)
    for row in patch.rows:
        for column in row.cells:
            _need_column(files[row.table], column)
        files[row.table].append(row.cells)
    return files


def _need_column(file: CsvFile, column: str) -> None:
    if column not in file.header:
        message = f"{file.table.file} has no column {column}"
        raise ProposalError(message)


def read_csv_file(folder: Path, name: str) -> CsvFile:
    """Return a table's file.

    Raises:
        ProposalError: it is not there.
        CsvFileError: it cannot be edited row by row.
    """
    path = folder / table(name).file
    try:
        return CsvFile.of_bytes(EDITABLE.get(name, table(name)), path.read_bytes())
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise ProposalError(message) from None


def _likely_pairs(atlas: Atlas, touched: list[str]) -> Iterator[Pair]:
    """Yield each incident that may be the same as one of those touched, nearest in time first.

    The finder is that of imported files: one kind, near in place and time. Pairs that somebody has
    told apart are left out.
    """
    apart = atlas.not_duplicates
    told_apart = set(zip(apart["incident_id_1"], apart["incident_id_2"], strict=True))
    incidents = atlas.incidents
    day = incidents["date"].to_numpy("datetime64[D]").astype(np.int64)
    latitude, longitude = (incidents[c].to_numpy(np.float64) for c in ("latitude", "longitude"))
    kind, ids = incidents["event_type"].to_numpy(object), incidents["incident_id"].to_numpy(object)
    for one in touched:
        if one not in atlas.row_of or np.isnan(latitude[at := atlas.row_of[one]]):
            continue
        days = np.abs(day - day[at])
        near = (kind == kind[at]) & (days <= WITHIN_DAYS) & np.isfinite(latitude)
        for other in sorted(np.flatnonzero(near).tolist(), key=lambda i: days[i]):
            two = [at, other]
            # The finder names one earlier row for each, so it is asked of each pair by itself.
            later, _, km, _ = likely_duplicates(
                np.zeros(2, dtype=np.int64), day[two], latitude[two], longitude[two],
                within_km=WITHIN_KM, within_days=WITHIN_DAYS,
            )  # fmt: skip
            both = (one, str(ids[other]))
            if other != at and len(later) and not {both, both[::-1]} & told_apart:
                yield Pair(*both, round(float(km[0]), 1), int(days[other]))
