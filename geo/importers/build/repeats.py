"""Rows that repeat others: the same id twice, or likely the same event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.importers.build.equal_rows import repeated_rows
from geo.importers.build.report import Pair
from geo.importers.clean import duplicates
from geo.utils.words import plural

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion
    from geo.importers.clean import places

_MAX_PAIRS: Final = 1000
_PLACE_CHARS: Final = 60
_TELL_APART: Final = (
    "date", "year", "month", "day", "place", "latitude", "longitude", "target", "killed", "summary",
)  # fmt: skip


@dataclass(frozen=True)
class LikelyDuplicates:
    """The first pairs of rows that may tell of one event, and the number of all such rows."""

    pairs: tuple[Pair, ...]
    rows: int


def _repeats(conversion: Conversion, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows are equal to an earlier one in all columns, of those that are asked for."""
    rows = np.flatnonzero(among)
    repeats = np.zeros(conversion.rows, dtype=bool)
    if len(rows):
        whole = conversion.raw.table.take(pa.array(rows)).to_pandas()
        repeats[rows] = whole.astype(str).duplicated().to_numpy()
    return repeats


def _flag_equal_rows(conversion: Conversion) -> None:
    """Flag rows of a table without ids that are equal to an earlier one in all columns."""
    if conversion.spread is not None:
        return
    told = [conversion.cells(role) for role in _TELL_APART if conversion.has(role)]
    likely = np.zeros(conversion.rows, dtype=bool)
    likely[repeated_rows(told, np.flatnonzero(~conversion.row_log.out))] = True
    conversion.row_log.note(
        "flagged",
        "equal rows",
        "equal to an earlier row in all columns: the same incident again, or another one just like "
        "it; kept",
        _repeats(conversion, likely),
    )


def quarantine_same_ids(conversion: Conversion) -> int:
    """Quarantine rows that repeat one with the same id.

    Where the file says when a row was edited, or is a dataset whose ids are keys, the row that was
    edited last stays. In a table of one's own only a row that is equal in all columns is a repeat;
    the others are kept and flagged.

    Returns:
        The number of rows that were quarantined.
    """
    if not conversion.has("id"):
        _flag_equal_rows(conversion)
        return 0
    cells = conversion.cells("id")
    edited = conversion.edited
    rows = np.flatnonzero(~conversion.row_log.out & ~cells.blank())
    order = rows[np.lexsort((rows, -edited[rows], cells.codes[rows]))]
    ids = cells.codes[order]
    again = np.zeros(len(order), dtype=bool)
    again[1:] = ids[1:] == ids[:-1]
    repeated = np.zeros(conversion.rows, dtype=bool)
    repeated[order[again]] = True
    first = order[~again][np.cumsum(~again) - 1]
    details = {
        int(row): f"{conversion.raw.where(int(kept))} has the same id and was kept"
        for row, kept in zip(order[again], first[again], strict=True)
    }
    column = conversion.name("id")
    if conversion.schema.name == "plain" and not conversion.has("edited"):
        shared = np.isin(cells.codes, cells.codes[repeated]) & ~cells.blank()
        equal = _repeats(conversion, shared)
        conversion.row_log.note(
            "flagged",
            "same id",
            "the id of another row, which differs; kept",
            repeated & ~equal,
            column,
        )
        repeated &= equal
    conversion.row_log.quarantine(repeated, column, "the same id as another row", details)
    conversion.row_log.note(
        "mended", "id missing", "no id; one was made from the line", cells.blank(), column
    )
    return int(repeated.sum())


def find_likely_duplicates(
    conversion: Conversion, day: NDArray[np.datetime64], where: places.Located
) -> LikelyDuplicates:
    """Find rows that may tell of one event; quarantine the later ones only as asked.

    Args:
        conversion: rows that are quarantined already are not compared.
        day: the first day of each row.
        where: its point; rows without one are not compared.
    """
    rows = np.flatnonzero(~conversion.row_log.out & np.isfinite(where.latitude) & ~np.isnat(day))
    if not len(rows) or conversion.spread is not None:
        return LikelyDuplicates((), 0)
    kind = np.zeros(len(rows), dtype=np.int64)
    for role in ("event_type", "sub_event_type", "party_1", "party_2", "claimed_by"):
        if conversion.has(role):
            pair = kind * len(conversion.cells(role).texts) + conversion.cells(role).codes[rows]
            kind, _ = pd.factorize(pair)
    days = day[rows].astype(np.int64)
    later, earlier, km, whole = duplicates.likely_duplicates(
        kind, days, where.latitude[rows], where.longitude[rows],
        within_km=conversion.options.near_km, within_days=conversion.options.near_days,
    )  # fmt: skip
    if conversion.options.drop_likely_duplicates:
        repeating = np.zeros(conversion.rows, dtype=bool)
        repeating[rows[later]] = True
        details = {
            int(rows[a]): f"may repeat {conversion.raw.where(int(rows[b]))}"
            for a, b in zip(later, earlier, strict=True)
        }
        conversion.row_log.quarantine(repeating, "", "may repeat another row, as asked", details)
    conversion.row_log.note(
        "decided",
        "likely duplicates",
        "rows may repeat one another where kind and "
        f"parties are equal, within {conversion.options.near_km:g} km and "
        f"{plural(conversion.options.near_days, 'day')}"
        + ("" if whole else "; of many such rows some were not compared"),
    )
    shown = np.argsort(conversion.raw.line[rows[later]], kind="stable")[:_MAX_PAIRS]
    line = conversion.raw.line
    pairs = tuple(
        Pair(
            line=int(line[rows[later[i]]]),
            other_line=int(line[rows[earlier[i]]]),
            km=round(float(km[i]), 2),
            days=int(days[later[i]] - days[earlier[i]]),
            place=_place(conversion, int(rows[later[i]]), int(rows[earlier[i]])),
        )
        for i in shown
    )
    return LikelyDuplicates(pairs, len(later))


def _place(conversion: Conversion, row: int, other: int) -> str:
    """Return the place of a row that may repeat another one, and their sheets if there are any."""
    cells = conversion.cells("place")
    place = cells.texts[cells.codes[row]][:_PLACE_CHARS]
    raw = conversion.raw
    parts = " and ".join(dict.fromkeys(repr(raw.part_of(r)) for r in (row, other)))
    return f"{place} ({raw.noun} {parts})".strip() if raw.part_column else place
