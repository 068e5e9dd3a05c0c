"""python -m geo history: the versions of the data that are kept."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from geo.commands.filter_options import DEFAULT_FOLDER
from geo.commands.terminal import OK, exit_for_file, exit_with_usage, print_results
from geo.record.history import add_version, read_history
from geo.record.revisions import find_version, open_data
from geo.record.snapshot import read_snapshot
from geo.record.wording import tally
from geo.utils.words import plural

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def add_history_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `history`."""
    parser.add_argument("--data", default=DEFAULT_FOLDER, metavar="DIR",
                        help="data folder (default: %(default)s)")  # fmt: skip
    parser.add_argument("--add", action="store_true",
                        help="keep the version of the folder as it is now")  # fmt: skip
    parser.add_argument(
        "--since", metavar="OLD",
        help="data of the version kept last: a folder, or a tag or commit (default: the commit "
        "that has them)",
    )  # fmt: skip
    parser.add_argument("--date", metavar="DATE", help="its day, YYYY-MM-DD (default: today)")


def keep_history(options: argparse.Namespace) -> int:
    """List the kept versions of a data folder, or add its present one.

    Raises:
        HistoryError: the history cannot be read, or the version is kept already.
        RevisionError: the data of the version kept last are not found.
        DataError: the data folder cannot be read.
    """
    if options.add:
        path = _add(options)
        print_results(f"{path} written")
        return OK
    history = read_history(options.data)
    for kept in history.versions:
        if not kept.previous:
            print_results(f"{kept.day} {kept.version}: the first")
            continue
        changes = history.between(kept.previous, kept.version)
        counted = (f"{name} {tally(changes, name)}" for name in changes.tables())
        print_results(f"{kept.day} {kept.version}: {'; '.join(counted) or 'no row differs'}")
    if not history.versions:
        print_results(f"{options.data}: {plural(0, 'version')} kept; --add keeps the present one")
    return OK


def _add(options: argparse.Namespace) -> Path:
    try:
        day = date.fromisoformat(options.date) if options.date else datetime.now(UTC).date()
    except ValueError:
        exit_with_usage(f"--date {options.date}: expected a day as YYYY-MM-DD")
    names = read_history(options.data).names
    now = read_snapshot(options.data)
    if now.no_counts:
        exit_with_usage(f"{options.data} cannot be loaded: {now.no_counts}")
    with ExitStack() as stack:
        before = None
        if names and now.version not in names:
            old = options.since or find_version(names[-1])
            before = read_snapshot(stack.enter_context(open_data(old)))
        try:
            return add_version(options.data, before, now, day)
        except OSError as error:
            exit_for_file(str(error.filename), error)
