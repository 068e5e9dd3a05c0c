"""Guesses which column of a table of one's own has which role, all roles at once.

Every column is scored for every role. Latitude and longitude are chosen as a pair, the other roles
by the assignment whose scores are highest together (Kuhn 1955, as `scipy.optimize.
linear_sum_assignment` solves it). Where the second-best choice is nearly as good, nothing is
assigned and a question is left for a person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.errors import ImportRefusedError, shorten
from geo.importers.schemas.guessing.day_columns import take_named_date, take_parts, take_span
from geo.importers.schemas.guessing.draft import Draft
from geo.importers.schemas.guessing.header import words_of
from geo.importers.schemas.guessing.named_parts import role_of_parts
from geo.importers.schemas.guessing.pairs import find_pairs
from geo.importers.schemas.guessing.scores import FLOOR, SURE, Scores
from geo.importers.schemas.mapping import ADDED, DATE_PARTS, ROLES, Mapping

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly

    from numpy.typing import NDArray

    from geo.importers.read.raw import Raw

_ALONE: Final = 0.6  # enough where no other column can be it
_MARGIN: Final = 0.04
_STATED: Final = "as stated"
_KNOWN: Final = "a column of the dataset"
_FEW: Final = 0.1
_BOTH: Final = 2
# Two estimates of one number are not added up.
_ESTIMATES: Final = frozenset(("min", "max", "minimum", "maximum", "low", "high", "best"))
_TOGETHER: Final = (*DATE_PARTS, "latitude", "longitude")
_NO: Final = -9.0
# Of two good names for one of these the first is as right as the second; nobody need be asked.
_EITHER_WILL_DO: Final = frozenset((
    "admin", "place", "target", "event_type", "sub_event_type", "weapons", "summary", "source",
    "url", "time_local", "id",
))  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A role that a person should decide: the columns that may have it, the likeliest first."""

    role: str
    candidates: tuple[str, ...]

    def in_words(self, samples: ReadOnly[str, str]) -> str:
        """Return the question, each candidate with some of what stands in it.

        Args:
            samples: column to some of its cells.
        """
        shown = [f"{c!r} ({s})" if (s := samples.get(c)) else repr(c) for c in self.candidates]
        if len(shown) == 1:
            return f"{self.role}: is it {shown[0]}?"
        total = f", or the sum of {'both' if len(shown) == _BOTH else 'these'}"
        return f"{self.role}: is it {' or '.join(shown)}{total if self.may_be_sum else ''}?"

    @property
    def may_be_sum(self) -> bool:
        """Whether the candidates may be parts of what is asked for, to be added up."""
        several = self.role in ADDED and len(self.candidates) > 1
        return several and not any(_ESTIMATES & set(words_of(c)) for c in self.candidates)

    @property
    def answer(self) -> str:
        """What to write on the command line to answer it."""
        name = f"--column {self.role}=NAME"
        return f"{name}, once for each column to add up" if self.may_be_sum else name


@dataclass(frozen=True)
class GuessedMapping:
    """A mapping; for each of its roles the reason in words; and what a person should decide.

    `remarks` say why a column has not the role that its name says.
    """

    mapping: Mapping
    reasons: ReadOnly[str, str]
    questions: tuple[Question, ...] = ()
    remarks: tuple[str, ...] = ()

    def adding(self, added: ReadOnly[str, tuple[str, ...]]) -> GuessedMapping:
        """Return the mapping with further columns that are added to those of some roles."""
        mapping = replace(self.mapping, added={**self.mapping.added, **added})
        return replace(self, mapping=mapping)

    def check(self, raw: Raw) -> None:
        """Raise where the mapping does not fit the file.

        Raises:
            ImportRefusedError: as `Mapping.check`; with the columns that may be the date.
        """
        try:
            self.mapping.check(raw)
        except ImportRefusedError as error:
            asked = next((q for q in self.questions if q.role == "date"), None)
            if asked is None:
                raise
            samples = {c: ", ".join(raw.sample(c, 3)) for c in asked.candidates}
            message = (
                f"{shorten(raw.name)}: {asked.in_words(samples)} Say which: --column date=NAME on "
                "the command line, or “Match your columns” on the page"
            )
            raise ImportRefusedError(message) from error


def guess_columns(
    raw: Raw,
    codes: ReadOnly[str, ReadOnly[str, str]],
    given: ReadOnly[str, str],
    known: ReadOnly[str, str] | None = None,
) -> GuessedMapping:
    """Guess which column is what.

    Args:
        raw: the file.
        codes: for coded roles the values that are known.
        given: role to column, as a person has said; "" for no column.
        known: role to column, as the dataset is known to use them; "" for none.
    """
    scores = Scores.of(raw, codes)
    guess = Draft()
    for columns, reason in ((known or {}, _KNOWN), (given, _STATED)):
        for role, column in columns.items():
            guess.take(role, column, reason)
    given = {**(known or {}), **given}
    guess.columns = {role: column for role, column in guess.columns.items() if column}
    if not {"latitude", "longitude", "point"} & given.keys():
        _take_pair(guess, scores)
    roles = [r for r in ROLES if r not in _TOGETHER and r not in given]
    if "latitude" in {*guess.columns, *guess.questions, *given} and "point" in roles:
        roles.remove("point")
    _take_best(guess, scores, roles)
    take_span(guess, scores, given)
    _take_parts_of_file(guess, raw, given)
    if not given.keys() & {"date", *DATE_PARTS}:
        take_parts(guess, scores)
        take_named_date(guess, scores)
    _drop_false_key(guess, scores)
    columns = {r: guess.columns[r] for r in ROLES if r in guess.columns}
    questions = tuple(Question(r, guess.questions[r]) for r in ROLES if r in guess.questions)
    reasons = {role: guess.reasons[role] for role in columns}
    # A table of years and months has no days: each row is of a whole month.
    is_monthly = {"year", "month"} <= columns.keys() and not {"date", "day"} & columns.keys()
    constants = {"day": "0"} if is_monthly and "day" not in given else {}
    return GuessedMapping(Mapping(columns, constants), reasons, questions, tuple(guess.remarks))


