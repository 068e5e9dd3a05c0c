"""Reads a data folder into one immutable Atlas.

    folder -> bytes -> sheets (typed, every fault listed) -> Atlas (sound rows, joined, indexed)

A row with a fault is quarantined and counted. A missing file or column, an empty or undecodable
file, a faulty province polygon or a circle in the group graph refuses the load, because then no
count could be trusted.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from geo.errors import DataError, Problem
from geo.io import cache, checks, tables
from geo.model.atlas import CRS, Atlas, deep_frozen
from geo.model.schema import PACKAGE_FILE, TABLES, table
from geo.paths import DATA
from geo.utils.progress import tell
from geo.utils.text_columns import contained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from geo.io.tables import Sheet
    from geo.utils.progress import Progress

# Rows that mean nothing without the row they point to go into quarantine with it. A statement, an
# origin or a group whose *source* row has a fault stands; only its link is missing.
_GOES_WITH = {
    "incidents": ("base_id",),
    "statements": ("incident_id", "group_id"),
    "origins": ("incident_id",),
    "incident_sources": ("incident_id", "source_id"),
    "group_links": ("child_id", "parent_id"),
    "capitals": ("province_code",),
    "not_duplicates": ("incident_id_1", "incident_id_2"),
}
_MUST_HAVE_ROWS = ("incidents", "provinces")
_VERSION_DIGITS = 10
_BLOCK = 1 << 22


@dataclass(frozen=True)
class _Inspection:
    sheets: Mapping[str, Sheet]
    problems: tuple[Problem, ...]
    package: Mapping[str, Any]
    version: str
    digest: str


def validate(folder: str | Path) -> tuple[Problem, ...]:
    """Return every fault of a data folder, in the order of its files and rows.

    Args:
        folder: a folder with the files of `geo.model.schema.TABLES` and `datapackage.json`.

    Raises:
        DataError: the folder does not exist.

    Example:
        >>> geo.io.catalog.validate("data")
        ()
    """
    return _inspect(folder).problems


def load(
    folder: str | Path = DATA, *, cached: bool = True, progress: Progress | None = None
) -> Atlas:
    """Load a data folder.

    A folder of at least `geo.io.cache.FROM_ROWS` incidents is kept in the cache, and not read
    again as long as neither its bytes nor this code change.

    Args:
        folder: a folder with the files of `geo.model.schema.TABLES` and `datapackage.json`; the
            shipped data where none is named.
        cached: whether the cache may be used; not for data that must leave no copy.
        progress: told how far the load is; may stop it.

    Returns:
        The atlas of all sound rows, and the quarantine of the others. Loading the same files gives
        the same `version`.

    Raises:
        DataError: the folder or a file is missing, empty or not decodable, a column is missing, a
            province polygon is faulty, or the group graph has a circle. Holds every fault found.
        CancelledError: `progress` returned False. Nothing is left behind.
    """
    keep = cached and cache.directory() is not None and _is_large(Path(folder))
    if keep:
        tell(progress, "looking for the folder in the cache", 0, 1)
        if atlas := cache.read_entry(_digest(Path(folder))):
            return atlas
    inspection = _inspect(folder, progress)
    if any(p.fatal for p in inspection.problems):
        raise DataError(inspection.problems)
    atlas = _build(inspection, progress)
    if keep:
        tell(progress, "writing the cache", 0, 1)
        cache.write_entry(inspection.digest, atlas)
    return atlas


def version_of(folder: str | Path) -> str:
    """Return the version of a data folder as its atlas has it, without reading its tables.

    Args:
        folder: the folder; it need not pass the checks of `load`.
    """
    path = Path(folder) / PACKAGE_FILE
    package, _ = _read_package(path.read_bytes() if _is_readable(path) else None)
    return _version(package, _digest(Path(folder)))


def _version(package: Mapping[str, Any], digest: str) -> str:
    return f"{package.get('version', '0')}-{digest[:_VERSION_DIGITS]}"


def _is_large(folder: Path) -> bool:
    """Return whether there are enough incidents to cache; lines are counted, not records."""
    lines = 0
    try:
        with (folder / table("incidents").file).open("rb") as file:
            while lines <= cache.FROM_ROWS and (block := file.read(_BLOCK)):
                lines += block.count(b"\n")
    except (OSError, ValueError):  # a ValueError: no path has the character NUL
        return False
    return lines > cache.FROM_ROWS


def _digest(folder: Path) -> str:
    """Return the digest of a folder's files without reading what is in them."""
    whole = hashlib.sha256()
    optional = {t.file for t in TABLES if t.optional}
    for name in sorted(_file_names()):
        path = folder / name
        if not _is_readable(path):
            if name not in optional:
                whole.update(_headline(name, 0))
            continue
        whole.update(_headline(name, path.stat().st_size))
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                whole.update(block)
    return whole.hexdigest()


