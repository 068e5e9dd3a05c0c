"""python -m geo mcp: answers for a language model, to the program that has started the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.commands.terminal import OK
from geo.io import catalog
from geo.paths import DATA

if TYPE_CHECKING:
    import argparse


def add_mcp_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `mcp`."""
    # Not "data": the program that starts the command does so in a folder of its own.
    parser.add_argument("--data", default=str(DATA), metavar="DIR",
                        help="data folder (default: that of the atlas)")  # fmt: skip


def serve_stdio(options: argparse.Namespace) -> int:
    """Answer over stdin and stdout by the Model Context Protocol until stdin is closed.

    Raises:
        DataError: the data folder cannot be loaded.
    """
    # Late: the other commands need not wait for the package `mcp`.
    import anyio  # noqa: PLC0415

    from geo.answers.protocol import run_stdio, serve_tools  # noqa: PLC0415

    atlas = catalog.load(options.data)
    anyio.run(run_stdio, serve_tools(lambda: atlas))
    return OK
