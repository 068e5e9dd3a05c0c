"""Keeps account of every row while a file is converted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa

from geo.errors import shorten
from geo.importers.read.raw import csv_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.importers.read.encoded_column import EncodedColumn
    from geo.importers.read.raw import Raw

Kind = Literal["quarantined", "mended", "flagged", "decided", "noted"]
EXAMPLES = 10
_ORIGINAL_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of thing that was found: in how many rows, with the first of them.

    `examples` are (line, what was found) pairs.
    """

    kind: Kind
    what: str
    message: str
    rows: int
    examples: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """One row in quarantine: its line, the column, why, what was found, and the whole row.

    `part` is its sheet or list, where several were read together.
    """

    line: int
    column: str
    reason: str
    value: str
    original: str
    part: str = ""


@dataclass(frozen=True)
class _Note:
    kind: Kind
    what: str
    message: str
    rows: NDArray[np.bool_] | None
    column: str | None


class RowLog:
    """The account: which rows are out and why, and what was found in those that stay.

    A row is quarantined for the first reason that is found.
    """

    def __init__(self, raw: Raw) -> None:
        """Begin with every row of the table in, and the unfit rows out."""
        self.raw = raw
        self.rows = raw.table.num_rows
        self.out = np.zeros(self.rows, dtype=bool)
        self._reason = np.zeros(self.rows, dtype=np.int32)
        self._reasons: list[tuple[str, str]] = [("", "")]
        self._detail: dict[int, str] = {}
        self._notes: list[_Note] = []
        for remark in raw.remarks:
            if remark.rows is not None:
                rows = np.zeros(self.rows, dtype=bool)
                rows[remark.rows] = True
                self.note(remark.kind, remark.what, remark.message, rows)

    def quarantine(
        self,
        rows: NDArray[np.bool_],
        column: str,
        reason: str,
        details: dict[int, str] | None = None,
    ) -> None:
        """Take rows out that are still in.

        Args:
            rows: one boolean per row.
            column: the column of the file that is at fault, "" for the row as a whole.
            reason: what is wrong, as it is counted.
            details: what is wrong with single rows, by row.
        """
        new = rows & ~self.out
        if not new.any():
            return
        self._reasons.append((column, reason))
        self._reason[new] = len(self._reasons) - 1
        self.out |= new
        if details:
            self._detail |= {row: text for row, text in details.items() if new[row]}

    def quarantine_by_value(self, cells: EncodedColumn, faults: Sequence[str], column: str) -> None:
        """Take rows out whose value has a fault; a blank fault is none."""
        for fault in dict.fromkeys(f for f in faults if f):
            self.quarantine(cells.rows_where([f == fault for f in faults]), column, fault)

    def note(
        self,
        kind: Kind,
        what: str,
        message: str,
        rows: NDArray[np.bool_] | None = None,
        column: str | None = None,
    ) -> None:
        """Remember something of rows, or (without rows) of the file; counted when all is done."""
        if rows is None or rows.any():
            self._notes.append(_Note(kind, what, message, rows, column))

    def note_by_value(
        self, kind: Kind, what: str, cells: EncodedColumn, texts: Sequence[str], column: str
    ) -> None:
        """Remember something of the rows of each value; a blank is nothing."""
        for text in dict.fromkeys(s for s in texts if s):
            rows = cells.rows_where([s == text for s in texts])
            self.note(kind, what, f"{column}: {text}", rows, column)

    def findings(self) -> tuple[Finding, ...]:
        """Return what was found, counted among the rows that stay."""
        findings = [self._reason_finding(i) for i in range(1, len(self._reasons))]
        by_unfit: dict[str, list[tuple[int, str]]] = {}
        for unfit in self.raw.unfit:
            reason = unfit.reason.split(";", maxsplit=1)[0]
            text = ", ".join(filter(None, (unfit.part, shorten(unfit.text))))
            by_unfit.setdefault(reason, []).append((unfit.line, text))
        findings += [
            Finding("quarantined", "unfit", reason, len(rows), tuple(rows[:EXAMPLES]))
            for reason, rows in by_unfit.items()
        ]
        findings += [
            Finding(r.kind, r.what, r.message, r.unread) for r in self.raw.remarks if r.rows is None
        ]
        for n in self._notes:
            if n.rows is None:
                findings.append(Finding(n.kind, n.what, n.message, 0))
                continue
            here = np.flatnonzero(n.rows & ~self.out)
            if len(here):
                findings.append(Finding(n.kind, n.what, n.message, len(here),
                                     self._examples(here, n.column)))  # fmt: skip
        return tuple(findings)

    def _reason_finding(self, number: int) -> Finding:
        column, reason = self._reasons[number]
        rows = np.flatnonzero(self._reason == number)
        message = f"{column}: {reason}" if column else reason
        return Finding("quarantined", reason, message, len(rows),
                       self._examples(rows, column or None))  # fmt: skip

    def _examples(self, rows: NDArray[np.int64], column: str | None) -> tuple[tuple[int, str], ...]:
        return tuple(
            (int(self.raw.line[row]), shorten(self._cell(int(row), column)))
            for row in rows[:EXAMPLES]
        )

    def _cell(self, row: int, column: str | None) -> str:
        known = column and column in self.raw.columns
        cell = str(self.raw.table.column(column)[row].as_py()) if known else ""
        return ", ".join(filter(None, (self.raw.part_of(row), cell)))

    def refused(self) -> tuple[Refused, ...]:
        """Return the quarantine by line; every row is told whole."""
        refused = [Refused(u.line, "", u.reason, "", u.text[:_ORIGINAL_CHARS], u.part)
                 for u in self.raw.unfit]  # fmt: skip
        rows = np.flatnonzero(self.out)
        whole = self.raw.table.take(pa.array(rows)) if len(rows) else self.raw.table.slice(0, 0)
        columns = [column.to_pylist() for column in whole.columns]
        for at, cells in enumerate(zip(*columns, strict=True)):
            row = int(rows[at])
            column, reason = self._reasons[self._reason[row]]
            value = str(cells[self.raw.columns.index(column)]) if column in self.raw.columns else ""
            refused.append(
                Refused(int(self.raw.line[row]), column, self._detail.get(row, reason),
                        value[:_ORIGINAL_CHARS], csv_line(cells)[:_ORIGINAL_CHARS],
                        self.raw.part_of(row))
            )  # fmt: skip
        order = {part.name: i for i, part in enumerate(self.raw.parts)}
        return tuple(sorted(refused, key=lambda r: (order.get(r.part, 0), r.line)))
