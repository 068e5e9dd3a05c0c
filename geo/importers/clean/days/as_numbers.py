"""Columns of numbers that are dates: days of a spreadsheet, and seconds since 1970."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from geo.importers.clean.days.cells import of_instant
from geo.importers.clean.days.written import Written
from geo.importers.clean.text import MARK, is_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

_SERIAL: Final = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_WHOLE: Final = re.compile(r"'?(\d{9,19})(?:\.0)?")
_EXCEL_DAY_0: Final = dt.date(1899, 12, 30)
_MOST: Final = 0.9
# 1990 to 2037: what an incident's time is in, and a phone number or a key mostly is not.
_FIRST_SECOND: Final = 631_152_000
_LAST_SECOND: Final = 2**31 - 1
_MINUTES: Final = 1440
SERIAL: Final = "day numbers of a spreadsheet"
_UNITS: Final = {
    "seconds since 1970": 1,
    "milliseconds since 1970": 10**3,
    "microseconds since 1970": 10**6,
    "nanoseconds since 1970": 10**9,
}


def kind_of_numbers(values: Sequence[str]) -> str:
    """Return what the numbers of a column count, where nearly all of them are of one kind.

    Args:
        values: the cells of a column, or its distinct values.

    Returns:
        Such as "milliseconds since 1970" or `SERIAL`; "" where they are no dates.
    """
    filled = [v for v in values if not is_missing(v)]
    least = _MOST * len(filled)
    if not filled or sum(v.lstrip(MARK).replace(".", "", 1).isdecimal() for v in filled) < least:
        return ""
    if sum(bool(_SERIAL.fullmatch(v)) for v in filled) >= least:
        return SERIAL
    for unit, per_second in _UNITS.items():
        if sum(_seconds(v, per_second) is not None for v in filled) >= least:
            return unit
    return ""


def read_number(cell: str, kind: str) -> Written | None:
    """Return the date that a number is; None where it is none of its kind."""
    if kind == SERIAL:
        return _of_serial(cell) if _SERIAL.fullmatch(cell) else None
    seconds = _seconds(cell, _UNITS[kind])
    return None if seconds is None else of_instant(seconds)


def _of_serial(cell: str) -> Written:
    days, minutes = divmod(round(float(cell) * _MINUTES), _MINUTES)
    day = _EXCEL_DAY_0 + dt.timedelta(days=days)
    written = Written(day.year, day.day, day.month)
    if minutes:
        written.time, written.timed = f"{minutes // 60:02d}:{minutes % 60:02d}", True
    return written


def _seconds(cell: str, per_second: int) -> int | None:
    match = _WHOLE.fullmatch(cell)
    seconds = int(match[1]) // per_second if match else 0
    return seconds if _FIRST_SECOND <= seconds <= _LAST_SECOND else None
