"""What changed between versions of the data: rows, their fields, columns and headline counts.

A change is a line of five texts, the same in memory and in data/history/:

    table, row, column, old, new

- `column` blank: the row itself, `old` and `new` being digests; a blank digest is no row.
- `row` blank: the column itself, `column` where the file has it and blank where not.
- table `counts`: `row` names a headline count, `old` and `new` are its values.

Steps from version to version are lists of such lines, and add up: first old, last new.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from geo.model.schema import TABLES
from geo.record.snapshot import Snapshot, row_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = Literal["added", "withdrawn", "changed"]

COUNTS: Final = "counts"
_HAS_COLUMN: Final = "column"
# Tables whose rows are about one incident, the first part of their key.
OF_INCIDENTS: Final = ("incidents", "statements", "origins", "incident_sources")


class Line(NamedTuple):
    """One change; see the head of this file."""

    table: str
    row: str
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Field:
    """One cell, or one headline count, before and after."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """What became of one row; `fields` has the cells of a changed one.

    A row that was taken out and came back otherwise is changed, and its fields are not known.
    """

    table: str
    row: str
    kind: Kind
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two versions.

    `columns` has one (table, column, added or withdrawn) for each column that only one of the two
    has; a value in it is no change of its row.
    """

    old_version: str
    new_version: str
    rows: tuple[RowChange, ...]
    columns: tuple[tuple[str, str, Kind], ...]
    counts: tuple[Field, ...]

    def number(self, table: str, kind: Kind) -> int:
        """Return how many rows of a table were added, withdrawn or changed."""
        return sum(change.table == table and change.kind == kind for change in self.rows)

    def tables(self) -> list[str]:
        """Return the tables with a change of a row, in the order of the schema."""
        touched = {change.table for change in self.rows}
        return [table.name for table in TABLES if table.name in touched]

    def incidents(self) -> dict[str, Kind]:
        """Return every incident that is not as it was, by id: itself or what is said of it.

        A new statement, origin or source link changes its incident.
        """
        kinds: dict[str, Kind] = {}
        for change in self.rows:
            if change.table in OF_INCIDENTS:
                incident_id = change.row.split("|")[0]
                if change.table == "incidents":
                    kinds[incident_id] = change.kind
                else:
                    kinds.setdefault(incident_id, "changed")
        return kinds

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "old": self.old_version,
            "new": self.new_version,
            "tables": {
                table: {
                    "added": [c.row for c in self.rows if c.table == table and c.kind == "added"],
                    "withdrawn": [
                        c.row for c in self.rows if c.table == table and c.kind == "withdrawn"
                    ],
                    "changed": {
                        c.row: {f.name: {"old": f.old, "new": f.new} for f in c.fields}
                        for c in self.rows
                        if c.table == table and c.kind == "changed"
                    },
                }
                for table in self.tables()
            },
            "columns": [
                {"table": table, "column": column, "change": kind}
                for table, column, kind in self.columns
            ],
            "counts": [asdict(count) for count in self.counts],
        }


def compare(old: Snapshot | None, new: Snapshot) -> list[Line]:
    """Return the step from one version to the next, in the order of the tables and the new rows.

    Args:
        old: the version before; None for none, then everything is new.
        new: the version after.
    """
    lines: list[Line] = []
    for table in TABLES:
        before = old.columns[table.name] if old else ()
        after = new.columns[table.name]
        lines += [
            Line(table.name, "", name, _HAS_COLUMN if name in before else "",
                 _HAS_COLUMN if name in after else "")
            for name in dict.fromkeys((*before, *after))
            if (name in before) != (name in after)
        ]  # fmt: skip
        in_both = [name for name in after if name in before]
        lines += _compare_rows(
            table.name, old.rows[table.name] if old else {}, new.rows[table.name], in_both
        )
    return lines + compare_counts(old.counts if old else {}, new.counts)


def _compare_rows(
    table: str,
    old: Mapping[str, Mapping[str, str]],
    new: Mapping[str, Mapping[str, str]],
    columns: list[str],
) -> list[Line]:
    lines = []
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        digests = ("" if before is None else row_digest(before),
                   "" if after is None else row_digest(after))  # fmt: skip
        if digests[0] == digests[1]:
            continue
        lines.append(Line(table, key, "", *digests))
        if before is not None and after is not None:
            cells = ((name, before.get(name, ""), after.get(name, "")) for name in columns)
            lines += [Line(table, key, *cell) for cell in cells if cell[1] != cell[2]]
    return lines


def compare_counts(old: Mapping[str, str], new: Mapping[str, str]) -> list[Line]:
    """Return every headline count that differs."""
    return [
        Line(COUNTS, name, "", old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys((*new, *old))
        if old.get(name, "") != new.get(name, "")
    ]


def combine(old_version: str, new_version: str, steps: Iterable[Iterable[Line]]) -> Changes:
    """Return what the steps between two versions come to.

    Args:
        old_version: the version before the first step.
        new_version: the version after the last one.
        steps: the lines of each step, in their order; what is undone by a later one is left out.
    """
    ends: dict[tuple[str, str, str], tuple[str, str]] = {}
    gone: set[tuple[str, str]] = set()
    for line in (line for step in steps for line in step):
        key = (line.table, line.row, line.column)
        ends[key] = (ends[key][0] if key in ends else line.old, line.new)
        if line.row and not line.column and not line.new:
            gone.add((line.table, line.row))
    moved = [(Line(*key, *values)) for key, values in ends.items() if values[0] != values[1]]
    fields: dict[tuple[str, str], list[Field]] = {}
    for line in moved:
        if line.row and line.column:
            fields.setdefault((line.table, line.row), []).append(
                Field(line.column, line.old, line.new)
            )
    rows = [
        change
        for line in moved
        if line.row and not line.column and line.table != COUNTS
        and (change := _row_change(line, fields.get((line.table, line.row), []),
                                   came_back=(line.table, line.row) in gone))
    ]  # fmt: skip
    order = {table.name: at for at, table in enumerate(TABLES)}
    return Changes(
        old_version,
        new_version,
        tuple(sorted(rows, key=lambda change: order.get(change.table, len(order)))),
        tuple(
            (line.table, line.column, "added" if line.new else "withdrawn")
            for line in moved if not line.row
        ),
        tuple(Field(line.row, line.old, line.new) for line in moved if line.table == COUNTS),
    )  # fmt: skip


def _row_change(line: Line, fields: list[Field], *, came_back: bool) -> RowChange | None:
    """Return what became of a row; None where it only has a value in a column that is new."""
    if not line.old:
        return RowChange(line.table, line.row, "added")
    if not line.new:
        return RowChange(line.table, line.row, "withdrawn")
    if came_back:
        return RowChange(line.table, line.row, "changed")
    return RowChange(line.table, line.row, "changed", tuple(fields)) if fields else None
