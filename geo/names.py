"""Finding things by the names that people type."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from geo import errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

# Hyphens read as blanks; Arabic letters that are typed for one another read as one: alef wasla,
# final yeh, the Persian keyboard's yeh and kaf, teh marbuta. Vowel marks and the hamza on a letter
# go with the accents.
_READ_AS = dict(zip("-_/ٱىیةک", "   اييهك", strict=True))
# Apostrophes, the hamza on the line, the tatweel, and marks of joining and of writing direction.
_NO_LETTERS = (
    "'’‘`ʿʾءـ\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_DROPPED = str.maketrans(_READ_AS | dict.fromkeys(_NO_LETTERS, ""))


def fold(text: str) -> str:
    """Return `text` as names are compared: without case, accents, apostrophes and hyphens.

    Arabic is compared without vowel marks, tatweel and hamza.
    """
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(bare.translate(_DROPPED).casefold().split())


class Names:
    """The ids of one kind of thing, and the names and other spellings that lead to them."""

    def __init__(self, ids: Sequence[str], spellings: Iterable[Iterable[str]]) -> None:
        """Index by folded spelling.

        Args:
            ids: the ids, each once.
            spellings: for each id its spellings in ranks, best rank first.
        """
        self.ids = tuple(ids)
        self._spelled: dict[str, tuple[str, ...]] = {}
        ranks: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for key, names in zip(self.ids, spellings, strict=True):
            for rank, name in enumerate([key, *names]):
                ranks[fold(name)][min(rank, 2)].append(key)
        for folded, by_rank in ranks.items():
            self._spelled[folded] = tuple(dict.fromkeys(by_rank[min(by_rank)]))

    def find(self, given: str) -> tuple[str, ...]:
        """Return the ids that `given` names: by id, else by name, else by another spelling."""
        if given in self.ids:
            return (given,)
        return self._spelled.get(fold(given), ())

    def closest(self, given: str) -> tuple[str, ...]:
        """Return up to three ids whose id or name looks most like `given`."""
        found = errors.closest(fold(given), self._spelled, n=6)
        return tuple(dict.fromkeys(key for f in found for key in self._spelled[f]))[:3]


class Words:
    """The words of each row, for a search that ignores case, accents, apostrophes and hyphens."""

    def __init__(self, texts: pd.Series[str]) -> None:
        """Fold the text of each row once."""
        folded = {text: fold(text) for text in texts.unique()}
        self._texts = texts.map(folded).astype("str").reset_index(drop=True)

    def contain(self, words: str) -> NDArray[np.bool_]:
        """Return one boolean per row: whether every one of the words occurs in its text."""
        found = np.ones(len(self._texts), dtype=bool)
        for word in fold(words).split():
            found &= self._texts.str.contains(word, regex=False).to_numpy(dtype=bool)
        return found
