"""python -m geo propose, apply and undo: how a correction or a new incident gets into the data."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.commands.filter_options import DEFAULT_FOLDER
from geo.commands.terminal import (
    FAULTS,
    OK,
    exit_for_file,
    exit_with_usage,
    finish_or_exit,
    print_messages,
    print_results,
    read_text_file,
    write_binary_file,
)
from geo.io import catalog
from geo.record.apply import applied_file, apply_patch, undo_patch
from geo.record.preview import preview_patch
from geo.record.propose import WORDS, propose
from geo.record.snapshot import read_snapshot
from geo.record.wording import describe_patch

if TYPE_CHECKING:
    import argparse

    from geo.record.patch import Patch

PROPOSALS: Final = "proposals"
_HELP: Final = {
    "why": "the reason, in a sentence",
    "source": "address of a page that others can open",
    "publisher": "who publishes the page; it then becomes a source of the incident",
    "proposer": "who proposes it; may be a pseudonym",
}


def add_propose_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `propose`."""
    _add_data(parser)
    parser.add_argument("--from", dest="file", metavar="FILE.json",
                        help="a correction or a new incident as JSON")  # fmt: skip
    parser.add_argument("--incident", metavar="ID", help="the incident to correct")
    parser.add_argument("--field", metavar="FIELD", help="the field to correct")
    parser.add_argument("--value", metavar="VALUE", help="what it should be; '' for unknown")
    parser.add_argument(
        "--row", nargs="+", action="append", default=[], metavar=("TABLE", "COLUMN=VALUE"),
        help="a new row: its table and its cells (repeatable)",
    )  # fmt: skip
    for name in WORDS:
        parser.add_argument(f"--{name}", metavar=name.upper(), help=_HELP[name])
    parser.add_argument("--out", default=PROPOSALS, metavar="DIR",
                        help="folder of the patch file (default: %(default)s)")  # fmt: skip


def write_proposal(options: argparse.Namespace) -> int:
    """Print what a proposal would do, and write its patch file unless it is refused.

    Raises:
        ProposalError: something is missing, not known or not allowed.
        DataError: the data folder cannot be loaded.
    """
    atlas = catalog.load(options.data)
    patch = propose(_request(options), read_snapshot(options.data, {}))
    preview = preview_patch(options.data, patch, atlas)
    if preview.problems:
        for problem in preview.problems:
            print_results(str(problem))
        print_messages("refused: the data would have these faults; nothing is written")
        return FAULTS
    print_results(*describe_patch(patch, preview, atlas))
    print_results(f"{_write(patch, Path(options.out))} written")
    return OK


def _request(options: argparse.Namespace) -> dict[str, Any]:
    request: dict[str, Any] = {}
    if options.file:
        try:
            request = json.loads(read_text_file(options.file))
        except (ValueError, RecursionError) as error:
            exit_with_usage(f"{options.file}: not readable as JSON: {error}")
        if not isinstance(request, dict):
            exit_with_usage(f"{options.file}: expected one correction or new incident")
    given = {name: getattr(options, name) for name in ("incident", "field", "value", *WORDS)}
    request |= {name: value for name, value in given.items() if value is not None}
    for table, *cells in options.row:
        pairs = [cell.partition("=") for cell in cells]
        if bad := [name for name, equals, _ in pairs if not equals]:
            exit_with_usage(f"--row {table}: {bad[0]}: expected COLUMN=VALUE")
        rows = request.setdefault("rows", {})
        rows.setdefault(table, []).append({name: value for name, _, value in pairs})
    return request


def _write(patch: Patch, folder: Path) -> Path:
    path = folder / patch.file_name
    if applied_file(path).exists():
        exit_with_usage(f"{path} is applied already")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        exit_with_usage(f"{folder}: cannot be made: {error.strerror}")
    write_binary_file(str(path), patch.to_json().encode())
    return path


def add_apply_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `apply`."""
    _add_patch(parser)
    parser.add_argument("--reviewer", required=True, metavar="NAME",
                        help="who checked it, and is not who proposed it")  # fmt: skip
    parser.add_argument("--date", metavar="DATE", help="its day, YYYY-MM-DD (default: today)")
    parser.add_argument("--dataset-version", default="", metavar="X.Y.Z",
                        help="first dataset version with it (default: the folder's)")  # fmt: skip


def apply_proposal(options: argparse.Namespace) -> int:
    """Write a patch into the data, and say so.

    Raises:
        ProposalError: it is refused; nothing is written.
    """
    try:
        day = date.fromisoformat(options.date) if options.date else datetime.now(UTC).date()
    except ValueError:
        exit_with_usage(f"--date {options.date}: expected a day as YYYY-MM-DD")
    finish_or_exit(options.data)
    try:
        done = apply_patch(
            options.data, options.patch, options.reviewer, day, options.dataset_version
        )
    except OSError as error:
        exit_for_file(str(error.filename), error)
    print_results(f"{', '.join(done.files)} changed; {done.before} is now {done.after}")
    return OK


def add_undo_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `undo`."""
    _add_patch(parser)


def undo_proposal(options: argparse.Namespace) -> int:
    """Take an applied patch back, and say so.

    Raises:
        ProposalError: it cannot be taken back; nothing is written.
    """
    finish_or_exit(options.data)
    try:
        done = undo_patch(options.data, options.patch)
    except OSError as error:
        exit_for_file(str(error.filename), error)
    print_results(f"{', '.join(done.files)} as before; {done.before} is now {done.after}")
    return OK


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", default=DEFAULT_FOLDER, metavar="DIR",
                        help="data folder (default: %(default)s)")  # fmt: skip


def _add_patch(parser: argparse.ArgumentParser) -> None:
    _add_data(parser)
    parser.add_argument("patch", metavar="PATCH", help="patch file, such as proposals/NAME.json")
