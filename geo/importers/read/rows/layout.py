"""How a delimited text is laid out, and the rules that all its readers share.

There are two readers, `arrow_csv` for clean files and `strict_csv` for any other. What a blank line
is, which lines do not fit and where the header stands is said here, once.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.errors import shorten
from geo.importers.read.limits import refuse_beyond
from geo.importers.read.rows.group_headings import named_by_both
from geo.importers.read.rows.headerless import NO_HEADER, has_no_header, known_columns
from geo.importers.read.rows.records import records
from geo.utils.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.importers.read.limits import Limits

DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
# What a layout is told by.
HEAD_CHARS: Final = 200_000
HEAD_ROWS: Final = 30
_SEPARATOR_LINE: Final = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
_HEADER_WITHIN: Final = 10
_ENOUGH: Final = 0.6
_OF_GDELT: Final = "no header; the columns are those of GDELT's codebook"


@dataclass(frozen=True)
class Layout:
    """What separates the columns of a text, and where its header stands.

    `lines` is the number of lines before the first row of data: notes and titles (`preamble` of
    them have cells), the line that names the separator, blank lines and the header itself. `title`
    is the text of the preamble.
    """

    delimiter: str
    header: list[str]
    lines: int
    preamble: int
    names_separator: bool
    has_header: bool = True
    title: str = ""

    @classmethod
    def of_head(cls, head: str) -> Layout:
        """Tell the layout of a text by its first `HEAD_CHARS` letters."""
        skipped, delimiter = 0, ""
        first = re.split(r"\r\n|\r|\n", head, maxsplit=1)[0]
        if match := _SEPARATOR_LINE.fullmatch(first):
            delimiter, skipped = match[1], 1
            head = re.sub(r"\A[^\r\n]*(?:\r\n|\r|\n)?", "", head)
        delimiter = delimiter or _sniff(head)
        filled = (r for r in records(head, delimiter) if r.cells)
        rows = list(itertools.islice(filled, HEAD_ROWS))
        if rows and (names := known_columns(rows[0].cells)):
            return cls(
                delimiter=delimiter,
                header=list(names),
                lines=rows[0].line - 1 + skipped,
                preamble=0,
                names_separator=bool(skipped),
                has_header=False,
            )
        cells = [r.cells for r in rows]
        at = header_at(cells)
        header, more = cells[at] if rows else [], 0
        if is_data := has_no_header(header, cells[at + 1 :]):
            header = [""] * len(header)
        elif len(rows) > at + 1:
            header, more = named_by_both(cells[at - 1] if at else [], header, cells[at + 1])
        lines = rows[at].line - 1 if rows else 0
        if rows and not is_data:
            lines = rows[at + more].line + rows[at + more].lines - 1
        return cls(
            delimiter=delimiter,
            header=header,
            lines=skipped + lines,
            preamble=at,
            names_separator=bool(skipped),
            has_header=not is_data,
            title=title_of(r.cells for r in rows[:at]),
        )

    def notes(self) -> list[str]:
        """Return what the layout is, in words for the report."""
        notes = [f"{DELIMITERS.get(self.delimiter, repr(self.delimiter))}-separated"]
        if self.names_separator:
            notes.append("the first line names the separator")
        if not self.has_header:
            is_known = any(self.header)
            notes.append(_OF_GDELT if is_known else NO_HEADER)
        return notes + preamble_note(self.preamble)

    def is_blank(self, line: str) -> bool:
        """Return whether a line has nothing but delimiters and white space.

        Such a line is a blank row, however many cells it has. One with quotes, even empty ones,
        is not blank: it is a row that fits or does not.
        """
        return not line.replace(self.delimiter, "").strip()


def preamble_note(rows: int) -> list[str]:
    """Return the note on titles above a header, none where there are none."""
    return [f"{plural(rows, 'row')} above the header skipped"] if rows else []


def title_of(rows: Iterable[Sequence[str]]) -> str:
    """Return the text of the rows above a header."""
    return " ".join(cell.strip() for row in rows for cell in row if cell.strip())


def wrong_width(expected: int, cells: int) -> str:
    """Return the reason why a row with another number of cells than the header does not fit."""
    return (
        f"expected {expected} cells, found {cells}; the line is cut off, or a separator or a "
        "quote is missing or one too many"
    )


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """Return the position of the header among the first rows: the first that is wide enough.

    Titles and notes that stand above a table fill a cell or two.
    """
    widths = [sum(1 for c in row if c.strip()) for row in rows]
    enough = max(1.0, _ENOUGH * max(widths, default=0))
    return next((i for i, w in enumerate(widths[:_HEADER_WITHIN]) if w >= enough), 0)


def column_names(header: Sequence[str], name: str, limits: Limits) -> list[str]:
    """Return the cells of a header as names of columns, every one filled and unique.

    Raises:
        ImportRefusedError: there are more columns than the limit.
    """
    refuse_beyond(f"{shorten(name)}, columns", len(header), limits, "columns")
    filled = (" ".join(cell.split()) or f"column {i}" for i, cell in enumerate(header, 1))
    return unique_names(filled)


def unique_names(names: Iterable[str]) -> list[str]:
    """Return names with a number behind each that was there before: a, a (2), b."""
    unique: dict[str, None] = {}
    for name in names:
        numbered = (f"{name} ({n})" for n in itertools.count(2))
        unique[next(n for n in itertools.chain([name], numbered) if n not in unique)] = None
    return list(unique)


def _sniff(head: str) -> str:
    """Return the delimiter under which most of the first rows have one and the same width."""

    def score(delimiter: str) -> tuple[float, int]:
        filled = (r for r in records(head, delimiter) if r.cells)
        rows = list(itertools.islice(filled, HEAD_ROWS))
        # The last one may be cut off by the end of the head.
        widths = Counter(len(r.cells) for r in (rows[:-1] or rows) if any(r.cells))
        if not widths:
            return 0.0, 0
        width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        return (count / sum(widths.values()) if width > 1 else 0.0), width

    return max(DELIMITERS, key=score)
