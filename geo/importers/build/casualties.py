"""How many were killed and injured, as a file says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.importers.build.merged_cells import repeats_of_merged
from geo.importers.clean import numbers
from geo.importers.clean.text import safe_cell
from geo.importers.clean.tolls import read_tolls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion

_ROLES: Final = ("killed", "killed_low", "killed_high", "injured")
_NOTE_CHARS: Final = 200
_OF_ALL_EVENTS: Final = "The toll is that of all events that this row of the file counts."
_TEXT: Final = pa.large_string()


@dataclass(frozen=True)
class Casualties:
    """The numbers of killed and injured, by role one per row, NaN where it is not known.

    `notes` say, by row, what the file says where that is more than a number: `Killed: 3+`.
    """

    persons: Mapping[str, NDArray[np.float64]]
    notes: Mapping[int, str]

    def __getitem__(self, role: str) -> NDArray[np.float64]:
        """Return the numbers of a role."""
        return self.persons[role]


def note_casualties(
    conversion: Conversion, kept: NDArray[np.int64], casualties: Casualties
) -> pa.Array:
    """Return what is to be known of the numbers of each kept row, missing where it is nothing."""
    known = np.isfinite(casualties["killed"][kept])
    of_all = conversion.schema.casualty_note
    if conversion.spread is not None:
        known &= conversion.spread.of[kept] > 1
        of_all = _OF_ALL_EVENTS
    usual = pa.scalar(of_all or None, _TEXT)
    notes = pc.if_else(pa.array(known), usual, pa.scalar(None, _TEXT))
    if not casualties.notes:
        return notes
    own = pa.array([casualties.notes.get(row) for row in kept.tolist()], _TEXT)
    return pc.coalesce(pc.binary_join_element_wise(own, notes, pa.scalar("; ", _TEXT)), own, notes)


@dataclass
class _Read:
    """What one column, or the sum of several, says of each row."""

    number: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def read_casualties(conversion: Conversion) -> Casualties:
    """Read the numbers of persons killed and injured; log what is no such number."""
    notes: dict[int, str] = {}
    read = {role: _read_persons(conversion, role, notes) for role in _ROLES}
    persons = {role: of_role.number for role, of_role in read.items()}
    # A range in the cells, of an estimate or else of the killed, is the estimate.
    for role, estimates in (
        ("killed_low", (read["killed_low"].low, read["killed"].low)),
        ("killed_high", (read["killed_high"].high, read["killed"].high)),
    ):
        for estimate in estimates:
            persons[role] = np.where(np.isnan(persons[role]), estimate, persons[role])
    if conversion.spread is not None:
        # The toll of a row is that of all its events; it is counted once.
        for of_role in persons.values():
            of_role[conversion.spread.nth > 1] = np.nan
        notes = {row: note for row, note in notes.items() if conversion.spread.nth[row] == 1}
    if conversion.joined:
        _join(conversion, persons, notes)
    _check_range(conversion, persons)
    return Casualties(persons, notes)


def _read_persons(conversion: Conversion, role: str, notes: dict[int, str]) -> _Read:
    columns = conversion.mapping.columns_of(role)
    if not conversion.has(role):
        return _Read(*np.full((3, conversion.rows), np.nan))
    read = [_read_column(conversion, role, column, notes) for column in columns or (role,)]
    return read[0] if len(read) == 1 else _sum(conversion, role, read)


def _sum(conversion: Conversion, role: str, of_columns: list[_Read]) -> _Read:
    """Add up the numbers of several columns; of one that is not known nothing is added."""
    columns = conversion.mapping.columns_of(role)
    log = conversion.row_log
    log.note("decided", f"sum of {role}", f"{role} is the sum of {', '.join(columns)}")
    number, low, high = (
        np.array([getattr(read, part) for read in of_columns]) for part in ("number", "low", "high")
    )
    known = np.isfinite(number)
    is_range = np.any(~known & (np.isfinite(low) | np.isfinite(high)), axis=0)
    is_known = np.any(known, axis=0) & ~is_range
    persons = np.where(is_known, np.nan_to_num(number).sum(axis=0), np.nan)
    some: NDArray[np.bool_] = is_known & ~np.all(known, axis=0)
    message = f"{role}: the number of one column is not known; it is the sum of the others"
    log.note("flagged", f"part of {role}", message, some, columns[0])
    beyond: NDArray[np.bool_] = np.greater_equal(persons, numbers.TOO_MANY)
    message = f"{role}: the sum is too large; left unknown"
    log.note("flagged", f"{role} not read", message, beyond, columns[0])
    low, high = (_sum_of_estimates(number, estimates) for estimates in (low, high))
    return _Read(np.where(beyond, np.nan, persons), low, high)


def _sum_of_estimates(
    number: NDArray[np.float64], estimates: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Add up estimates where there is one, with the numbers of the columns that have none."""
    sums = np.where(np.isnan(estimates), number, estimates).sum(axis=0)
    return np.where(np.isfinite(estimates).any(axis=0), sums, np.nan)


