"""How large a file may be that is imported."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from geo.errors import ImportRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE_PREFIX = "ATLAS_IMPORT_"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one import may read. A file beyond a limit is refused, never cut in silence.

    `file_bytes` is the file as given, `unpacked_bytes` what comes out of a zip or gzip file,
    `cell_chars` the longest cell that is read at all. `text_chars` is the longest text that goes
    into the atlas; a longer one is shortened and counted as mended.

    Reading takes place in a process of its own: `memory_bytes` is its address space, `cpu_s` its
    processor time in seconds, with as much again for every 20 MB of the file. `at_once` files are
    read at a time by one server; others wait.

    Of what visitors have uploaded, and of what was made of it, one session keeps at most
    `session_files` pieces and `session_bytes`, and all sessions of a server process together
    `server_files` and `server_bytes`.
    """

    file_bytes: int = 2**30
    unpacked_bytes: int = 2 * 2**30
    rows: int = 2_000_000
    columns: int = 500
    cell_chars: int = 2_000_000
    text_chars: int = 5_000
    memory_bytes: int = 4 * 2**30
    cpu_s: int = 20
    at_once: int = 2
    session_files: int = 8
    session_bytes: int = 4 * 2**30
    server_files: int = 200
    server_bytes: int = 8 * 2**30

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Limits:
        """Return the limits, changed by variables such as ATLAS_IMPORT_ROWS.

        Raises:
            ImportRefusedError: a variable is set to something that is not a positive whole number.
        """
        given = os.environ if environment is None else environment
        changed = {}
        for field in fields(cls):
            name = VARIABLE_PREFIX + field.name.upper()
            text = given.get(name, "").strip()
            if not text:
                continue
            if not text.isascii() or not text.isdigit() or int(text) == 0:
                message = f"{name}={text!r}: expected a whole number above 0"
                raise ImportRefusedError(message)
            changed[field.name] = int(text)
        return cls(**changed)

    def variable(self, name: str) -> str:
        """Return the environment variable that changes the limit `name`."""
        return VARIABLE_PREFIX + name.upper()


def megabytes(count: int) -> str:
    """Return a number of bytes for people."""
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count:,} bytes"  # noqa: PLR2004


def refuse_beyond(what: str, size: int, limits: Limits, name: str) -> None:
    """Raise where `found` is more than the limit called `name`.

    Raises:
        ImportRefusedError: names what was found, the limit and the variable that changes it.
    """
    limit = getattr(limits, name)
    if size <= limit:
        return
    if name.endswith("bytes"):
        shown, allowed = megabytes(size), megabytes(limit)
    else:
        shown, allowed = f"{size:,}", f"{limit:,}"
    message = (
        f"{what}: found {shown}, the limit is {allowed}; split the file, or raise the limit with "
        f"{limits.variable(name)}"
    )
    raise ImportRefusedError(message)
