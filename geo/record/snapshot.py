"""A data folder as text, cell by cell, to be held against another version of it.

Nothing is judged here: a folder that `geo.io.catalog` would refuse can be compared too, such as an
older version that lacks a column of today.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.analysis.summary import summarise
from geo.errors import DataError, Problem
from geo.filter.filter import Filter
from geo.io import catalog
from geo.model.column import LIST_SEPARATOR, Table
from geo.model.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.atlas import Atlas

Row = dict[str, str]

_DIGITS: Final = 10
_BOM: Final = b"\xef\xbb\xbf"
_NUMBERS: Final = (
    "shown", "total", "not_drawn", "first", "last", "killed", "killed_unknown", "injured",
    "injured_unknown",
)  # fmt: skip


@dataclass(frozen=True)
class Snapshot:
    """One version of the data.

    `rows` holds for each table its rows by key (see `row_key`), each a mapping of column to text;
    `columns` the columns of its file. `counts` are the headline counts by name (see `counts_of`),
    empty where this code cannot load the folder; `no_counts` then says why. `folder` is where the
    files were read.
    """

    folder: Path
    version: str
    rows: Mapping[str, Mapping[str, Row]]
    columns: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, str]
    no_counts: str = ""


def read_snapshot(folder: str | Path, counts: Mapping[str, str] | None = None) -> Snapshot:
    """Read all tables of a data folder.

    Args:
        folder: the data folder.
        counts: its headline counts, where they are known; else it is loaded as an atlas for them.

    Raises:
        DataError: there is no such folder, or a file is neither CSV nor GeoJSON in UTF-8.
    """
    folder = Path(folder)
    if not folder.is_dir():
        problem = Problem(str(folder), 1, "folder", "there is no such folder", "refuse")
        raise DataError([problem])
    rows: dict[str, dict[str, Row]] = {}
    columns: dict[str, tuple[str, ...]] = {}
    for table in TABLES:
        path = folder / table.file
        columns[table.name], records = _read(table, path) if path.is_file() else ((), [])
        rows[table.name] = _by_key(table, records)
    no_counts = ""
    if counts is None:
        counts = {}
        try:
            counts = counts_of(catalog.load(folder))
        except DataError as error:
            no_counts = str(error).splitlines()[0]
    return Snapshot(folder, catalog.version_of(folder), rows, columns, counts, no_counts)


def counts_of(atlas: Atlas) -> dict[str, str]:
    """Return every headline count of `geo summary` over all incidents, by name.

    Names are the keys of the summary, with `/` before the entry of a grouped count:
    `by_group/kh`, `longest_lull/days`.
    """
    summary = summarise(Filter().view(atlas), atlas)
    counts = {name: summary[name] for name in _NUMBERS}
    for name, grouped in summary.items():
        if name.startswith("by_"):
            counts |= {f"{name}/{entry}": n for entry, n in grouped.items()}
    counts["lulls"] = len(summary["lulls"])
    counts["longest_lull/days"] = (summary["longest_lull"] or {}).get("days")
    counts["responses"] = len(summary["responses"]["chains"])
    counts["tallies"] = len(summary["tallies"])
    return {name: str(value) for name, value in counts.items() if value is not None}


def row_key(table: Table, row: Mapping[str, str]) -> str:
    """Return the key of a row as one text: its key cells joined by `|`.

    Blank ones at the end are left out, so that a key stays when the table gets a further key column
    that a row leaves blank.
    """
    cells = [_escaped(row.get(column, "")) for column in table.key]
    while cells and not cells[-1]:
        cells.pop()
    return "|".join(cells)


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|")


def row_digest(row: Mapping[str, str]) -> str:
    """Return ten hexadecimal digits that stand for the cells of a row; blank cells count as none.

    So a column that is new and still empty leaves the digest as it was.
    """
    cells = sorted((column, cell) for column, cell in row.items() if cell)
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:_DIGITS]


def _by_key(table: Table, records: list[Row]) -> dict[str, Row]:
    """Return the rows by key; a key that stands twice gets a number the second time."""
    rows: dict[str, Row] = {}
    for record in records:
        key = row_key(table, record)
        again = 2
        while key in rows:
            key, again = f"{row_key(table, record)} ({again})", again + 1
        rows[key] = record
    return rows


def _read(table: Table, path: Path) -> tuple[tuple[str, ...], list[Row]]:
    data = path.read_bytes().removeprefix(_BOM)
    try:
        text = data.decode("utf-8")
        return _read_geojson(text) if table.geometry else _read_csv(text)
    except (ValueError, csv.Error, KeyError, TypeError, AttributeError, RecursionError) as error:
        kind = "GeoJSON" if table.geometry else "CSV"
        message = f"not readable as {kind} in UTF-8: {error}"
        raise DataError([Problem(table.file, 1, "file", message, "refuse")]) from None


def _read_csv(text: str) -> tuple[tuple[str, ...], list[Row]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(reader, [])
    return tuple(header), [dict(zip(header, cells, strict=False)) for cells in reader if cells]


def _read_geojson(text: str) -> tuple[tuple[str, ...], list[Row]]:
    records = []
    for feature in json.loads(text)["features"]:
        row = {name: _as_cell(value) for name, value in feature["properties"].items()}
        records.append(row | {"geometry": _as_place(feature["geometry"])})
    return tuple(dict.fromkeys(name for row in records for name in row)), records


def _as_cell(value: Any) -> str:
    if isinstance(value, list):
        return LIST_SEPARATOR.join(map(_as_cell, value))
    return "" if value is None else str(value)


def _as_place(geometry: Any) -> str:
    """Return a point as latitude and longitude, and a digest of any other shape."""
    if geometry["type"] == "Point":
        longitude, latitude = geometry["coordinates"][:2]
        return f"{latitude}, {longitude}"
    digest = hashlib.sha256(json.dumps(geometry).encode()).hexdigest()[:_DIGITS]
    return f"{geometry['type']} {digest}"
