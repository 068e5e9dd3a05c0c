"""When the rows of a file happened, and what is odd about that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.importers.build.times import times_in_dates
from geo.importers.build.years import add_years
from geo.importers.clean import dates, numbers
from geo.importers.clean.days import parts
from geo.importers.clean.days.cells import read_date
from geo.importers.clean.text import is_missing
from geo.importers.schemas.guessing import header
from geo.importers.schemas.guessing.names import NAMES
from geo.importers.schemas.mapping import DATE_PARTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion
    from geo.importers.clean.days.clock import Clock
    from geo.importers.clean.days.column_order import DayOrder
    from geo.importers.read.encoded_column import EncodedColumn

_WEEK: Final = ("week", "week start", "semaine", "semana", "woche", "неделя", "тиждень", "الأسبوع")
_SAMPLE: Final = 200
_MOSTLY: Final = 0.5
# Where clocks and spreadsheets begin.
_NO_DATES: Final = ("1970-01-01", "1900-01-01")


@dataclass(frozen=True)
class Days:
    """When each row happened.

    `first` is its day, or the first of several; `last` is NaT where it is of one day. `approximate`
    says which are not known to the day. `clocks` and `clock_of_row` are the times of day that
    stand in the dates: one per distinct date, None for none.
    """

    first: NDArray[np.datetime64]
    last: NDArray[np.datetime64]
    approximate: NDArray[np.bool_]
    clocks: list[Clock | None]
    clock_of_row: NDArray[np.int64]


def read_days(conversion: Conversion) -> Days:
    """Read the days of every row; quarantine rows without a day or out of order."""
    days = _read_dates(conversion) if conversion.has("date") else _read_parts(conversion)
    days = _spread_over_months(conversion, _spread_over_weeks(conversion, days))
    last = days.last
    if conversion.has("date_end"):
        stated = _read_last_days(conversion)
        last = np.where(np.isnat(stated), last, stated)
    conversion.row_log.quarantine(
        last < days.first, conversion.name("date_end"), "the end date is before the start date"
    )
    last[last == days.first] = dates.NO_DAY
    _note_odd_days(conversion, days.first)
    approximate = days.approximate | ~np.isnat(last)
    return Days(days.first, last, approximate, days.clocks, days.clock_of_row)


def _spread_over_weeks(conversion: Conversion, days: Days) -> Days:
    """Make of the first day of a week the week, where the column is called one."""
    column = conversion.mapping.columns.get("date", "")
    if not header.match(column, _WEEK):
        return days
    weeks = ~np.isnat(days.first) & np.isnat(days.last)
    conversion.row_log.note(
        "decided",
        "weeks",
        f"{column}: read as weeks of seven days from the day that stands there; none is exact",
        weeks,
        column,
    )
    last = np.where(weeks, days.first + np.timedelta64(6, "D"), days.last)
    return replace(days, last=last, approximate=days.approximate | weeks)


def _spread_over_months(conversion: Conversion, days: Days) -> Days:
    """Make of the first or last days of months the months, where the column is called one."""
    column = conversion.mapping.columns.get("date", "")
    known = ~np.isnat(days.first) & np.isnat(days.last)
    months = days.first.astype("datetime64[M]")
    begin = months.astype("datetime64[D]")
    end = (months + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    at_an_end = (days.first == begin) | (days.first == end)
    if not header.match(column, NAMES["month"]) or not known.any() or not at_an_end[known].all():
        return days
    conversion.row_log.note(
        "decided", "months", f"{column}: read as whole months; no day is exact", known, column
    )
    return replace(
        days,
        first=np.where(known, begin, days.first),
        last=np.where(known, end, days.last),
        approximate=days.approximate | known,
    )


def _note_odd_days(conversion: Conversion, day: NDArray[np.datetime64]) -> None:
    column = conversion.name("date" if conversion.has("date") else "year")
    for text in _NO_DATES:
        words = f"the date is {text}, which often means that none was entered"
        none = day == np.datetime64(text, "D")
        conversion.row_log.note("flagged", text, words, none, column)
    future = day > np.datetime64(conversion.options.today, "D")
    conversion.row_log.note("flagged", "future", "the date is in the future", future, column)
    if conversion.has("date") and conversion.has("year"):
        cells = conversion.cells("year")
        years = numbers.read_counts(cells.texts).number[cells.codes]
        own = day.astype("datetime64[Y]").astype(np.float64) + 1970
        differs = np.isfinite(years) & ~np.isnat(day) & (years != own)
        conversion.row_log.note(
            "flagged",
            "year differs",
            "the year column and the date disagree",
            differs,
            column,
        )


def _read_dates(conversion: Conversion) -> Days:
    read = _read_column(conversion, "date")
    cells, column = conversion.cells("date"), conversion.name("date")
    conversion.row_log.quarantine_by_value(
        cells, [f and f"the date {f}" for f in read.fault], column
    )
    _note_values(conversion, "date", read)
    clocks = times_in_dates(conversion, read)
    return Days(
        read.day[cells.codes],
        read.end[cells.codes],
        cells.rows_where(read.approximate),
        clocks,
        cells.codes,
    )


def _read_last_days(conversion: Conversion) -> NDArray[np.datetime64]:
    read = _read_column(conversion, "date_end")
    cells, column = conversion.cells("date_end"), conversion.name("date_end")
    faults = [
        "" if is_missing(value) else fault and f"{fault}; left out"
        for value, fault in zip(cells.texts, read.fault, strict=True)
    ]
    conversion.row_log.note_by_value("flagged", "date_end not read", cells, faults, column)
    _note_values(conversion, "date_end", read)
    conversion.row_log.note(
        "mended",
        "time left out",
        f"{column}: time of day or zone left out of the date",
        cells.rows_where(read.timed),
        column,
    )
    return np.where(np.isnat(read.end), read.day, read.end)[cells.codes]


def _read_column(conversion: Conversion, role: str) -> dates.Dates:
    """Read the first or the last days; where they prove no order, that of the others holds."""
    read = _read(conversion, role)
    other = "date" if role == "date_end" else "date_end"
    is_open = any(note.what == "order" for note in read.notes) and not read.proven
    if is_open and conversion.has(other) and (like := _read(conversion, other).proven):
        return _read(conversion, role, like)
    return read


def _read(conversion: Conversion, role: str, like: DayOrder | None = None) -> dates.Dates:
    cells = conversion.cells(role)
    weights = np.bincount(cells.codes, minlength=len(cells.texts)).tolist()
    read = dates.read_dates(
        cells.texts,
        weights,
        conversion.options.dates,
        conversion.options.today,
        other_years=lambda: _other_years(conversion, conversion.name(role)),
        like=like,
    )
    return _read(conversion, role, like) if add_years(conversion, role, read.fault) else read


def _other_years(conversion: Conversion, column: str) -> frozenset[int]:
    """Return the years that other columns of dates, or a column of years, have in a sample."""
    raw, years = conversion.raw, set(parts.read_part(conversion.cells("year").texts, "year"))
    for other in raw.columns:
        cells = raw.sample(other, _SAMPLE) if other != column else []
        if dates.looks_like_date(cells) >= _MOSTLY:
            years |= {w.year for w in map(read_date, cells) if not (w.fault or w.short)}
    return frozenset(years)


def _note_values(conversion: Conversion, role: str, read: dates.Dates) -> None:
    cells, column = conversion.cells(role), conversion.name(role)
    names = {"order": f"order of {role}", "ambiguous": f"{role} ambiguous"}
    for note in read.notes:
        rows = None if note.holds is None else cells.rows_where(note.holds)
        what = names.get(note.what, note.what)
        conversion.row_log.note(note.kind, what, f"{column}: {note.words}", rows, column)


def _read_parts(conversion: Conversion) -> Days:
    """Make the days of columns for year, month and day."""
    columns = {part: conversion.cells(part) for part in DATE_PARTS}
    numbers_of_rows = [_part_of_rows(cells, part) for part, cells in columns.items()]
    read = parts.join_parts(*numbers_of_rows)
    for fault, (part, reason) in enumerate(parts.FAULTS):
        if fault:
            conversion.row_log.quarantine(read.fault == fault, conversion.name(part), reason)
    names = ", ".join(conversion.name(part) for part in DATE_PARTS)
    conversion.row_log.note("decided", "date of parts", f"date made of the columns {names}")
    whole = ~np.isnat(read.end)
    conversion.row_log.note(
        "flagged",
        "whole month",
        f"{conversion.name('day')}: the day is not known; kept as the whole month, approximate, "
        "and counted on its first day",
        whole,
        conversion.name("day"),
    )
    none = np.zeros(conversion.rows, dtype=np.int64)
    return Days(read.day, read.end, whole, [None], none)


def _part_of_rows(cells: EncodedColumn, part: parts.Part) -> NDArray[np.int64]:
    return np.array(parts.read_part(cells.texts, part), dtype=np.int64)[cells.codes]
