"""Splits text into records when it may hold anything: odd quotes, cut lines, any line end."""

from __future__ import annotations

import csv
import re
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# A record of more lines than this holds a quote that was opened by mistake.
MAX_LINES: Final = 200
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_limit_taken = threading.Lock()


@dataclass(slots=True)
class Record:
    """One record: its cells, its first line, how many lines it takes, and its text.

    The text is as it stands in the file, but for the line end behind it.
    """

    cells: list[str]
    line: int
    lines: int
    text: str
    open_quote: bool = False


def records(text: str, delimiter: str) -> Iterator[Record]:
    """Yield the records of a delimited text; an empty line is one without cells.

    A quote that is never closed costs its own line only: the next line begins a new record.
    """
    lines = _Lines(text)
    while (line := lines.take()) is not None:
        number = lines.number
        if '"' not in line:
            # Most lines by far: no need to ask the csv module.
            content = line.rstrip("\r\n")
            yield Record(content.split(delimiter) if content else [], number, 1, content)
            continue
        yield _quoted(lines, line, number, delimiter)


class _Lines:
    """The lines of a text, which can be put back."""

    def __init__(self, text: str) -> None:
        self._matches = _LINE.finditer(text)
        self._back: list[str] = []
        self.number = 0

    def take(self) -> str | None:
        if self._back:
            self.number += 1
            return self._back.pop()
        match = next(self._matches, None)
        if match is None:
            return None
        self.number += 1
        return match[0]

    def put_back(self, lines: list[str]) -> None:
        self._back += reversed(lines)
        self.number -= len(lines)


def _quoted(lines: _Lines, first: str, number: int, delimiter: str) -> Record:
    taken = [first]
    ended = False

    def more() -> Iterator[str]:
        yield first
        while len(taken) <= MAX_LINES and (line := lines.take()) is not None:
            taken.append(line)
            yield line
        nonlocal ended
        ended = True

    # The limit is one for all of Python: imports take turns, or one restores another's. Data
    # folders are read under the usual one.
    with _limit_taken:
        usual = csv.field_size_limit(sys.maxsize)
        try:
            cells = next(csv.reader(more(), delimiter=delimiter, strict=False), [])
        except csv.Error:
            cells, ended = [], True
        finally:
            csv.field_size_limit(usual)
    if not ended:
        return Record(cells, number, len(taken), "".join(taken).rstrip("\r\n"))
    lines.put_back(taken[1:])
    content = first.rstrip("\r\n")
    return Record([content], number, 1, content, open_quote=True)
