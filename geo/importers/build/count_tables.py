"""Tables of counts: each row stands for several events, such as those of a week in a province."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from geo.errors import ImportRefusedError, shorten
from geo.importers.build.conversion import Spread
from geo.importers.build.merged_cells import repeats_of_merged
from geo.importers.build.totals import find_totals
from geo.importers.clean.tolls import read_tolls
from geo.importers.read.raw import Remark, Unfit, csv_line
from geo.importers.read.rows.layout import unique_names
from geo.utils.words import number, plural

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.options import Counts
    from geo.importers.read.raw import Raw
    from geo.importers.schemas.mapping import Mapping

_MOST_EVENTS: Final = 5_000_000
_SAMPLE: Final = 400
_MOSTLY: Final = 0.8
_COUNTED_IN: Final = "counted in"
_LEFT_OUT: Final = "no incident is made of it"


def spread_counts(raw: Raw, mapping: Mapping, counts: Counts) -> tuple[Raw, Mapping, Spread | None]:
    """Return a file with one row for each event, where columns say how many a row stands for.

    Args:
        raw: the file.
        mapping: its roles; without a column `events`, or where those say 1 throughout, the file is
            returned as it is.
        counts: whether such a table is to be refused.

    Returns:
        The file, rows without an event or without a readable number among its unfit rows; the
        mapping; and how rows became events, None where each row is one. Where several columns count
        events, a new one says which counted each, and is the kind of event if no other column is.

    Raises:
        ImportRefusedError: it is a table of counts and `counts` is refuse, or counts too many.
    """
    columns = mapping.columns_of("events")
    if not columns:
        return raw, mapping, None
    numbers, remarks = _read(raw, columns)
    of_cell = np.nan_to_num(numbers).astype(np.int64)
    is_total = find_totals(raw, mapping)
    is_known = np.isfinite(numbers).any(axis=1) & ~is_total
    if (of_cell[is_known].sum(axis=1) == 1).all():
        return raw, mapping, None
    # A row of totals stays as it is, to be quarantined as what it is.
    of_cell[is_total] = 0
    total, not_counted = int(of_cell.sum()), _not_counted(raw, mapping)
    if counts == "refuse":
        raise ImportRefusedError(_refusal(raw, columns, of_cell, not_counted))
    of_cell[is_total, 0] = 1
    of_row = of_cell.sum(axis=1)
    if total > _MOST_EVENTS:
        message = (
            f"{shorten(raw.name)}: the {_named(columns)} {number(total)} events; allowed are "
            f"{number(_MOST_EVENTS)}"
        )
        raise ImportRefusedError(message)
    rows = np.repeat(np.arange(len(of_row)), of_row)
    first = np.cumsum(of_row) - of_row
    nth = np.arange(len(rows)) - np.repeat(first, of_row) + 1
    counted = int((of_row[~is_total] > 0).sum())
    account = (
        f"{plural(counted, 'row')} for {plural(total, 'event')} by "
        f"{', '.join(map(shorten, columns))}; each event is a row below"
    )
    at_first = np.where(of_row > 0, first, -1)
    events = raw.take(rows)
    events = replace(
        events,
        unfit=(*raw.unfit, *_without_events(raw, columns, of_row == 0)),
        notes=(*raw.notes, account),
        remarks=(*events.remarks, *(r.moved(at_first) for r in remarks)),
    )
    if not_counted:
        events = replace(events, notes=(*events.notes, not_counted))
    if len(columns) > 1:
        events, mapping = _with_kinds(events, mapping, columns, of_cell)
    return events, mapping, Spread(nth, of_row[rows], total)


def _read(raw: Raw, columns: tuple[str, ...]) -> tuple[NDArray[np.float64], list[Remark]]:
    """Return the numbers of events by row and column, and what is to be said of some of them."""
    of_columns, remarks = [], []
    for column in columns:
        cells = raw.column(column)
        tolls = read_tolls(cells.texts, "events")
        repeats = repeats_of_merged(raw, column, np.zeros(len(cells), dtype=bool))
        of_columns.append(np.where(repeats, np.nan, tolls.number[cells.codes]))
        for said in dict.fromkeys(filter(None, (*tolls.doubts, *tolls.faults))):
            is_fault = said in tolls.faults
            holds = [said in pair for pair in zip(tolls.doubts, tolls.faults, strict=True)]
            message = f"{column}: {said}{f'; {_LEFT_OUT}' if is_fault else ''}"
            rows = np.flatnonzero(cells.rows_where(holds)).tolist()
            remarks.append(Remark("flagged", "events in doubt", message, rows))
    return np.array(of_columns).T, remarks


def _named(columns: tuple[str, ...]) -> str:
    names = " and ".join(repr(shorten(column)) for column in columns)
    return f"columns {names} count" if len(columns) > 1 else f"column {names} counts"


def _refusal(
    raw: Raw, columns: tuple[str, ...], of_cell: NDArray[np.int64], not_counted: str
) -> str:
    """Return why a table of counts is refused, and what each choice gives."""
    rows, total = plural(len(of_cell), "row"), int(of_cell.sum())
    choices = [f"make an incident of each event (--counts each): {number(total)}"]
    if len(columns) > 1:
        alone = ", ".join(
            f"{number(int(n))} of {shorten(column)}"
            for column, n in zip(columns, of_cell.sum(axis=0), strict=True)
        )
        choices.append(f"take one column and leave the others out (--column events=NAME): {alone}")
    choices.append(
        f"say that no column counts events (--column events=): {plural(len(of_cell), 'incident')}, "
        "one a row"
    )
    return (
        f"{shorten(raw.name)}: the {_named(columns)} events: {rows} that stand for "
        f"{plural(total, 'event')}. It is a table of counts, not of incidents. Choose to "
        f"{'; '.join(choices[:-1])}; or {choices[-1]}. On the page choose at “A column counts "
        f"events” and “Events that a row counts”{'. ' if not_counted else ''}{not_counted}"
    )


def _not_counted(raw: Raw, mapping: Mapping) -> str:
    """Return in words which other columns have numbers, of events perhaps."""
    others = other_numbers(raw, mapping)
    if not others:
        return ""
    names = ", ".join(map(shorten, others))
    return f"Other columns of numbers are not counted: {names}; add one with --column events=NAME"


def other_numbers(raw: Raw, mapping: Mapping) -> list[str]:
    """Return the columns without a role whose cells are mostly numbers that may be counts."""
    in_use = {column for role in mapping.columns for column in mapping.columns_of(role)}
    return [
        column
        for column in raw.columns
        if column not in in_use
        and (cells := raw.sample(column, _SAMPLE))
        and read_tolls(cells, "events").share > _MOSTLY
    ]


def _with_kinds(
    events: Raw, mapping: Mapping, columns: tuple[str, ...], of_cell: NDArray[np.int64]
) -> tuple[Raw, Mapping]:
    """Add a column that says by which column each event was counted; return the mapping with it."""
    kinds = np.repeat(np.tile(np.arange(len(columns)), len(of_cell)), of_cell.ravel())
    *_, name = unique_names([*events.columns, _COUNTED_IN])
    counted_in = pa.array(columns, pa.large_string()).take(pa.array(kinds))
    table = events.table.append_column(name, counted_in.dictionary_encode())
    role = next((r for r in ("sub_event_type", "weapons") if r not in mapping.columns), None)
    if role is not None:
        mapping = replace(mapping, columns={**mapping.columns, role: name})
    return replace(events, table=table), mapping


def _without_events(raw: Raw, columns: tuple[str, ...], rows: NDArray[np.bool_]) -> list[Unfit]:
    table = raw.table.filter(pa.array(rows)).to_pylist()
    reason = f"{', '.join(columns)}: no number of events above 0"
    return [
        Unfit(
            int(raw.line[at]),
            reason,
            csv_line([str(cell) for cell in row.values()]),
            raw.part_of(int(at)),
        )
        for at, row in zip(np.flatnonzero(rows), table, strict=True)
    ]
