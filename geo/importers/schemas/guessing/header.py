"""The words of a column's name, and how well they say what the column is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from geo.importers.schemas.guessing.synonyms import IDLE, IDLE_IN_HEADERS, WHOLE_ONLY
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

# dateOfOcc, GPSLat, lat2, nkill_us: a word ends at a capital, a digit or a separator.
_BREAKS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\W_]+")
# A sign for number, not the mark before a tag: #date.
_NUMBER_SIGN: Final = re.compile(r"№|#(?![^\W\d_])")
# Letters that a word keeps when its Arabic article is left out.
_ARTICLE: Final = re.compile(r"\bال(?=\w{3})")
_DIGITS: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_WHOLE_ONLY: Final = frozenset(fold(word) for word in WHOLE_ONLY)
# Of names that say it as well, the one with a lower number is the one that is meant.
_NUMBERED: Final = re.compile(r"[1-9]")
WHOLE, BARE, NONE = 1.0, 0.95, 0.0
_PART_AT_LEAST, _PART_MORE = 0.25, 0.5
_LATER: Final = 0.06


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, without case, accents and Arabic article: GPSLat is `gps lat`."""
    apart = _DIGITS.sub(" ", _BREAKS.sub(" ", _NUMBER_SIGN.sub(" no ", name)))
    return tuple(_ARTICLE.sub("", fold(apart)).split())


@lru_cache(maxsize=4096)
def core_of(words: tuple[str, ...]) -> frozenset[str]:
    """Return the words that say something; `Date of the incident` is a date."""
    return frozenset(w for w in words if not _is_idle(w) and w not in IDLE_IN_HEADERS)


@lru_cache(maxsize=4096)
def _asked_of(phrase: str) -> frozenset[str]:
    """Return the words that a name must have to say what a phrase says; none if all of it."""
    words = words_of(phrase)
    if len(words) == 1 and words[0] in _WHOLE_ONLY:
        return frozenset()
    # The number of an administrative level tells it from the others: adm 2 is no country.
    return frozenset(w for w in words if w.isdigit() or not _is_idle(w))


def _is_idle(word: str) -> bool:
    return len(word) == 1 or word in IDLE or word.isdigit()


def match(name: str, phrases: Iterable[str]) -> float:
    """Return how well a name says what one of the phrases says, from 0 (not) to 1.

    1 is a phrase itself, 0.95 one among words that say nothing, less where the phrases are only a
    part of what the name says. A second column of the same name counts for less than the first.
    """
    words = words_of(name)
    joined, all_words, core = "".join(words), frozenset(words), core_of(words)
    said: frozenset[str] = frozenset()
    for phrase in phrases:
        if joined == "".join(words_of(phrase)):
            return WHOLE
        if (asked := _asked_of(phrase)) and asked <= all_words:
            said |= asked
    if not (said := said & core):
        return NONE
    numbers = [int(w) for w in words if _NUMBERED.fullmatch(w)]
    later = _LATER * (numbers[-1] - 1) if numbers else NONE
    share = len(said) / len(core)
    return max(NONE, (BARE if share == 1 else _PART_AT_LEAST + _PART_MORE * share) - later)
