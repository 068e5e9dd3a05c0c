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
_IN_1975: Final = 27_395
MAY_BE_OF_1960: Final = (
    "is a day number that may count from 1900 (spreadsheets), 1960 (SAS, Stata) or 1970 (R): write "
    "it as YYYY-MM-DD"
)
# How many make a second, and the number of 1970. Ticks come first: as nanoseconds they are in 1990.
_UNITS: Final = {
    "seconds since 1970": (1, 0),
    "milliseconds since 1970": (10**3, 0),
    "microseconds since 1970": (10**6, 0),
    "ticks of .NET": (10**7, 621_355_968 * 10**9),
    "nanoseconds since 1970": (10**9, 0),
}
_IN_2001: Final = 978_307_200


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
    for unit in _UNITS:
        if sum(_seconds(v, unit) is not None for v in filled) >= least:
            return unit
    return ""


def is_doubtful(values: Sequence[str], kind: str) -> bool:
    """Return whether numbers of a kind make days so long ago that they may count otherwise.

    Day numbers before 1975 may be those of SAS, Stata and R, and seconds before 2001 those of
    Apple's programs, which count from there.
    """
    if kind == SERIAL:
        return all(float(v) < _IN_1975 for v in values if _SERIAL.fullmatch(v))
    seconds = [s for v in values if (s := _seconds(v, kind)) is not None]
    return max(seconds) < _IN_2001


def read_number(cell: str, kind: str) -> Written | None:
    """Return the date that a number is; None where it is none of its kind."""
    if kind == SERIAL:
        return _of_serial(cell) if _SERIAL.fullmatch(cell) else None
    seconds = _seconds(cell, kind)
    return None if seconds is None else of_instant(seconds)


def _of_serial(cell: str) -> Written:
    days, minutes = divmod(round(float(cell) * _MINUTES), _MINUTES)
    day = _EXCEL_DAY_0 + dt.timedelta(days=days)
    written = Written(day.year, day.day, day.month)
    if minutes:
        written.time, written.timed = f"{minutes // 60:02d}:{minutes % 60:02d}", True
    return written


def _seconds(cell: str, unit: str) -> int | None:
    match = _WHOLE.fullmatch(cell)
    per_second, in_1970 = _UNITS[unit]
    seconds = (int(match[1]) - in_1970) // per_second if match else 0
    return seconds if _FIRST_SECOND <= seconds <= _LAST_SECOND else None
