"""The local time of day of every row: of a column of its own, else of the date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.importers.clean.days.clock import UTC, is_utc, read_times, zone_in_name
from geo.importers.clean.text import is_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion
    from geo.importers.clean.dates import Dates
    from geo.importers.clean.days.clock import Clock
    from geo.importers.clean.row_log import Kind
    from geo.importers.read.encoded_column import EncodedColumn

_IN_UTC: Final = (
    "the time is in UTC, which is no local time: it is left out; the day is kept as stated, and "
    "may be another one locally"
)
_ZONES: Final = ("timezone", "time zone", "tz", "utc offset", "zeitzone", "fuseau horaire",
                 "zona horaria", "часовой пояс", "часовий пояс", "المنطقة الزمنية")  # fmt: skip
_WITH_ZONE: Final = (
    "the time is stated with a zone; day and time are kept as written, and not converted"
)
_FROM_SPAN: Final = "a span of time; the first of the two times is kept"
_LEFT_OUT: Final = (
    "time of day left out of the date: midnight, not readable, or in a column of its own"
)


def times_in_dates(conversion: Conversion, read: Dates) -> list[Clock | None]:
    """Return the local time in each distinct date; None where a column of times tells it.

    Says what was left out and why: a time in UTC is no local time.
    """
    cells, column = conversion.cells("date"), conversion.name("date")
    clocks = [c and c.in_zone(zone_in_name(column)) for c in read.clock]
    own = conversion.has("time_local")
    usable = [None if own else _local(c) for c in clocks]
    in_utc = [_is_utc(c) for c in clocks]
    _note_zones(conversion, cells, column, clocks, usable)
    taken = [c is not None for c in usable]
    spans = [s and t for s, t in zip(read.from_span, taken, strict=True)]
    left = [
        timed and not (t or utc) for timed, t, utc in zip(read.timed, taken, in_utc, strict=True)
    ]
    for what, words, holds in (
        ("time span", _FROM_SPAN, spans),
        ("time of the date", "time of day taken from the date", taken),
        ("time left out", _LEFT_OUT, left),
    ):
        _note(conversion, cells, column, "mended", what, words, holds)
    return usable


def _times_in_column(conversion: Conversion) -> tuple[EncodedColumn, list[Clock | None]]:
    """Return the column of times and the local time that each of its distinct values tells."""
    cells, column = conversion.cells("time_local"), conversion.name("time_local")
    read = read_times(cells.texts)
    if read.decision:
        conversion.row_log.note("decided", "times", f"{column}: {read.decision}")
    # A cell that states UTC itself is kept as written, as one with another zone is. Only a name of
    # the column makes times that look local and are not.
    stated = [bool(c and c.zone) for c in read.clocks]
    clocks = [c and c.in_zone(zone_in_name(column)) for c in read.clocks]
    usable = [c if own else _local(c) for c, own in zip(clocks, stated, strict=True)]
    lost = [c is None and not is_missing(v) for v, c in zip(cells.texts, clocks, strict=True)]
    _note(conversion, cells, column, "flagged", "time not read", "not a time of day; left out",
          lost)  # fmt: skip
    _note_zones(conversion, cells, column, clocks, usable)
    spans = [s and c is not None for s, c in zip(read.spans, usable, strict=True)]
    _note(conversion, cells, column, "mended", "time span", _FROM_SPAN, spans)
    return cells, usable


def local_times(
    conversion: Conversion, in_dates: list[Clock | None], date_of_row: NDArray[np.int64]
) -> pa.Array:
    """Return the time of day of every row: of its own column, else of the date.

    Args:
        conversion: the file and its mapping.
        in_dates: the times in the distinct dates, as `times_in_dates` returns them.
        date_of_row: which of these dates each row has.
    """
    clocks, codes = in_dates, date_of_row
    if conversion.has("time_local"):
        cells, clocks = _times_in_column(conversion)
        codes = cells.codes
    times = pa.array([c and c.time for c in clocks], pa.large_string()).take(pa.array(codes))
    in_utc = _said_to_be_in_utc(conversion, times.is_valid().to_numpy(zero_copy_only=False))
    return pc.if_else(pa.array(in_utc), pa.scalar(None, pa.large_string()), times)


def _said_to_be_in_utc(conversion: Conversion, timed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which of the rows with a time a column of time zones says to be in UTC, and say so."""
    column = conversion.raw.find(*_ZONES)
    if column is None:
        return np.zeros(conversion.rows, dtype=bool)
    cells = conversion.raw.column(column)
    rows = cells.rows_where([is_utc(text) for text in cells.texts]) & timed
    conversion.row_log.note("flagged", "time in UTC", f"{column}: {_IN_UTC}", rows, column)
    return rows


def _is_utc(clock: Clock | None) -> bool:
    return clock is not None and clock.zone == UTC


def _local(clock: Clock | None) -> Clock | None:
    """Return a clock that may be local: at another offset than UTC it is taken for local there."""
    return None if _is_utc(clock) else clock


def _note_zones(
    conversion: Conversion,
    cells: EncodedColumn,
    column: str,
    clocks: Sequence[Clock | None],
    usable: Sequence[Clock | None],
) -> None:
    in_utc = [_is_utc(c) and u is None for c, u in zip(clocks, usable, strict=True)]
    with_zone = [bool(c and c.zone) for c in usable]
    _note(conversion, cells, column, "flagged", "time in UTC", _IN_UTC, in_utc)
    _note(conversion, cells, column, "flagged", "time with a zone", _WITH_ZONE, with_zone)


def _note(  # noqa: PLR0917 - where it is noted, and what
    conversion: Conversion,
    cells: EncodedColumn,
    column: str,
    kind: Kind,
    what: str,
    words: str,
    holds: Sequence[bool],
) -> None:
    conversion.row_log.note(kind, what, f"{column}: {words}", cells.rows_where(holds), column)
