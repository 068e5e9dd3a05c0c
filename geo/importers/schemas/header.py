"""The words of a column's name, and how well they say what the column is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

# dateOfOcc, GPSLat, lat2, nkill_us: a word ends at a capital, a digit or a separator.
_BREAKS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\W_]+")
_DIGITS: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
# Words that say nothing of what a column is: "Date of the incident" is a date.
_FILLERS: Final = frozenset((
    "a", "an", "and", "at", "by", "de", "del", "den", "der", "des", "di", "do", "du", "el", "en",
    "et", "for", "from", "ha", "i", "in", "la", "las", "le", "les", "los", "na", "no", "nr", "num",
    "number", "numbers", "nombre", "numero", "nombres", "of", "on", "or", "par", "por", "pour",
    "the", "to", "total", "totals", "txt", "value", "wgs", "84", "dd", "dec", "decimal", "deg",
    "degree", "degrees", "gps", "geo", "incident", "incidents", "event", "events", "attack",
    "accident", "occurrence", "occ", "occured", "occurred", "reported", "alleged", "suspected",
    "estimated", "approx", "approximate",
    "how", "many", "people", "persons", "were", "was", "did", "happen", "happened", "what", "who",
    "please", "name", "or", "around", "attaque", "ataque", "angriff", "confirmed", "count", "der",
    "die",
    "das", "von", "und", "am", "ال", "من", "في", "количество", "число", "кількість", "в", "на", "и",
    "і", "عدد",
))  # fmt: skip
# Of names that say it as well, the one with a lower number is the one that is meant.
_NUMBERED: Final = re.compile(r"[1-9]")
WHOLE, BARE, NONE = 1.0, 0.95, 0.0
_PART_AT_LEAST, _PART_MORE = 0.25, 0.5
_LATER: Final = 0.06


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, without case and accents: GPSLat is `gps lat`."""
    apart = _DIGITS.sub(" ", _BREAKS.sub(" ", name))
    return tuple(fold(apart).split())


@lru_cache(maxsize=4096)
def core_of(words: tuple[str, ...]) -> frozenset[str]:
    """Return the words that say something."""
    return frozenset(w for w in words if len(w) > 1 and w not in _FILLERS and not w.isdigit())


def match(name: str, phrases: Iterable[str]) -> float:
    """Return how well a name says what one of the phrases says, from 0 (not) to 1.

    1 is a phrase itself, 0.95 one among words that say nothing, less where the phrases are only a
    part of what the name says. A second column of the same name counts for less than the first.
    """
    words = words_of(name)
    joined, core = "".join(words), core_of(words)
    said: set[str] = set()
    for phrase in phrases:
        of_phrase = words_of(phrase)
        if joined == "".join(of_phrase):
            return WHOLE
        if (of_core := core_of(of_phrase)) and of_core <= core:
            said |= of_core
    if not said:
        return NONE
    numbers = [int(w) for w in words if _NUMBERED.fullmatch(w)]
    later = _LATER * (numbers[-1] - 1) if numbers else NONE
    share = len(said) / len(core)
    return max(NONE, (BARE if share == 1 else _PART_AT_LEAST + _PART_MORE * share) - later)
