"""Dates of calendars other than the Gregorian one: told, and never read.

A Hijri date depends on where the moon was seen, and 1402 may be a year of either calendar: a person
who knows the file converts its dates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from geo.importers.clean.numbers import ascii_digits
from geo.utils.names import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from geo.importers.clean.days.written import Written

_ISLAMIC: Final = "the Hijri (Islamic) calendar"
_PERSIAN: Final = "the Solar Hijri (Persian) calendar"
EITHER_HIJRI: Final = "the Hijri (Islamic) or the Solar Hijri (Persian) calendar"
_BUDDHIST: Final = "the Thai (Buddhist) calendar"
_CONVERT: Final = {
    _ISLAMIC: "convert it first, for example with the Python package hijridate",
    _PERSIAN: "convert it first, for example with the Python package jdatetime",
    EITHER_HIJRI: "convert it first, for example with the Python packages hijridate or jdatetime",
    _BUDDHIST: "take 543 from the year first",
}
HIJRI_YEARS: Final = range(1300, 1500)
_BUDDHIST_YEARS: Final = range(2443, 2643)
_PERSIAN_YEAR_0: Final = 621
_LONGEST_ISLAMIC_MONTH: Final = 30
_HIJRI_YEAR: Final = re.compile(r"(?<!\d)1[34]\d\d(?!\d)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SIGNS: Final = {
    _ISLAMIC: (
        "محرم صفر ربيع جمادى جمادي رجب شعبان رمضان شوال القعدة الحجة هـ هجري هجرية "
        "muharram safar rabi jumada rajab shaban shaaban ramadan ramazan shawwal qadah hijjah ah"
    ),
    _PERSIAN: (
        "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند شمسی خورشیدی "
        "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت "
        "farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand sh"
    ),
}
_CALENDAR_OF: Final = {
    fold(sign): calendar for calendar, signs in _SIGNS.items() for sign in signs.split()
}


def fault_of(calendar: str) -> str:
    """Return what is wrong with a date, or a year, of a calendar, and what to do."""
    return f"looks like one of {calendar}: {_CONVERT[calendar]}"


def calendar_of_year(year: int) -> str:
    """Return which calendar a year that is not Gregorian looks like; "" for none."""
    if year in HIJRI_YEARS:
        return EITHER_HIJRI
    return _BUDDHIST if year in _BUDDHIST_YEARS else ""


def calendar_faults(values: Sequence[str], unread: Sequence[Written | None], today: dt.date
                    ) -> list[str]:  # fmt: skip
    """Return for each value what is wrong with it if it is of another calendar, else "".

    Where no month is named the column tells: a year that the Persian calendar has not reached is
    Hijri, a day 31 Persian.

    Args:
        values: the distinct values.
        unread: the dates that could not be read, None for the others.
        today: tells the year that the Persian calendar has.
    """
    calendars = ["" if w is None else _calendar(v, w) for v, w in zip(values, unread, strict=True)]
    open_ones = [w for w, c in zip(unread, calendars, strict=True) if w and c == EITHER_HIJRI]
    either = EITHER_HIJRI
    if any(w.year > today.year - _PERSIAN_YEAR_0 for w in open_ones):
        either = _ISLAMIC
    elif any(max(w.first, w.second) > _LONGEST_ISLAMIC_MONTH for w in open_ones):
        either = _PERSIAN
    return [c and fault_of(either if c == EITHER_HIJRI else c) for c in calendars]


def _calendar(value: str, written: Written) -> str:
    text = ascii_digits(value)
    if not _HIJRI_YEAR.search(text):
        return calendar_of_year(written.year)
    named = {_CALENDAR_OF.get(fold(word), "") for word in _WORD.findall(text)} - {""}
    return named.pop() if len(named) == 1 else calendar_of_year(written.year)
