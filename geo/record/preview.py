"""What a patch would do: the patched files, their faults, likely duplicates, counts that move."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import DataError, shorten
from geo.io import catalog
from geo.model.schema import PACKAGE_FILE, TABLES, table
from geo.record.changes import Field, compare_counts
from geo.record.csv_file import CsvFile
from geo.record.likely_pairs import Pair, decided_pairs, find_likely_pairs
from geo.record.patch import EDITABLE, Patch, ProposalError
from geo.record.snapshot import counts_of
from geo.utils.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.errors import Problem
    from geo.model.atlas import Atlas


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
    with scratch_folder() as kept:
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
    return Preview((), _likely_pairs(after, patch.incidents()), tuple(moved))


def copy_with(folder: Path, files: Mapping[str, bytes], into: Path) -> Path:
    """Copy the tables of a data folder into a temporary one, with some files as given."""
    for name in (*(t.file for t in TABLES), PACKAGE_FILE):
        if name in files:
            (into / name).write_bytes(files[name])
        elif (folder / name).is_file():
            shutil.copyfile(folder / name, into / name)
    return into


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
        message = f"{path.name}: cannot be read: {error.strerror}"
        raise ProposalError(message) from None


def _likely_pairs(atlas: Atlas, touched: list[str]) -> tuple[Pair, ...]:
    """Return what may be the same as each incident touched, nearest in time first.

    Pairs that somebody has told apart are left out.
    """
    told_apart = {frozenset(pair) for pair in decided_pairs(atlas)}
    open_ = [p for p in find_likely_pairs(atlas.incidents) if frozenset(p[:2]) not in told_apart]
    both_ways = [*open_, *(p._replace(incident_id=p.other_id, other_id=p.incident_id)
                           for p in open_)]  # fmt: skip
    return tuple(
        pair
        for one in touched
        for pair in sorted(both_ways, key=lambda pair: (pair.days, pair))
        if pair.incident_id == one
    )
