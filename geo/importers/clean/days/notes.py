"""What there is to say of a column of dates, for the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.importers.clean.days.as_numbers import SERIAL
from geo.importers.clean.days.clock import UTC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.importers.clean.days.column_order import Decision
    from geo.importers.clean.days.written import Resolved, Written
    from geo.importers.clean.days.year_place import YearPlace
    from geo.importers.clean.row_log import Kind

MIDNIGHT: Final = "00:00"
_DAY_NUMBER: Final = "a spreadsheet's day number among dates; read as its day"
_PUT_BACK: Final = "day and month put back that a spreadsheet had exchanged"
_EXCHANGED: Final = "day and month may have been exchanged by a spreadsheet"
_WHOLE_MONTH: Final = (
    "names a month and no day; kept as the whole month, approximate, and counted on its first day"
)
_SEVERAL_DAYS: Final = (
    "names several days; kept as first and last day, approximate, and counted on the first"
)
_FROM_1904: Final = (
    " counted from 1900; if yours counts from 1904, as some for Macintosh do, the days are 4 years "
    "and a day later"
)
_LONG_AGO: Final = (
    ", which makes days before 2001; if yours count from 2001, as those of Apple's programs do, "
    "they are 31 years later"
)
_A_FEW: Final = 3
_NOON: Final = 12
_DAY_HOURS: Final = 24


class Note(NamedTuple):
    """Something to say of a column (`holds` is None) or of those of its values for which it holds.

    `kind` is as in the row log, `what` the finding's short name.
    """

    kind: Kind
    what: str
    words: str
    holds: Sequence[bool] | None = None


def notes_of_column(
    kind: str, decision: Decision, suspect: list[bool], among: list[bool], *, doubtful: bool
) -> list[Note]:
    """Return what was decided for the whole column.

    Args:
        kind: what its numbers count, "" where it has none.
        decision: the order of day and month.
        suspect: which values may have day and month exchanged.
        among: which are a spreadsheet's day numbers among dates.
        doubtful: whether the numbers of the column may count otherwise.
    """
    notes = [Note("flagged", "day number", _DAY_NUMBER, among)]
    if kind and doubtful:
        notes.append(Note("flagged", "numbers", f"read as {kind}{_LONG_AGO}"))
    elif kind:
        notes.append(
            Note("decided", "numbers", f"read as {kind}{_FROM_1904 if kind == SERIAL else ''}")
        )
    if decision.words:
        certain: Kind = "decided" if decision.certain else "flagged"
        notes.append(Note(certain, "order", decision.words))
    if decision.exchanged_words:
        asked: Kind = "decided" if decision.exchanged in {"", "put back"} else "flagged"
        notes.append(Note(asked, "half-converted", decision.exchanged_words))
    if decision.exchanged == "put back":
        notes.append(Note("mended", "exchanged", _PUT_BACK, suspect))
    elif decision.exchanged:
        notes.append(Note("flagged", "exchanged", _EXCHANGED, suspect))
    return notes


def notes_of_values(
    written: list[Written], resolved: list[Resolved], short: list[bool]
) -> list[Note]:
    """Return what is odd about single values, which stay.

    Args:
        written: the values.
        resolved: their days.
        short: which had a year of two digits.
    """
    kept = [not r.fault for r in resolved]

    def where(holds: Sequence[bool]) -> list[bool]:
        return [k and h for k, h in zip(kept, holds, strict=True)]

    return [
        Note("decided", "ambiguous", "could be day-month or month-day",
             [w.is_either for w in written]),
        Note("flagged", "whole month", _WHOLE_MONTH,
             where([w.is_month and not w.last for w in written])),
        Note("decided", "several days", _SEVERAL_DAYS,
             where([w.last is not None for w in written])),
        Note("decided", "about", "is given as approximate", where([w.about for w in written])),
        Note("flagged", "weekday differs", "the weekday and the date disagree",
             where([_is_other_weekday(w, r) for w, r in zip(written, resolved, strict=True)])),
        Note("mended", "two-digit year", "two-digit year", where(short)),
        Note("mended", "date format", "date rewritten as YYYY-MM-DD",
             where([not w.canonical for w in written])),
    ]  # fmt: skip


def _is_other_weekday(written: Written, resolved: Resolved) -> bool:
    if written.weekday < 0 or resolved.fault:
        return False
    # 1970-01-01 was a Thursday.
    return bool((resolved.day.astype(np.int64) + 3) % 7 != written.weekday)


def note_of_years(place: YearPlace, written: list[Written]) -> Note:
    """Return what was decided about years of two digits: which values have them, and where."""
    told: Kind = "decided" if place.certain else "flagged"
    holds = [bool(place.words) and _may_lead(w) for w in written]
    return Note(told, "place of the year", place.words, holds)


def _may_lead(written: Written) -> bool:
    return written.year_may_lead or bool(written.last and written.last.year_may_lead)


def notes_of_zones(written: list[Written]) -> list[Note]:
    """Return a warning where times in UTC look like the midnight of another zone."""
    times = [w.time for w in written if w.zone == UTC and w.time and not w.fault]
    east = sorted({int(time[:2]) for time in times})
    is_whole = all(time.endswith(":00") for time in times)
    if len(times) < _A_FEW or not is_whole or east[0] < _NOON or east[-1] - east[0] > 1:
        return []
    words = (
        f"all times are {' or '.join(f'{h:02d}:00' for h in east)} UTC, which is midnight at "
        f"UTC{_DAY_HOURS - east[-1]:+d}: if days were meant, each of them is one later"
    )
    return [Note("flagged", "midnight elsewhere", words)]
