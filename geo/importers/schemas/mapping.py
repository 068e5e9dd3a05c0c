"""Which column of a file means what, and what its codes mean here."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from geo.errors import ImportRefusedError, closest, shorten
from geo.importers.clean import dates
from geo.model.schema import INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly

    from geo.importers.clean.days.parts import Part
    from geo.importers.read.raw import Raw

# Every role that a column can have, with what a reader needs to know to choose it.
ROLES: Final[ReadOnly[str, str]] = MappingProxyType(
    {
        "id": "stable key of the event",
        "date": "day of the event, or the first of several",
        "date_end": "last day, where it spans several",
        "date_precision": "how well the day is known",
        "year": "year, to check the date with, or to make it of with month and day",
        "month": "month, where year, month and day stand apart",
        "day": "day of the month, where year, month and day stand apart",
        "time_local": "local time as HH:MM, or morning, afternoon, evening, night",
        "event_type": "kind of event",
        "sub_event_type": "second-level kind of event",
        "target_side": "who was on the receiving end",
        "target": "what was aimed at",
        "country": "country",
        "admin": "province or district, in words",
        "place": "place, in words",
        "latitude": "degrees north",
        "longitude": "degrees east",
        "point": "latitude and longitude in one cell",
        "geo_precision": "how well the place is known",
        "weapons": "weapons, separated by ;",
        "outcome": "what became of it",
        "confirmation": "the best confirmation",
        "killed": "number killed, the best figure",
        "killed_low": "lowest estimate of the killed",
        "killed_high": "highest estimate of the killed",
        "injured": "number injured",
        "party_1": "a party, without direction",
        "party_2": "another party, without direction",
        "allies_1": "who stood with the first party, separated by ;",
        "allies_2": "who stood with the second party, separated by ;",
        "kind_1": "kind of the first party",
        "kind_2": "kind of the second party",
        "claimed_by": "who claimed it, separated by ;",
        "attributed_to": "who is blamed for it, separated by ;",
        "denied_by": "who denies a part in it, separated by ;",
        "summary": "what is known, in a sentence or two",
        "source": "who reported it, separated by ;",
        "url": "link to a report",
        "events": "number of events that the row stands for",
        "edited": "time of the last edit, Unix seconds",
    }
)
CODED: Final = (
    "event_type", "target_side", "weapons", "outcome", "confirmation", "geo_precision",
    "date_precision",
)  # fmt: skip
DATE_PARTS: Final[tuple[Part, ...]] = ("year", "month", "day")
_SAMPLE: Final = 400
_SHOWN: Final = 20
_MOSTLY: Final = 0.9
# Roles whose number may be the sum of several columns.
ADDED: Final = ("killed", "killed_low", "killed_high", "injured", "events")


@dataclass(frozen=True)
class Mapping:
    """Role to column; role to a value for all rows; role to {value of the file: code}.

    `added` are further columns whose numbers are added to those of a role's column: tolls that a
    file counts by side, events that it counts by kind.
    """

    columns: ReadOnly[str, str] = field(default_factory=dict)
    constants: ReadOnly[str, str] = field(default_factory=dict)
    codes: ReadOnly[str, ReadOnly[str, str]] = field(default_factory=dict)
    added: ReadOnly[str, tuple[str, ...]] = field(default_factory=dict)

    def columns_of(self, role: str) -> tuple[str, ...]:
        """Return the columns of a role: none, one, or those that are added up."""
        first = self.columns.get(role)
        return (first, *self.added.get(role, ())) if first else ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, roles in the order of `ROLES`."""
        parts = {
            "columns": {r: self.columns[r] for r in ROLES if r in self.columns},
            "constants": {r: self.constants[r] for r in ROLES if r in self.constants},
            "codes": {r: dict(self.codes[r]) for r in CODED if self.codes.get(r)},
        }
        if added := {r: list(self.added[r]) for r in ADDED if self.added.get(r)}:
            parts["added"] = added
        return parts

    def to_json(self) -> str:
        """Return the mapping as the small file that `--mapping` reads."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Mapping:
        """Read a mapping file.

        Raises:
            ImportRefusedError: it is no mapping; names every fault.
        """
        try:
            parts = json.loads(text)
        except (ValueError, RecursionError):
            message = "the mapping is not readable as JSON"
            raise ImportRefusedError(message) from None
        faults = _faults(parts)
        if faults:
            message = "the mapping cannot be used: " + "; ".join(faults)
            raise ImportRefusedError(message)
        added = {role: tuple(columns) for role, columns in parts.get("added", {}).items()}
        columns, constants, codes = (parts.get(p, {}) for p in ("columns", "constants", "codes"))
        return cls(columns, constants, codes, added)

    def with_columns(
        self, given: ReadOnly[str, str], added: ReadOnly[str, tuple[str, ...]]
    ) -> Mapping:
        """Return the mapping with other columns for some roles, "" for none, and what they add."""
        columns = {**self.columns, **given}
        added = {r: more for r, more in self.added.items() if r not in given} | dict(added)
        columns = {role: column for role, column in columns.items() if column}
        return replace(self, columns=columns, added=added)

    def check(self, raw: Raw) -> None:
        """Raise where the mapping does not fit the file.

        Raises:
            ImportRefusedError: a column is not in the file, or none is the date or its three parts.
        """
        faults = [
            f"{role}: the file has no column {shorten(column)!r}"
            + (f"; is it {near[0]!r}?" if (near := closest(column, raw.columns, 1)) else "")
            for role in {**self.columns, **self.added}
            for column in (*self.columns_of(role)[:1], *self.added.get(role, ()))
            if column not in raw.columns
        ]
        faults += [
            f"{role}: columns are added to it, but it has no column of its own"
            for role in self.added
            if role not in self.columns
        ]
        faults += self._date_faults(raw)
        if faults:
            message = f"{shorten(raw.name)}: " + "; ".join(faults)
            raise ImportRefusedError(message)

    def _date_faults(self, raw: Raw) -> list[str]:
        """Return what is missing for a date: a column of its own, or its three parts."""
        given = self.columns.keys() | self.constants.keys()
        missing = [part for part in DATE_PARTS if part not in given]
        column = self.columns.get("date", "")
        if column in raw.columns:
            fault = _days_for_dates(raw.sample(column, _SAMPLE), column, missing)
            return [fault] if fault else []
        if "date" in given or not missing:
            return []
        file_has = f"(the file has {', '.join(_with_cell(raw, c) for c in raw.columns[:_SHOWN])})"
        if len(missing) == len(DATE_PARTS):
            fault = "name one (--column date=NAME), or one each for year, month and day"
        else:
            have = " and ".join(f"the {part}" for part in DATE_PARTS if part in given)
            fault = (
                f"only {have} of it: name a column for {' and '.join(missing)} as well, or one "
                "for date"
            )
        return [f"date: no column is known to be the date; {fault} {file_has}"]


def _with_cell(raw: Raw, column: str) -> str:
    """Return a column's name with one of its cells."""
    cells = raw.sample(column, 1)
    return f"{shorten(column)}: {shorten(cells[0])}" if cells else shorten(column)


