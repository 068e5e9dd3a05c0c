"""How many were killed and injured, as a file says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.importers.clean import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion
    from geo.importers.read.encoded_column import EncodedColumn

_NINES: Final = re.compile(r"9{3,}(?:\.0+)?")
_ROLES: Final = ("killed", "killed_low", "killed_high", "injured")


def read_casualties(conversion: Conversion) -> dict[str, NDArray[np.float64]]:
    """Read the numbers of persons killed and injured; log what is no such number.

    Returns:
        For each role one number per row, NaN where it is not known.
    """
    casualties = {role: _read_persons(conversion, role) for role in _ROLES}
    if conversion.spread is not None:
        # The toll of a row is that of all its events; it is counted once.
        for persons in casualties.values():
            persons[conversion.spread.nth > 1] = np.nan
    _check_range(conversion, casualties)
    return casualties


def _read_persons(conversion: Conversion, role: str) -> NDArray[np.float64]:
    if not conversion.has(role):
        return np.full(conversion.rows, np.nan)
    persons = _read_column(conversion, role, conversion.cells(role), conversion.name(role))
    columns = conversion.mapping.columns_of(role)
    if len(columns) <= 1:
        return persons
    more = [_read_column(conversion, role, conversion.raw.column(c), c) for c in columns[1:]]
    return _sum(conversion, role, np.array([persons, *more]))


def _sum(conversion: Conversion, role: str, of_sides: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up the numbers of several columns; of a side that is not known nothing is added."""
    columns = conversion.mapping.columns_of(role)
    log = conversion.row_log
    log.note("decided", f"sum of {role}", f"{role} is the sum of {', '.join(columns)}")
    known = np.isfinite(of_sides)
    persons = np.where(known.any(axis=0), np.nan_to_num(of_sides).sum(axis=0), np.nan)
    some: NDArray[np.bool_] = np.any(known, axis=0) & ~np.all(known, axis=0)
    message = f"{role}: the number of one side is not known; it is the sum of the others"
    log.note("flagged", f"part of {role}", message, some, columns[0])
    beyond: NDArray[np.bool_] = np.greater_equal(persons, numbers.TOO_MANY)
    message = f"{role}: the sum is too large; left unknown"
    log.note("flagged", f"{role} not read", message, beyond, columns[0])
    return np.where(beyond, np.nan, persons)


def _read_column(
    conversion: Conversion, role: str, cells: EncodedColumn, column: str
) -> NDArray[np.float64]:
    persons = numbers.read_counts(cells.texts)
    conversion.row_log.note_by_value("mended", f"{role} mended", cells, persons.mended, column)
    faults = [f and f"{f}; left unknown" for f in persons.faults]
    conversion.row_log.note_by_value("flagged", f"{role} not read", cells, faults, column)
    nines = [bool(_NINES.fullmatch(v)) for v in cells.texts]
    conversion.row_log.note(
        "flagged",
        f"{role} nines",
        f"{column}: a number of nines only, which often stands for unknown; kept as it is",
        cells.rows_where(nines),
        column,
    )
    return persons.number[cells.codes]


def _check_range(conversion: Conversion, casualties: dict[str, NDArray[np.float64]]) -> None:
    low, best, high = (casualties[role] for role in ("killed_low", "killed", "killed_high"))
    with np.errstate(invalid="ignore"):
        wrong = (low > best) | (best > high) | (low > high)
    conversion.row_log.note(
        "flagged",
        "range of deaths",
        "low, best and high estimate are not in this order",
        wrong,
        conversion.mapping.columns.get("killed"),
    )
