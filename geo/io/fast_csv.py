"""Reads large CSV files with Arrow, where that cannot differ from the row-by-row reader.

A row-by-row reader says which row is ragged and which quote is open, but makes a Python object of
every cell: at a million rows half a minute and several gigabytes. So a large file is first proved
to be well formed; of any other one nothing is read here, and `geo.io.tables` reads it row by row.
"""

from __future__ import annotations

import csv
import io
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

# Below this the row-by-row reader takes less than half a second.
FROM_BYTES: Final = 4_000_000
_HEADER_BYTES: Final = 65_536
_CHUNK: Final = 1 << 22
_BLOCK: Final = 1 << 25  # few large pieces: each piece of a column has a hash table of its own
_FEWEST_COLUMNS: Final = 2  # in a file of one column a blank line is a cell to Arrow
_LINE, _RETURN, _QUOTE = b'\n\r"'


def read_fast_csv(data: bytes) -> pd.DataFrame | None:
    """Return the cells of a well-formed CSV file as text, or None.

    Args:
        data: UTF-8 without a byte-order mark, header first.

    Returns:
        The cells, columns named by the header, indexed by row number (the header is row 1); or
        None where the file is not surely read as Python's strict `csv.reader` reads it: quotes
        inside a cell, ragged or blank rows, a lone carriage return, bad UTF-8, a cell beyond the
        reader's limit, a header that names a column twice or only one.
    """
    if b"\0" in data or data.count(b"\r") != data.count(b"\r\n") or not quotes_are_plain(data):
        return None
    header = _header(data)
    if len(header) < _FEWEST_COLUMNS or len(set(header)) < len(header):
        return None
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(block_size=_BLOCK),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.column_names != header or any(_longest(c) > csv.field_size_limit() for c in table):
        return None
    # Arrow reads a blank line as a row of blanks, and such a row may be either.
    if _has_blank_row(table):
        return None
    text = pd.StringDtype(na_value=np.nan)
    columns = {name: text.__from_arrow__(table[name]) for name in header}
    return pd.DataFrame(columns, index=pd.RangeIndex(2, len(table) + 2))


def _header(data: bytes) -> list[str]:
    """Return the cells of the first record, none where it does not end within reach."""
    try:
        text = data[:_HEADER_BYTES].decode("utf-8", errors="ignore")
        return next(csv.reader(io.StringIO(text, newline=""), strict=True), [])
    except csv.Error:
        return []


def _has_blank_row(table: pa.Table) -> bool:
    blank = np.ones(len(table), dtype=bool)
    for column in table:
        blank &= pc.equal(pc.binary_length(column), 0).to_numpy()
        if not blank.any():
            return False
    return len(table) > 0


def _longest(column: pa.ChunkedArray) -> int:
    return pc.max(pc.binary_length(column)).as_py() or 0


def quotes_are_plain(data: bytes, delimiter: str = ",") -> bool:
    """Return whether every quote opens or closes a whole cell, or is half of a doubled one.

    Then every reader of CSV agrees on where cells begin and end. Quotes open and close in turn (the
    two halves of a doubled quote close and open); one that opens stands after a delimiter, a line
    end or a closing quote, one that closes before one.
    """
    content = np.frombuffer(data, np.uint8)
    before = np.zeros(256, dtype=bool)
    before[[ord(delimiter), _LINE, _QUOTE]] = True
    after = before.copy()
    after[_RETURN] = True
    seen = 0
    for start in range(0, len(content), _CHUNK):
        at = np.flatnonzero(content[start : start + _CHUNK] == _QUOTE) + start
        opens, closes = at[seen % 2 :: 2], at[1 - seen % 2 :: 2]
        inner_opens = opens[opens > 0]
        inner_closes = closes[closes < len(content) - 1]
        if not (before[content[inner_opens - 1]].all() and after[content[inner_closes + 1]].all()):
            return False
        seen += len(at)
    return seen % 2 == 0
