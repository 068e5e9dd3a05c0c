"""Columns that complete a column of degrees: minutes, seconds, and N or S, E or W.

Read without them a point is up to a degree off, or on another side of the equator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.importers.read.encoded_column import EncodedColumn
from geo.importers.schemas.guessing import header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.importers.read.raw import Raw

_DEGREES: Final = frozenset({"deg", "degree", "degrees", "d"})
_MINUTES: Final = frozenset({"min", "mins", "minute", "minutes", "m"})
_SECONDS: Final = frozenset({"sec", "secs", "second", "seconds", "s"})
_DIRECTION: Final = frozenset({"hemisphere", "hemi", "direction", "dir", "ns", "ew", "n", "s", "e",
                               "w", "sign"})  # fmt: skip
_LETTERS: Final = {"latitude": frozenset("ns"), "longitude": frozenset("ew")}
_WORDS: Final = {"north": "n", "south": "s", "east": "e", "west": "w"}
_OTHER_SIDE: Final = {"latitude": ({"s", "south"}, {"n", "north"}, "S"),
                      "longitude": ({"w", "west"}, {"e", "east"}, "W")}  # fmt: skip
_NUMBER: Final = re.compile(r"\d{1,3}(?:[.,]\d+)?")
_WHOLE: Final = re.compile(r"[+-]?\d{1,3}(?:\.0*)?")
_SIXTY: Final = 60


@dataclass(frozen=True)
class Completed:
    """Degrees with what completes them, the columns it is from, and words for the report."""

    cells: EncodedColumn
    partners: tuple[str, ...]
    message: str


def complete_degrees(raw: Raw, column: str, axis: str) -> Completed | None:
    """Return a column of degrees completed by its partners; None where it has none.

    Args:
        raw: the file.
        column: the name of the column.
        axis: latitude or longitude.
    """
    if column not in raw.columns:
        return None
    whole = all(_WHOLE.fullmatch(c) for c in raw.sample(column))
    kinds = (_MINUTES, _SECONDS) if whole else ()  # of 36.34 and lat_min the latter is a minimum
    sixtieths = [c for kind in kinds if (c := _sixtieths(raw, column, kind))]
    letters = _letters(raw, column, axis)
    partners = (*sixtieths, *([letters] if letters else []))
    if not partners:
        return _of_header(raw, column, axis)
    columns = [raw.column(c) for c in (column, *partners)]
    inverse = np.zeros(raw.table.num_rows, dtype=np.int64)
    for cells in columns:
        inverse, _ = pd.factorize(inverse * len(cells.texts) + cells.codes)
    first = np.flatnonzero(~pd.Series(inverse).duplicated().to_numpy())
    texts = [
        _joined([cells.texts[cells.codes[row]] for cells in columns], has_letter=bool(letters))
        for row in first
    ]
    message = f"{column}: read together with {' and '.join(partners)}"
    return Completed(EncodedColumn.of_texts(texts, inverse.astype(np.int64)), partners, message)


def _sixtieths(raw: Raw, column: str, kind: frozenset[str]) -> str | None:
    """Return the column of minutes or seconds whose name is else that of the degrees."""
    stem = set(header.words_of(column)) - _DEGREES
    for other in raw.columns:
        words = set(header.words_of(other))
        if other != column and words & kind and words - kind == stem:
            cells = [c for c in raw.sample(other) if c]
            if cells and all(_NUMBER.fullmatch(c) and _value(c) < _SIXTY for c in cells):
                return other
    return None


def _letters(raw: Raw, column: str, axis: str) -> str | None:
    """Return the column that has nothing but N and S, or E and W, and is beside or called so."""
    at = raw.columns.index(column)
    stem = set(header.words_of(column)) - _DEGREES
    for i, other in enumerate(raw.columns):
        words = set(header.words_of(other))
        is_near = 0 < i - at <= 3 or i == at - 1  # noqa: PLR2004 - minutes and seconds between
        if other == column or not (is_near or words & _DIRECTION or stem <= words):
            continue
        cells = {_letter(c) for c in raw.sample(other)}
        if cells and cells <= _LETTERS[axis]:
            return other
    return None


def _of_header(raw: Raw, column: str, axis: str) -> Completed | None:
    """Return positive degrees as those of the other side, where only the header says W or S."""
    this, other, letter = _OTHER_SIDE[axis]
    words = set(header.words_of(column))
    if not words & this or words & other:
        return None
    cells = raw.column(column)
    filled = [t for t in cells.texts if t]
    if not filled or not all(map(_NUMBER.fullmatch, filled)):
        return None
    message = (
        f"{column}: numbers without a sign under a header that says {letter}: taken as {letter}"
    )
    texts = [f"{t} {letter}" if t else t for t in cells.texts]
    return Completed(EncodedColumn.of_texts(texts, cells.codes), (), message)


def _joined(cells: Sequence[str], *, has_letter: bool) -> str:
    """Return one text of degrees, minutes and seconds with its letter."""
    numbers = list(cells[:-1] if has_letter else cells)
    if not numbers[0]:
        return ""
    letter = _letter(cells[-1]).upper() if has_letter else ""
    size = numbers[0].lstrip("+-")
    sign = "-" if numbers[0].startswith("-") else ""
    if len(numbers) == 1:
        return f"{size} {letter}".strip() if letter else numbers[0]
    whole = size.partition(".")[0]
    marks = zip(numbers[1:], "'\"", strict=False)
    return f"{sign}{whole}° " + " ".join(f"{n or 0}{mark}" for n, mark in marks) + f" {letter}"


def _letter(cell: str) -> str:
    word = cell.strip().strip(".").lower()
    return _WORDS.get(word, word)


def _value(cell: str) -> float:
    return float(cell.replace(",", "."))
