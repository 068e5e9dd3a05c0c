"""Finding bases, places, groups and incidents by what somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.analysis import places
from geo.model.cached import per_atlas
from geo.model.column import LIST_SEPARATOR
from geo.utils.names import fold
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from geo.model.atlas import Atlas

#: So many of each kind are listed.
MOST_SHOWN: Final = 5
_MOST_LETTERS: Final = 200
_NO_MATCH: Final = 4


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: its key in a link, and its name."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Matches:
    """The best of one kind, and how many there are."""

    best: tuple[Match, ...] = ()
    n: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, kind by kind.

    `incidents` are those with all the words, as the filter `q` counts them, and those whose id
    begins with them; `with_words` is the number of the former.
    """

    bases: Matches = Matches()
    places: Matches = Matches()
    groups: Matches = Matches()
    incidents: Matches = Matches()
    with_words: int = 0


@dataclass(frozen=True, slots=True)
class _Named:
    match: Match
    spellings: tuple[str, ...]  # folded


def search(atlas: Atlas, typed: str) -> Results:
    """Return what the words may mean, whatever the filter.

    Case, accents, apostrophes, hyphens and blanks between the parts of a name do not count. Where
    no name has the words, bases and groups whose name differs from them by a slip are found.

    Args:
        atlas: the atlas.
        typed: a name or a part of it, an incident's id, or words of incidents.

    Example:
        >>> search(atlas, "ain al-asad").bases.best
        (Match(key='al_asad', label='Al-Asad Air Base'),)
    """
    typed = typed[:_MOST_LETTERS].strip()
    folded = fold(typed)
    if not folded:
        return Results()
    named = _named(atlas)
    bases, places_, groups = (_find(folded, named[kind]) for kind in ("base", "place", "group"))
    if not bases.n and not places_.n and not groups.n:
        bases, groups = (_closest(typed, atlas, kind) for kind in ("base", "group"))
    incidents, with_words = _incidents(atlas, typed)
    return Results(bases, places_, groups, incidents, with_words)


@per_atlas
def _named(atlas: Atlas) -> dict[str, tuple[_Named, ...]]:
    """Return all that has a name, by kind, in the order of the names; places without the bases."""
    return {
        "base": _spelled(atlas.bases, "base_id"),
        "place": tuple(
            _Named(Match(place.key, place.label), (fold(place.label),))
            for place in places.list_places(atlas)
            if not place.key.startswith("base:")
        ),
        "group": _spelled(atlas.groups, "group_id"),
    }


def _spelled(frame: pd.DataFrame, key: str) -> tuple[_Named, ...]:
    rows = frame.sort_values(["name", key])
    return tuple(
        _Named(Match(id_, name), _spellings([name, id_, arabic, *_items(aliases)]))
        for id_, name, arabic, aliases in zip(
            rows[key], rows["name"], rows["name_ar"], rows["aliases"], strict=True
        )
    )


def _items(cell: Any) -> list[str]:
    return cell.split(LIST_SEPARATOR) if isinstance(cell, str) else []


def _spellings(names: Iterable[Any]) -> tuple[str, ...]:
    folded = (fold(name) for name in names if isinstance(name, str))
    return tuple(dict.fromkeys(filter(None, folded)))


def _find(folded: str, named: Sequence[_Named]) -> Matches:
    words, run_together = folded.split(), folded.replace(" ", "")
    ranked = [
        (rank, i)
        for i, one in enumerate(named)
        if (rank := min(_rank(folded, words, run_together, s) for s in one.spellings)) < _NO_MATCH
    ]
    return Matches(tuple(named[i].match for _, i in sorted(ranked)[:MOST_SHOWN]), len(ranked))


def _rank(folded: str, words: Sequence[str], run_together: str, spelling: str) -> int:
    """Return how well a spelling fits: 0 is equal, `_NO_MATCH` not at all."""
    if spelling == folded:
        return 0
    if spelling.startswith(folded):
        return 1
    parts = spelling.split()
    if all(any(part.startswith(word) for part in parts) for word in words):
        return 2
    return 3 if run_together in spelling.replace(" ", "") else _NO_MATCH


def _closest(typed: str, atlas: Atlas, kind: str) -> Matches:
    keys = atlas.names[kind].closest(typed)
    named = {one.match.key: one.match for one in _named(atlas)[kind]}
    return Matches(tuple(named[key] for key in keys), len(keys))


def _incidents(atlas: Atlas, typed: str) -> tuple[Matches, int]:
    """Return the newest incidents that fit, and how many have the words."""
    with_words = atlas.words.contain(typed)
    ids = atlas.incidents["incident_id"]
    has_id = ids.str.startswith(typed.lower()).to_numpy(bool)
    rows = np.flatnonzero(with_words | has_id)[::-1]
    exact = rows == atlas.row_of.get(typed, -1)
    first = np.concatenate([rows[exact], rows[~exact]])[:MOST_SHOWN]
    columns = ("incident_id", "date", "target", "place")
    best = tuple(
        Match(id_, f"{short_day(day.date())} · {target} · {place}")
        for id_, day, target, place in atlas.incidents.iloc[first][list(columns)].itertuples(
            index=False
        )
    )
    return Matches(best, len(rows)), int(np.count_nonzero(with_words))
