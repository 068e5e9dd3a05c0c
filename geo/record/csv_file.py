"""A CSV file whose rows are edited one by one: the bytes of all others stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.errors import AtlasError
from geo.record.snapshot import row_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.column import Table

_QUOTE: Final = '"'
_NEEDS_QUOTES: Final = frozenset(',"\r\n')
_BOM: Final = "\ufeff"


class CsvFileError(AtlasError):
    """A file cannot be edited row by row; the message says why."""


@dataclass
class CsvFile:
    """The records of a file as text, header first, each with its line end."""

    table: Table
    records: list[str]

    @classmethod
    def of_bytes(cls, table: Table, data: bytes) -> CsvFile:
        """Return the file.

        Raises:
            CsvFileError: it is not UTF-8, a quote is open, or the last line does not end.
        """
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"{table.file}: not UTF-8: {error}"
            raise CsvFileError(message) from None
        if not text.endswith("\n"):
            message = f"{table.file}: expected a line end after the last row; add one"
            raise CsvFileError(message)
        return cls(table, _split_records(table, text))

    def to_bytes(self) -> bytes:
        """Return the content of the file."""
        return "".join(self.records).encode("utf-8")

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [_plain(cell) for cell in _split_cells(self.records[0].removeprefix(_BOM))]

    def rows(self) -> dict[str, int]:
        """Return the place of each row in `records`, by key."""
        header, places = self.header, {}
        for place, record in enumerate(self.records[1:], start=1):
            cells = [_plain(cell) for cell in _split_cells(record)]
            if len(cells) == len(header):
                places[row_key(self.table, dict(zip(header, cells, strict=True)))] = place
        return places

    def cell(self, place: int, column: str) -> str:
        """Return the text of a cell; `column` is one of `header`."""
        return _plain(_split_cells(self.records[place])[self.header.index(column)])

    def set_cell(self, place: int, column: str, value: str) -> None:
        """Set one cell; the others of the row keep their quotes."""
        cells = _split_cells(self.records[place])
        cells[self.header.index(column)] = _quoted(value)
        self.records[place] = ",".join(cells) + self._line_end(place)

    def append(self, cells: Mapping[str, str]) -> None:
        """Append a row; columns that it does not name are blank."""
        values = (_quoted(cells.get(name, "")) for name in self.header)
        self.records.append(",".join(values) + self._line_end(0))

    def _line_end(self, place: int) -> str:
        record = self.records[place]
        return record[len(record.rstrip("\r\n")) :]


def _split_records(table: Table, text: str) -> list[str]:
    """Return the records, each with its line end; one with a line end in quotes is one record."""
    records, lines = [], ""
    for line in text.split("\n")[:-1]:
        lines += f"{line}\n"
        if lines.count(_QUOTE) % 2 == 0:
            records.append(lines)
            lines = ""
    if lines:
        message = f"{table.file}: a quote is not closed, from {lines[:40]!r} on"
        raise CsvFileError(message)
    return records


def _split_cells(record: str) -> list[str]:
    """Return the cells of a record as they are written, without its line end."""
    body, cells, start, is_quoted = record.rstrip("\r\n"), [], 0, False
    for place, letter in enumerate(body):
        if letter == _QUOTE:
            is_quoted = not is_quoted
        elif letter == "," and not is_quoted:
            cells.append(body[start:place])
            start = place + 1
    return [*cells, body[start:]]


def _plain(cell: str) -> str:
    """Return what a cell says."""
    return cell[1:-1].replace(_QUOTE * 2, _QUOTE) if cell.startswith(_QUOTE) else cell


def _quoted(value: str) -> str:
    if _NEEDS_QUOTES.isdisjoint(value):
        return value
    return f'"{value.replace(_QUOTE, _QUOTE * 2)}"'
