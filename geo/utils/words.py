"""Dates, numbers and lists in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


def either(words: Iterable[str]) -> str:
    """Return `a`, `a or b`, `a, b or c`."""
    return _joined(list(words), "or")


def both(words: Iterable[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    return _joined(list(words), "and")


def _joined(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def short_day(when: date) -> str:
    """Return a date as `4 Feb 2024`.

    Example:
        >>> short_day(date(2024, 2, 4))
        '4 Feb 2024'
    """
    return f"{when.day} {when:%b %Y}"


def span(first: date, last: date) -> str:
    """Return the days from one to another, a whole month by its name.

    Example:
        >>> span(date(2024, 2, 1), date(2024, 2, 29)), span(date(2024, 2, 4), date(2024, 2, 6))
        ('Feb 2024', '4 to 6 Feb 2024')
        >>> span(date(2024, 1, 28), date(2024, 2, 3))
        '28 Jan to 3 Feb 2024'
    """
    is_whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%b %Y}" if is_whole else f"{first.day} to {short_day(last)}"
    start = f"{first.day} {first:%b}" if first.year == last.year else short_day(first)
    return f"{start} to {short_day(last)}"


def long_day(when: date) -> str:
    """Return a date as `4 February 2024`."""
    return f"{when.day} {when:%B %Y}"


def ordinal(n: int) -> str:
    """Return `1st`, `2nd`, `3rd`, `4th`, `11th`."""
    teens = 10 <= n % 100 <= 20  # noqa: PLR2004 # 11th to 13th, unlike 21st to 23rd
    return f"{n}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def number(n: int) -> str:
    """Return a whole number with commas between thousands: `1,234`."""
    return f"{n:,}"


def plural(n: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: `1 incident`, `1,234 incidents`.

    Args:
        n: the number.
        one: the noun for one.
        many: the noun for any other number, where it is not `one` with an s.

    Example:
        >>> plural(1, "incident"), plural(1234, "incident")
        ('1 incident', '1,234 incidents')
    """
    return f"{number(n)} {one if n == 1 else many or f'{one}s'}"


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` characters; a longer one ends with an ellipsis.

    Example:
        >>> cut("Al-Asad Air Base", 16), cut("Al-Asad Air Base", 9)
        ('Al-Asad Air Base', 'Al-Asad…')
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def share(part: int, whole: int) -> str:
    """Return `12 of 34 (35 %)`: a share never stands without its counts; none of none has none."""
    counts = f"{number(part)} of {number(whole)}"
    return f"{counts} ({100 * part / whole:.0f}\N{NARROW NO-BREAK SPACE}%)" if whole else counts
