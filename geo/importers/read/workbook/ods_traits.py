"""Finds the merged cells, hidden rows and hidden columns of OpenDocument workbooks."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from geo.importers.read.workbook.sheet_traits import SheetTraits

_SIGNS = (b"-spanned", b"table:visibility")
_MOST = 2**20  # rows of a sheet
_HIDDEN = frozenset({"collapse", "filter"})


def ods_traits(data: bytes) -> dict[str, SheetTraits]:
    """Return the traits of each sheet that has some; {} for other files.

    Args:
        data: the whole workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read("content.xml")
    except (zipfile.BadZipFile, KeyError):
        return {}
    if not any(sign in content for sign in _SIGNS):
        return {}
    finder = _Finder()
    try:
        finder.parser.Parse(content, True)  # noqa: FBT003 - its signature
    except expat.ExpatError:
        return {}
    return finder.traits


class _Finder:
    def __init__(self) -> None:
        self.traits: dict[str, SheetTraits] = {}
        self._sheet = SheetTraits()
        self._row = self._column = self._rows = self._columns = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        def count(name: str) -> int:
            text = attributes.get(f"table:number-{name}", "1")
            return min(int(text), _MOST) if text.isdecimal() else 1

        is_hidden = attributes.get("table:visibility") in _HIDDEN
        if tag == "table:table":
            self._sheet = self.traits.setdefault(attributes.get("table:name", ""), SheetTraits())
            self._row = self._rows = self._columns = 0
        elif tag == "table:table-column":
            before, self._columns = self._columns, self._columns + count("columns-repeated")
            self._sheet.hidden_columns |= set(range(before, self._columns)) if is_hidden else set()
        elif tag == "table:table-row":
            self._row += self._rows
            self._rows, self._column = count("rows-repeated"), 0
            if is_hidden:
                self._sheet.hidden_rows |= set(range(self._row, self._row + self._rows))
        elif tag in {"table:table-cell", "table:covered-table-cell"}:
            down, across = count("rows-spanned"), count("columns-spanned")
            if down > 1 or across > 1:
                last = self._row + down - 1, self._column + across - 1
                self._sheet.spans.append(((self._row, self._column), last))
            self._column += count("columns-repeated")
