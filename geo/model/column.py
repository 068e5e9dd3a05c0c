"""What describes a table of a data folder: its columns, their kinds, and what they refer to.

Column kinds follow Frictionless Table Schema where it has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "id", "text", "texts", "code", "codes", "date", "time", "integer", "number", "boolean", "url"
]

LIST_SEPARATOR = ";"
ID_PATTERN = r"[a-z0-9][a-z0-9_-]*"
PROVINCE_PATTERN = r"[A-Z]{2,3}-[A-Z0-9]+"
EDITION_PATTERN = r"[0-9]+\.[0-9]+\.[0-9]+ [0-9]{4}-[0-9]{2}-[0-9]{2}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what a cell may hold, and what it means.

    `texts` and `codes` are lists joined by `;` in CSV and arrays in GeoJSON. `minimum` and
    `maximum` are inclusive, in `unit`. An `optional` column may be missing from the file, and then
    it is missing from the frame: most are of imported files, and older folders lack some. In a
    row where the optional boolean column `unless` is true, a required cell may be blank.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    codes: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    unit: str | None = None
    optional: bool = False
    unless: str | None = None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`column` holds, where it is not empty, a value of `table`'s column `target`."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the data folder. `geometry` names the geometry types of a GeoJSON file.

    A folder may lack an `optional` table, which then has no rows.
    """

    name: str
    file: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    geometry: tuple[str, ...] = ()
    optional: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        """Return the column names in file order."""
        return tuple(column.name for column in self.columns)

    @property
    def optional_names(self) -> tuple[str, ...]:
        """Return the names of the columns that a file may lack, in file order."""
        return tuple(column.name for column in self.columns if column.optional)

    def column(self, name: str) -> Column:
        """Return the column called `name`; raises KeyError where there is none."""
        return {column.name: column for column in self.columns}[name]
