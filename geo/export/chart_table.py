"""What is written on a chart, and its numbers as CSV below the same words."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.export.text_files import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Words:
    """What is written on a chart: what it shows; its measure, period and filter; its source."""

    title: str
    subtitle: str
    source: str


def write_table(words: Words, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return the numbers as CSV, UTF-8, safe to open in a spreadsheet.

    Args:
        words: what stands above the table, one line each that begins with `# `.
        heads: the names of the columns.
        rows: the cells of each row.
    """
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n").writerow
    for line in (words.title, words.subtitle, words.source):
        write([f"# {line}"])
    for row in (heads, *rows):
        write([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode()
