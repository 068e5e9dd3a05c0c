"""Finds what Excel workbooks hide, strike out or comment, and formulas nobody has calculated.

Programs that write workbooks (openpyxl, XlsxWriter, and pandas with them) write formulas without
their results, or with 0 for each; a spreadsheet program fills them in when it opens the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import TYPE_CHECKING, Final

from geo.importers.read.workbook.sheet_traits import SheetTraits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.importers.read.workbook.sheet_traits import Cell

_CHUNK: Final = 2**23
_MOST_COLUMNS: Final = 2**14
_LETTERS: Final = 26
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_TO_CALCULATE: Final = re.compile(rb"""fullCalcOnLoad\s*=\s*["'](?:1|true)["']""")
_ATTRIBUTE: Final = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PREFIX: Final = re.compile(rb"<(\w+:)worksheet\b")
_ROW: Final = re.compile(rb"<row\b([^>]*)>")
_NUMBER: Final = re.compile(rb"""\br=["'](\d{1,7})["']""")
_COLUMN: Final = re.compile(rb"<col\s[^>]*>")
_CELL: Final = re.compile(rb"<c(?=[\s>/])([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_REFERENCE: Final = re.compile(rb"""\br=["']([A-Z]{1,3})""")
_FORMULA: Final = re.compile(rb"<f[\s>/]")
_VALUE: Final = re.compile(rb"<v(?:\s[^>]*)?>([^<]+)</v>|<is>")
_ERROR: Final = re.compile(rb"""\bt=["']e["']""")
_STYLE: Final = re.compile(rb"""\bs=["'](\d+)["']""")
_SIGNS: Final = (b"<f", b't="e"', b"t='e'")
_FONT: Final = re.compile(rb"<(?:\w+:)?font(?:\s[^>]*)?(?:/>|>.*?</(?:\w+:)?font>)", re.DOTALL)
_STRIKE: Final = re.compile(rb"""<(?:\w+:)?strike\b(?!\s+val=["'](?:0|false))""")
_FORMATS: Final = re.compile(rb"cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT: Final = re.compile(rb"<(?:\w+:)?xf\s[^>]*>")
_COMMENT: Final = re.compile(rb"<(?:\w+:)?comment\s")
_NOT_AVAILABLE: Final = b"#N/A"
_HALF: Final = 0.5
_HIDDEN: Final = frozenset({"1", "true"})
_ZERO: Final = b"0"


def xlsx_traits(data: bytes) -> dict[str, SheetTraits]:
    """Return the traits of each sheet; {} for other files.

    Args:
        data: the whole workbook, of which is known how large it is unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = archive.read("xl/workbook.xml")
            relations = _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
            targets = {r.get("Id"): r.get("Target", "") for r in map(_attributes, relations)}
            is_to_calculate = _TO_CALCULATE.search(book) is not None
            struck = _struck_styles(archive)
            traits = {}
            for sheet in map(_attributes, _SHEET.findall(book)):
                number = next((v for k, v in sheet.items() if k.endswith(":id")), None)
                target = targets.get(number, "")
                path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                if path not in archive.namelist():
                    continue
                scanner = _Scanner(struck)
                for piece in _pieces(archive, path):
                    scanner.scan(piece)
                scanner.traits.comments = _comments(archive, path)
                traits[sheet.get("name", "")] = scanner.traits
                if is_to_calculate and not scanner.has_results:
                    scanner.traits.uncalculated += scanner.zeros
            return traits
    except (zipfile.BadZipFile, KeyError):
        return {}


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): unescape((one or other).decode("utf-8", "replace"))
            for name, one, other in _ATTRIBUTE.findall(tag)}  # fmt: skip


def _pieces(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """Yield the XML of a sheet in pieces of whole rows, names without a prefix such as `x:row`."""
    with archive.open(path) as stream:
        rest, prefix = b"", None
        while chunk := stream.read(_CHUNK):
            rest += chunk
            if prefix is None:
                prefix = match[1] if (match := _PREFIX.search(rest)) else b""
            if (end := rest.rfind(b"<" + prefix + b"row")) > 0:
                yield _without(prefix, rest[:end])
                rest = rest[end:]
        yield _without(prefix or b"", rest)


def _without(prefix: bytes, xml: bytes) -> bytes:
    return xml.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else xml


def _struck_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Return the numbers of the styles whose text is struck through."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = archive.read("xl/styles.xml")
    fonts = [m[0] for m in _FONT.finditer(styles[: styles.find(b"</fonts>")])]
    struck = {i for i, font in enumerate(fonts) if _STRIKE.search(font)}
    formats = _FORMATS.search(styles) if struck else None
    of_format = map(_attributes, _FORMAT.findall(formats[1])) if formats else ()
    return frozenset(
        str(i).encode()
        for i, xf in enumerate(of_format)
        if xf.get("fontId", "").isdecimal() and int(xf["fontId"]) in struck
    )


def _comments(archive: zipfile.ZipFile, path: str) -> int:
    """Return how many cells of a sheet have a comment."""
    folder, _, name = path.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return 0
    targets = (_attributes(r).get("Target", "") for r in _RELATION.findall(archive.read(relations)))
    files = {
        t.removeprefix("..").lstrip("/").removeprefix("xl/") for t in targets if "/comment" in t
    }
    found = [f"xl/{f}" for f in files if f"xl/{f}" in archive.namelist()]
    return sum(len(_COMMENT.findall(archive.read(f))) for f in found)


class _Scanner:
    """Goes through the pieces of a sheet and keeps what it finds."""

    def __init__(self, struck: frozenset[bytes]) -> None:
        self._struck = struck
        self.traits = SheetTraits()
        self.zeros: list[Cell] = []
        self.has_results = False
        self._row = -1

    def scan(self, piece: bytes) -> None:
        if not self._struck and not any(sign in piece for sign in (*_SIGNS, b"hidden")):
            self._row += piece.count(b"<row")
            return
        rows = [*_ROW.finditer(piece)]
        for column in map(_attributes, _COLUMN.findall(piece[: rows[0].start() if rows else None])):
            if column.get("hidden") in _HIDDEN:
                first, last = int(column.get("min", "1")), int(column.get("max", "1"))
                self.traits.hidden_columns |= set(range(first - 1, min(last, _MOST_COLUMNS)))
        for i, match in enumerate(rows):
            number = _NUMBER.search(match[1])
            self._row = int(number[1]) - 1 if number else self._row + 1
            if b"hidden" in match[1] and _attributes(match[1]).get("hidden") in _HIDDEN:
                self.traits.hidden_rows.add(self._row)
            end = rows[i + 1].start() if i + 1 < len(rows) else len(piece)
            signs = (piece.find(sign, match.end(), end) for sign in _SIGNS)
            if self._struck or any(at >= 0 for at in signs):
                self._scan_cells(piece[match.end() : end])

    def _scan_cells(self, row: bytes) -> None:
        column, filled, struck = -1, 0, 0
        for match in _CELL.finditer(row):
            reference = _REFERENCE.search(match[1])
            column = _column_of(reference[1]) if reference else column + 1
            content = match[2] or b""
            if self._struck and _VALUE.search(content):
                style = _STYLE.search(match[1])
                filled, struck = (
                    filled + 1,
                    struck + (style is not None and style[1] in self._struck),
                )
            if _ERROR.search(match[1]) and _NOT_AVAILABLE not in content:
                self.traits.errors.append((self._row, column))
            elif _FORMULA.search(content):
                self._note_formula(column, content)
        if struck and struck >= _HALF * filled:
            self.traits.struck_rows.add(self._row)

    def _note_formula(self, column: int, content: bytes) -> None:
        value = _VALUE.search(content)
        if value is None:
            self.traits.uncalculated.append((self._row, column))
        elif value[1] == _ZERO:
            self.zeros.append((self._row, column))
        else:
            self.has_results = True


def _column_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number - 1