def _take_pair(guess: Draft, scores: Scores) -> None:
    pairs = [p for p in find_pairs(scores) if p.score >= FLOOR]
    if not pairs:
        return
    best = pairs[0]
    rivals = [p for p in pairs[1:] if best.score - p.score < _MARGIN]
    if rivals or best.is_of_others:
        close = [best, *rivals]
        guess.questions["latitude"] = tuple(dict.fromkeys(p.latitude for p in close))
        guess.questions["longitude"] = tuple(dict.fromkeys(p.longitude for p in close))
        return
    guess.take("latitude", best.latitude, best.reason)
    guess.take("longitude", best.longitude, best.reason)


def _take_best(guess: Draft, scores: Scores, roles: list[str]) -> None:
    """Assign the roles to the free columns, each once, so that the sum of the scores is highest."""
    columns = guess.free(scores.raw)
    if not columns or not roles:
        return
    table = np.array([[scores.of_role(r, c) for c in columns] for r in roles])
    best = _assign(table)
    total = _sum(table, best)
    for i, role in enumerate(roles):
        j = best[i]
        if j is None:
            continue
        without = table.copy()
        without[i, j] = 0.0
        second = _assign(without)
        margin, rival = total - _sum(without, second), second[i]
        alone = rival is None and not np.any(np.delete(table[i], j) >= FLOOR)
        half_named = role != "date" and scores.of_name(role, columns[j]) <= FLOOR
        sure = table[i, j] >= (_ALONE if alone and not half_named else SURE)
        if sure and (
            rival is None
            or margin >= _MARGIN
            or role in _EITHER_WILL_DO
            or _same(scores, columns, j, rival)
        ):
            guess.take(role, columns[j], _reason(scores, role, columns[j]))
        else:
            candidates = [j] if rival is None else [j, rival]
            guess.questions[role] = tuple(columns[k] for k in candidates)


def _take_parts_of_file(guess: Draft, raw: Raw, given: ReadOnly[str, str]) -> None:
    """Take the names of sheets for countries or provinces where no column has these."""
    role = role_of_parts(raw)
    if role and role not in {*guess.columns, *guess.questions, *given}:
        what = "countries" if role == "country" else "provinces"
        guess.take(role, raw.part_column, f"the {raw.noun}s are named after {what}")


def _drop_false_key(guess: Draft, scores: Scores) -> None:
    """Take the id from a column whose cells are no keys of the rows, and say so."""
    column = guess.columns.get("id")
    if column is None or guess.reasons["id"] == _STATED:
        return
    sample = scores.samples[column]
    if sample.rounded > _FEW:
        why = "a spreadsheet has rounded its numbers (2.01902E+11)"
    elif sample.distinct < 1 - _FEW and guess.reasons["id"] != _KNOWN:
        why = "many rows share one; it may be of a place, an area or a form"
    else:
        return
    del guess.columns["id"], guess.reasons["id"]
    guess.remarks.append(f"{column}: not used as key of the rows: {why}")


def _assign(table: NDArray[np.float64]) -> list[int | None]:
    """Return for each role (row) the place of its column, or None where none is above the floor."""
    # Half a second to import, for those whose columns are guessed.
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    n = len(table)
    # A role that takes no column is worth the floor, so that nothing below it is assigned.
    whole = np.hstack([np.where(table > FLOOR, table, _NO), np.full((n, n), FLOOR)])
    _, chosen = linear_sum_assignment(whole, maximize=True)
    return [int(j) if j < table.shape[1] else None for j in chosen]


def _sum(table: NDArray[np.float64], chosen: list[int | None]) -> float:
    return sum(FLOOR if j is None else float(table[i, j]) for i, j in enumerate(chosen))


def _same(scores: Scores, columns: list[str], one: int, other: int) -> bool:
    """Return whether two columns say the same, so that it does not matter which is taken."""
    return scores.samples[columns[one]].cells == scores.samples[columns[other]].cells


def _reason(scores: Scores, role: str, column: str) -> str:
    by_name = scores.of_name(role, column) >= FLOOR
    if role != "date":
        return "by its name" if by_name else "by what its cells look like"
    others = [
        c for c, sample in scores.samples.items() if c != column and sample.written_date >= SURE
    ]
    reason = "by its name and cells" if by_name else "by what its cells look like"
    return reason + (f"; dates stand in {', '.join(others)} too" if others else "")
