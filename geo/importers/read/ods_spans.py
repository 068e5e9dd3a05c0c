"""Finds the merged cells of OpenDocument workbooks, which python-calamine does not tell."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

Span = tuple[tuple[int, int], tuple[int, int]]


def ods_spans(data: bytes) -> dict[str, list[Span]]:
    """Return the first and last cell of each merged one by sheet; {} for other files.

    Args:
        data: the whole workbook. Rows and columns are counted from 0.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read("content.xml")
    except (zipfile.BadZipFile, KeyError):
        return {}
    if b"-spanned" not in content:
        return {}
    finder = _Finder()
    try:
        finder.parser.Parse(content, True)  # noqa: FBT003 - its signature
    except expat.ExpatError:
        return {}
    return finder.spans


class _Finder:
    def __init__(self) -> None:
        self.spans: dict[str, list[Span]] = {}
        self._sheet: list[Span] = []
        self._row = self._column = self._rows = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        def count(name: str) -> int:
            text = attributes.get(f"table:number-{name}", "1")
            return int(text) if text.isdecimal() else 1

        if tag == "table:table":
            self._sheet = self.spans.setdefault(attributes.get("table:name", ""), [])
            self._row = self._rows = 0
        elif tag == "table:table-row":
            self._row += self._rows
            self._rows, self._column = count("rows-repeated"), 0
        elif tag in {"table:table-cell", "table:covered-table-cell"}:
            down, across = count("rows-spanned"), count("columns-spanned")
            if down > 1 or across > 1:
                last = self._row + down - 1, self._column + across - 1
                self._sheet.append(((self._row, self._column), last))
            self._column += count("columns-repeated")
