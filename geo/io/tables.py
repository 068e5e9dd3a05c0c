"""Reads one file of a data folder into a typed frame and the list of its faults.

Nothing is repaired and nothing is dropped here: a `Sheet` keeps every row that was read, and says
which of them have a fault. What to do with them is for `geo.io.catalog` to decide.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

from geo.errors import Effect, Problem, closest, shorten
from geo.io import fast_csv
from geo.io.values import FAULTS, convert, expectation
from geo.model.column import LIST_SEPARATOR, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
_SAMPLE = 10_000
_ALL_DIFFERENT = 0.9
_UTF8_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Sheet:
    """One file as read.

    `frame` has the table's columns in schema order, typed, indexed by row number (header is row 1,
    in GeoJSON the first feature is row 1), with a `geometry` column of shapely objects for spatial
    tables. Cells with a fault are missing values. Ragged rows are counted in `n_read` and are not
    in `frame`.
    """

    table: Table
    frame: pd.DataFrame
    n_read: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """Whether the file could be read at all, with every column that the schema asks for."""
        return not any(p.fatal for p in self.problems)

    def report(self, row: int, column: str, message: str, effect: Effect = "quarantine") -> None:
        """Add a fault at `row` and `column`.

        A province that is left out would give its incidents to its neighbours without a word, so
        a fault in any polygon's row refuses the load.
        """
        if "Polygon" in self.table.geometry and effect == "quarantine":
            effect = "refuse"
        self.problems.append(Problem(self.table.file, row, column, message, effect))


def read_table(table: Table, data: bytes) -> Sheet:
    """Read the bytes of one file.

    Args:
        table: the schema of the file.
        data: its content, as UTF-8 CSV or as a GeoJSON FeatureCollection in EPSG:4326.

    Returns:
        The sheet with all its problems; never raises for bad content.
    """
    sheet = Sheet(table, pd.DataFrame(columns=list(table.column_names)))
    raw = _raw(sheet, data.removeprefix(_UTF8_BOM))
    del data  # a large file is not held beside its cells
    if raw is None:
        return sheet
    absent = [name for name in table.optional_names if name not in raw]
    sheet.frame = sheet.frame.drop(columns=absent)
    excuses = {
        name: raw[name].eq("true").to_numpy(dtype=bool)
        for name in {column.unless for column in table.columns}
        if name in raw
    }
    for column in table.columns:
        if column.name in raw:
            # Taken out of the raw table: a large file is never held twice.
            cells, excused = raw.pop(column.name), excuses.get(column.unless or "")
            sheet.frame[column.name] = _typed(sheet, column, cells, excused)
    _check_key(sheet)
    return sheet


def _raw(sheet: Sheet, data: bytes) -> pd.DataFrame | None:
    """Return the cells as text, or None after reporting why they cannot be read."""
    if not sheet.table.geometry and len(data) >= fast_csv.FROM_BYTES:
        raw = fast_csv.read_fast_csv(data)
        if raw is not None:
            sheet.n_read = len(raw)
            _check_header(sheet, list(raw.columns))
            sheet.frame = sheet.frame.reindex(raw.index)
            return raw
    text = _decode(sheet, data)
    if text is None:
        return None
    return _raw_geojson(sheet, text) if sheet.table.geometry else _raw_csv(sheet, text)


def _decode(sheet: Sheet, data: bytes) -> str | None:
    if not data or data.isspace():
        sheet.report(1, "file", "the file is empty; expected a header and rows", "refuse")
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        byte = data[error.start : error.start + 1].hex()
        message = (
            f"not UTF-8: byte 0x{byte} at position {error.start} cannot be decoded; "
            "save the file as UTF-8"
        )
        sheet.report(row, "file", message, "refuse")
        return None


def _raw_csv(sheet: Sheet, text: str) -> pd.DataFrame | None:
    rows: list[list[str]] = []
    numbers: list[int] = []
    number = 1
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader)
        for number, cells in enumerate(reader, start=2):
            if not cells:
                continue
            sheet.n_read += 1
            if len(cells) == len(header):
                rows.append(cells)
                numbers.append(number)
            else:
                sheet.report(
                    number,
                    "row",
                    f"expected {len(header)} cells, found {len(cells)}; "
                    "a comma or a quote is missing or one too many",
                )
    except csv.Error as error:
        message = f"not readable as CSV: {error}; look for an unclosed quote"
        sheet.report(number + 1, "file", message, "refuse")
        return None
    _check_header(sheet, header)
    frame = pd.DataFrame(rows, columns=range(len(header)), index=numbers, dtype="str")
    unique = [i for i, name in enumerate(header) if name not in header[:i]]
    frame = frame[unique].set_axis([header[i] for i in unique], axis=1)
    sheet.frame = sheet.frame.reindex(frame.index)
    return frame


def _check_header(sheet: Sheet, header: list[str]) -> None:
    names, optional = sheet.table.column_names, sheet.table.optional_names
    for name in names:
        if name not in header and name not in optional:
            near = closest(name, [h for h in header if h not in names])
            hint = f"; is it the column {shorten(near[0])!r}?" if near else ""
            message = f"column is missing; expected {', '.join(names)}{hint}"
            sheet.report(1, name, message, "refuse")
    for i, name in enumerate(header):
        if name in header[:i]:
            sheet.report(1, shorten(name), "column stands twice in the header", "refuse")
        elif name not in names:
            message = f"column is not in the schema and is not read; expected {', '.join(names)}"
            sheet.report(1, shorten(name), message, "note")


def _raw_geojson(sheet: Sheet, text: str) -> pd.DataFrame | None:
    try:
        features = json.loads(text)["features"]
        if not isinstance(features, list):
            raise TypeError  # noqa: TRY301 - one message for every way of not being GeoJSON
    except (ValueError, KeyError, TypeError, RecursionError):
        message = "not readable as GeoJSON; expected a FeatureCollection with a list of features"
        sheet.report(1, "file", message, "refuse")
        return None
    sheet.n_read = len(features)
    sheet.frame = sheet.frame.reindex(range(1, len(features) + 1))
    properties = [_properties(f) for f in features]
    names = dict.fromkeys(name for p in properties for name in p)
    _check_header(sheet, list(names) if features else list(sheet.table.column_names))
    sheet.frame["geometry"] = np.array(
        [_geometry(sheet, row, f) for row, f in enumerate(features, 1)], dtype=object
    )
    columns = {name: [_as_cell(p.get(name)) for p in properties] for name in names}
    return pd.DataFrame(columns, index=sheet.frame.index, dtype="str")


def _properties(feature: Any) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _as_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return LIST_SEPARATOR.join(_as_cell(item) for item in value)
    # Half of a surrogate pair can stand in JSON and nowhere else; the check of texts names it.
    return _HALF_A_CHARACTER.sub("\x1a", str(value))


def _geometry(sheet: Sheet, row: int, feature: Any) -> shapely.Geometry | None:
    allowed = sheet.table.geometry
    try:
        geometry = shape(feature["geometry"])
    except Exception:  # noqa: BLE001 - shapely raises many types for malformed coordinates
        sheet.report(row, "geometry", f"not a geometry; expected {' or '.join(allowed)}")
        return None
    if geometry.geom_type not in allowed or geometry.is_empty:
        shape_type = f"an empty {geometry.geom_type}" if geometry.is_empty else geometry.geom_type
        message = f"expected {' or '.join(allowed)}, found {shape_type}"
    elif not geometry.is_valid:
        message = (
            f"not a valid {geometry.geom_type}: {shapely.is_valid_reason(geometry)}; "
            "mend the ring, for instance with shapely.make_valid"
        )
    elif not shapely.box(-180, -90, 180, 90).covers(geometry):
        message = "outside longitude -180..180, latitude -90..90; expected EPSG:4326 degrees"
    else:
        return shapely.force_2d(geometry)
    sheet.report(row, "geometry", message)
    return None


def _typed(
    sheet: Sheet, column: Column, raw: pd.Series[str], excused: NDArray[np.bool_] | None
) -> pd.Series[Any]:
    """Return `raw` in the column's type, faults and blanks as missing values.

    A row that is `excused` may leave a required column blank.
    """
    # Each distinct cell is looked at once: a million dates are a few thousand days.
    of_row, cells = _distinct(raw)
    blank = _is_blank(cells)
    if column.required and blank.any():
        message = f"is empty; expected {expectation(column)}"
        missing = blank[of_row] if excused is None else blank[of_row] & ~excused
        for row in raw.index[missing]:
            sheet.report(row, column.name, message)
    faults = FAULTS[column.kind](column, cells)
    faulty = faults.ne("").to_numpy() & ~blank
    if faulty.any():
        messages = {
            i: f"expected {expectation(column)}, found {shorten(cells[i])!r}{faults[i]}"
            for i in np.flatnonzero(faulty).tolist()
        }
        for at in np.flatnonzero(faulty[of_row]).tolist():
            sheet.report(int(raw.index[at]), column.name, messages[of_row[at]])
    clean = cells.mask(blank | faulty) if blank.any() or faulty.any() else cells
    typed = convert(column, clean).array
    return pd.Series(typed if len(cells) == len(raw) else typed.take(of_row), index=raw.index)


def _distinct(raw: pd.Series[str]) -> tuple[NDArray[np.intp], pd.Series[str]]:
    """Return for each row the position of its cell among the distinct cells, and those.

    A long column whose first cells are nearly all different, as keys and summaries are, is taken as
    it is: to look for equal ones would take longer than to read them all.
    """
    if raw.iloc[:_SAMPLE].nunique() > _ALL_DIFFERENT * _SAMPLE:
        return np.arange(len(raw)), raw.reset_index(drop=True)
    of_row, distinct = pd.factorize(raw)
    return of_row, pd.Series(distinct, dtype="str")


def _is_blank(cells: pd.Series[str]) -> NDArray[np.bool_]:
    """Return which cells hold nothing but white space, of whatever script."""
    first, initials = pd.factorize(cells.str.slice(0, 1))
    maybe = np.flatnonzero(
        np.array([not initial.strip() for initial in initials], dtype=bool)[first]
    )
    blank = np.zeros(len(cells), dtype=bool)
    blank[maybe] = [not cell.strip() for cell in cells.iloc[maybe]]
    return blank


def _check_key(sheet: Sheet) -> None:
    """Report every row whose key stands on an earlier row already."""
    frame = sheet.frame
    if not sheet.readable or frame.empty:
        return
    key = [name for name in sheet.table.key if name in frame]
    dates = {name: "str" for name in key if sheet.table.column(name).kind == "date"}
    whole = frame[key].astype(dates).fillna("")
    whole = whole[whole.duplicated(keep=False).to_numpy()]
    if whole.empty:
        return
    frame = frame.loc[whole.index]
    first = pd.Series(frame.index, index=frame.index).groupby(
        [whole[k] for k in key]).transform("first")  # fmt: skip
    # A key with a faulty cell is no duplicate of another one with a faulty cell.
    required = [k for k in key if sheet.table.column(k).required]
    named = frame[required].notna().all(axis=1)
    for row in frame.index[(first != frame.index) & named]:
        value = ", ".join(filter(None, whole.loc[row]))
        sheet.report(row, key[0], f"duplicate of row {first[row]}: {shorten(value)}; keep one")


def faulty_rows(problems: Iterable[Problem], table: Table) -> set[int]:
    """Return the rows of `table` that have a fault of their own."""
    return {p.row for p in problems if p.file == table.file and p.effect == "quarantine"}
