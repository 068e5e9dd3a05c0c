"""The errors of the atlas; their messages say how to fix what is wrong.

Every message follows one pattern: what was expected, what was found, what is allowed, what to
do. Checks collect all their problems before anything is raised.
"""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Effect = Literal["quarantine", "note", "refuse"]
Fault = Literal["unknown", "swapped", "other"]

_SHOWN_CHARS = 60
# Joiners of Persian and Indic writing and of emoji, and marks of direction in Arabic and Hebrew.
_OF_WRITING = "\u200c\u200d\u200e\u200f\u061c"
_LAST_C0 = 0x1F
_PICTURE_OF_NUL = 0x2400
_SHOWN_CODES = 12
_CLOSE_ENOUGH = 0.5


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a data folder.

    `row` counts records as a spreadsheet shows them: the header is row 1. In a GeoJSON file the
    first feature is row 1. `effect` says what follows: the row is quarantined, the whole load is
    refused, or (a column that is not in the schema) only noted.
    """

    file: str
    row: int
    column: str
    message: str
    effect: Effect = "quarantine"

    @property
    def fatal(self) -> bool:
        """Whether the folder cannot be loaded because of this fault."""
        return self.effect == "refuse"

    def __str__(self) -> str:
        """Return `file:row: column: message`, the form that the command line prints."""
        return f"{self.file}:{self.row}: {self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class FilterProblem:
    """One parameter of a filter that cannot be obeyed, with the closest valid values.

    `fault` says what can be done: a value that is not `unknown` to the atlas but wrong in another
    way has its message; the two ends of a period that are `swapped` have the other one in
    `closest`.
    """

    parameter: str
    value: str
    message: str
    closest: tuple[str, ...] = ()
    fault: Fault = "other"

    def __str__(self) -> str:
        """Return `parameter=value: message`."""
        return f"{shorten(self.parameter)}={shorten(self.value)}: {self.message}"


class AtlasError(Exception):
    """Base of every error that this package raises on purpose."""


class DataError(AtlasError):
    """A data folder cannot be loaded; `problems` holds every fault that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, those that refuse the load first in the message."""
        self.problems = tuple(problems)
        fatal = [p for p in self.problems if p.fatal] or list(self.problems)
        super().__init__("\n".join(str(p) for p in fatal))


class FilterError(AtlasError, ValueError):
    """A filter names something that does not exist; `problems` holds every such value."""

    def __init__(self, problems: Iterable[FilterProblem]) -> None:
        """Keep the problems and join their lines into the message."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class ExportError(AtlasError, ValueError):
    """A file cannot be written as asked."""


class ImportRefusedError(AtlasError, ValueError):
    """A file cannot be imported at all: the message says what was found and what is accepted."""


def visible(line: str) -> str:
    r"""Return a line in which nothing is hidden, for a report, a log or a terminal.

    Characters that control a terminal, turn the direction of writing or have no width are shown as
    signs. What writing in some scripts needs stays.

    Example:
        >>> visible("a\x1b[2Jb\u202ec")
        'a␛[2Jb<U+202E>c'
    """
    if line.isprintable():
        return line
    return "".join(_sign(c) if _is_hidden(c) else c for c in line)


def _is_hidden(character: str) -> bool:
    category = unicodedata.category(character)
    return (category[0] == "C" or category in {"Zl", "Zp"}) and character not in _OF_WRITING


def _sign(character: str) -> str:
    code = ord(character)
    if code <= _LAST_C0:
        return chr(_PICTURE_OF_NUL + code)
    return f"<U+{code:04X}>"


def shorten(text: str) -> str:
    """Return `text` fit to be quoted in a message: one line, at most 60 characters, none hidden."""
    shown = visible(text[: _SHOWN_CHARS + 1])
    return shown if len(shown) <= _SHOWN_CHARS else shown[:_SHOWN_CHARS] + "..."


def closest(value: str, allowed: Iterable[str], n: int = 3) -> tuple[str, ...]:
    """Return up to `n` of `allowed` that look most like `value`, best first."""
    by_fold = {item.casefold(): item for item in allowed}
    folded = value[:200].casefold()
    starts = [k for k in by_fold if folded and (k.startswith(folded) or folded in k)]
    close = difflib.get_close_matches(folded, by_fold, n=n, cutoff=_CLOSE_ENOUGH)
    return tuple(by_fold[k] for k in dict.fromkeys([*close, *sorted(starts)]))[:n]


def listed(codes: Sequence[str]) -> str:
    """Return a closed list for a message, cut where it would fill the screen."""
    if len(codes) <= _SHOWN_CODES:
        return ", ".join(codes)
    return ", ".join(codes[:_SHOWN_CODES]) + f" and {len(codes) - _SHOWN_CODES} more"
