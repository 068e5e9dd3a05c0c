"""A cell that holds a date, or several days: what stands round the date, and between two."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import Any, Final

from geo.importers.clean.days.clock import UTC
from geo.importers.clean.days.forms import read_single
from geo.importers.clean.days.month_names import month_number, weekday_number
from geo.importers.clean.days.written import NOT_RECOGNISED, Written
from geo.importers.clean.numbers import ascii_digits
from geo.importers.clean.text import MARK, is_missing

# What machines write, read at once: a million values may all differ.
_ISO: Final = re.compile(
    r"(\d{4})-(0[1-9]|1\d)-(0[1-9]|[1-3]\d)"
    r"([T ]([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(Z|\+00(?::?00)?)?)?"
)
# A text that begins with letters is a date only if these are the name of a month or weekday, or
# one of these words.
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_BEFORE_DATES: Final = frozenset(
    {"about", "on", "around", "approx", "approximately", "circa", "ca", "c", "environ", "около",
     "близько", "from", "between", "von", "du", "del", "с", "з", "من", "كانون", "تشرين",
     "x", "xx", "the", "in", "during", "early", "mid", "late", "beginning", "start", "middle",
     "end", "début", "mi", "fin", "anfang", "mitte", "ende", "principios", "mediados", "finales",
     "a", "night", "overnight", "morning", "afternoon", "evening", "nuit", "noche"}
)  # fmt: skip
_LONGEST: Final = 90  # characters; no date is longer
_DIRECTION: Final = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069"))
_ABOUT: Final = re.compile(
    r"(?:the )?(?:early|mid|late|(?:beginning|start|middle|end)(?: of)?|début|mi|fin|anfang|mitte"
    r"|ende|(?:a )?(?:principios|mediados|finales) de)[ -]+"
    r"|(?:(?:on or )?about|around|approx(?:imately|\.)?|circa|ca?\.|~|≈|environ|около|близько) *"
    r"|(?P<after>.*\d) ?(?:\?|\(\?\)|\(?(?:approx(?:\.|imate(?:ly)?)?|estimated|est\.)\)?)$",
    re.IGNORECASE,
)
# Night of 3 to 4 May 2024, overnight 3/4 May 2024, 3 May 2024 (evening).
_PARTS: Final = r"morning|afternoon|evening|night|overnight|nuit|noche"
_PART_OF_DAY: Final = re.compile(
    rf"(?:(?:in|during|on) )?(?:the )?(?:(?:early|late) )?({_PARTS}) (?:(?:of|on|du|del) )?(.*\d.*)"
    rf"|(.*\d),? \(?(?:in the |at )?(?:(?:early|late) )?({_PARTS})\)?",
    re.IGNORECASE,
)
_CALLED: Final = {"overnight": "night", "nuit": "night", "noche": "night"}
_BETWEEN: Final = r"(?: ?(?:-|–|—|/|&) ?| (?:to|until|till|and|or|bis|au|al|до|по|إلى) )"
# 12-14 Jan 2024, Jan 12-14, 2024, 12-14.01.2024: the second day lends the first its month.
_DAYS_THEN_MONTH: Final = re.compile(
    rf"(?P<a>\d{{1,2}}){_BETWEEN}(?P<b>\d{{1,2}})(?P<rest>[-. ]*[^\W\d_].*\d{{2}}.?.?)"
)
_MONTH_THEN_DAYS: Final = re.compile(
    rf"(?P<month>[^\W\d_]+\.?) (?P<a>\d{{1,2}}){_BETWEEN}(?P<b>\d{{1,2}})(?P<rest>,? \d{{4}})"
)
_DAYS_IN_NUMBERS: Final = re.compile(
    r"(?P<a>\d{1,2}) ?[-–—] ?(?P<b>\d{1,2})(?P<rest>([./])\d{1,2}\4(?:\d{4}|\d{2}))"
)
_SEPARATOR: Final = re.compile(
    r" ?[–—] ?| - |/|\.\.| (?:to|until|till|and|or|bis|au|al|до|по|إلى) ", re.IGNORECASE
)
_HYPHEN: Final = re.compile("-")
_FROM: Final = re.compile(r"(?:from|between|von|du|del|с|з|من) ", re.IGNORECASE)
_LAST_YEAR: Final = re.compile(r"\d{4}$")
# .NET and MongoDB write milliseconds since 1970.
_DOT_NET: Final = re.compile(r"/Date\((-?\d{9,13})(?:[+-]\d{4})?\)/")


def read_date(cell: str) -> Written:
    """Read one date, or the first and last day of several, as it is written."""
    if match := _ISO.fullmatch(cell):
        return _iso(match)
    if is_missing(cell):
        return Written(fault="is empty")
    written = _of_text(_tidied(cell)) if len(cell) <= _LONGEST else None
    return written or Written(fault=NOT_RECOGNISED)


def _iso(match: re.Match[str]) -> Written:
    year, month, day, rest, hour, minute, zone = match.groups()
    if not rest:
        return Written(int(year), int(day), int(month), canonical=True)
    return Written(int(year), int(day), int(month), time=f"{hour}:{minute}",
                   zone=UTC if zone else "", timed=True)  # fmt: skip


def _tidied(cell: str) -> str:
    """Return a cell without an apostrophe in front, marks of direction, and blanks too many."""
    plain = cell if cell.isascii() else ascii_digits(cell).translate(_DIRECTION).replace("،", ",")
    return " ".join(plain.lstrip(MARK + "’`").split())


def _may_be_date(text: str) -> bool:
    first = _FIRST_WORD.match(text)
    if first and first[0].casefold() not in _BEFORE_DATES:
        return bool(month_number(first[0])) or weekday_number(first[0]) >= 0
    return any(map(str.isdecimal, text))


def _of_text(text: str) -> Written | None:
    if text.startswith("{"):
        return _of_object(text)
    if match := _DOT_NET.fullmatch(text):
        return of_instant(int(match[1]) // 1000)
    if not _may_be_date(text):
        return None
    return read_single(text) or _span(text) or _in_part_of_day(text) or _about(text)


def _in_part_of_day(text: str) -> Written | None:
    """Read a date with the part of the day in words."""
    match = _PART_OF_DAY.fullmatch(text)
    written = _of_text(match[2] or match[3]) if match else None
    if match and written and not written.timed:
        part = (match[1] or match[4]).casefold()
        written = replace(written, time=_CALLED.get(part, part), timed=True)
    return written


def _about(text: str) -> Written | None:
    """Read a date that is given as approximate."""
    match = _ABOUT.match(text)
    written = _of_text(match["after"] or text[match.end() :]) if match else None
    if written:
        written.about = True
    return written


def _span(text: str) -> Written | None:
    """Read a first and a last day."""
    plain = text[match.end() :] if (match := _FROM.match(text)) else text
    for pattern in (_DAYS_THEN_MONTH, _MONTH_THEN_DAYS, _DAYS_IN_NUMBERS):
        if match := pattern.fullmatch(plain):
            parts = match.groupdict(default="")
            before = f"{parts['month']} " if "month" in parts else ""
            span = _of_two(*(f"{before}{parts[n]}{parts['rest']}" for n in "ab"))
            if span:
                return span
    separator = _HYPHEN if plain.count("-") == 1 else _SEPARATOR
    year = _LAST_YEAR.search(plain)
    for match in separator.finditer(plain):
        one, other = plain[: match.start()].strip(), plain[match.end() :].strip()
        span = _of_two(one, other) or (year and _of_two(f"{one} {year[0]}", other))
        if span:
            return span
    return None


def _of_two(one: str, other: str) -> Written | None:
    first, last = read_single(one), read_single(other)
    if not first or not last or first.fault or last.fault:
        return None
    first.last = last
    return first


def of_instant(seconds: int, *, zone: str = UTC) -> Written:
    """Return a number of seconds since 1970 as a date with a time of day."""
    try:
        moment = dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
    except (ValueError, OverflowError, OSError):
        return Written(fault=NOT_RECOGNISED)
    return Written(moment.year, moment.day, moment.month, time=f"{moment:%H:%M}", zone=zone,
                   timed=True)  # fmt: skip


def _of_object(text: str) -> Written:
    """Read {"year": 2016, "month": 9, "day": 1}, or MongoDB's {"$date": ...}."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        return Written(fault=NOT_RECOGNISED)
    parts = {str(name).casefold(): part for name, part in value.items()}
    if "$date" in parts:
        return _of_mongo(parts["$date"])
    year, month, day = (_whole(parts.get(name)) for name in ("year", "month", "day"))
    if year is None or not month:
        return Written(fault="names no year and month")
    return Written(year, day or 0, month)


def _of_mongo(value: Any) -> Written:
    if isinstance(value, dict):
        value = _whole(value.get("$numberLong"))
    if isinstance(value, int):
        return of_instant(value // 1000)
    return (isinstance(value, str) and read_single(value)) or Written(fault=NOT_RECOGNISED)


def _whole(value: Any) -> int | None:
    text = str(value).removesuffix(".0")
    return int(text) if text.isdecimal() and len(text) <= 15 else None  # noqa: PLR2004 - digits
