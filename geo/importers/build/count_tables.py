"""Tables of counts: each row stands for several events, such as those of a week in a province."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pyarrow as pa

from geo.errors import ImportRefusedError, shorten
from geo.importers.clean import numbers
from geo.importers.read.raw import Unfit, csv_line
from geo.utils.words import number, plural

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.read.raw import Raw
    from geo.importers.schemas.mapping import Mapping

# What to do with a table of counts: refuse it, or make an incident of each event that it counts.
Counts = Literal["refuse", "each"]
_MOST_EVENTS: Final = 5_000_000


@dataclass(frozen=True)
class Spread:
    """How rows of counts became rows of events: one value per event.

    `nth` is the number of the event in its row, from 1; `of` is how many the row stands for.
    """

    nth: NDArray[np.int64]
    of: NDArray[np.int64]


def spread_counts(raw: Raw, mapping: Mapping, counts: Counts) -> tuple[Raw, Spread | None]:
    """Return a file with one row for each event, where a column says how many a row stands for.

    Args:
        raw: the file.
        mapping: its roles; without a column `events`, or where that says 1 throughout, the file is
            returned as it is.
        counts: whether such a table is to be refused.

    Returns:
        The file, rows without an event or without a readable number among its unfit rows; and how
        rows became events, None where each row is one.

    Raises:
        ImportRefusedError: it is a table of counts and `counts` is refuse, or counts too many.
    """
    column = mapping.columns.get("events")
    if column is None:
        return raw, None
    cells = raw.column(column)
    of_row = numbers.read_counts(cells.texts).number[cells.codes]
    known = np.isfinite(of_row)
    if not known.any() or (of_row[known] == 1).all():
        return raw, None
    total = int(np.nansum(of_row))
    account = f"{plural(len(of_row), 'row')} that stand for {plural(total, 'event')}"
    if counts == "refuse":
        message = (
            f"{shorten(raw.name)}: the column {shorten(column)!r} counts events: {account}. It is "
            "a table of counts, not of incidents. Choose to make an incident of each event "
            "(--counts each), or say that no column counts events (--column events=)"
        )
        raise ImportRefusedError(message)
    if total > _MOST_EVENTS:
        message = (
            f"{shorten(raw.name)}: the column {shorten(column)!r} counts {number(total)} events; "
            f"allowed are {number(_MOST_EVENTS)}"
        )
        raise ImportRefusedError(message)
    times = np.where(known, of_row, 0).astype(np.int64)
    rows = np.repeat(np.arange(len(times)), times)
    nth = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times) + 1
    events = replace(
        raw.take(rows),
        unfit=(*raw.unfit, *_without_events(raw, column, times == 0)),
        notes=(*raw.notes, f"{account} by the column {shorten(column)}; each event is a row below"),
    )
    return events, Spread(nth, times[rows])


def _without_events(raw: Raw, column: str, rows: NDArray[np.bool_]) -> list[Unfit]:
    table = raw.table.filter(pa.array(rows)).to_pylist()
    reason = f"{column}: no number of events above 0"
    return [
        Unfit(
            int(raw.line[at]),
            reason,
            csv_line([str(cell) for cell in row.values()]),
            raw.part_of(int(at)),
        )
        for at, row in zip(np.flatnonzero(rows), table, strict=True)
    ]
