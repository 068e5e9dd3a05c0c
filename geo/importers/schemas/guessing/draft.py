"""The guess while it is being made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.importers.read.raw import Raw


@dataclass
class Draft:
    """What has been guessed so far: role to column, the reasons, and what is left to ask."""

    columns: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def take(self, role: str, column: str, reason: str) -> None:
        """Give a role to a column."""
        self.columns[role], self.reasons[role] = column, reason

    def free(self, raw: Raw) -> list[str]:
        """Return the columns that have no role."""
        taken = set(self.columns.values())
        return [c for c in raw.columns if c not in taken]
