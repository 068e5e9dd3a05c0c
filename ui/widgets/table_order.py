"""The order of a table of incidents: sorting and searching over all of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from geo import codes
from geo.analysis import groups
from geo.model.schema import LIST_SEPARATOR
from geo.model.statements import SEVERAL, UNKNOWN
from geo.utils import words
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

NEWEST: Final = "newest"
OLDEST: Final = "oldest"
#: What the visitor can choose, in words.
SORTS: Final[Mapping[str, str]] = {
    NEWEST: "Newest first",
    OLDEST: "Oldest first",
    "target": "Target, A to Z",
    "place": "Place, A to Z",
    "province": "Province, A to Z",
    "country": "Country, A to Z",
    "group": "Group, A to Z",
    "weapon": "Weapon, A to Z",
    "outcome": "Outcome, A to Z",
    "confirmation": "Confirmation, A to Z",
    "kind": "Kind, A to Z",
    "killed": "Most killed first",
    "injured": "Most injured first",
}
_TOLLS: Final = ("killed", "injured")
_LAST: Final = "\U0010ffff"  # after every other text


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
    if by in _TOLLS:
        toll = atlas.incidents[by].iloc[newest].fillna(-1).to_numpy(np.int64)
        return newest[np.argsort(-toll, kind="stable")]
    code, texts = _texts(atlas, newest, by)
    in_order = sorted(range(len(texts)), key=lambda i: fold(texts[i]) or _LAST)
    rank = np.empty(len(texts), np.intp)
    rank[in_order] = np.arange(len(texts))
    return newest[np.argsort(rank[code], kind="stable")]


def sort_of(column: str, now: str) -> str:
    """Return the sort that a choice of the table's column asks for; a second one takes it back.

    Args:
        column: the head of the column.
        now: the sort that the table has.
    """
    if column == "Date":
        return OLDEST if now == NEWEST else NEWEST
    by = column.lower()
    if by not in SORTS:
        return now
    return NEWEST if by == now else by


def search(atlas: Atlas, positions: NDArray[np.intp], asked: str) -> NDArray[np.intp]:
    """Return those of the rows in which every word occurs, somewhere in what the table shows.

    Args:
        atlas: the atlas.
        positions: rows of `atlas.incidents`.
        asked: words, in any case, with or without accents.
    """
    has_all = np.ones(len(positions), dtype=bool)
    columns = ["date", *(by for by in SORTS if by not in {NEWEST, OLDEST, *_TOLLS})]
    labels = [_texts(atlas, positions, by) for by in columns]
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
