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
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫−–\u00a0\u202f", "01234567890123456789.-- ".ljust(25)
)
_PLAIN: Final = re.compile(r"[+-]?\d{1,15}(?:\.\d*)?|[+-]?\.\d+")
_COMMA: Final = re.compile(r"[+-]?\d{1,9},\d+")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[ ,.']\d{3})+")
_EXPONENT: Final = re.compile(r"[+-]?\d(?:\.\d+)?[eE][+-]?\d{1,2}")
_HEMISPHERE: Final = re.compile(
    r"([NSEW])?\s*([+-]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NSEW])?", re.IGNORECASE
)
_DMS: Final = re.compile(
    r"""([NSEW])?\s*(\d{1,3})\s*°\s*(\d{1,2})\s*['′’]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*["″”]?)?\s*([NSEW])?""",
    re.IGNORECASE,
)
TOO_MANY: Final = 1e9  # the schema holds no number of persons from here on
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
    """Read numbers of persons: whole, zero or more; anything else is not known."""
    return _each(values, _count)


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


def read_degrees(values: Sequence[str]) -> Numbers:
    """Read latitudes or longitudes: decimal, with a comma or a hemisphere, or in minutes."""
    return _each(values, _degree)


def _degree(cell: str) -> tuple[float, str, str]:  # noqa: PLR0911 - one return for each way of writing it
    if is_missing(cell):
        return np.nan, "", ""
    plain = ascii_digits(cell)
    if _PLAIN.fullmatch(plain) or _EXPONENT.fullmatch(plain):
        number = float(plain)
        if number in _FAR_OFF:
            return np.nan, "a code for unknown, such as -99", ""
        return number, "" if plain == cell else "digits of another script", ""
    if _COMMA.fullmatch(plain):
        return float(plain.replace(",", ".")), "decimal comma", ""
    if match := _DMS.fullmatch(plain):
        before, whole, minutes, seconds, after = match.groups()
        number = int(whole) + int(minutes) / 60 + float((seconds or "0").replace(",", ".")) / 3600
        return _signed(number, before or after), "degrees and minutes", ""
    if match := _HEMISPHERE.fullmatch(plain):
        before, text, after = match.groups()
        return _signed(float(text.replace(",", ".")), before or after), "degrees with a letter", ""
    return np.nan, "", "is not a number of degrees"


def _signed(number: float, letter: str | None) -> float:
    return -number if letter and letter.upper() in "SW" else number
