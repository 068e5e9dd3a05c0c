"""Tolls that a file counts in parts: friendly, civilian and enemy dead, or men and women killed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from geo.importers.clean.tolls import read_tolls, tells_of_tolls
from geo.importers.schemas.guessing.columns import Question
from geo.importers.schemas.guessing.header import words_of
from geo.importers.schemas.guessing.names import NAMES
from geo.importers.schemas.guessing.synonyms import (
    CASUALTIES,
    NOT_PERSONS,
    TOLL_OTHERS,
    TOLL_OURS,
    TOLL_THEIRS,
    TOLL_WORDS,
)
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly

    from geo.importers.read.raw import Raw
    from geo.importers.schemas.guessing.columns import GuessedMapping

_ALL: Final = frozenset({"total", "all", "overall", "number", "no", "of", "people", "persons",
                         "reported", "confirmed", "اجمالي", "عدد", "مجموع"})  # fmt: skip
_OURS: Final = frozenset(fold(side) for side in TOLL_OURS)
_THEIRS: Final = frozenset(fold(side) for side in TOLL_THEIRS)
_SIDES: Final = _OURS | _THEIRS | {fold(side) for side in TOLL_OTHERS}
_TOLLS: Final = {
    role: frozenset(fold(word) for word in words) for role, words in TOLL_WORDS.items()
}
_NOT_PERSONS: Final = frozenset(fold(word) for word in NOT_PERSONS)
_CASUALTIES: Final = frozenset(fold(word) for word in CASUALTIES)
_WHOLE: Final = {role: {"".join(words_of(name)) for name in NAMES[role]} for role in TOLL_WORDS}
_SAMPLE: Final = 400
_LIKELY, _HALF = 0.8, 0.5


def add_sides(raw: Raw, guessed: GuessedMapping, given: ReadOnly[str, str]) -> GuessedMapping:
    """Sum the columns that count the killed or the injured of one side each.

    Only where a file counts both sides of a fight, its own and the enemy's, are its columns all
    that were killed; of other parts, such as police and civilians, or men and women, a person is
    asked.

    Args:
        raw: the file.
        guessed: what its columns are; a column that has the whole keeps the role.
        given: roles of which a person has said what they are.

    Returns:
        The guess with the sums; the reasons say of what, and nothing more is asked of them.
    """
    columns, added, reasons = dict(guessed.mapping.columns), {}, dict(guessed.reasons)
    questions = {question.role: question for question in guessed.questions}
    sides = _columns_of_sides(raw)
    for role in _TOLLS:
        of_role, parts = sides.get(role, []), _parts(raw, role)
        if role in given:
            continue
        if len(parts) > 1 and columns.get(role) in parts:
            # By its name it may be all, and another column of the same kind says that it is not.
            del columns[role], reasons[role]
        if columns.get(role) not in {None, *of_role}:
            continue
        if of_role and (whole := next((c for c in raw.columns if _side(c, role) == ""), None)):
            columns[role], reasons[role] = whole, "it counts all, other columns one side each"
        elif len(of_role) > 1:
            columns[role], *rest = of_role
            added[role] = tuple(rest)
            reasons[role] = f"the sum of {', '.join(of_role)}, each of one side"
        elif role not in columns and len(parts) > 1:
            questions[role] = Question(role, tuple(parts))
    if not {*_TOLLS} & {*columns, *given, *questions} and (
        in_words := _told_in_words(raw, columns)
    ):
        for role in _TOLLS:
            columns[role], reasons[role] = in_words, "its cells tell of killed and injured in words"
    asked = tuple(q for role, q in questions.items() if role not in columns)
    mapping = replace(guessed.mapping, columns=columns, added=added)
    return replace(guessed, mapping=mapping, reasons=reasons, questions=asked)


def _told_in_words(raw: Raw, columns: ReadOnly[str, str]) -> str | None:
    """Return the column whose cells are such as `3 killed and 2 wounded`."""
    for column in raw.columns:
        if column not in columns.values() and _CASUALTIES & set(words_of(column)):
            cells = raw.sample(column, _SAMPLE)
            if not cells or sum(map(tells_of_tolls, cells)) < len(cells) / 2:
                continue
            if sum(read_tolls(cells, role).share for role in _TOLLS) >= _HALF:
                return column
    return None


def _parts(raw: Raw, role: str) -> list[str]:
    """Return the columns that count some of the persons of a toll each; none if one has all."""
    others = frozenset().union(*(_TOLLS[other] for other in _TOLLS if other != role))
    parts = []
    for column in raw.columns:
        # Of `form.victims.killed_total` the last part says what it counts.
        name = column.rpartition(".")[2] or column
        words = set(words_of(name))
        if not words & _TOLLS[role] or words & (_NOT_PERSONS | others):
            continue
        if not words - _TOLLS[role] - _ALL or "".join(words_of(name)) in _WHOLE[role]:
            return []
        if _counts(raw, column, role):
            parts.append(column)
    return parts


def _columns_of_sides(raw: Raw) -> dict[str, list[str]]:
    """Return for each toll the columns of one side each; none where not both sides are counted."""
    sides = {
        role: {c: side for c in raw.columns if (side := _side(c, role)) and _counts(raw, c, role)}
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


def _counts(raw: Raw, column: str, role: str) -> bool:
    cells = raw.sample(column, _SAMPLE)
    return not cells or read_tolls(cells, role).share >= _LIKELY
