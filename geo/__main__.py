"""The command line: python -m geo validate | summary | export | brief | import and more."""

from __future__ import annotations

import argparse
import io
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.commands.brief import add_brief_options, write_brief_file
from geo.commands.diff import add_diff_options, print_diff
from geo.commands.doctor import add_doctor_options, print_diagnosis, version_line
from geo.commands.export import add_export_options, export_incidents
from geo.commands.filter_options import bind_negative_points
from geo.commands.history import add_history_options, keep_history
from geo.commands.import_file import add_import_options, import_file
from geo.commands.mcp_stdio import add_mcp_options, serve_stdio
from geo.commands.propose import (
    add_apply_options,
    add_propose_options,
    add_undo_options,
    apply_proposal,
    undo_proposal,
    write_proposal,
)  # fmt: skip
from geo.commands.sources import add_sources_options, check_sources
from geo.commands.summary import add_summary_options, print_summary
from geo.commands.terminal import FAULTS, OK, USAGE, exit_with_usage, print_messages
from geo.commands.validate import add_validate_options, validate_folder
from geo.errors import AtlasError, DataError, FilterError, ImportRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what adds its options, what runs it and returns the exit code, and its help."""

    add_options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    help: str


COMMANDS: Final[Mapping[str, Command]] = {
    "validate": Command(
        add_validate_options, validate_folder, "check a data folder and list its faults"
    ),
    "summary": Command(
        add_summary_options,
        print_summary,
        "count the incidents of a filter: lulls, tallies, what was left out",
    ),
    "export": Command(
        add_export_options, export_incidents, "write the incidents of a filter to a file"
    ),
    "import": Command(
        add_import_options, import_file, "turn a file of ACLED, GTD or others into a data folder"
    ),
    "brief": Command(
        add_brief_options,
        write_brief_file,
        "write a brief to print, of a filter or of a place (--near)",
    ),
    "diff": Command(
        add_diff_options,
        print_diff,
        "list what differs between two versions of the data: rows, fields, headline counts",
    ),
    "sources": Command(
        add_sources_options,
        check_sources,
        "count incidents with few sources, and sources that may not last",
    ),
    "history": Command(
        add_history_options, keep_history, "list the versions of the data that are kept, or add one"
    ),
    "propose": Command(
        add_propose_options, write_proposal, "write a correction or a new incident as a patch file"
    ),
    "apply": Command(add_apply_options, apply_proposal, "write a patch file into the data"),
    "undo": Command(add_undo_options, undo_proposal, "take back a patch that was applied"),
    "mcp": Command(
        add_mcp_options,
        serve_stdio,
        "answer a language model over stdin and stdout (Model Context Protocol)",
    ),
    "doctor": Command(
        add_doctor_options,
        print_diagnosis,
        "list versions, settings, places and free space, and what is wrong",
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 faults in the data, 2 wrong usage.

    Args:
        arguments: the command and its options; None for those of the process.

    Raises:
        SystemExit: argparse, or a command, has printed what is wrong with the options.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if any("\0" in argument for argument in given):
        exit_with_usage("an argument has the character NUL, which no path or value has")
    options = _parser().parse_args(bind_negative_points(given))
    try:
        exit_code: int = options.run(options)
    except FilterError as error:
        print_messages(*(f"filter: {problem}" for problem in error.problems))
        return USAGE
    except DataError as error:
        print_messages(*map(str, error.problems))
        is_missing = any(problem.column == "folder" for problem in error.problems)
        return USAGE if is_missing else FAULTS
    except ImportRefusedError as error:
        print_messages(*f"import: {error}".split("\n"))
        return FAULTS
    except AtlasError as error:
        print_messages(*str(error).split("\n"))
        return USAGE
    except BrokenPipeError:  # whoever reads the output has read enough
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - the interpreter flushes it last
        return OK
    return exit_code


class _PrintVersion(argparse.Action):
    """Prints the versions; the data are looked at only when somebody asks."""

    def __call__(self, parser: argparse.ArgumentParser, *_given: object) -> None:
        sys.stdout.write(f"{version_line()}\n")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m geo", description="The Incident Atlas on the command line."
    )
    parser.add_argument("--version", action=_PrintVersion, nargs=0,
                        help="print the versions of program and data, and leave")  # fmt: skip
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        subparser = subparsers.add_parser(
            name, allow_abbrev=False, help=command.help, description=command.help
        )
        command.add_options(subparser)
        subparser.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
