"""Dates as people write them.

Whether 03/04/2024 is in March or in April is decided once for a column, by those of its dates that
can be read in one way only. The decision and the number of dates that hang on it are reported.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from geo.importers.clean.numbers import ascii_digits
from geo.importers.clean.text import is_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Order = Literal["auto", "day-first", "month-first"]

_MONTHS: Final = {
    name: i
    for i, names in enumerate(
        (
            "january jan janvier enero januar يناير كانونالثاني",
            "february feb fevrier février febrero februar فبراير شباط",
            "march mar mars marzo märz maerz مارس اذار آذار",
            "april apr avril abril ابريل أبريل نيسان",
            "may mai mayo مايو ايار أيار",
            "june jun juin junio juni يونيو حزيران",
            "july jul juillet julio juli يوليو تموز",
            "august aug août aout agosto اغسطس أغسطس آب اب",
            "september sep sept septembre septiembre سبتمبر ايلول أيلول",
            "october oct octobre octubre oktober okt اكتوبر أكتوبر تشرينالأول",
            "november nov novembre noviembre نوفمبر تشرينالثاني",
            "december dec décembre decembre diciembre dezember dez ديسمبر كانونالأول",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME: Final = (
    r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm])?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
)
_ISO: Final = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_PACKED: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMERIC: Final = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_WORDED: Final = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/. ]*([^\W\d_]+)[-/., ]*(\d{{4}}|\d{{2}}){_TIME}"
)
_AMERICAN: Final = re.compile(rf"([^\W\d_]+)\.? *(\d{{1,2}})(?:st|nd|rd|th)?,? +(\d{{4}}){_TIME}")
_WEEKDAY: Final = re.compile(r"^[^\W\d_]+day,? +", re.IGNORECASE)
_SERIAL: Final = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_EXCEL_DAY_0: Final = dt.date(1899, 12, 30)
_MOST: Final = 0.9
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_MONTHS_IN_A_YEAR: Final = 12
_CENTURY: Final = 100
NO_DAY: Final = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Dates:
    """The days of a column, one entry per distinct value, and how they were read.

    `day` is NaT where there is none; `fault` says why. `ambiguous` marks values that another order
    of day and month would read as another day. `decision` says in words which order was taken.
    """

    day: NDArray[np.datetime64]
    fault: list[str]
    ambiguous: list[bool]
    short_year: list[bool]
    had_time: list[bool]
    decision: str
    certain: bool
    format_mended: list[bool]


@dataclass(slots=True)
class _Parts:
    """A date taken apart: year, and two numbers of which one is the month; or a fault."""

    year: int = 0
    first: int = 0
    second: int = 0
    is_open: bool = False
    short: bool = False
    time: bool = False
    fault: str = ""
    iso: bool = False


def looks_like_date(values: Sequence[str]) -> float:
    """Return the share of the values, blanks left out, that can be read as a date."""
    filled = [v for v in values if not is_missing(v)]
    if not filled:
        return 0.0
    return sum(1 for v in filled if not _parts(v, serial=False).fault) / len(filled)


def read_dates(
    values: Sequence[str], weights: Sequence[int], order: Order, today: dt.date
) -> Dates:
    """Read the distinct values of a column.

    Args:
        values: the distinct texts, trimmed.
        weights: how many rows have each.
        order: what 03/04/2024 is; `auto` lets the column decide.
        today: two-digit years up to next year's belong to this century.
    """
    serial = _is_serial(values)
    parts = [_parts(v, serial=serial) for v in values]
    for p in parts:
        if p.short:
            pivot = (today.year + 1) % _CENTURY
            century = today.year // _CENTURY * _CENTURY
            p.year += century if p.year <= pivot else century - _CENTURY
    day_first, decision, certain, refuse = _decide(parts, weights, order)
    days, faults, ambiguous = [], [], []
    for p in parts:
        day, fault, either = _day(p, day_first=day_first, refuse=refuse)
        days.append(day)
        faults.append(fault)
        ambiguous.append(either)
    if serial:
        decision = f"read as day numbers of a spreadsheet{'; ' + decision if decision else ''}"
    return Dates(
        day=np.array(days, dtype="datetime64[D]"),
        fault=faults,
        ambiguous=ambiguous,
        short_year=[p.short and not f for p, f in zip(parts, faults, strict=True)],
        had_time=[p.time for p in parts],
        decision=decision,
        certain=certain,
        format_mended=[not p.iso and not f for p, f in zip(parts, faults, strict=True)],
    )


def _is_serial(values: Sequence[str]) -> bool:
    filled = [v for v in values if not is_missing(v)]
    return bool(filled) and sum(bool(_SERIAL.fullmatch(v)) for v in filled) >= _MOST * len(filled)


def _parts(cell: str, *, serial: bool) -> _Parts:  # noqa: PLR0911 - one return for each way of writing it
    if is_missing(cell):
        return _Parts(fault="is empty")
    if len(cell) > 60:  # noqa: PLR2004 - no date is so long
        return _Parts(fault="is not a date")
    plain = _WEEKDAY.sub("", ascii_digits(cell))
    time = ":" in plain
    if m := _ISO.fullmatch(plain):
        iso = m[2] == "-" and len(m[3]) == len(m[4]) == 2 and not time  # noqa: PLR2004
        return _Parts(int(m[1]), int(m[4]), int(m[3]), time=time, iso=iso)
    if m := _NUMERIC.fullmatch(plain):
        return _Parts(int(m[4]), int(m[1]), int(m[3]), is_open=True, time=time,
                      short=len(m[4]) == 2)  # fmt: skip  # noqa: PLR2004
    if (m := _WORDED.fullmatch(plain)) and (month := _MONTHS.get(m[2].casefold())):
        return _Parts(int(m[3]), int(m[1]), month, time=time, short=len(m[3]) == 2)  # noqa: PLR2004
    if (m := _AMERICAN.fullmatch(plain)) and (month := _MONTHS.get(m[1].casefold())):
        return _Parts(int(m[3]), int(m[2]), month, time=time)
    if m := _PACKED.fullmatch(plain):
        return _Parts(int(m[1]), int(m[3]), int(m[2]))
    if serial and _SERIAL.fullmatch(plain):
        day = _EXCEL_DAY_0 + dt.timedelta(days=int(float(plain)))
        return _Parts(day.year, day.day, day.month)
    return _Parts(fault="is not a date that is recognised")


def _decide(
    parts: list[_Parts], weights: Sequence[int], order: Order
) -> tuple[bool, str, bool, bool]:
    """Return whether the day stands first, the words, whether that is sure, and whether to refuse.

    Dates that can be read both ways are refused where the column contradicts itself.
    """
    opened = [(p, w) for p, w in zip(parts, weights, strict=True) if p.is_open and not p.fault]
    if not opened:
        return True, "", True, False
    day_first = sum(w for p, w in opened if p.first > _MONTHS_IN_A_YEAR >= p.second)
    month_first = sum(w for p, w in opened if p.second > _MONTHS_IN_A_YEAR >= p.first)
    either = sum(w for p, w in opened if _is_either(p))
    if order != "auto":
        against = month_first if order == "day-first" else day_first
        words = f"read {order} as asked; {either} rows could be either"
        if against:
            words += f", and {against} rows can only be read the other way"
        return order == "day-first", words, True, False
    if day_first and month_first:
        words = (
            f"{day_first} rows can only be day-month and {month_first} only month-day; the "
            f"{either} rows that could be either are quarantined: say --dates day-first or "
            "--dates month-first"
        )
        return True, words, False, True
    if day_first or month_first:
        kind, n = ("day-month", day_first) if day_first else ("month-day", month_first)
        words = f"read as {kind}: {n} rows can only be that; {either} rows could be either"
        return bool(day_first), words, True, False
    words = f"read as day-month, but no row proves it: all {either} rows could be month-day as well"
    return True, words, False, False


def _is_either(p: _Parts) -> bool:
    return p.is_open and p.first != p.second and max(p.first, p.second) <= _MONTHS_IN_A_YEAR


def _day(p: _Parts, *, day_first: bool, refuse: bool) -> tuple[np.datetime64, str, bool]:
    if p.fault:
        return NO_DAY, p.fault, False
    either = _is_either(p)
    if either and refuse:
        return NO_DAY, "could be day-month or month-day, and the column has both", True
    day, month = p.first, p.second
    if p.is_open:
        swap = month > _MONTHS_IN_A_YEAR if not either else not day_first
        if swap and (either or day <= _MONTHS_IN_A_YEAR):
            day, month = month, day
    if not _FIRST_YEAR <= p.year <= _LAST_YEAR:
        return NO_DAY, f"has a year outside {_FIRST_YEAR} to {_LAST_YEAR}", either
    try:
        return np.datetime64(dt.date(p.year, month, day), "D"), "", either
    except ValueError:
        return NO_DAY, "is a day that does not exist", either
