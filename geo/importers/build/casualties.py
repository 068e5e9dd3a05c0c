"""How many were killed and injured, as a file says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.importers.clean import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion

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
    cells, column = conversion.cells(role), conversion.name(role)
    persons = numbers.read_counts(cells.texts)
    conversion.row_log.note_by_value("mended", f"{role} mended", cells, persons.mended, column)
    faults = [f and f"{f}; left unknown" for f in persons.faults]
    conversion.row_log.note_by_value("flagged", f"{role} not read", cells, faults, column)
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
