"""The order of a table of incidents: sorting and searching over all of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from geo import codes
from geo.analysis import groups
from geo.model.column import LIST_SEPARATOR
from geo.model.statements import SEVERAL, UNKNOWN
from geo.utils import words
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

NEWEST: Final = ""  # a link without a sort
OLDEST: Final = "oldest"
_BACKWARDS: Final = "-"
_BY_TEXT: Final = ("target", "place", "province", "country", "group", "weapon", "outcome",
                   "confirmation", "kind")  # fmt: skip
_TOLLS: Final = ("killed", "injured")
#: What the visitor can choose, as the link has it, in words.
SORTS: Final[Mapping[str, str]] = {
    NEWEST: "Newest first",
    OLDEST: "Oldest first",
    **{
        by: words
        for name in _BY_TEXT
        for by, words in (
            (name, f"{name.title()}, A to Z"),
            (_BACKWARDS + name, f"{name.title()}, Z to A"),
        )
    },
    **{
        by: words
        for name in _TOLLS
        for by, words in (
            (name, f"Most {name} first"),
            (_BACKWARDS + name, f"Fewest {name} first"),
        )
    },
}


def sort(atlas: Atlas, positions: NDArray[np.intp], by: str) -> NDArray[np.intp]:
    """Return rows of `atlas.incidents` sorted; equal ones newest first, unknown ones last.

    Args:
        atlas: the atlas.
        positions: the rows, ascending.
        by: one of `SORTS`.
    """
    if by == OLDEST:
        return positions
    newest = positions[::-1]
    if by == NEWEST:
        return newest
    column, is_backwards = by.removeprefix(_BACKWARDS), by.startswith(_BACKWARDS)
    if column in _TOLLS:
        key = atlas.incidents[column].iloc[newest].to_numpy(np.float64, na_value=np.nan)
        is_backwards = not is_backwards
    else:
        code, texts = _texts(atlas, newest, column)
        folded = [fold(text) for text in texts]
        rank = np.full(len(texts), np.nan)
        in_order = sorted((i for i, text in enumerate(folded) if text), key=folded.__getitem__)
        rank[in_order] = np.arange(len(in_order))
        key = rank[code]
    return newest[np.argsort(-key if is_backwards else key, kind="stable")]  # NaN is last


def sort_of(column: str, now: str) -> str:
    """Return the sort that a choice of the table's column asks for.

    A second choice of the column asks for the other direction, a third one for the newest first.

    Args:
        column: the head of the column.
        now: the sort that the table has.
    """
    if column == "Date":
        return OLDEST if now == NEWEST else NEWEST
    by = column.lower()
    if by not in SORTS:
        return now
    return {by: _BACKWARDS + by, _BACKWARDS + by: NEWEST}.get(now, by)


def search(atlas: Atlas, positions: NDArray[np.intp], asked: str) -> NDArray[np.intp]:
    """Return those of the rows in which every word occurs, somewhere in what the table shows.

    Args:
        atlas: the atlas.
        positions: rows of `atlas.incidents`.
        asked: words, in any case, with or without accents.
    """
    has_all = np.ones(len(positions), dtype=bool)
    labels = [_texts(atlas, positions, by) for by in ("date", *_BY_TEXT)]
    folded = [(code, [fold(label) for label in texts]) for code, texts in labels]
    ids = atlas.incidents["incident_id"].iloc[positions].str
    for typed in asked.split():
        word = fold(typed)
        here = atlas.words.contain(word)[positions]
        here |= ids.contains(typed.lower(), regex=False).to_numpy(bool)  # an id has hyphens
        for code, texts in folded:
            here |= np.array([word in text for text in texts], dtype=bool)[code]
        has_all &= here
    return positions[has_all]


def _texts(
    atlas: Atlas, positions: NDArray[np.intp], column: str
) -> tuple[NDArray[np.intp], list[str]]:
    """Return for each row the number of its text, and the texts; "" for an unknown one."""
    if column == "group":
        names = {**groups.group_names(atlas), SEVERAL: "several", UNKNOWN: ""}
        leading = [names[group] for group in atlas.ledger.leading_values]
        return np.asarray(atlas.ledger.leading_code)[positions].astype(np.intp), leading
    name, in_words = _COLUMNS.get(column, (column, str))
    code, values = pd.factorize(atlas.incidents[name].iloc[positions])
    # A missing value has the code -1, which here is the last text.
    return code, [*(in_words(value) for value in values), ""]


def _weapons(cell: str) -> str:
    return ", ".join(codes.WEAPON[w] for w in cell.split(LIST_SEPARATOR))


_COLUMNS: Final[Mapping[str, tuple[str, Callable[[Any], str]]]] = {
    "date": ("date", lambda day: words.short_day(day.date())),
    "kind": ("event_type", str),
    "outcome": ("outcome", lambda code: codes.OUTCOME[code]),
    "weapon": ("weapons", _weapons),
}