def _days_for_dates(cells: list[str], column: str, missing: list[Part]) -> str:
    """Return what to do where the column of dates holds days of a month; "" where it does not."""
    if dates.looks_like_part(cells, "day") < _MOSTLY or dates.looks_like_date(cells):
        return ""
    others = [part for part in missing if part != "day"]
    rest = f", and name a column for {' and '.join(others)}" if others else ""
    return (
        f"date: {shorten(column)!r} holds days of a month, not dates (such as "
        f"{', '.join(map(shorten, cells[:3]))}); give it the role day{rest}"
    )


def _faults(parts: Any) -> list[str]:
    if not isinstance(parts, dict):
        return ["expected an object with columns, constants, codes and added"]
    faults = [f"unknown part {shorten(str(k))!r}" for k in parts if k not in _PARTS]
    for part in ("columns", "constants"):
        given = parts.get(part, {})
        if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
            faults.append(f"{part}: expected texts by role")
            continue
        for role in given:
            if role not in ROLES:
                near = closest(role, ROLES, 1)
                hint = f"; is it {near[0]}?" if near else ""
                faults.append(f"{part}: there is no role {shorten(role)!r}{hint}")
    faults += _faults_of_added(parts.get("added", {}))
    codes = parts.get("codes", {})
    if not isinstance(codes, dict):
        return [*faults, "codes: expected tables by role"]
    for role, table in codes.items():
        if role not in CODED or not isinstance(table, dict):
            faults.append(f"codes: expected a table for one of {', '.join(CODED)}")
            continue
        allowed = INCIDENTS.column(role).codes
        faults += [
            f"codes: {role}: {shorten(str(code))!r} is no code; allowed are {', '.join(allowed)}"
            for code in table.values()
            if code not in allowed
        ]
    return faults


def _faults_of_added(added: Any) -> list[str]:
    if not isinstance(added, dict):
        return ["added: expected lists of columns by role"]
    return [
        f"added: {shorten(str(role))}: expected a list of columns for one of {', '.join(ADDED)}"
        for role, columns in added.items()
        if role not in ADDED
        or not isinstance(columns, list)
        or not all(isinstance(column, str) for column in columns)
    ]


_PARTS: Final = frozenset({"columns", "constants", "codes", "added"})
