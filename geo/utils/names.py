"""Finding things by the names that people type."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo import errors
from geo.utils.lists import rows_with
from geo.utils.text_columns import as_arrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


# Hyphens read as blanks; Arabic letters that are typed for one another read as one: alef wasla,
# final yeh, the Persian keyboard's yeh and kaf, teh marbuta. Vowel marks and the hamza on a letter
# go with the accents.
_READ_AS = dict(zip("-_/ٱىیةک", "   اييهك", strict=True))
# Apostrophes, the hamza on the line, the tatweel, and marks of joining and of writing direction.
_NO_LETTERS = (
    "'’‘`ʿʾءـ\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_ASCII_BLANKS = "-_/"
_ASCII_DROPPED = "'`"
_PIECE: Final = 131_072  # texts that one core looks through at a time
_PER_SLIP: Final = 4  # letters of a name for each that may be wrong
_TRIED: Final = 24  # of the names that look alike
_MOST_KNOWN: Final = 8  # words, a byte for each row
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
        """Return up to three ids whose id or name is `given` but for a slip, or holds it."""
        folded = fold(given)
        spellings = [
            spelling for spelling in errors.closest(folded, self._spelled, n=_TRIED)
            if folded in spelling or _slips(folded, spelling) <= max(1, len(folded) // _PER_SLIP)
        ]  # fmt: skip
        return tuple(
            dict.fromkeys(key for spelling in spellings for key in self._spelled[spelling])
        )[:3]


def _slips(one: str, other: str) -> int:
    """Return how many letters must be put in, left out or changed to make one text the other."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, of_other in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != of_other))
    return row[-1]


class Words:
    """The words of each row, for a search that ignores case, accents, apostrophes and hyphens."""

    def __init__(
        self,
        columns: Sequence[pd.Series[str]],
        linked: pd.Series[str] | None = None,
        links: pa.ListArray | None = None,
    ) -> None:
        """Fold each distinct text once.

        Args:
            columns: texts, one value per row each. A word has no blanks, so it stands in a row if
                it stands in one of its texts.
            linked: texts that several rows share.
            links: for each row the positions in `linked` of those that it shares.
        """
        self._n = len(columns[0])
        self._columns = [_folded(column) for column in columns]
        self._linked = None if linked is None else _folded(linked)
        self._links = links
        self._known: dict[str, NDArray[np.bool_]] = {}

    def contain(self, words: str) -> NDArray[np.bool_]:
        """Return one boolean per row: whether every one of the words occurs in its text."""
        has_all = np.ones(self._n, dtype=bool)
        for word in fold(words).split():
            has_all &= self._rows_with(word)
        return has_all

    def _rows_with(self, word: str) -> NDArray[np.bool_]:
        """Return which rows have a word; the words searched last are remembered."""
        here = self._known.get(word)
        if here is None:
            here = np.zeros(self._n, dtype=bool)
            for column in self._columns:
                here |= _has(column, word)
            if self._linked is not None and self._links is not None:
                here |= rows_with(self._links, _has(self._linked, word))
            here.flags.writeable = False
            for oldest in list(self._known)[: len(self._known) + 1 - _MOST_KNOWN]:
                self._known.pop(oldest, None)
            self._known[word] = here
        return here


def _folded(column: pd.Series[str]) -> tuple[NDArray[np.intp], Any]:
    """Return for each row the position of its text among the distinct folded ones, and those."""
    of_row, distinct = pd.factorize(column)
    texts = as_arrow(distinct)
    is_ascii = pc.string_is_ascii(texts)
    # Of plain ASCII `fold` only lowers letters, parts at hyphens and drops apostrophes.
    plain = pc.ascii_lower(texts.filter(is_ascii))
    for char in _ASCII_BLANKS:
        plain = pc.replace_substring(plain, char, " ")
    for char in _ASCII_DROPPED:
        plain = pc.replace_substring(plain, char, "")
    other = [fold(text) for text in texts.filter(pc.invert(is_ascii)).to_pylist()]
    return of_row, pc.replace_with_mask(
        pc.replace_with_mask(texts, is_ascii, plain),
        pc.invert(is_ascii),
        pa.array(other, pa.large_string()),
    )


def _has(column: tuple[NDArray[np.intp], Any], word: str) -> NDArray[np.bool_]:
    of_row, texts = column
    return np.asarray(np.append(_matches(texts, word), False)[of_row], dtype=bool)


def _matches(texts: Any, word: str) -> NDArray[np.bool_]:
    """Return which texts contain the word; many are looked through on all cores, as Arrow can."""
    # Arrow's plain search looks at one byte after the other; RE2 is three to eight times as fast.
    pattern = re.escape(word)

    def of_piece(start: int) -> NDArray[np.bool_]:
        matches = pc.match_substring_regex(texts.slice(start, _PIECE), pattern)
        return np.asarray(matches.to_numpy(zero_copy_only=False), dtype=bool)

    starts = range(0, len(texts), _PIECE)
    if len(starts) <= 1:
        return of_piece(0)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return np.concatenate(list(pool.map(of_piece, starts)))
