"""Dates whose year, month and day stand in columns of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from geo.importers.clean.days.calendars import EITHER_HIJRI, HIJRI_YEARS, fault_of
from geo.importers.clean.days.month_names import month_number
from geo.importers.clean.days.written import FIRST_YEAR, LAST_YEAR, MONTHS
from geo.importers.clean.numbers import ascii_digits
from geo.importers.clean.text import MARK, is_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Part = Literal["year", "month", "day"]

_WHOLE: Final = re.compile(r"(\d{1,4})(?:[.,]0+)?(?:st|nd|rd|th)?")
_YEAR_WITH_COMMA: Final = re.compile(r"([12])[ ,.'](\d{3})")
_MOST: Final = {"year": LAST_YEAR, "month": MONTHS, "day": 31}
# What datasets write for a month or day that is not known.
_NOT_KNOWN: Final = frozenset({"0", "00", "0.0", "-9", "-99", "99", "x", "xx", "unknown",
                               "not known"})  # fmt: skip
UNKNOWN: Final = 0
NO_PART: Final = -1
OTHER_CALENDAR: Final = -2


@dataclass(frozen=True)
class PartDates:
    """The days that parts make, one per row: NaT where `fault` names what is wrong.

    `end` is the last day of the month where the day is not known, else NaT. `fault` is a position
    in `FAULTS`, 0 for none.
    """

    day: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    fault: NDArray[np.int64]


# What can be wrong, and the part that is at fault.
FAULTS: Final[tuple[tuple[Part, str], ...]] = (
    ("year", ""),
    ("year", "the year is missing"),
    ("year", f"the year is not one from {FIRST_YEAR} to {LAST_YEAR}"),
    ("month", "the month is not known"),
    ("month", "the month is not a month"),
    ("day", "the day is not a day of a month"),
    ("day", "the date is a day that does not exist"),
    ("year", f"the year {fault_of(EITHER_HIJRI)}"),
)


def looks_like_part(cells: Sequence[str], part: Part) -> float:
    """Return the share of the cells, blanks left out, that can be a year, month or day of a date.

    Args:
        cells: cells of one column.
        part: what they should be; a month may be a name, a day or month 0 for not known.
    """
    filled = [c for c in cells if not is_missing(c)]
    if not filled:
        return 0.0
    least = UNKNOWN + 1 if part == "year" else UNKNOWN
    numbers = read_part(filled, part)
    return sum(least <= n or n == OTHER_CALENDAR for n in numbers) / len(filled)


def read_part(cells: Sequence[str], part: Part) -> list[int]:
    """Return the numbers of the parts; `UNKNOWN`, `NO_PART` or `OTHER_CALENDAR` for none."""
    return [_number(cell, part) for cell in cells]


def _number(cell: str, part: Part) -> int:
    plain = ascii_digits(cell).removeprefix(MARK).strip()
    if is_missing(plain) or plain.casefold() in _NOT_KNOWN:
        return UNKNOWN
    if part == "year" and (match := _YEAR_WITH_COMMA.fullmatch(plain)):
        plain = match[1] + match[2]
    if match := _WHOLE.fullmatch(plain):
        number = int(match[1])
        least = FIRST_YEAR if part == "year" else 1
        if part == "year" and number in HIJRI_YEARS:
            return OTHER_CALENDAR
        return number if least <= number <= _MOST[part] else NO_PART
    return (part == "month" and month_number(plain)) or NO_PART


def join_parts(
    year: NDArray[np.int64], month: NDArray[np.int64], day: NDArray[np.int64]
) -> PartDates:
    """Make days of years, months and days of the month.

    Args:
        year: one per row, as `read_part` returns them.
        month: the same of months.
        day: the same of days; `UNKNOWN` makes it the whole month.
    """
    fault = np.select(
        [
            year == OTHER_CALENDAR,
            year == UNKNOWN,
            year == NO_PART,
            month == UNKNOWN,
            month == NO_PART,
            day == NO_PART,
        ],
        [7, 1, 2, 3, 4, 5],
        default=0,
    )
    months = (np.where(fault, 1970, year) - 1970) * MONTHS + np.where(fault, 1, month) - 1
    start = months.astype("datetime64[M]")
    first = start.astype("datetime64[D]")
    last = (start + 1).astype("datetime64[D]") - 1
    date = first + np.maximum(day, 1) - 1
    fault = np.where((fault == 0) & (date > last), 6, fault).astype(np.int64)
    nat = np.datetime64("NaT", "D")
    whole = (day == UNKNOWN) & (fault == 0)
    return PartDates(np.where(fault, nat, date), np.where(whole, last, nat), fault)
