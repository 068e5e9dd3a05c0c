"""When the rows of a file happened, and what is odd about that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.importers.clean import dates, numbers
from geo.importers.clean.text import is_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion

_EPOCH: Final = np.datetime64("1970-01-01", "D")


def read_days(conversion: Conversion) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """Read the first and last day of every row; quarantine rows without a day or out of order.

    Returns:
        One day per row each; the last is NaT where the event is of one day.
    """
    day = _read_dates(conversion, "date", required=True)
    end = _read_dates(conversion, "date_end", required=False)
    column = conversion.name("date")
    conversion.row_log.quarantine(
        end < day, conversion.name("date_end"), "the end date is before the start date"
    )
    end[end == day] = dates.NO_DAY
    conversion.row_log.note(
        "flagged",
        "1970-01-01",
        "the date is 1970-01-01, which often means that none was entered",
        day == _EPOCH,
        column,
    )
    future = day > np.datetime64(conversion.options.today, "D")
    conversion.row_log.note("flagged", "future", "the date is in the future", future, column)
    if conversion.has("year"):
        cells = conversion.cells("year")
        years = numbers.read_counts(cells.texts).number[cells.codes]
        own = day.astype("datetime64[Y]").astype(np.float64) + 1970
        differs = np.isfinite(years) & ~np.isnat(day) & (years != own)
        conversion.row_log.note(
            "flagged",
            "year differs",
            "the year column and the date disagree",
            differs,
            column,
        )
    return day, end


def _read_dates(conversion: Conversion, role: str, *, required: bool) -> NDArray[np.datetime64]:
    cells, column = conversion.cells(role), conversion.name(role)
    if not conversion.has(role):
        return np.full(conversion.rows, dates.NO_DAY)
    weights = np.bincount(cells.codes, minlength=len(cells.texts)).tolist()
    column_dates = dates.read_dates(
        cells.texts, weights, conversion.options.dates, conversion.options.today
    )
    if required:
        conversion.row_log.quarantine_by_value(
            cells, [f and f"the date {f}" for f in column_dates.fault], column
        )
    else:
        faults = [
            "" if is_missing(value) else fault and f"{fault}; left out"
            for value, fault in zip(cells.texts, column_dates.fault, strict=True)
        ]
        conversion.row_log.note_by_value("flagged", f"{role} not read", cells, faults, column)
    ambiguous = cells.rows_where(column_dates.ambiguous)
    if column_dates.decision:
        conversion.row_log.note(
            "decided" if column_dates.certain else "flagged",
            f"order of {role}",
            f"{column}: {column_dates.decision}",
        )
    conversion.row_log.note(
        "decided",
        f"{role} ambiguous",
        f"{column}: could be day-month or month-day",
        ambiguous,
        column,
    )
    for what, holds, words in (
        ("two-digit year", column_dates.short_year, "two-digit year"),
        ("time left out", column_dates.had_time, "time of day or zone left out of the date"),
        ("date format", column_dates.format_mended, "date rewritten as YYYY-MM-DD"),
    ):
        conversion.row_log.note(
            "mended", what, f"{column}: {words}", cells.rows_where(holds), column
        )
    return column_dates.day[cells.codes]
