"""python -m geo diff: what changed between two versions of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.commands.terminal import OK, print_json, print_messages, print_results
from geo.errors import DataError
from geo.io import catalog
from geo.record.changes import combine, compare
from geo.record.revisions import open_data
from geo.record.snapshot import read_snapshot
from geo.record.wording import describe_changes

if TYPE_CHECKING:
    import argparse

    from geo.model.atlas import Atlas
    from geo.record.snapshot import Snapshot


def add_diff_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `diff`."""
    for name, which in (("old", "earlier"), ("new", "later")):
        parser.add_argument(
            name, metavar=name.upper(),
            help=f"the {which} version: a data folder, or a tag or commit of this repository",
        )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print JSON")


def print_diff(options: argparse.Namespace) -> int:
    """Print rows, fields and headline counts that differ to stdout, as text or JSON.

    Raises:
        RevisionError: a version is neither a folder nor in the repository.
        DataError: a file cannot be read.
    """
    with open_data(options.old) as old_folder, open_data(options.new) as new_folder:
        old, new = read_snapshot(old_folder), read_snapshot(new_folder)
        names = _loaded(new)
    _warn(old, new)
    changes = combine(old.version, new.version, [compare(old, new)])
    if options.json:
        print_json(changes.to_dict())
    else:
        print_results(*describe_changes(changes, names))
    return OK


def _loaded(snapshot: Snapshot) -> Atlas | None:
    try:
        return catalog.load(snapshot.folder)
    except DataError:
        return None


def _warn(*snapshots: Snapshot) -> None:
    """Say which of the folders has no counts, so that a count from nothing is no surprise."""
    for snapshot in snapshots:
        if snapshot.no_counts:
            print_messages(
                f"note: {snapshot.version} has no headline counts, because this program cannot "
                f"load it: {snapshot.no_counts}"
            )
