"""python -m geo validate: checks a data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.commands.filter_options import DEFAULT_FOLDER
from geo.commands.terminal import FAULTS, OK, finish_or_exit, print_messages, print_results
from geo.io import catalog
from geo.record import history
from geo.utils.words import number, plural

if TYPE_CHECKING:
    import argparse


def add_validate_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `validate`."""
    parser.add_argument("folder", nargs="?", default=DEFAULT_FOLDER, metavar="DIR",
                        help="data folder (default: %(default)s)")  # fmt: skip


def validate_folder(options: argparse.Namespace) -> int:
    """Print every fault of a folder and its history, a line each; return `FAULTS` if any."""
    finish_or_exit(options.folder)
    problems = (*catalog.validate(options.folder), *history.find_problems(options.folder))
    for problem in problems:
        print_results(str(problem))
    if problems:
        is_refused = any(problem.fatal for problem in problems)
        effect = (
            "the folder cannot be loaded" if is_refused else "rows with a fault are quarantined"
        )
        print_messages(f"{plural(len(problems), 'problem')}; {effect}")
        return FAULTS
    atlas = catalog.load(options.folder)
    counts = ", ".join(f"{number(n)} {name}" for name, n in atlas.rows_read.items())
    print_results(f"{options.folder}: no problems; version {atlas.version}; {counts}")
    return OK
