"""What the commands share: exit codes, messages, and files that are read and written."""

from __future__ import annotations

import errno
import json
import sys
from pathlib import Path
from typing import Any, Final, NoReturn

from geo.errors import visible
from geo.utils import whole_files

OK: Final = 0
FAULTS: Final = 1
"""The data have faults."""
USAGE: Final = 2
"""The command was given wrongly."""
_OF_THE_DISK: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def print_results(*lines: str) -> None:
    """Print lines to stdout for people: what would control the terminal is shown as signs."""
    for line in lines:
        print(visible(line))


def print_json(value: Any) -> None:
    """Print a value to stdout for programs."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_messages(*lines: str) -> None:
    """Print lines to stderr, as `print_results` does: stdout holds nothing but results."""
    for line in lines:
        print(visible(line), file=sys.stderr)


def exit_with_usage(message: str) -> NoReturn:
    """Print what is wrong with the command's options and leave.

    Raises:
        SystemExit: with the exit code `USAGE`.
    """
    print_messages(f"python -m geo: {message}")
    raise SystemExit(USAGE)


def suffix_of(path: str) -> str:
    """Return the suffix of a file name in lower case, without its dot."""
    return Path(path).suffix.removeprefix(".").lower()


def read_text_file(path: str) -> str:
    """Return the text of a UTF-8 file.

    Raises:
        SystemExit: it cannot be read; the message says why.
    """
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        exit_with_usage(f"{path}: cannot be read as text: {error}")


def write_binary_file(path: str, data: bytes) -> None:
    """Write a file, or replace it, whole or not at all.

    Raises:
        SystemExit: it cannot be written; the message says why. The code is `FAULTS` where the disk
            is full or broken, else `USAGE`.
    """
    try:
        whole_files.write_whole(path, data)
    except OSError as error:
        exit_for_file(path, error)


def finish_or_exit(folder: str) -> None:
    """Finish what a killed command has begun to write in a data folder, and say so.

    Raises:
        SystemExit: with `FAULTS`: a file cannot be written; the message says why.
    """
    try:
        if whole_files.finish(folder):
            print_messages(f"{folder}: finished what a command that was killed had begun")
    except OSError as error:
        exit_for_file(str(error.filename), error)


def exit_for_file(path: str, error: OSError) -> NoReturn:
    """Print why a file cannot be written, and leave.

    Raises:
        SystemExit: with `FAULTS` where the disk is full or broken, else with `USAGE`.
    """
    message = f"{path}: cannot be written: {error.strerror}"
    if error.errno not in _OF_THE_DISK:
        exit_with_usage(message)
    old = "; the file that was there is unchanged" if Path(path).is_file() else ""
    print_messages(f"python -m geo: {message}{old}")
    raise SystemExit(FAULTS)
