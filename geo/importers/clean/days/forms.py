"""The forms in which single dates are written: ISO, in numbers, in words, by machines."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from geo.importers.clean.days.clock import Clock, letter_zone, read_time, start_of_span
from geo.importers.clean.days.month_names import month_number, weekday_number
from geo.importers.clean.days.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD: Final = r"([^\W\d_]+(?:[ /][^\W\d_]+){0,2}?)"
_YEAR: Final = r"(\d{4}|\d{2})"
_ORDINAL: Final = r"(?:st|nd|rd|th|er|\.)?"
_OF: Final = r"(?:of |de |d['’])?"
_DAY: Final = r"(\d{1,2}|[xX?]{1,2})"

_ISO: Final = re.compile(rf"(\d{{4}})([-/._])(\d{{1,2}})\2{_DAY}\.?")
_NUMERIC: Final = re.compile(
    rf"{_DAY}(\. |[-/. ])(\d{{1,2}})\2{_YEAR}\.?|(\d\d)/[xX?]{{1,2}}/(\d{{4}})"
)
_WORDED: Final = re.compile(
    rf"(?:the )?(\d{{1,2}}){_ORDINAL}[-/. ]*{_OF}{_WORD}[-/., ]*(?:de |del )?['’]?{_YEAR}"
)
_AMERICAN: Final = re.compile(rf"{_WORD}\.?[- ]*(\d{{1,2}}){_ORDINAL}(?:, *|-| +)(\d{{4}})")
_YEAR_FIRST: Final = re.compile(rf"(\d{{4}})[-/. ]+{_WORD}[-/. ]+(\d{{1,2}})")
_PACKED: Final = re.compile(
    r"((?:19|20)\d{2})(\d{2})(\d{2})(?:T(\d{2}):?(\d{2})(?::?\d{2}(?:\.\d+)?)?(Z?)|(\d{2})(\d{2})\d{2})?"
)
_WEEK: Final = re.compile(r"(\d{4})-?W(\d{2})(?:-?([1-7]))?")
_MONTH: Final = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{1,2})[-/](\d{4})")
_MONTH_WORDED: Final = re.compile(rf"{_WORD}[-/., ]*(?:de |del )?(\d{{4}})|(\d{{4}})[-/. ]*{_WORD}")
_YEAR_ALONE: Final = re.compile(r"(?:19|20)\d{2}(?:\.0)?")
_YEAR_FAULT: Final = "names a year only"
# Date-time groups, such as 031430ZJAN07.
_GROUP: Final = re.compile(
    rf"(\d{{2}})\s?(\d{{2}})(\d{{2}})\s?([A-Z])?\s?([A-Z]{{3,9}})\s?{_YEAR}", re.IGNORECASE
)
# As C and social networks write it: Jan 03 10:00:00 +0000 2024.
_TIME_INSIDE: Final = re.compile(
    r"([^\W\d_]+ \d{1,2}) (\d\d:\d\d(?::\d\d)?(?: (?:[A-Z]{1,4}|[+-]\d{4}))?) (\d{4})"
)
# As SAS and web servers write it: 13JAN2024:10:00:00, 13/Jan/2024:10:00:00 +0000.
_TIME_AFTER_COLON: Final = re.compile(
    r"(\d{1,2}([-/]?)[A-Z]{3}\2(?:\d{4}|\d\d)):(\d\d:.+)", re.IGNORECASE
)
_WEEKDAY: Final = re.compile(r"([^\W\d_]+)\.?,? +")
_WEEKDAY_AFTER: Final = re.compile(r"(.*\d)\.?,? +\(?([^\W\d_]{2,})\.?\)?")
_DATE_AND_CLOCK: Final = re.compile(
    r"(.*?\d(?: г\.| р\.| года| року)?)(?:T|, *| +(?:at |um |à |- )?)"
    r"(\d{1,2}(?:[:h]\d\d| ?[ap]\.?m\b|\d\d ?(?:hrs?|h|Z|L)\b).*"
    r"|(?:[01]?\d|2[0-3])\.[0-5]\d|(?:[01]\d|2[0-3])[0-5]\d)",
    re.IGNORECASE,
)
_NO_CLOCK: Final = re.compile(r"\d{1,2}[:h]\d\d(?::\d\d)?")
_ZONE_IN_WORDS: Final = re.compile(r"(?<=[+-]\d{4}) \([^()]*\)$|(?<=[\dZ])\[[\w/+-]+\]$")
_YEAR_WORD: Final = re.compile(r" ?(?:г|р|года|году|року)\.?$")


def read_single(text: str) -> Written | None:
    """Read one date with or without weekday and time of day; None where it is none.

    Args:
        text: a cell as `tidied` returns it.
    """
    match = _WEEKDAY.match(text)
    if match and (weekday := weekday_number(match[1])) >= 0:
        written = _with_clock(text[match.end() :])
        if written and not written.fault:
            written.weekday = weekday
            return written
    if after := _WEEKDAY_AFTER.fullmatch(text):
        written = _with_clock(after[1])
        if written and (weekday := weekday_number(after[2])) >= 0:
            written.weekday = weekday
            return written
    return _with_clock(text)


def _with_clock(text: str) -> Written | None:
    if ":" not in text and (written := _day(text)):
        return written
    if inside := _TIME_INSIDE.fullmatch(text):
        text = f"{inside[1]} {inside[3]} {inside[2]}"
    elif after := _TIME_AFTER_COLON.fullmatch(text):
        text = f"{after[1]} {after[3]}"
    match = _DATE_AND_CLOCK.fullmatch(_ZONE_IN_WORDS.sub("", text))
    written = _known_day(match[1]) if match else None
    if not match or not written:
        return None
    if clock := read_time(match[2]):
        return _timed(written, clock)
    if clock := start_of_span(match[2]):
        return replace(_timed(written, clock), from_span=True)
    return _timed(written, None) if _NO_CLOCK.fullmatch(match[2]) else None


@lru_cache(maxsize=4096)
def _known_day(text: str) -> Written | None:
    """Read a day that may stand beside many times; what it returns is shared."""
    return _day(text)


def _timed(written: Written, clock: Clock | None) -> Written:
    time, zone = clock or ("", "")
    return replace(written, time=time, zone=zone, timed=True)


def _day(text: str) -> Written | None:
    """Read a date without a time of day."""
    plain = _YEAR_WORD.sub("", text) if text[-1:] in ".гуар" else text
    for pattern, read in _FORMS:
        if (match := pattern.fullmatch(plain)) and (written := read(match)):
            return written
    return None


def _number(day: str) -> int:
    """Return a day of the month, 0 for one that is not known: 00, XX, ??."""
    return int(day) if day.isdecimal() else 0


def _iso(match: re.Match[str]) -> Written:
    if not int(match[3]):
        return Written(fault=_YEAR_FAULT)
    return Written(int(match[1]), _number(match[4]), int(match[3]))


def _numeric(match: re.Match[str]) -> Written:
    if match[5]:
        return Written(int(match[6]), 0, int(match[5]))
    first, second = _number(match[1]), int(match[3])
    short = len(match[4]) == 2  # noqa: PLR2004 - digits
    if not first or not second:
        month = first or second
        lead = short and not first and match[1].isdecimal()  # 00/03/24 may be in the year 2000
        return Written(int(match[4]), 0, month, short=short, year_may_lead=lead) if month else (
            Written(fault=_YEAR_FAULT))  # fmt: skip
    lead = short and len(match[1]) == len(match[4])  # nobody writes 1/2/24 for 2001
    return Written(int(match[4]), first, second, is_open=True, short=short, year_may_lead=lead)


def _in_words(year: str, month: str, day: str) -> Written | None:
    number = month_number(month)
    if not number:
        return None
    return Written(int(year), int(day), number, short=len(year) == 2)  # noqa: PLR2004 - digits


def _worded(match: re.Match[str]) -> Written | None:
    written = _in_words(match[3], match[2], match[1])
    if written:
        written.year_may_lead = written.short and len(match[1]) == len(match[3])
    return written


def _packed(match: re.Match[str]) -> Written:
    written = Written(int(match[1]), int(match[3]), int(match[2]))
    hour, minute = match[4] or match[7], match[5] or match[8]
    return _timed(written, read_time(f"{hour}:{minute}{match[6] or ''}")) if hour else written


def _week(match: re.Match[str]) -> Written:
    try:
        first = dt.date.fromisocalendar(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return Written(fault="is a week that does not exist")
    written = Written(first.year, first.day, first.month)
    if not match[3]:
        last = first + dt.timedelta(days=6)
        written.last = Written(last.year, last.day, last.month)
    return written


def _group(match: re.Match[str]) -> Written | None:
    written = _in_words(match[6], match[5], match[1])
    clock = read_time(f"{match[2]}:{match[3]}")
    if not written or not clock:
        return None
    return _timed(written, Clock(clock.time, letter_zone(match[4]) if match[4] else ""))


def _month(match: re.Match[str]) -> Written:
    return Written(int(match[1] or match[4]), 0, int(match[2] or match[3]))


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Written | None]], ...]] = (
    (_ISO, _iso),
    (_NUMERIC, _numeric),
    (_WORDED, _worded),
    (_AMERICAN, lambda m: _in_words(m[3], m[1], m[2])),
    (_PACKED, _packed),
    (_MONTH, _month),
    (_MONTH_WORDED, lambda m: _in_words(m[2] or m[3], m[1] or m[4], "0")),
    (_YEAR_FIRST, lambda m: _in_words(m[1], m[2], m[3])),
    (_GROUP, _group),
    (_WEEK, _week),
    (_YEAR_ALONE, lambda _: Written(fault=_YEAR_FAULT)),
)
