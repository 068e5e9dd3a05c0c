"""How well each column of a table of one's own fits each role, from 0 (not) to 1.

A score is made of the words of the column's name (`header`), of its cells (`column_sample`), and
of words that speak against the role: a date of report is a worse day of the incident than any other
date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from geo.importers.schemas.guessing import header
from geo.importers.schemas.guessing.column_sample import ColumnSample
from geo.importers.schemas.guessing.names import NAMES
from geo.importers.schemas.guessing.synonyms import (
    AGAINST,
    KINDS,
    LESSER,
    NEVER,
    OF_INCIDENTS,
    OF_KEYS,
    WEAPON_WORDS,
)
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.importers.clean.days.parts import Part
    from geo.importers.read.raw import Raw

# Below it nothing is assigned, and nothing is asked.
FLOOR: Final = 0.5
# From here on a role is assigned.
SURE: Final = 0.68
_NAME, _CELLS = 0.7, 0.3
_DATE_NAME, _DATE_CELLS = 0.55, 0.45
_POINT_NAME, _POINT_CELLS = 0.4, 0.6
# A name that says nothing speaks neither for nor against a date or a point.
_NEUTRAL: Final = 0.35
_AGAINST: Final = 0.4
_NEARLY_ALL, _HALF, _FEW = 0.9, 0.5, 0.2
_SUMMARY_WORDS: Final = 6
_LATER: Final = 0.01  # a later synonym is the lesser one
_MOST_LATER: Final = 0.08
_LESSER: Final = 0.6  # a name that is taken where there is no better one
_SOME_ID: Final = 0.8  # where it tells the rows apart, whatever it is the id of
_SOME_WEAPON: Final = 0.8  # where a word of it is for weapons, whatever the others are
_OF_ANOTHER: Final = 0.3  # the most that a name gets which wholly says something else
_TIME: Final = re.compile(
    r"(?:\D{0,8}\s)?[0-2]?\d\s*(?:[:.h]\s?[0-5]\d|[0-5]\d|\s?[ap]\.?m\.?)\b.{0,12}|"
    r"morning|afternoon|evening|night|dawn|noon",
    re.IGNORECASE,
)


def _ranks(names: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, int]]:
    """Return by role the place of each name in its list, names without blanks."""
    return {
        role: {"".join(header.words_of(p)): i for i, p in reversed(list(enumerate(phrases)))}
        for role, phrases in names.items()
    }


# ICEWS and POLECAT call the one who acts the source, and the other the target or recipient.
_SOURCE_NAME: Final = ("source", "name")
_RECIPIENTS: Final = frozenset({"target", "recipient"})
_KINDS: Final = frozenset(fold(kind) for kind in KINDS)
_RANKS: Final = {"names": _ranks(NAMES), "lesser": _ranks(LESSER), "never": _ranks(NEVER)}
_AGAINST_ROLE: Final = {role: frozenset(words) for role, words in AGAINST.items()}
# Every name that wholly says what a column is.
_SAID: Final = frozenset(name for names in _RANKS["names"].values() for name in names)
_COUNTS: Final = ("killed", "killed_low", "killed_high", "injured")
_NAMES_IN_WORDS: Final = frozenset((
    "party_1", "party_2", "allies_1", "allies_2", "claimed_by", "attributed_to",
    "denied_by", "target",
))  # fmt: skip
_IN_CODES: Final = (
    "event_type", "target_side", "weapons", "outcome", "confirmation", "geo_precision",
    "date_precision",
)  # fmt: skip
# Metres of accuracy are no code; other codes that are not known stay as the file has them.
_PRECISIONS: Final = frozenset({"geo_precision", "date_precision"})


@dataclass(frozen=True)
class Scores:
    """Scores the columns of one file; `codes` are by role the values that are known."""

    raw: Raw
    samples: dict[str, ColumnSample]
    codes: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, raw: Raw, codes: Mapping[str, Mapping[str, str]]) -> Scores:
        """Begin with every column of a file; each is looked at when its cells matter."""
        return cls(raw, {c: ColumnSample(raw, c) for c in raw.columns}, codes)

    def of_role(self, role: str, column: str) -> float:
        """Return how well a column fits a role that stands alone, from 0 to 1."""
        sample = self.samples[column]
        if role == "date":
            return self._of_date(column, sample)
        if role == "point":
            return self._of_point(column, sample)
        name = self.of_name(role, column)
        if not name:
            return 0.0
        cells = _FEW if sample.is_blank else _of_cells(role, sample, self.codes)
        return 0.0 if cells is None else _NAME * name + _CELLS * cells

    def of_name(self, role: str, column: str) -> float:
        """Return how well the name of a column fits a role, from 0 to 1.

        Of `form.incident.date`, as nested records are flattened, the last part counts as well.
        """
        column = self._said_of(column)
        last = column.rpartition(".")[2].strip()
        lesser = _RANKS["lesser"].get(role, {})
        is_part = last != column and "".join(header.words_of(last)) not in lesser
        return max(_of_name(role, column), _of_name(role, last) if is_part else 0.0)

    def _said_of(self, column: str) -> str:
        """Return the name of a column; Source Name is a party only where there is a recipient."""
        if header.words_of(column) != _SOURCE_NAME:
            return column
        others = {header.words_of(other)[0] for other in self.raw.columns if header.words_of(other)}
        return column if others & _RECIPIENTS else _SOURCE_NAME[0]

    def _of_date(self, column: str, sample: ColumnSample) -> float:
        name = self.of_name("date", column)
        # Numbers such as 45321 are days only where the name says so too.
        cells = sample.date if name else sample.written_date
        if cells < _FEW:
            return 0.0
        if not set(header.words_of(column)) & _AGAINST_ROLE["date"]:
            name = max(_NEUTRAL, name)
        return _DATE_NAME * name + _DATE_CELLS * cells

    def _of_point(self, column: str, sample: ColumnSample) -> float:
        if sample.point < _HALF:
            return 0.0
        name = max(_NEUTRAL, self.of_name("point", column))
        return _POINT_NAME * name + _POINT_CELLS * sample.point

    def of_part(self, part: Part, column: str) -> float:
        """Return how well a column fits year, month or day of a date in parts, from 0 to 1."""
        sample = self.samples[column]
        share = sample.part(part)
        # Of `date.month` or `incident_year` the last word counts.
        words = header.words_of(column)
        name = max(self.of_name(part, name) for name in (column, *words[-1:]))
        if _AGAINST_ROLE["date"] & set(words):
            name -= _AGAINST
        return _NAME * name + _CELLS * share if name and share >= _HALF else 0.0

    def is_day_called_date(self, column: str) -> bool:
        """Return whether a column that is called date has days of the month: 13, 4, 25."""
        days = self.samples[column].part("day")
        return days >= _NEARLY_ALL and self.of_name("date", column) >= _NEARLY_ALL


def _of_name(role: str, column: str) -> float:
    joined = "".join(header.words_of(column))
    if joined in _RANKS["never"].get(role, {}):
        return 0.0
    if (rank := _RANKS["names"].get(role, {}).get(joined)) is not None:
        return header.WHOLE - min(_MOST_LATER, _LATER * rank)
    if (rank := _RANKS["lesser"].get(role, {}).get(joined)) is not None:
        return _LESSER - min(_MOST_LATER, _LATER * rank)
    words = header.words_of(column)
    if role == "weapons" and (bare := [w for w in words if w not in _KINDS]) != [*words]:
        return _of_name(role, " ".join(bare))
    name = max(header.match(column, NAMES.get(role, ())), _of_either(role, column))
    if role == "id" and (words[-1:] == ("id",) or _is_key_of_incidents(words)):
        name = max(name, _SOME_ID)
    if role == "weapons" and WEAPON_WORDS & set(words):
        name = max(name, _SOME_WEAPON)
    if _AGAINST_ROLE.get(role, frozenset()) & set(words):
        name -= _AGAINST
    if joined in _SAID:
        name = min(name, _OF_ANOTHER)
    return max(0.0, name)


def _is_key_of_incidents(words: tuple[str, ...]) -> bool:
    rest = header.core_of(words) - OF_KEYS - OF_INCIDENTS
    return not rest and bool(OF_KEYS & set(words) and OF_INCIDENTS & set(words))


def _of_either(role: str, column: str) -> float:
    """Return how well a name such as Village/Area fits, both halves of which say the role."""
    halves = [half for half in column.split("/") if header.words_of(half)]
    return (
        max(scores)
        if len(halves) > 1 and all(scores := [_of_name(role, half) for half in halves])
        else 0.0
    )


def _of_cells(
    role: str, sample: ColumnSample, codes: Mapping[str, Mapping[str, str]]
) -> float | None:
    """Return how well filled cells fit a role, or None where they cannot be what it is."""
    if role == "date_end":
        return sample.date if sample.date >= _FEW else None
    if role == "time_local":
        return None if sample.date >= _HALF else sample.share(_TIME.fullmatch)
    if role in _COUNTS:
        return None if sample.yes_or_no >= _HALF else sample.toll(role)
    if role in _NAMES_IN_WORDS:
        return None if max(sample.number, sample.link, sample.yes_or_no) >= _HALF else 0.7
    if role in _IN_CODES:
        known = sample.known(codes.get(role, {}))
        is_measured = role in _PRECISIONS and sample.decimals >= _HALF and known < _FEW
        is_counted = role == "weapons" and max(sample.number, sample.yes_or_no) >= _HALF
        return None if is_measured or is_counted else max(known, _FEW)
    return _OF_CELLS[role](sample) if role in _OF_CELLS else _HALF


_OF_CELLS: Final[Mapping[str, Callable[[ColumnSample], float | None]]] = MappingProxyType(
    {
        "id": lambda c: c.distinct,
        "events": lambda c: 1.0 if c.toll("events") >= _HALF and c.many else None,
        "url": lambda c: c.link if c.link >= _FEW else None,
        "source": lambda c: None if c.link >= _HALF or c.number >= _HALF else 0.7,
        "summary": lambda c: (
            None
            if max(c.number, c.point) >= _HALF
            else _HALF + _HALF * min(1.0, c.words / _SUMMARY_WORDS)
        ),
        "country": lambda c: None if c.number >= _HALF else 1 - 0.3 * c.short_codes,
        "admin": lambda c: None if max(c.number, c.link, c.world_regions) >= _HALF else 0.7,
        "place": lambda c: (
            None if max(c.number, c.point) >= _HALF else 0.7 - 0.7 * c.kinds_of_place
        ),
        "edited": lambda c: c.number if c.number >= _HALF else None,
    }
)
