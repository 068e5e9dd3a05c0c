"""Rows that tell of one incident, each by another source: one incident with several sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.importers.build.equal_rows import number_rows, repeated_rows
from geo.importers.read.encoded_column import EncodedColumn
from geo.importers.schemas.guessing.header import words_of
from geo.importers.schemas.guessing.synonyms import OF_INCIDENTS, OF_KEYS, OF_REPORTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion

_WHEN_AND_WHERE: Final = (
    "date", "date_end", "year", "month", "day", "country", "admin", "place", "latitude",
    "longitude", "point",
)  # fmt: skip
_TOLLS: Final = ("killed", "injured")
_SOURCES: Final = ("source", "url")
_BY_TEXT: Final = "all columns are equal but those of the source"


def join_sources(conversion: Conversion) -> None:
    """Quarantine rows that tell what another row tells by another source, and join them with it.

    Two rows tell of one incident if they have the same id of an incident, day and place, or if they
    are equal in all columns but those of the source, a text among them. Where only day, place and
    toll are the same, and the source another, they are kept and flagged.

    Args:
        conversion: the file; its `joined` then says with which row each is joined.
    """
    if not conversion.schema.asks or conversion.spread is not None:
        return
    sources = [role for role in _SOURCES if conversion.has(role)]
    source = [conversion.cells(role) for role in sources]
    named = np.zeros(conversion.rows, dtype=bool)
    for cells in source:
        named |= ~cells.blank()
    if id_column := _id_column(conversion):
        _join_by_id(conversion, id_column, source, named)
    if sources:
        _join_by_text(conversion, sources, source, named)
        _flag_likely(conversion, source, named)


def _join_by_id(
    conversion: Conversion, id_column: str, source: list[EncodedColumn], named: NDArray[np.bool_]
) -> None:
    is_key = "id" in conversion.mapping.columns
    ids = conversion.cells("id") if is_key else conversion.raw.column(id_column)
    rows = repeated_rows([ids], np.flatnonzero(~ids.blank() & ~conversion.row_log.out))
    if not len(rows):
        return
    # An `id` that many rows share may be of a place: then their tolls must be equal too.
    is_surely = is_key or set(words_of(id_column)) & OF_INCIDENTS
    roles = _WHEN_AND_WHERE if is_surely else (*_WHEN_AND_WHERE, *_TOLLS)
    equal = [ids, *(conversion.cells(role) for role in roles if conversion.has(role))]
    _join(conversion, _by_another_source(rows, equal, source, named),
          f"they have the same {id_column}, day and place")  # fmt: skip
    if not is_key:
        left = rows[~conversion.row_log.out[rows]]
        again = np.zeros(conversion.rows, dtype=bool)
        again[left[pd.Series(number_rows(equal, left)).duplicated().to_numpy()]] = True
        message = (
            f"{id_column}: that of another row, of the same day and place; perhaps one incident, "
            "counted in each of its rows"
        )
        conversion.row_log.note("flagged", "perhaps one incident", message, again, id_column)


def _id_column(conversion: Conversion) -> str:
    """Return the column of ids of incidents, used as key of the rows or not; "" for none."""
    if "id" in conversion.mapping.columns:
        return conversion.mapping.columns["id"]
    for column in conversion.raw.columns:
        words = set(words_of(column))
        if words == {"id"} or (words & OF_INCIDENTS and words & OF_KEYS):
            return column
    return ""


def _join_by_text(
    conversion: Conversion,
    sources: Sequence[str],
    source: list[EncodedColumn],
    named: NDArray[np.bool_],
) -> None:
    if not conversion.has("summary"):
        return
    text = conversion.cells("summary")
    dates = [conversion.cells(role) for role in _WHEN_AND_WHERE[:5] if conversion.has(role)]
    free = ~text.blank() & ~conversion.row_log.out
    rows = repeated_rows([text, *dates], np.flatnonzero(free))
    if not len(rows):
        return
    mapping, raw = conversion.mapping, conversion.raw
    apart = {mapping.columns.get(role) for role in (*sources, "id")}
    others = [c for c in raw.columns if c not in apart and not set(words_of(c)) & OF_REPORTS]
    table = raw.table.select(others).take(pa.array(rows))
    cells = [EncodedColumn.encode(column) for column in table.columns]
    own = [s.take(rows) for s in source]
    again = _by_another_source(np.arange(len(rows)), cells, own, named[rows])
    _join(conversion, {int(rows[a]): int(rows[b]) for a, b in again.items()}, _BY_TEXT)


def _flag_likely(
    conversion: Conversion, source: list[EncodedColumn], named: NDArray[np.bool_]
) -> None:
    """Flag rows of one day, place and toll by different sources, which stay."""
    tolls = [conversion.cells(role) for role in _TOLLS if conversion.has(role)]
    where = [conversion.cells(r) for r in ("place", "latitude", "longitude") if conversion.has(r)]
    if not tolls or not where:
        return
    dates = [conversion.cells(role) for role in _WHEN_AND_WHERE[:5] if conversion.has(role)]
    hurt = np.any([c.rows_where([t not in {"", "0"} for t in c.texts]) for c in tolls], axis=0)
    placed = np.all([~cells.blank() for cells in where], axis=0)
    rows = np.flatnonzero(hurt & placed & ~conversion.row_log.out)
    rows = repeated_rows([*dates, *where], rows)
    again = _by_another_source(rows, [*dates, *where, *tolls], source, named)
    likely = np.zeros(conversion.rows, dtype=bool)
    likely[list(again)] = True
    conversion.row_log.note(
        "flagged",
        "perhaps one incident",
        "the day, place and toll of another row by another source: perhaps one incident, and its "
        "toll counted twice; kept",
        likely,
        conversion.mapping.columns.get("source", conversion.mapping.columns.get("url")),
    )


def _by_another_source(
    rows: NDArray[np.int64],
    columns: Sequence[EncodedColumn],
    source: Sequence[EncodedColumn],
    named: NDArray[np.bool_],
) -> dict[int, int]:
    """Return rows that equal an earlier one in some columns by another source, and that one."""
    number = number_rows(columns, rows)
    _, first = np.unique(number, return_index=True)
    is_new = ~pd.Series(number_rows([*columns, *source], rows)).duplicated().to_numpy()
    again = np.flatnonzero(is_new & named[rows])
    again = again[first[number[again]] != again]
    return {int(rows[a]): int(rows[first[number[a]]]) for a in again}


def _join(conversion: Conversion, again: dict[int, int], why: str) -> None:
    if not again:
        return
    rows = np.zeros(conversion.rows, dtype=bool)
    rows[list(again)] = True
    log = conversion.row_log
    if conversion.options.sources == "apart":
        message = f"rows that tell of one incident by several sources ({why}); kept apart, as asked"
        log.note("flagged", "several sources", message, rows)
        return
    conversion.joined |= again
    told = np.zeros(conversion.rows, dtype=bool)
    told[list(again.values())] = True
    message = (
        f"one incident told by several sources, each in a row: {why}. It is counted once, with all "
        "of its sources; the other rows are in the quarantine (--sources apart keeps them)"
    )
    log.note("flagged", "several sources", message, told)
    details = {
        row: f"tells of the incident of {conversion.raw.where(other)}; its source was added there"
        for row, other in again.items()
    }
    log.quarantine(rows, "", "another source for the incident of another row", details)
