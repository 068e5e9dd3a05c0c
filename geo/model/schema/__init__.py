"""The tables of a data folder, described once.

Validation, `datapackage.json`, the data dictionary on the Method page and the headers of the CSV
files all come from `TABLES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model.schema.corrections import CORRECTIONS, NOT_DUPLICATES
from geo.model.schema.counts import COVERAGE, EVENTS, TALLIES
from geo.model.schema.groups import GROUP_LINKS, GROUPS
from geo.model.schema.incidents import INCIDENTS, ORIGINS, PROVENANCE, RECORD, STATEMENTS
from geo.model.schema.places import BASES, CAPITALS, PROVINCES
from geo.model.schema.sources import INCIDENT_SOURCES, SOURCES

if TYPE_CHECKING:
    from geo.model.column import Table

__all__ = [
    "BASES",
    "CAPITALS",
    "CORRECTIONS",
    "COVERAGE",
    "EVENTS",
    "GROUPS",
    "GROUP_LINKS",
    "INCIDENTS",
    "INCIDENT_SOURCES",
    "NOT_DUPLICATES",
    "ORIGINS",
    "PACKAGE_FILE",
    "PROVENANCE",
    "PROVINCES",
    "RECORD",
    "SOURCES",
    "STATEMENTS",
    "TABLES",
    "TALLIES",
    "table",
]

TABLES: tuple[Table, ...] = (
    INCIDENTS, STATEMENTS, ORIGINS, SOURCES, INCIDENT_SOURCES, GROUPS, GROUP_LINKS, TALLIES,
    COVERAGE, BASES, PROVINCES, CAPITALS, EVENTS, CORRECTIONS, NOT_DUPLICATES,
)  # fmt: skip

PACKAGE_FILE = "datapackage.json"


def table(name: str) -> Table:
    """Return the table called `name`; raises KeyError where there is none."""
    return {t.name: t for t in TABLES}[name]
