"""Whether the year of two digits stands first in a column's dates (24/01/13) or last (13/01/24)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING, Final

from geo.importers.clean.days.written import MONTHS, whole_year

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from geo.importers.clean.days.column_order import Order
    from geo.importers.clean.days.written import Written

# All evidence is in powers of ten: how many times as likely it is if the year stands first.
_SLIP: Final = 2.0  # one date in a hundred is a slip of the pen
_OTHER_DATES: Final = 3.0
_USUAL: Final = -1.0  # most people write the year last,
_USUAL_IN_WORDS: Final = -2.0  # and nearly all beside a month in words
_OLD: Final = 3.0  # one file in a thousand tells of years before this one
_OLD_BEFORE: Final = 1970
_CLEAR: Final = 1.3


@dataclass(frozen=True)
class YearPlace:
    """Whether the year stands first. `words` say it where there is a doubt to be told of."""

    leads: bool = False
    words: str = ""
    certain: bool = True


def place_year(
    dates: Sequence[Written],
    order: Order,
    today: dt.date,
    other_years: Callable[[], Collection[int]],
) -> YearPlace:
    """Decide where the year stands, and turn the dates whose year stands first.

    A date that makes sense in one way only is evidence. So are the years that come out: under the
    wrong reading days of the month become years, which lie far apart, or before 1970. So are the
    years of other dates in the file.

    Args:
        dates: the distinct dates, two-digit years not completed yet; they are changed.
        order: what the user says of the column.
        today: two-digit years up to next year's belong to this century.
        other_years: returns the years of other columns of dates; asked only where it matters.
    """
    short = [d for d in dates if d.year_may_lead]
    if not short or order in {"day-first", "month-first"}:
        return YearPlace()
    ended = sum(d.short and d.is_open and not d.year_may_lead for d in dates)
    place = _asked() if order == "year-first" else _weigh(short, ended, today, other_years)
    if place.leads:
        for d in short:
            d.first, d.year, d.is_open = d.year, d.first, False
    return place


def _asked() -> YearPlace:
    return YearPlace(leads=True, words="read as year-month-day with two-digit years, as asked")


def _weigh(
    short: Sequence[Written],
    only_last: int,
    today: dt.date,
    other_years: Callable[[], Collection[int]],
) -> YearPlace:
    """Weigh the evidence, of which `only_last` dates are a part whose year can only stand last."""
    fits = [(d, _fits_first(d, today), _fits_last(d, today)) for d in short if d.first]
    only_first = sum(first and not last for _, first, last in fits)
    only_last += sum(last and not first for _, first, last in fits)
    either = [d for d, first, last in fits if first and last]
    if not only_first and not either:
        return YearPlace()
    usual = _USUAL if any(d.is_open for d in short) else _USUAL_IN_WORDS
    evidence = usual + _SLIP * (only_first - only_last)
    told = ""
    if either:
        led = [whole_year(d.first, today) for d in either]
        ended = [whole_year(d.year, today) for d in either]
        evidence += len(either) * log10(_reach(ended) / _reach(led))
        evidence += _OLD * ((min(ended) < _OLD_BEFORE) - (min(led) < _OLD_BEFORE))
        if abs(evidence) < _CLEAR and (known := other_years()):
            evidence += _OTHER_DATES * (_share(led, known) - _share(ended, known))
        told = f": as years the first numbers make {_years(led)}, the last ones {_years(ended)}"
    if evidence > 0:
        proof = f"; {only_first} of the dates can only be that" if only_first else ""
        words = (
            f"read as year-month-day with two-digit years{told}{proof}; --dates day-first or "
            "month-first reads the last number as the year"
        )
        return YearPlace(leads=True, words=words, certain=bool(only_first and not only_last))
    if evidence < -_CLEAR and (evidence < usual or len(either) == 1):
        return YearPlace()
    words = (
        f"the last number is read as the year, but the first one may be it as well{told}; say "
        "--dates year-first if it is, or --dates day-first if not"
    )
    return YearPlace(words=words, certain=False)


def _fits_first(d: Written, today: dt.date) -> bool:
    return _exists(whole_year(d.first, today), d.second, d.year)


def _fits_last(d: Written, today: dt.date) -> bool:
    year = whole_year(d.year, today)
    return _exists(year, d.second, d.first) or (d.is_open and _exists(year, d.first, d.second))


def _exists(year: int, month: int, day: int) -> bool:
    if not (1 <= month <= MONTHS and day):
        return False
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _reach(years: Sequence[int]) -> int:
    return max(years) - min(years) + 1


def _share(years: Sequence[int], known: Collection[int]) -> float:
    return sum(year in known for year in years) / len(years)


def _years(years: Sequence[int]) -> str:
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first} to {last}"
