"""Tolls that a file counts by side: friendly, civilian and enemy dead make one number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.importers.clean import numbers
from geo.importers.schemas.guessing.header import words_of
from geo.importers.schemas.guessing.synonyms import TOLL_OTHERS, TOLL_OURS, TOLL_THEIRS, TOLL_WORDS
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly

    from geo.importers.read.raw import Raw
    from geo.importers.schemas.guessing.columns import GuessedMapping

_ALL: Final = frozenset({"total", "all", "overall", "number", "no", "of"})
_OURS: Final = frozenset(fold(side) for side in TOLL_OURS)
_THEIRS: Final = frozenset(fold(side) for side in TOLL_THEIRS)
_SIDES: Final = _OURS | _THEIRS | {fold(side) for side in TOLL_OTHERS}
_TOLLS: Final = {
    role: frozenset(fold(word) for word in words) for role, words in TOLL_WORDS.items()
}
_SAMPLE: Final = 400
_LIKELY: Final = 0.8


def add_sides(raw: Raw, guessed: GuessedMapping, given: ReadOnly[str, str]) -> GuessedMapping:
    """Sum the columns that count the killed or the injured of one side each.

    Only where a file counts both sides of a fight, its own and the enemy's, are its columns all
    that were killed; of other parts, such as police and civilians, a person is asked.

    Args:
        raw: the file.
        guessed: what its columns are; a column that has the whole keeps the role.
        given: roles of which a person has said what they are.

    Returns:
        The guess with the sums; the reasons say of what, and nothing more is asked of them.
    """
    columns, added, reasons = dict(guessed.mapping.columns), {}, dict(guessed.reasons)
    for role, sides in _columns_of_sides(raw).items():
        if role in given or columns.get(role) not in {None, *sides}:
            continue
        if whole := next((c for c in raw.columns if _side(c, role) == ""), None):
            columns[role], reasons[role] = whole, "it counts all, other columns one side each"
        elif len(sides) > 1:
            columns[role], *rest = sides
            added[role] = tuple(rest)
            reasons[role] = f"the sum of {', '.join(sides)}, each of one side"
    asked = tuple(q for q in guessed.questions if q.role not in columns)
    mapping = replace(guessed.mapping, columns=columns, added=added)
    return replace(guessed, mapping=mapping, reasons=reasons, questions=asked)


def _columns_of_sides(raw: Raw) -> dict[str, list[str]]:
    """Return for each toll the columns of one side each; none where not both sides are counted."""
    sides = {
        role: {c: side for c in raw.columns if (side := _side(c, role)) and _counts(raw, c)}
        for role in _TOLLS
    }
    every = {side for of_role in sides.values() for side in of_role.values()}
    if not (every & _OURS and every & _THEIRS):
        return {}
    return {role: list(of_role) for role, of_role in sides.items()}


def _side(column: str, role: str) -> str | None:
    """Return the side of which a column counts the toll, "" for all, None where it is none."""
    words = words_of(column)
    if not _TOLLS[role] & set(words):
        return None
    side = " ".join(w for w in words if w not in _TOLLS[role] and w not in _ALL)
    return side if side in _SIDES or not side else None


def _counts(raw: Raw, column: str) -> bool:
    cells = raw.sample(column, _SAMPLE)
    return not cells or float(np.mean(np.isfinite(numbers.read_counts(cells).number))) >= _LIKELY
