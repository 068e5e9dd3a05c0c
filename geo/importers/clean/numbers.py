"""Numbers as people write them: decimal commas, blanks within, signs for nothing, other digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.importers.clean.text import is_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_DIGITS: Final = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬−–’\u00a0\u202f\u2009", "01234567890123456789.,--'   "
)
_PLAIN: Final = re.compile(r"[+-]?\d{1,15}(?:\.\d*)?|[+-]?\.\d+")
_COMMA: Final = re.compile(r"[+-]?\d{1,9},\d+")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[ ,.']\d{3})+")
_WITH_POINT: Final = re.compile(r"\d{1,3}[.,]\d{3}")
_EXPONENT: Final = re.compile(r"[+-]?\d(?:\.\d+)?[eE][+-]?\d{1,2}")
_LETTER: Final = r"(north|south|east|west|[NSEW])?\.?"
_HEMISPHERE: Final = re.compile(
    rf"{_LETTER}\s*([+-]?\d{{1,3}}(?:[.,]\d+)?)\s*(?:[°º]|deg\.?)?\s*{_LETTER}", re.IGNORECASE
)
# Degrees, minutes and seconds: 14° 08' 24" N, 12-08.5N, 12:08:30 N, N12 08 30.
_MINUTES: Final = re.compile(
    rf"""{_LETTER}\s*([+-]?\d{{1,3}})\s*([°ºd]|deg\.?|[:\s-])\s*(\d{{1,2}}(?:[.,]\d+)?)\s*(?:['′’m:\s-]\s*
    (?:(\d{{1,2}}(?:[.,]\d+)?)\s*(?:["″”]|['′’]{{2}}|(?-i:s)(?=\s*[NSEW]))?)?)?\s*{_LETTER}""",
    re.IGNORECASE | re.VERBOSE,
)
# The same without marks: 1208N, 120830N, 0453012E.
_COMPACT: Final = re.compile(
    r"(\d{2})(\d{2})(\d{2})?(\.\d+)?\s*([NS])|(\d{3})(\d{2})(\d{2})?(\.\d+)?\s*([EW])",
    re.IGNORECASE,
)
TOO_MANY: Final = 1e9  # the schema holds no number of persons from here on
_HEMISPHERES_IN_RUSSIAN: Final = (
    (re.compile(r"(?:с|пн)\.?\s*ш\.?"), "N"), (re.compile(r"(?:ю|пд)\.?\s*ш\.?"), "S"),
    (re.compile(r"(?:в|сх)\.?\s*д\.?"), "E"), (re.compile(r"з[хп]?\.?\s*д\.?"), "W"),
)  # fmt: skip
_SIXTY: Final = 60
_LONGEST: Final = 60  # of degrees in words; the patterns take long over long blanks
_NO_DEGREES: Final = "is not a number of degrees"
# Signs for "not known" that would count as persons.
_CODES_FOR_MISSING: Final = frozenset({-99, -999, -9999, -9, -1})
# As degrees -99 is a meridian of Mexico; these are none.
_FAR_OFF: Final = frozenset({-999, -9999})


@dataclass(frozen=True)
class Numbers:
    """The values of a column, NaN where there is none; `mended` and `faults` say how and why not.

    All three have one entry per distinct value of the column.
    """

    number: NDArray[np.float64]
    mended: list[str]
    faults: list[str]


@dataclass(frozen=True)
class Degrees(Numbers):
    """Numbers of degrees; `axes` is latitude or longitude where a letter says which, else blank."""

    axes: list[str]


def ascii_digits(text: str) -> str:
    """Return text with Arabic and Persian digits, and odd minus signs and blanks, as ASCII."""
    return text if text.isascii() else text.translate(_DIGITS).strip()


def _each(values: Sequence[str], read: Callable[[str], tuple[float, str, str]]) -> Numbers:
    parsed = [read(v) for v in values]
    return Numbers(
        np.array([f[0] for f in parsed], dtype=np.float64),
        [f[1] for f in parsed],
        [f[2] for f in parsed],
    )


def read_counts(values: Sequence[str]) -> Numbers:
    """Read numbers of persons: whole, zero or more; anything else is not known.

    1.000 is a thousand, unless the column shows that its numbers have three decimals: by a 0.000,
    or by having .000 throughout.
    """
    dotted = [v for v in values if _WITH_POINT.fullmatch(v)]
    are_decimals = any(v.startswith("0") for v in dotted) or (
        len(dotted) > 1 and all(v.endswith("000") for v in dotted)
    )
    return _each(values, _decimal_count if are_decimals else _count)


def _decimal_count(cell: str) -> tuple[float, str, str]:
    whole = cell[:-4] if _WITH_POINT.fullmatch(cell) and cell.endswith("000") else cell
    return _count(whole)


def _count(cell: str) -> tuple[float, str, str]:  # noqa: PLR0911 - one return for each way of writing it
    if is_missing(cell):
        return np.nan, "", ""
    plain = ascii_digits(cell)
    mended = "" if plain == cell else "digits of another script"
    if _THOUSANDS.fullmatch(plain):
        return float(re.sub(r"[ ,.']", "", plain)), "separator of thousands removed", ""
    if _COMMA.fullmatch(plain):
        plain, mended = plain.replace(",", "."), "decimal comma"
    if not (_PLAIN.fullmatch(plain) or _EXPONENT.fullmatch(plain)):
        return np.nan, "", "is not a number"
    number = float(plain)
    if number in _CODES_FOR_MISSING:
        return np.nan, "a code for unknown, such as -99", ""
    if number < 0:
        return np.nan, "", "is below zero"
    if not number.is_integer():
        return np.nan, "", "is not a whole number"
    if number >= TOO_MANY:
        return np.nan, "", "is too large"
    return number, mended, ""


def read_degrees(values: Sequence[str]) -> Degrees:
    """Read latitudes or longitudes: decimal, with a comma or a hemisphere, or in minutes."""
    parsed = [degree(v) for v in values]
    return Degrees(
        np.array([f[0] for f in parsed], dtype=np.float64),
        [f[1] for f in parsed],
        [f[2] for f in parsed],
        [f[3] for f in parsed],
    )


def degree(cell: str) -> tuple[float, str, str, str]:
    """Read one cell of degrees.

    Returns:
        The number, NaN where there is none; what was mended; the fault; and the axis that a
        letter names: "latitude", "longitude" or "".
    """
    if is_missing(cell):
        return np.nan, "", "", ""
    plain = ascii_digits(cell)
    if _PLAIN.fullmatch(plain) or _EXPONENT.fullmatch(plain):
        number = float(plain)
        if number in _FAR_OFF:
            return np.nan, "a code for unknown, such as -99", "", ""
        return number, "" if plain == cell else "digits of another script", "", ""
    if _COMMA.fullmatch(plain):
        return float(plain.replace(",", ".")), "decimal comma", "", ""
    return _degree_in_words(plain) if len(plain) <= _LONGEST else (np.nan, "", _NO_DEGREES, "")


def _degree_in_words(text: str) -> tuple[float, str, str, str]:
    """Read degrees with a letter, in minutes and seconds, or both."""
    if not text.isascii():
        for pattern, letter in _HEMISPHERES_IN_RUSSIAN:
            text = pattern.sub(letter, text)
    if match := _HEMISPHERE.fullmatch(text):
        before, whole, after = match.groups()
        return _signed([whole], before, after, "degrees with a letter")
    if match := _COMPACT.fullmatch(text):
        whole, *sixtieths, rest, letter = match.groups()[:5] if match[1] else match.groups()[5:]
        parts = [whole, *filter(None, sixtieths)]
        return _signed([*parts[:-1], parts[-1] + (rest or "")], letter, None)
    if match := _MINUTES.fullmatch(text):
        before, whole, mark, minutes, seconds, after = match.groups()
        if before or after or mark.strip(" :-"):
            return _signed([whole, minutes, seconds or "0"], before, after)
    return np.nan, "", _NO_DEGREES, ""


def _signed(
    parts: list[str], before: str | None, after: str | None, mended: str = "degrees and minutes"
) -> tuple[float, str, str, str]:
    """Return degrees of the parts (degrees, minutes, seconds), as `degree` does."""
    whole, *sixtieths = (float(p.replace(",", ".")) for p in parts)
    if any(p >= _SIXTY for p in sixtieths):
        return np.nan, "", "has minutes or seconds beyond 59", ""
    if before and after:
        return np.nan, "", "names two hemispheres", ""
    size = abs(whole) + sum(p / _SIXTY**i for i, p in enumerate(sixtieths, 1))
    letter = (before or after or "").upper()[:1]
    negative = parts[0].startswith("-") or letter in {"S", "W"}
    axis = "" if not letter else "latitude" if letter in "NS" else "longitude"
    return -size if negative else size, mended, "", axis