def _read_column(conversion: Conversion, role: str, column: str, notes: dict[int, str]) -> _Read:
    """Read one column of a role, or what is said once for all rows."""
    is_first = column == conversion.name(role)
    cells = conversion.cells(role) if is_first else conversion.raw.column(column)
    tolls = read_tolls(cells.texts, role)
    log = conversion.row_log
    log.note_by_value("mended", f"{role} mended", cells, tolls.mended, column)
    log.note_by_value("flagged", f"{role} in doubt", cells, tolls.doubts, column)
    faults = [f and f"{f}; left unknown" for f in tolls.faults]
    log.note_by_value("flagged", f"{role} not read", cells, faults, column)
    repeats = repeats_of_merged(conversion.raw, column, log.out)
    message = f"{column}: one number in a merged cell for several rows; counted once, at the first"
    log.note("flagged", f"{role} merged", message, repeats, column)
    said = [bool(doubt or fault) for doubt, fault in zip(tolls.doubts, tolls.faults, strict=True)]
    if any(said):
        for row in np.flatnonzero(cells.rows_where(said)).tolist():
            text = f"{column}: {cells.texts[cells.codes[row]]}"
            if notes.get(row) == text:  # one column may tell of the killed and of the injured
                continue
            notes[row] = safe_cell("; ".join(filter(None, (notes.get(row), text))), _NOTE_CHARS)
    number, low, high = (
        np.where(repeats, np.nan, part[cells.codes])
        for part in (tolls.number, tolls.low, tolls.high)
    )
    return _Read(number, low, high)


def _join(
    conversion: Conversion, persons: Mapping[str, NDArray[np.float64]], notes: dict[int, str]
) -> None:
    """Put together what several sources say of one incident; where they differ, it is a range."""
    rows, told = np.array(list(conversion.joined.items()), dtype=np.int64).T
    lowest = {role: of_role.copy() for role, of_role in persons.items()}
    highest = {role: of_role.copy() for role, of_role in persons.items()}
    for role, of_role in persons.items():
        np.fmin.at(lowest[role], told, of_role[rows])
        np.fmax.at(highest[role], told, of_role[rows])
    for role in ("killed", "injured"):
        differ = lowest[role] < highest[role]
        persons[role][told] = lowest[role][told]
        persons[role][differ] = np.nan
        for row in np.flatnonzero(differ).tolist():
            text = f"{role}: {lowest[role][row]:.0f} to {highest[role][row]:.0f} by its sources"
            notes[row] = "; ".join(filter(None, (notes.get(row), text)))
        message = f"{role}: the sources of an incident name different numbers; left unknown"
        conversion.row_log.note("flagged", f"{role} by source", message, differ,
                                conversion.name(role))  # fmt: skip
    for role, estimates, apply in (
        ("killed_low", lowest, np.fmin), ("killed_high", highest, np.fmax),
    ):  # fmt: skip
        differ = lowest["killed"] < highest["killed"]
        persons[role][told] = estimates[role][told]
        persons[role][differ] = apply(estimates[role][differ], estimates["killed"][differ])


def _check_range(conversion: Conversion, persons: Mapping[str, NDArray[np.float64]]) -> None:
    low, best, high = (persons[role] for role in ("killed_low", "killed", "killed_high"))
    with np.errstate(invalid="ignore"):
        wrong = (low > best) | (best > high) | (low > high)
    conversion.row_log.note(
        "flagged",
        "range of deaths",
        "low, best and high estimate are not in this order",
        wrong,
        conversion.mapping.columns.get("killed"),
    )
