"""The columns and references that many tables have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.model.column import ID_PATTERN, Column, ForeignKey

if TYPE_CHECKING:
    from collections.abc import Mapping

TO_SOURCE: Final = ForeignKey("source_id", "sources", "source_id")
TO_INCIDENT: Final = ForeignKey("incident_id", "incidents", "incident_id")


def id_column(name: str, description: str, *, required: bool = False) -> Column:
    """Return a column of keys."""
    return Column(name, "id", description, required=required, pattern=ID_PATTERN)


def code_column(
    name: str, allowed: Mapping[str, str], description: str, *, required: bool = True
) -> Column:
    """Return a column of codes, of which some are allowed."""
    return Column(name, "code", description, required=required, codes=tuple(allowed))


def degrees_column(name: str, bound: int, description: str, *, required: bool = False) -> Column:
    """Return a column of degrees between a bound and its negative."""
    return Column(name, "number", description, required=required, minimum=-bound, maximum=bound,
                  unit="degrees WGS84")  # fmt: skip


def count_column(name: str, description: str) -> Column:
    """Return a column of numbers of persons or things; empty means unknown."""
    return Column(name, "integer", description, minimum=0, unit="persons or items")
