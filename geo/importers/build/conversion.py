"""What the steps of an import share: the file's columns by role, its codes and its row log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.importers.clean.actors import Groups
from geo.importers.clean.row_log import RowLog
from geo.importers.clean.shared_tables import load_shared_tables
from geo.importers.read.encoded_column import EncodedColumn
from geo.importers.schemas import plain
from geo.utils.names import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.options import Options
    from geo.importers.read.raw import Raw
    from geo.importers.schemas.mapping import Mapping
    from geo.importers.schemas.schema import Schema

_LATEST_EDIT: Final = 4e9  # Unix seconds, in the year 2096


@dataclass(frozen=True)
class Spread:
    """How rows of counts became rows of events: one value per event.

    `nth` is the number of the event in its row, from 1; `of` is how many the row stands for.
    `events` is the number of all, without the rows of totals that are still there.
    """

    nth: NDArray[np.int64]
    of: NDArray[np.int64]
    events: int


class Conversion:
    """One file on its way to a data folder; every step reads columns by role and books rows."""

    def __init__(
        self,
        raw: Raw,
        schema: Schema,
        mapping: Mapping,
        options: Options,
        spread: Spread | None = None,
    ) -> None:
        """Begin with all rows of a file and the mapping that says what its columns are.

        Args:
            raw: the file.
            schema: the kind of file.
            mapping: its roles.
            options: how it is converted.
            spread: how rows of counts became events, where the file has such rows.
        """
        self.raw, self.schema, self.mapping, self.options = raw, schema, mapping, options
        self.spread = spread
        self.rows = raw.table.num_rows
        self.row_log = RowLog(raw)
        self.shared = load_shared_tables(options.shared)
        self.groups = Groups(self.shared)
        self.joined: dict[int, int] = {}
        self.codes: dict[str, tuple[tuple[str, str, int], ...]] = {}
        self.used_beside: set[str] = set()  # columns that complete those of a role
        self._columns: dict[str, EncodedColumn] = {}

    def has(self, role: str) -> bool:
        """Return whether the file or the mapping gives a value for the role."""
        return role in self.mapping.columns or role in self.mapping.constants

    def name(self, role: str) -> str:
        """Return the name of the role's column, or the role where it has none."""
        return self.mapping.columns.get(role, role)

    def cells(self, role: str) -> EncodedColumn:
        """Return the column of a role; blank throughout where there is none."""
        if role not in self._columns:
            column = self.mapping.columns.get(role)
            if column is None:
                constant = self.mapping.constants.get(role, "").strip()
                self._columns[role] = EncodedColumn.constant(constant, self.rows)
            else:
                self._columns[role] = self.raw.column(column)
        return self._columns[role]

    def replace(self, role: str, cells: EncodedColumn) -> None:
        """Read other cells for a role than the file has."""
        self._columns[role] = cells

    def forget(self, role: str) -> None:
        """Let go of the column of a role."""
        self._columns.pop(role, None)

    def drop(self, role: str) -> None:
        """Read the file without the column of a role."""
        columns = {r: c for r, c in self.mapping.columns.items() if r != role}
        self.mapping = replace(self.mapping, columns=columns)
        self.forget(role)

    def telling(self, kept: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows that tell of incidents, those joined with another row included.

        Args:
            kept: positions of the rows that stay, one for each incident.

        Returns:
            Their positions in the file, and for each the number of its incident.
        """
        incident = np.full(self.rows, -1)
        incident[kept] = np.arange(len(kept))
        joined = np.array(
            [(a, b) for a, b in self.joined.items() if incident[b] >= 0], dtype=np.int64
        )
        joined = joined.reshape(-1, 2)
        rows = np.concatenate([kept, joined[:, 0]])
        return rows, np.concatenate([incident[kept], incident[joined[:, 1]]])

    def code_of(self, role: str, values: tuple[str, ...], default: str) -> list[str]:
        """Return a code for each value: by the mapping's own table, else the schema's."""
        own = {fold(k): v for k, v in self.mapping.codes.get(role, {}).items()}
        table = self.schema.codes.get(role, {})
        # A code that a person typed into the mapping is one of the list itself.
        listed = plain.CODES[role] if role in self.mapping.constants else {}

        def one(value: str) -> str:
            key = fold(value).replace("/", " ")
            key = " ".join(key.split()).removesuffix(".0")
            return own.get(fold(value)) or table.get(key) or listed.get(key) or default

        return [one(v) for v in values]

    def tell_codes(
        self, role: str, cells: EncodedColumn, became: list[str], column: str | None = None
    ) -> None:
        """Note for the report what the values of a coded column became."""
        if (column or self.name(role)) not in self.raw.columns:
            return
        counts = np.bincount(cells.codes[~self.row_log.out], minlength=len(cells.texts))
        rows = [(v, c, int(n)) for v, c, n in zip(cells.texts, became, counts, strict=True) if n]
        self.codes[role] = tuple(sorted(rows, key=lambda r: (-r[2], r[0])))

    @cached_property
    def edited(self) -> NDArray[np.float64]:
        """Time of the last edit of each row in Unix seconds, 0 where it is not known."""
        cells = self.cells("edited")
        seconds = pd.to_numeric(pd.Series(cells.texts, dtype="str"), errors="coerce").to_numpy(
            float
        )
        known = (seconds > 0) & (seconds < _LATEST_EDIT)
        return np.where(known, seconds, 0.0)[cells.codes]