def _headline(name: str, size: int) -> bytes:
    return f"{name}\0{size}\0".encode()


def _build(inspection: _Inspection, progress: Progress | None) -> Atlas:
    reasons = _quarantine(inspection)
    frames = {
        name: sheet.frame[~sheet.frame.index.isin(list(reasons[name]))]
        if reasons[name] else sheet.frame
        for name, sheet in inspection.sheets.items()
    }  # fmt: skip
    empty = [name for name in _MUST_HAVE_ROWS if frames[name].empty]
    if empty:
        nothing = [
            Problem(table(n).file, 1, "file", "no sound row in it; expected at least one", "refuse")
            for n in empty
        ]
        raise DataError([*nothing, *inspection.problems])
    return Atlas.build(
        version=inspection.version,
        package=inspection.package,
        frames={n: f.reset_index(drop=True) for n, f in frames.items() if not table(n).geometry},
        layers={n: _as_layer(f) for n, f in frames.items() if table(n).geometry},
        rows_read=MappingProxyType(
            {name: sheet.n_read for name, sheet in inspection.sheets.items()}
        ),
        quarantine=_as_frame(inspection, reasons),
        progress=progress,
    )


def _inspect(folder: str | Path, progress: Progress | None = None) -> _Inspection:
    folder = Path(folder)
    if not folder.is_dir():
        message = (
            f"there is no such folder; expected one with {', '.join(t.file for t in TABLES)} "
            f"and {PACKAGE_FILE}"
        )
        raise DataError([Problem(folder.name or str(folder), 1, "folder", message, "refuse")])
    sheets_read, package_file, missing, digest = _read_files(folder, progress)
    sheets = {t.name: sheets_read[t.name] for t in TABLES}
    problems = [
        Problem(name, 1, "file", "the file is missing or cannot be opened", "refuse")
        for name in missing
    ]
    for sheet in sheets.values():
        if sheet.readable and not sheet.n_read and sheet.table.name in _MUST_HAVE_ROWS:
            sheet.report(1, "file", "has no rows; expected at least one", "refuse")
        if sheet.table.file not in missing:
            problems += sheet.problems
    package, faults = _read_package(package_file)
    problems += faults
    readable = sheets["provinces"].readable
    provinces = _as_layer(sheets["provinces"].frame) if readable else None
    tell(progress, "checking the tables against each other", 0, 1)
    problems += checks.compare_sheets(sheets, provinces)
    order = {name: i for i, name in enumerate(_file_names())}
    problems.sort(key=lambda p: (order[p.file], p.row, p.column))
    version = _version(package, digest)
    return _Inspection(sheets, tuple(problems), package, version, digest)


def _file_names() -> tuple[str, ...]:
    return (*(t.file for t in TABLES), PACKAGE_FILE)


def _read_files(
    folder: Path, progress: Progress | None
) -> tuple[dict[str, Sheet], bytes | None, list[str], str]:
    """Return the tables by name, the package file, the names of missing files, and the digest.

    One file is in memory at a time: a large folder would otherwise be held twice.
    """
    whole = hashlib.sha256()
    sheets, package, missing = {}, b"", []
    table_of = {t.file: t for t in TABLES}
    names = sorted(_file_names())
    for i, name in enumerate(names):
        tell(progress, f"reading {name}", i, len(names))
        path = folder / name
        is_there = _is_readable(path)
        if name == PACKAGE_FILE:
            package = _read_into(whole, path)
        elif not is_there and table_of[name].optional:
            header = ",".join(table_of[name].column_names).encode()
            sheets[table_of[name].name] = tables.read_table(table_of[name], header)
            continue
        else:
            # Nothing here holds on to the bytes: the reader drops them as soon as it has the cells.
            sheets[table_of[name].name] = tables.read_table(table_of[name], _read_into(whole, path))
        if not is_there:
            missing.append(name)
    return sheets, None if PACKAGE_FILE in missing else package, missing, whole.hexdigest()


