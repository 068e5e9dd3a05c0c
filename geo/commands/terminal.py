"""What the commands share: exit codes, messages, and files that are read and written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final, NoReturn

OK: Final = 0
FAULTS: Final = 1
"""The data have faults."""
USAGE: Final = 2
"""The command was given wrongly."""


def print_messages(*lines: str) -> None:
    """Print lines to stderr: stdout holds nothing but results."""
    for line in lines:
        print(line, file=sys.stderr)


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
    """Write a file, or replace it.

    Raises:
        SystemExit: it cannot be written; the message says why.
    """
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        exit_with_usage(f"{path}: cannot be written: {error.strerror}")
