"""Days without a year, such as 13 Jan and 13/01, whose year stands elsewhere in the file."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from geo.importers.clean.days.cells import read_date
from geo.importers.clean.days.month_names import month_number
from geo.importers.clean.days.written import CENTURY, MONTHS

NO_YEAR: Final = (
    "has no year: name the column of the year (--column year=NAME), or put one for all rows into "
    'the mapping ("constants": {"year": "2024"})'
)
DAY_OR_YEAR: Final = "may be a day without a year or a month without a day"
_LEAP_YEAR: Final = 2024
_LONGEST: Final = 40  # characters
# 4.1 may be a spreadsheet's rest of 4.10, so that the month has two digits or a full stop.
_IN_NUMBERS: Final = re.compile(r"\d{1,2}(?:([-/])\d{1,2}|(\.)(?:\d\d\.?|\d\.))")
_CLOCK: Final = re.compile(r",? \d{1,2}[:h]\d\d.*$")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LAST_NUMBER: Final = re.compile(r"([^\W\d_]+|\d{1,2})\W*(\d\d)")
# 2024-25 is no year, and neither is 2024-11-30.
_A_YEAR: Final = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?!\d|[-–/.]\d)")


@lru_cache(maxsize=65_536)
def with_year(cell: str, year: int) -> str:
    """Return a day without a year as a date of a year, "" where the cell is no such day."""
    if len(cell) > _LONGEST or not any(map(str.isdigit, cell)):
        return ""
    clock = match[0] if (match := _CLOCK.search(cell)) else ""
    day = cell.removesuffix(clock)
    if match := _IN_NUMBERS.fullmatch(day):
        whole = f"{day.rstrip('.')}{match[1] or match[2]}{year}{clock}"
    elif any(map(month_number, _WORD.findall(day))):
        whole = f"{day} {year}{clock}"
    else:
        return ""
    return "" if read_date(whole).fault else whole


def lacks_year(cell: str) -> bool:
    """Return whether a cell that is no date is one with a year."""
    return bool(with_year(cell, _LEAP_YEAR))


def may_end_in_year(cell: str, year: int) -> bool:
    """Return whether a cell such as Jan-24 or 01/24 may be a month of just this year."""
    match = _LAST_NUMBER.fullmatch(cell)
    if not match or int(match[2]) != year % CENTURY:
        return False
    return month_number(match[1]) > 0 or (match[1].isdecimal() and 1 <= int(match[1]) <= MONTHS)


def year_in(text: str) -> int | None:
    """Return the one year that a title or the name of a sheet has, None for none or several."""
    years = {int(year) for year in _A_YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None
