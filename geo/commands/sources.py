"""python -m geo sources: how well the incidents of a data folder are supported, and what may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.analysis import sources
from geo.commands.filter_options import DEFAULT_FOLDER
from geo.commands.terminal import FAULTS, OK, print_results
from geo.io import catalog
from geo.utils.words import share

if TYPE_CHECKING:
    import argparse


def add_sources_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `sources`."""
    parser.add_argument(
        "--check",
        action="store_true",
        help="list each row too; exit code 1 if an incident has no source",
    )
    parser.add_argument("--data", default=DEFAULT_FOLDER, metavar="DIR",
                        help="data folder (default: %(default)s)")  # fmt: skip


def check_sources(options: argparse.Namespace) -> int:
    """Print what is weak about the sources to stdout; return `FAULTS` if an incident has none.

    Raises:
        DataError: the folder cannot be loaded.
    """
    atlas = catalog.load(options.data)
    weaknesses = sources.find_weaknesses(atlas)
    if options.check:
        for weak in weaknesses:
            for key, seen in weak.rows.items():
                print_results(f"{weak.file}: {key}: {weak.what}{f': {seen}' if seen else ''}")
    for weak in weaknesses:
        print_results(f"{weak.file}: {weak.what}: {share(len(weak.rows), weak.of)}")
    for by in sources.support_by_year(atlas):
        n = by.incidents.n
        print_results(
            f"{by.year}: two or more independent sources: {share(by.independent.n, n)}; confirmed "
            f"by an official: {share(by.official.n, n)}; known from the claiming group only: "
            f"{share(by.claimed.n, n)}"
        )
    has_none = any(weak.rows for weak in weaknesses if weak.what == sources.NO_SOURCE)
    return FAULTS if options.check and has_none else OK
