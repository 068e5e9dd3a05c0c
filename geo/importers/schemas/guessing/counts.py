"""Columns that count events, of one kind each: strikes and raids, or a column for each weapon."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.importers.clean.tolls import read_tolls
from geo.importers.schemas import plain
from geo.importers.schemas.guessing.columns import Question
from geo.importers.schemas.guessing.header import words_of
from geo.importers.schemas.guessing.names import NAMES
from geo.importers.schemas.guessing.synonyms import PERIODS
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly

    from geo.importers.read.raw import Raw
    from geo.importers.schemas.guessing.columns import GuessedMapping
    from geo.importers.schemas.mapping import Mapping

_EVENTS: Final = frozenset("".join(words_of(name)) for name in NAMES["events"])
_KINDS: Final = frozenset({*plain.CODES["weapons"], *plain.CODES["event_type"]})
_PERIODS: Final = frozenset(fold(word) for word in PERIODS)
_SAMPLE: Final = 400
_LIKELY: Final = 0.5


def add_counts(raw: Raw, guessed: GuessedMapping, given: ReadOnly[str, str]) -> GuessedMapping:
    """Take all columns that count events, where a file has several.

    Columns called after weapons or kinds of event count events where a row is of a week, a month or
    the like. Elsewhere they may count what was fired in one attack, and a person is asked. A column
    that is the sum of the others is taken alone.

    Args:
        raw: the file.
        guessed: what its columns are.
        given: roles of which a person has said what they are.
    """
    if "events" in given:
        return guessed
    columns, reasons = dict(guessed.mapping.columns), dict(guessed.reasons)
    taken = {c for role, c in columns.items() if role not in {"events", "target", "weapons"}}
    counts = {
        column: of_rows
        for column in raw.columns
        if column not in taken
        and (_is_called_events(column) or _is_called_kind(column))
        and (of_rows := _counts(raw, column)) is not None
    }
    if len(counts) < 2 or all(_is_at_most_one(of_rows) for of_rows in counts.values()):  # noqa: PLR2004
        return guessed
    events = [column for column in counts if _is_called_events(column)]
    asked = {question.role: question for question in guessed.questions}
    if total := _total(counts, events):
        columns["events"], reasons["events"] = total, "it is the sum of other columns"
    elif chosen := list(counts) if is_of_periods(guessed.mapping) else events:
        columns["events"], *rest = chosen
        reasons["events"] = "by its name" if not rest else "each of these columns counts events"
        mapping = replace(guessed.mapping, added={**guessed.mapping.added, "events": tuple(rest)})
        guessed = replace(guessed, mapping=mapping)
    else:
        asked["events"] = Question("events", tuple(counts))
    questions = tuple(q for role, q in asked.items() if role not in columns)
    columns = {r: c for r, c in columns.items() if r == "events" or c not in counts}
    mapping = replace(guessed.mapping, columns=columns)
    return replace(guessed, mapping=mapping, reasons=reasons, questions=questions)


def _is_called_events(column: str) -> bool:
    return "".join(words_of(column)) in _EVENTS


def _is_called_kind(column: str) -> bool:
    return " ".join(words_of(column)) in _KINDS


def _counts(raw: Raw, column: str) -> np.ndarray | None:
    """Return the numbers of a column in a sample of its rows, None where it has words instead."""
    step = max(1, raw.table.num_rows // _SAMPLE)
    cells = [str(c).strip() for c in raw.table.column(column)[::step].to_pylist()]
    filled = [cell for cell in cells if cell]
    if not filled or read_tolls(filled, "events").share < _LIKELY:
        return None
    return np.nan_to_num(read_tolls(cells, "events").number)


def _is_at_most_one(of_rows: np.ndarray) -> bool:
    return bool(np.all(of_rows <= 1))


def _total(counts: ReadOnly[str, np.ndarray], events: list[str]) -> str | None:
    """Return the column of events that is the sum of all others in every row."""
    whole = np.sum(list(counts.values()), axis=0)
    return next((c for c in events if np.array_equal(counts[c] * 2, whole)), None)


def is_of_periods(mapping: Mapping) -> bool:
    """Return whether a row is of a week, a month or the like, by the name of its date."""
    columns = mapping.columns
    if "date" not in columns:
        return "month" in columns and "day" not in columns
    return bool(_PERIODS & set(words_of(columns["date"])))
