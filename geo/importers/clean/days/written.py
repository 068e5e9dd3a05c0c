"""A date as it is written, before it is known whether day or month stands first."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099
MONTHS: Final = 12
CENTURY: Final = 100
NO_DAY: Final = np.datetime64("NaT", "D")
NOT_RECOGNISED: Final = "is not a date that is recognised"
_NO_SUCH_DAY: Final = "is a day that does not exist"
_MONTH_LAST: Final = "has a month above 12; if days and months are exchanged, say --dates exchanged"


@dataclass(slots=True)
class Written:
    """A date taken apart, or what is wrong with it.

    `first` is the day and `second` the month, unless `is_open`: then the column decides. `first` 0
    says that the day is not known. A `short` year has two digits; where `year_may_lead` the column
    decides whether `first` is the year. `last` is the last day of several. `time` is HH:MM, a part
    of the day or "". `timed` says that some time of day stands there, `from_span` that it is the
    first of two. `weekday` is 0 (Monday) to 6, or -1.
    """

    year: int = 0
    first: int = 0
    second: int = 0
    is_open: bool = False
    short: bool = False
    year_may_lead: bool = False
    time: str = ""
    zone: str = ""
    timed: bool = False
    from_span: bool = False
    canonical: bool = False
    about: bool = False
    weekday: int = -1
    last: Written | None = None
    fault: str = ""

    @property
    def is_either(self) -> bool:
        """Whether the other order of day and month would make it another day."""
        return self.is_open and self.first != self.second and max(self.first, self.second) <= MONTHS

    @property
    def is_month(self) -> bool:
        """Whether it names a month without a day."""
        return not self.first and not self.fault

    def complete(self, today: dt.date) -> None:
        """Give a year of two digits its century: the latest that is not after next year."""
        if self.short:
            self.year = whole_year(self.year, today)
            self.short = False


def whole_year(two_digits: int, today: dt.date) -> int:
    """Return the latest year with these last digits that is not after next year."""
    year = today.year // CENTURY * CENTURY + two_digits
    return year - CENTURY if year > today.year + 1 else year


@dataclass(slots=True)
class Resolved:
    """The first day of a date, its last day (NaT where it is of one day), or a fault."""

    day: np.datetime64 = NO_DAY
    end: np.datetime64 = NO_DAY
    fault: str = ""


def resolve(written: Written, *, day_first: bool) -> Resolved:
    """Return the days that a written date stands for.

    Args:
        written: a date whose year has four digits.
        day_first: whether 03/04 is the third of April.
    """
    if written.fault:
        return Resolved(fault=written.fault)
    day, month = written.first, written.second
    if written.is_open and (not day_first if written.is_either else month > MONTHS >= day):
        day, month = month, day
    if not FIRST_YEAR <= written.year <= LAST_YEAR:
        return Resolved(fault=f"has a year outside {FIRST_YEAR} to {LAST_YEAR}")
    start = _day(written.year, month, day or 1)
    if start is None:
        return Resolved(fault=_MONTH_LAST if month > MONTHS >= day else _NO_SUCH_DAY)
    if written.last:
        return _span(start, written.last, day_first=day_first)
    return Resolved(start, NO_DAY if day else _last_of_month(written.year, month))


@lru_cache(maxsize=65_536)
def _day(year: int, month: int, day: int) -> np.datetime64 | None:
    try:
        return np.datetime64(dt.date(year, month, day), "D")
    except ValueError:
        return None


def _span(start: np.datetime64, last: Written, *, day_first: bool) -> Resolved:
    end = resolve(last, day_first=day_first)
    if end.fault:
        return Resolved(fault=end.fault)
    latest = end.day if np.isnat(end.end) else end.end
    if latest < start:
        return Resolved(fault="ends before it begins")
    return Resolved(start, latest if latest > start else NO_DAY)


def _last_of_month(year: int, month: int) -> np.datetime64:
    return np.datetime64(dt.date(year, month, monthrange(year, month)[1]), "D")
