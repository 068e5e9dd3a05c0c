"""Rows that are figures rather than incidents: sums of a month, running totals, one value a row."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.importers.build.count_tables import other_numbers
from geo.importers.schemas.guessing.counts import is_of_periods
from geo.importers.schemas.guessing.header import words_of
from geo.importers.schemas.guessing.synonyms import COUNTS, MEASURES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.casualties import Casualties
    from geo.importers.build.conversion import Conversion

_TOLLS: Final = ("killed", "injured")
# Roles that tell when a row is and who says so, and nothing of what happened.
_NO_INCIDENT: Final = frozenset((
    "id", "date", "date_end", "date_precision", "year", "month", "day", "time_local", "source",
    "url", "edited", "country",
))  # fmt: skip
_FEWEST, _MOSTLY = 5, 0.8


def flag_figures(
    conversion: Conversion, day: NDArray[np.datetime64], casualties: Casualties
) -> None:
    """Flag rows of a table of one's own that seem to be figures; they are kept as incidents.

    Args:
        conversion: the file.
        day: the first day of each row.
        casualties: its tolls.
    """
    if not conversion.schema.asks or conversion.spread is not None:
        return
    log, mapping, raw = conversion.row_log, conversion.mapping, conversion.raw
    if is_of_periods(mapping) and any(conversion.has(role) for role in _TOLLS):
        message = (
            "each row is of a week, a month or longer, by the name of its date: it may sum up many "
            "incidents, and is counted as one"
        )
        log.note("flagged", "rows of periods", message)
    figures = other_numbers(raw, mapping)
    kinds = [c for c in raw.columns if "".join(words_of(c)) in MEASURES]
    if kinds and figures:
        message = (
            f"{kinds[0]} and {figures[0]}: a row seems to be one figure of an incident, not an "
            "incident; make one column of each kind of figure (a pivot table) and import that"
        )
        log.note("flagged", "one figure a row", message)
    elif figures and mapping.columns.keys() <= _NO_INCIDENT:
        message = (
            "only a date is known of each row, and columns of numbers are not used: "
            f"{', '.join(figures)}. If they count events, say so: --column events=NAME, once for "
            "each"
        )
        log.note("flagged", "only dates", message)
    elif counts := [c for c in figures if set(words_of(c)) & COUNTS]:
        message = (
            f"{counts[0]}: not used; if it counts events, rows stand for several incidents: say "
            f"--column events={quote(counts[0])}"
        )
        log.note("flagged", "perhaps counts", message)
    for role in _TOLLS:
        if _grows(day, np.where(log.out, np.nan, casualties[role])):
            message = (
                f"{conversion.name(role)}: never falls from day to day: running totals, it seems, "
                "and their sum counts the same persons again and again"
            )
            log.note("flagged", "running totals", message)


def _grows(day: NDArray[np.datetime64], persons: NDArray[np.float64]) -> bool:
    """Return whether numbers never fall in the order of their days, and mostly rise."""
    rows = np.flatnonzero(np.isfinite(persons) & ~np.isnat(day))
    if len(rows) < _FEWEST:
        return False
    steps = np.diff(persons[rows[np.argsort(day[rows], kind="stable")]])
    return bool(np.all(steps >= 0) and np.mean(steps > 0) >= _MOSTLY)
