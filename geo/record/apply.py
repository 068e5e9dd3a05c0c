"""Applies a patch to a data folder, and takes it back: whole, or not at all.

    proposals/NAME.json + data folder --apply--> data folder + proposals/NAME.applied.json
                                      <--undo---

The second file holds who reviewed the patch and when, and every row before and after, as bytes;
with it `undo` restores the very bytes. The patch itself stays as it is. Where the process was
killed between two files, the next apply, undo or validate of the folder writes the rest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.io import catalog
from geo.model.schema import PACKAGE_FILE, table
from geo.record.csv_file import CsvFile
from geo.record.patch import Patch, ProposalError, read_patch
from geo.record.preview import copy_with, edit_files, read_csv_file
from geo.utils.scratch import scratch_folder
from geo.utils.whole_files import write_together

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_CORRECTIONS: Final = "corrections"
_SUFFIX: Final = ".applied.json"


@dataclass(frozen=True)
class Applied:
    """What was done: the dataset version before and after, and the files that were written."""

    before: str
    after: str
    files: tuple[str, ...]


def applied_file(path: Path) -> Path:
    """Return the file beside a patch that says that it is applied."""
    return path.with_name(path.name.removesuffix(".json") + _SUFFIX)


def apply_patch(
    folder: str | Path, path: str | Path, reviewer: str, day: date, version: str = ""
) -> Applied:
    """Write a patch into the tables of a data folder.

    Args:
        folder: the data folder.
        path: the patch file.
        reviewer: who checked it; not the proposer, unless its incidents are provisional.
        day: the day that corrections.csv dates it.
        version: the first dataset version with it, such as 1.2.0; by default the folder's.

    Raises:
        ProposalError: the patch is refused; nothing is written.
        DataError: the folder cannot be loaded.
        OSError: a file cannot be written; all are as they were.
    """
    folder, path = Path(folder), Path(path)
    patch = read_patch(_text_of(path))
    done = applied_file(path)
    if done.exists():
        message = f"{path.name} is applied already; {done.name} says by whom"
        raise ProposalError(message)
    before = catalog.version_of(folder)
    version = version or before.rsplit("-", 1)[0]
    files = edit_files(folder, patch)
    _check_reviewer(folder, patch, files, reviewer)
    _keep_dates(patch, files, f"{version} {day.isoformat()}")
    _add_corrections(folder, patch, files, (version, day.isoformat(), reviewer.strip()))
    changed = {file.table.file: file.to_bytes() for file in files.values()}
    changed |= _package(folder, changed)
    after = _checked_version(folder, changed)
    edits = [edit for file in files.values() for edit in _edits(folder, file)]
    created = [name for name in changed if not (folder / name).exists()]
    record = {
        "reviewer": reviewer.strip(), "date": day.isoformat(), "version_before": before,
        "version_after": after, "created": created, "edits": edits,
    }  # fmt: skip
    written = {folder / name: data for name, data in changed.items()}
    write_together(folder, written | {done: _as_json(record)})
    return Applied(before, after, tuple(changed))


def undo_patch(folder: str | Path, path: str | Path) -> Applied:
    """Take a patch back: the rows that it changed are again the bytes that they were.

    Args:
        folder: the data folder.
        path: the patch file that was applied.

    Raises:
        ProposalError: it is not applied, or a row was changed since; nothing is written.
        OSError: a file cannot be written; all are as they were.
    """
    folder, path = Path(folder), Path(path)
    done = applied_file(path)
    if not done.exists():
        message = f"{path.name} is not applied: there is no {done.name}"
        raise ProposalError(message)
    record = _read_record(done)
    before = catalog.version_of(folder)
    files: dict[str, CsvFile] = {}
    for name, old, new in record["edits"]:
        file = files.setdefault(name, read_csv_file(folder, name))
        if file.records.count(new) != 1:
            message = (
                f"{file.table.file}: the row {new.strip()[:60]!r} is not as the patch left it; "
                "undo first what was applied to it since"
            )
            raise ProposalError(message)
        place = file.records.index(new)
        file.records[place : place + 1] = [old] if old else []
    changed = {file.table.file: file.to_bytes() for file in files.values()}
    changed |= _package(folder, changed)
    gone = [
        f.table.file
        for f in files.values()
        if f.table.file in record["created"] and len(f.records) == 1
    ]
    written = {folder / name: None if name in gone else data for name, data in changed.items()}
    write_together(folder, written | {done: None})
    return Applied(before, catalog.version_of(folder), tuple(changed))


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: cannot be read: {error}"
        raise ProposalError(message) from None


def _read_record(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(_text_of(path))
        edits = [(edit["table"], edit["old"], edit["new"]) for edit in record["edits"]]
        created = list(record["created"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        message = f"{path}: not as `apply` writes it: {error}"
        raise ProposalError(message) from None
    return {"created": created, "edits": edits}


def _check_reviewer(
    folder: Path, patch: Patch, files: Mapping[str, CsvFile], reviewer: str
) -> None:
    """Refuse a reviewer who is the proposer, unless every incident concerned is provisional."""
    if not reviewer.strip():
        message = "reviewer is empty; expected who checked the patch"
        raise ProposalError(message)
    if _folded(reviewer) != _folded(patch.proposer):
        return
    incidents = files.get("incidents") or read_csv_file(folder, "incidents")
    places = incidents.rows()
    reviews = [
        incidents.cell(places[one], "review")
        for one in patch.incidents() if one in places and "review" in incidents.header
    ]  # fmt: skip
    if not reviews or set(reviews) != {"provisional"}:
        message = (
            f"{reviewer.strip()} proposed this; somebody else has to review it, or the incident "
            "has to be marked provisional (field review)"
        )
        raise ProposalError(message)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _keep_dates(patch: Patch, files: Mapping[str, CsvFile], edition: str) -> None:
    """Note in incidents.csv, where it has the columns, which version added or changed a row."""
    if "incidents" not in files:
        return
    file = files["incidents"]
    places = file.rows()
    new = {row.cells["incident_id"] for row in patch.rows if row.table == "incidents"}
    changed = {cell.row for cell in patch.cells if cell.table == "incidents"} - new
    for column, ids in (("added", new), ("changed", changed)):
        if column in file.header:
            for one in ids:
                file.set_cell(places[one], column, edition)


def _add_corrections(
    folder: Path, patch: Patch, files: dict[str, CsvFile], made: tuple[str, str, str]
) -> None:
    """Append a row for each corrected cell; the file is made where there is none."""
    if not patch.cells:
        return
    schema = table(_CORRECTIONS)
    if (folder / schema.file).exists():
        file = read_csv_file(folder, _CORRECTIONS)
    else:
        file = CsvFile(schema, [",".join(schema.column_names) + "\n"])
    for cell in patch.cells:
        values = (cell.table, cell.row, cell.column, cell.old, cell.new, patch.why, patch.source)
        file.append(dict(zip(schema.column_names, (*values, *made), strict=True)))
    files[_CORRECTIONS] = file


def _checked_version(folder: Path, changed: Mapping[str, bytes]) -> str:
    """Return the version of the patched folder, if `geo validate` has nothing against it.

    Raises:
        ProposalError: it has faults; holds each, a line each.
    """
    with scratch_folder() as kept:
        patched = copy_with(folder, changed, kept)
        if problems := catalog.validate(patched):
            raise ProposalError("\n".join(map(str, problems)))
        return catalog.version_of(patched)


def _edits(folder: Path, file: CsvFile) -> list[dict[str, str]]:
    """Return each record that differs, before ("" for a new one) and after."""
    path = folder / file.table.file
    is_there = path.exists()  # else its header belongs to nothing that could be changed back
    old = CsvFile.of_bytes(file.table, path.read_bytes()).records if is_there else file.records[:1]
    befores = [*old, *[""] * (len(file.records) - len(old))]
    return [
        {"table": file.table.name, "old": before, "new": after}
        for before, after in zip(befores, file.records, strict=True)
        if before != after
    ]


def _package(folder: Path, changed: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the package file with size and hash of the changed files, where it lists them."""
    path = folder / PACKAGE_FILE
    data = path.read_bytes()
    try:
        package = json.loads(data)
        resources = [r for r in package.get("resources", []) if r.get("path") in changed]
    except (ValueError, AttributeError, TypeError, RecursionError):
        resources = []  # the checks of the folder say what is wrong with it
    if not resources:
        return {}
    if _as_json(package) != data:
        message = f"{PACKAGE_FILE} is not as scripts/build_datapackage.py writes it; run that first"
        raise ProposalError(message)
    for resource in resources:
        content = changed[resource["path"]]
        resource["bytes"] = len(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return {PACKAGE_FILE: _as_json(package)}


def _as_json(package: Any) -> bytes:
    return (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()
