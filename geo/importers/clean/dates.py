"""Dates of a column: what each value says, and what the column decides for all of them.

Whether 03/04/2024 is in March or in April is decided once for a column, by those of its dates that
can be read in one way only. What is decided is said, with the number of dates that hang on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.importers.clean.days.as_numbers import (
    MAY_BE_OF_1960,
    SERIAL,
    is_doubtful,
    kind_of_numbers,
    read_number,
)
from geo.importers.clean.days.calendars import calendar_faults, calendar_of_year
from geo.importers.clean.days.cells import read_date
from geo.importers.clean.days.clock import Clock
from geo.importers.clean.days.column_order import (
    Order,
    decide,
    may_be_exchanged,
)
from geo.importers.clean.days.notes import (
    MIDNIGHT,
    Note,
    note_of_years,
    notes_of_column,
    notes_of_values,
    notes_of_zones,
)
from geo.importers.clean.days.parts import looks_like_part
from geo.importers.clean.days.written import MONTHS, NO_DAY, Resolved, Written, resolve
from geo.importers.clean.days.year_place import place_year
from geo.importers.clean.days.yearless import lacks_year
from geo.importers.clean.text import is_missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from geo.importers.clean.days.column_order import DayOrder, Decision

__all__ = ["NO_DAY", "Dates", "Note", "Order", "kind_of_numbers", "looks_like_date",
           "looks_like_part", "read_dates"]  # fmt: skip

_HALF: Final = 0.5
_A_YEAR: Final = np.timedelta64(366, "D")
_EXCHANGED: Final = (
    "has a day and a month that a spreadsheet may have exchanged: --dates exchanged puts them "
    "back, --dates day-first keeps them as they stand"
)
_BOTH_ORDERS: Final = (
    "could be day-month or month-day, and the column has both: say --dates day-first or "
    "--dates month-first"
)


@dataclass(frozen=True)
class Dates:
    """The days of a column, one entry per distinct value, and what there is to say of them.

    `day` is NaT where there is none; `fault` says why. `end` is the last day where the date is of
    several, else NaT. `clock` is the time of day that stands beside the date, None for none.
    `timed` says that a time stands there, readable or not, `from_span` that it is the first of two.
    `approximate` dates are not known to the day. `proven` is the order of day and month where
    dates of the column prove it.
    """

    day: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    fault: list[str]
    approximate: list[bool]
    clock: list[Clock | None]
    timed: list[bool]
    from_span: list[bool]
    notes: tuple[Note, ...]
    proven: DayOrder | None


def looks_like_date(values: Sequence[str]) -> float:
    """Return the share of the values, blanks left out, that can be read as a date.

    Seconds since 1970 count, spreadsheets' day numbers do not: see `kind_of_numbers`. A date of
    another calendar and one without a year count half, so that a better one beside it is taken.
    """
    filled = [v for v in values if not is_missing(v)]
    if not filled:
        return 0.0
    kind = kind_of_numbers(filled)
    if kind and kind != SERIAL:
        return sum(read_number(v, kind) is not None for v in filled) / len(filled)
    return sum(_likeness(v) for v in filled) / len(filled)


def _likeness(cell: str) -> float:
    written = read_date(cell)
    if written.fault:
        # 21.40 and 4.1 are rather times and numbers.
        return _HALF if not cell.replace(".", "").isdecimal() and lacks_year(cell) else 0.0
    return _HALF if calendar_of_year(written.year) else 1.0


def read_dates(
    values: Sequence[str],
    weights: Sequence[int],
    order: Order,
    today: dt.date,
    *,
    other_years: Callable[[], Collection[int]] = frozenset,
    like: DayOrder | None = None,
) -> Dates:
    """Read the distinct values of a column.

    Args:
        values: the distinct texts, trimmed.
        weights: how many rows have each.
        order: what 03/04/2024 is; `auto` lets the column decide.
        today: two-digit years up to next year's belong to this century.
        other_years: returns the years of the file's other dates; asked where a year of two digits
            may stand first or last.
        like: the order of another column, which holds where no date of this one proves one.
    """
    kind = kind_of_numbers(values)
    written = [(read_number(v, kind) if kind else None) or read_date(v) for v in values]
    doubtful = bool(kind) and is_doubtful(values, kind)
    if doubtful and kind == SERIAL:
        written = [
            Written(fault=MAY_BE_OF_1960) if read_number(v, kind) else w
            for v, w in zip(values, written, strict=True)
        ]
        kind = ""
    among = [False] * len(values) if kind else _read_day_numbers(values, written)
    place = place_year(_with_lasts(written), order, today, other_years)
    short = [w.short for w in written]
    for w in written:
        w.complete(today)
        if w.last:
            w.last.complete(today)
    decision = _decide(written, weights, order, like)
    suspect = [False] * len(written)
    if decision.exchanged:
        suspect = [may_be_exchanged(w) and w.first != w.second for w in written]
    resolved = [_resolve(w, decision, suspect=s) for w, s in zip(written, suspect, strict=True)]
    _name_calendars(values, written, resolved, today)
    notes = [
        note_of_years(place, written),
        *notes_of_column(kind, decision, suspect, among, doubtful=doubtful),
        *notes_of_values(written, resolved, short),
        *notes_of_zones(written),
    ]
    return Dates(
        day=np.array([r.day for r in resolved], dtype="datetime64[D]"),
        end=np.array([r.end for r in resolved], dtype="datetime64[D]"),
        fault=[r.fault for r in resolved],
        approximate=[w.about or w.is_month or w.last is not None for w in written],
        clock=[_clock(w.time, w.zone) for w in written],
        timed=[w.timed for w in written],
        from_span=[w.from_span for w in written],
        notes=tuple(n for n in notes if n.holds is None or any(n.holds)),
        proven=decision.proven,
    )


def _name_calendars(
    values: Sequence[str], written: list[Written], resolved: list[Resolved], today: dt.date
) -> None:
    """Say of dates that could not be read if they are of another calendar."""
    unread = [w if r.fault else None for w, r in zip(written, resolved, strict=True)]
    if any(unread):
        for day, fault in zip(resolved, calendar_faults(values, unread, today), strict=True):
            day.fault = fault or day.fault


@lru_cache(maxsize=4096)
def _clock(time: str, zone: str) -> Clock | None:
    return Clock(time, zone) if time and time != MIDNIGHT else None


def _read_day_numbers(values: Sequence[str], written: list[Written]) -> list[bool]:
    """Read a spreadsheet's day numbers that stand among dates, within a year of those.

    Returns:
        Which values were read so; they are replaced in `written`.
    """
    numbers = [read_number(v, SERIAL) if w.fault else None
               for v, w in zip(values, written, strict=True)]  # fmt: skip
    among = [False] * len(values)
    if any(numbers):
        days = np.array([resolve(w, day_first=True).day for w in written], dtype="datetime64[D]")
        known = days[~np.isnat(days)]
        for i, number in enumerate(numbers):
            if number and len(known):
                day = resolve(number, day_first=True).day
                among[i] = bool(known.min() - _A_YEAR <= day <= known.max() + _A_YEAR)
                written[i] = number if among[i] else written[i]
    return among


def _with_lasts(written: list[Written]) -> list[Written]:
    return [*written, *(w.last for w in written if w.last)]


def _decide(
    written: list[Written], weights: Sequence[int], order: Order, like: DayOrder | None
) -> Decision:
    """Decide for the dates, the last days of spans included."""
    of_lasts = [n for w, n in zip(written, weights, strict=True) if w.last]
    return decide(_with_lasts(written), [*weights, *of_lasts], order, like)


def _resolve(written: Written, decision: Decision, *, suspect: bool) -> Resolved:
    if decision.refuse and (written.is_either or (written.last and written.last.is_either)):
        return Resolved(fault=_BOTH_ORDERS)
    if suspect and decision.exchanged == "refuse" and written.second <= MONTHS:
        return Resolved(fault=_EXCHANGED)
    if suspect and decision.exchanged == "put back":
        written.first, written.second = written.second, written.first
    return resolve(written, day_first=decision.day_first)
