"""What an import has made of a file, at a glance: years, countries, tolls, and the first rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import shorten
from geo.utils.words import number, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.importers.read.raw import Raw

_ROWS: Final = 5
_LOOKED_AT: Final = 10_000  # of the kept rows, for the first ones of different lines
_SAMPLES: Final = 3
_CELL_CHARS: Final = 40
_MOST_NAMED: Final = 12
_TOLLS: Final = ("killed", "injured")
# What of a row of the atlas is shown beside the row of the file.
_SHOWN: Final = (
    "date", "date_end", "time_local", "event_type", "target", "place", "country", "latitude",
    "longitude", "geo_precision", "weapons", "killed", "injured", "summary",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of persons summed over the rows, and for how many rows it is known."""

    total: int
    known: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file and what it became, in words; `line` is where it stands in the file."""

    line: int
    was: str
    became: str


@dataclass(frozen=True, slots=True)
class Glance:
    """The kept rows by year and by country, those with a point, the tolls, and the first rows."""

    years: tuple[tuple[str, int], ...]
    countries: tuple[tuple[str, int], ...]
    with_point: int
    tolls: Mapping[str, Toll]
    rows: tuple[Row, ...]


def glance_at(raw: Raw, incidents: pa.Table, kept: NDArray[np.int64]) -> Glance:
    """Sum up the incidents that were made of a file.

    Args:
        raw: the file.
        incidents: the table that was made of its kept rows.
        kept: positions of these rows in the file.
    """
    years = pc.utf8_slice_codeunits(incidents.column("date").cast(pa.large_string()), 0, 4)
    by_year = Counter(dict(_counts(years)))
    return Glance(
        years=tuple(sorted(by_year.items())),
        countries=tuple(_counts(incidents.column("country"))),
        with_point=len(incidents) - incidents.column("latitude").null_count,
        tolls={role: _toll(incidents, role) for role in _TOLLS},
        rows=tuple(
            Row(int(raw.line[k]), _was(raw, int(k)), _became(incidents, at))
            for at, k in _first_of_lines(raw, kept)
        ),
    )


def _first_of_lines(raw: Raw, kept: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return place and position of the first kept rows, one of each line of the file."""
    _, first = np.unique(raw.row_keys(kept[:_LOOKED_AT]), return_index=True)
    return [(int(at), int(kept[at])) for at in np.sort(first)[:_ROWS]]


def counted(counts: Sequence[tuple[str, int]]) -> str:
    """Return names with their numbers in words, those beyond the first dozen as one."""
    shown = [f"{name}: {number(n)}" for name, n in counts[:_MOST_NAMED]]
    rest = counts[_MOST_NAMED:]
    more = [f"{plural(len(rest), 'other')}: {number(sum(n for _, n in rest))}"] if rest else []
    return ", ".join([*shown, *more]) or "none"


def samples_of(raw: Raw) -> dict[str, str]:
    """Return for each column some of what stands in it."""
    return {
        column: ", ".join(dict.fromkeys(_short(c) for c in raw.sample(column, _SAMPLES)))
        for column in raw.columns
    }


def _counts(column: pa.ChunkedArray) -> list[tuple[str, int]]:
    counted = pc.value_counts(column.cast(pa.large_string())).to_pylist()
    return sorted(((v["values"] or "", v["counts"]) for v in counted), key=lambda c: (-c[1], c[0]))


def _toll(incidents: pa.Table, role: str) -> Toll:
    persons = pd.to_numeric(incidents.column(role).to_pandas(), errors="coerce")
    return Toll(int(np.nansum(persons)), int(persons.notna().sum()))


def _was(raw: Raw, row: int) -> str:
    cells = ((c, str(raw.table.column(c)[row].as_py()).strip()) for c in raw.columns)
    return "; ".join(f"{_short(column)}={_short(cell)}" for column, cell in cells if cell)


def _became(incidents: pa.Table, row: int) -> str:
    cells = ((c, incidents.column(c)[row].as_py()) for c in _SHOWN)
    return "; ".join(f"{c}={_short(str(cell))}" for c, cell in cells if cell is not None)


def _short(cell: str) -> str:
    line = " ".join(cell.split())
    return shorten(line if len(line) <= _CELL_CHARS else f"{line[:_CELL_CHARS]}…")
