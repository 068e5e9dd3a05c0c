"""Guesses which columns say when: a first and a last day, parts of a date, a date by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.importers.schemas.guessing.scores import SURE
from geo.importers.schemas.guessing.spans import find_span
from geo.importers.schemas.mapping import DATE_PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly

    from geo.importers.clean.days.parts import Part
    from geo.importers.schemas.guessing.draft import Draft
    from geo.importers.schemas.guessing.scores import Scores

_WELL_DATED: Final = 0.75
_SURELY_NAMED: Final = 0.9


def take_span(guess: Draft, scores: Scores, given: ReadOnly[str, str]) -> None:
    """Take a first and a last day, unless another column is, or may as well be, the date."""
    span = find_span(scores)
    if span is None or "date_end" in given or given.get("date", span[0]) != span[0]:
        return
    roles = {role for role, column in guess.columns.items() if column in span}
    rivals = {guess.columns.get("date"), *guess.questions.get("date", ())} - {None, *span}
    if rivals or roles - {"date", "date_end"}:
        return
    for role, column in zip(("date", "date_end"), span, strict=True):
        guess.questions.pop(role, None)
        if role not in given:
            guess.take(role, column, "by the names of two columns, for the first and the last day")


def take_parts(guess: Draft, scores: Scores) -> None:
    """Take year, month and day where no column is well a date; else the year to check it with."""
    free = [*guess.free(scores.raw), *(c for r, c in guess.columns.items() if r == "date")]
    parts: dict[Part, tuple[float, str]] = {}
    for part in DATE_PARTS:
        ranked = sorted(((scores.of_part(part, c), c) for c in free), key=lambda s: -s[0])
        if ranked and ranked[0][0] >= SURE:
            parts[part] = ranked[0]
    if "day" not in parts and (named := [c for c in free if scores.is_day_called_date(c)]):
        parts["day"] = SURE, named[0]
    dated = guess.columns.get("date")
    well = dated is not None and scores.of_role("date", dated) >= _WELL_DATED
    if not well and {"year", "month"} <= parts.keys():
        guess.columns.pop("date", None)
        guess.reasons.pop("date", None)
        guess.questions.pop("date", None)
        for part, (_, column) in parts.items():
            guess.take(part, column, "by its name and cells")
    elif "year" in parts:
        guess.take("year", parts["year"][1], "by its name and cells")


def take_named_date(guess: Draft, scores: Scores) -> None:
    """Take a date by its name alone where there is no other: the report then tells its cells."""
    if {"date", "month"} & {*guess.columns, *guess.questions}:
        return
    named = [c for c in guess.free(scores.raw) if scores.of_name("date", c) >= _SURELY_NAMED]
    if named:
        guess.take("date", named[0], "by its name alone: its cells do not look like it")
