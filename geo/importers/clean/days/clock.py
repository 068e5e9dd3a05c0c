"""Times of day as people and machines write them, with the time zone that they state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.importers.clean.numbers import ascii_digits
from geo.importers.clean.text import MARK, is_missing
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

UTC: Final = "UTC"
_PARTS_OF_DAY: Final = frozenset({"morning", "afternoon", "evening", "night"})
_ZONE: Final = (
    r"(?P<zone>Z|(?:UTC|GMT)?\s?[+-](?:0?\d|1[0-4])(?::?[0-5]\d)?|UTC|GMT|EET|EEST|AST|MSK|TRT"
    r"|CET|CEST|BST|EST|EDT|local(?: time)?|LT)"
)
_CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:\s?(?:[:.]|h(?:rs?)?)\s?(?P<minute>\d{2})"
    r"(?P<second>:[0-5]\d(?:[.,]\d+)?)?)?(?P<unit>\s?(?:h(?:(?:ou)?rs?)?\.?|uhr))?\s?(?P<half>[ap]\.?m\.?)?"
    rf"\s?\(?{_ZONE}?\)?",
    re.IGNORECASE,
)
_MILITARY: Final = re.compile(
    rf"(?P<hour>\d{{1,2}})(?P<minute>\d{{2}})\s?(?:h(?:(?:ou)?rs?)?\.?)?\s?(?:{_ZONE}|(?P<letter>[A-Z]))?",
    re.IGNORECASE,
)
# 21:00-22:00, between 9 pm and 10 pm: the first of two times.
_SPAN: Final = re.compile(
    r"(?:(?:between|from|zwischen|von|entre|de|с|من)\s)?(.*?\S)\s?(?:-|–|—|\s(?:to|until|till|and|bis|und|à|a|et|y|до|إلى)\s)\s?(.+)",
    re.IGNORECASE,
)
_UTC: Final = re.compile(
    r"(?:(?:Etc/)?UTC|GMT|Z|Zulu)(?:\s?[+-]00?(?::?00)?)?|[+-]00?(?::?00)?", re.IGNORECASE
)
_ZONE_IN_NAME: Final = re.compile(
    r"(?:(?<![A-Za-z])(?i:utc|gmt|zulu)|(?<=[a-z])(?:UTC|GMT))(?![A-Za-z])"
    r"(?:\s?[+-](?:0?\d|1[0-4])(?::?[0-5]\d)?(?!\d))?"
)
# A date or a number of days before the clock: what is left of a spreadsheet's or a database's time.
_AFTER_DATE: Final = re.compile(r"(?:\d{4}-\d\d-\d\d[T ]|0 days )(?=\d)")
_FRACTION: Final = re.compile(r"0?\.\d+")
_LONG_FRACTION: Final = 5  # characters, such as 0.902
_MOST: Final = 0.9
_MINUTES: Final = 1440
_NOON: Final = 12


class Clock(NamedTuple):
    """A time as HH:MM (or a part of the day), and its zone: "" where it is local or not stated."""

    time: str
    zone: str = ""

    def in_zone(self, zone: str) -> Clock:
        """Return the clock with a zone, where it states none of its own."""
        return Clock(self.time, zone) if zone and not self.zone else self


@dataclass(frozen=True)
class Times:
    """A column of times: one clock per distinct value, None where it is no time of day.

    `spans` says of which values it is the first of two times. `decision` says in words how the
    column was read, where that is not plain.
    """

    clocks: list[Clock | None]
    spans: list[bool]
    decision: str = ""


def read_times(values: Sequence[str]) -> Times:
    """Read the distinct values of a column of times."""
    filled = [v for v in values if not is_missing(v)]
    fractions = [v for v in filled if _FRACTION.fullmatch(v)]
    if any(len(v) >= _LONG_FRACTION for v in fractions) and len(fractions) >= _MOST * len(filled):
        clocks = [_of_fraction(v) if _FRACTION.fullmatch(v) else None for v in values]
        words = "read as a spreadsheet's fractions of a day"
        return Times(clocks, [False] * len(values), words)
    clocks = [read_time(v) for v in values]
    starts = [None if c else start_of_span(v) for v, c in zip(values, clocks, strict=True)]
    return Times(
        [c or s for c, s in zip(clocks, starts, strict=True)], [s is not None for s in starts]
    )


def _of_fraction(cell: str) -> Clock | None:
    hour, minute = divmod(round(float(cell) * _MINUTES), 60)
    return _clock(hour, minute)


@lru_cache(maxsize=4096)
def read_time(cell: str) -> Clock | None:
    """Read one time of day, also a military one, or a word such as morning; None for none."""
    plain = ascii_digits(cell).removeprefix(MARK).strip()
    if plain.isalpha():
        words = fold(plain)
        return Clock(words) if words in _PARTS_OF_DAY else None
    return _clock_of(_AFTER_DATE.sub("", plain)) or _military(plain)


def start_of_span(cell: str) -> Clock | None:
    """Return the first of two times such as 21:00-22:00; None where it is no span."""
    match = _SPAN.fullmatch(cell.strip())
    is_span = match and (_clock_of(match[2]) or _military(match[2]))
    return read_time(match[1]) if match and is_span else None


def _clock_of(text: str) -> Clock | None:
    """Read 21:40, 9.40 pm, 14h30, 21:40:10 UTC or 9 p.m.; None where it is no time of day."""
    match = _CLOCK.fullmatch(text)
    # A bare number is no time; neither is one with a zone alone.
    if not match or not (match["minute"] or match["half"] or (match["unit"] or "").strip()):
        return None
    zone = match["zone"] or ""
    if zone.startswith("-") and not match["second"]:
        return None  # 09:00-10:00 is rather a span than an offset
    hour, half = int(match["hour"]), (match["half"] or "").casefold()
    if half:
        if (half[0] == "a" and hour > _NOON) or (half[0] == "p" and not hour):
            return None
        if hour <= _NOON:
            hour = hour % _NOON + (_NOON if half[0] == "p" else 0)
    return _clock(hour, int(match["minute"] or 0), zone_name(zone))


def _military(text: str) -> Clock | None:
    """Read 0930, 930, 0930hrs, 0930Z or 1930C."""
    match = _MILITARY.fullmatch(text)
    if not match:
        return None
    letter = match["letter"]
    zone = letter_zone(letter) if letter else zone_name(match["zone"] or "")
    if (match["zone"] or "").startswith("-"):
        return None  # 0900-1000, as above
    return _clock(int(match["hour"]), int(match["minute"]), zone)


def _clock(hour: int, minute: int, zone: str = "") -> Clock | None:
    if hour > 23 or minute > 59:  # noqa: PLR2004 - the last hour and minute
        return None
    return Clock(f"{hour:02d}:{minute:02d}", zone)


def zone_name(text: str) -> str:
    """Return a zone in one form: UTC, UTC+03:00, EET; "" for local time."""
    plain = text.replace(" ", "").upper()
    if plain.startswith("L"):
        return ""
    offset = plain.removeprefix("UTC").removeprefix("GMT").replace(":", "")
    if offset in {"", "Z"}:
        return UTC if plain else ""
    if offset[0] not in "+-":
        return plain
    digits = offset[1:]
    hours, minutes = (digits, "00") if len(digits) <= 2 else (digits[:-2], digits[-2:])  # noqa: PLR2004
    zone = f"{offset[0]}{int(hours):02d}:{minutes}"
    return UTC if zone[1:] == "00:00" else UTC + zone


def is_utc(text: str) -> bool:
    """Return whether a cell of a column of time zones says UTC."""
    return _UTC.fullmatch(text) is not None


def zone_in_name(column: str) -> str:
    """Return the zone that a column's name states, as in `Time (UTC)` or timestampUTC."""
    match = _ZONE_IN_NAME.search(column)
    return zone_name(match[0].upper().replace("ZULU", UTC)) if match else ""


def letter_zone(letter: str) -> str:
    """Return the zone of a military letter: Z is UTC, C is UTC+03:00, J is local time.

    L is taken for local, as people write it; by the book it is UTC+11:00.
    """
    upper = letter.upper()
    if upper in "ZJL":
        return UTC if upper == "Z" else ""
    east, west = "ABCDEFGHIKLM", "NOPQRSTUVWXY"
    hours = east.index(upper) + 1 if upper in east else -(west.index(upper) + 1)
    return f"{UTC}{hours:+03d}:00"