def _is_readable(path: Path) -> bool:
    try:
        with path.open("rb"):
            return True
    except OSError:
        return False


def _read_into(whole: hashlib._Hash, path: Path) -> bytes:
    """Return the bytes of a file, none where it cannot be read, and add them to the digest."""
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    whole.update(_headline(path.name, len(data)))
    whole.update(data)
    return data


def _read_package(data: bytes | None) -> tuple[Mapping[str, Any], list[Problem]]:
    if data is None:
        return MappingProxyType({}), []
    try:
        package = json.loads(data.decode("utf-8"))
        faults = [key for key, holds in _PACKAGE_NEEDS.items() if not holds(package.get(key))]
    except (ValueError, AttributeError, RecursionError):
        message = "not readable as JSON; expected a Frictionless data package"
        return MappingProxyType({}), [Problem(PACKAGE_FILE, 1, "file", message, "refuse")]
    messages = {
        "title": "is missing; expected a text",
        "version": "is missing; expected a text such as 1.0.0",
        "licenses": "is missing; expected a list with a licence that has a title",
    }
    return deep_frozen(package), [
        Problem(PACKAGE_FILE, 1, key, messages[key], "refuse") for key in faults
    ]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _has_licence(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else None
    return isinstance(first, dict) and _is_text(first.get("title"))


_PACKAGE_NEEDS: Mapping[str, Callable[[Any], bool]] = MappingProxyType(
    {"title": _is_text, "version": _is_text, "licenses": _has_licence}
)


def _quarantine(inspection: _Inspection) -> dict[str, dict[int, str]]:
    """Return for each table the rows left out: those with faults and those that hang on them."""
    out: dict[str, dict[int, str]] = {
        name: dict.fromkeys(sorted(tables.faulty_rows(inspection.problems, sheet.table)), "")
        for name, sheet in inspection.sheets.items()
    }
    changed = True
    while changed:
        changed = False
        for name, columns in _GOES_WITH.items():
            for row, reason in _hanging(inspection, out, name, columns):
                out[name][row] = reason
                changed = True
    return out


def _hanging(
    inspection: _Inspection, out: dict[str, dict[int, str]], name: str, columns: Iterable[str]
) -> list[tuple[int, str]]:
    frame = inspection.sheets[name].frame
    reasons: dict[int, str] = {}
    for key in table(name).foreign_keys:
        if key.column not in columns:
            continue
        there = inspection.sheets[key.table].frame
        if not out[key.table]:
            continue
        gone = there.index.isin(list(out[key.table]))
        lost = there.loc[gone, key.target].dropna()
        lost = lost[~contained(lost, there.loc[~gone, key.target])]
        for row in frame.index[contained(frame[key.column], lost)]:
            if row not in out[name]:
                value = frame.at[row, key.column]
                reasons[row] = f"its {key.column} {value} is quarantined in {table(key.table).file}"
    return list(reasons.items())


def _as_frame(inspection: _Inspection, reasons: dict[str, dict[int, str]]) -> pd.DataFrame:
    """Return one line per fault of a quarantined row: file, row, key, column, message."""
    lines = []
    for name, rows in reasons.items():
        frame, file, key = inspection.sheets[name].frame, table(name).file, table(name).key[0]
        own: dict[int, list[tuple[str, str]]] = {row: [] for row in rows}
        for p in inspection.problems:
            if p.file == file and p.row in own:
                own[p.row].append((p.column, p.message))
        for row, reason in rows.items():
            value = frame.at[row, key] if row in frame.index else None
            named = "" if value is None or pd.isna(value) else str(value)
            faults = own[row] or [("row", reason)]
            lines += [(file, row, named, column, message) for column, message in faults]
    return pd.DataFrame(lines, columns=["file", "row", "key", "column", "message"])


def _as_layer(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(frame.reset_index(drop=True), geometry="geometry", crs=CRS)
