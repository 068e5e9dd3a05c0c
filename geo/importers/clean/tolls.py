"""Numbers of killed and injured as people write them: 3+, 2-4, at least 3, dozens, no casualties.

What is no plain number is never read as 0, and never as more than it says: `at least 3` counts as
3, a range is the lowest and highest number, and what names no number stays unknown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.importers.clean import numbers, toll_words
from geo.importers.clean.text import is_missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

_LONGEST: Final = 80
_SEPARATED: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[ ,'’٬\u2009]\d{3})+(?![\d.,])")
_FOOTNOTE: Final = re.compile(r"\s*\[\w{1,3}\]$|\s*[*†‡]+$")
_BRACKETS: Final = re.compile(r"\s*\(([^()]*[^\W\d_][^()]*)\)$")
# What a cell is in digits and marks: `>3`, `3 >`, `2-4`, `~ 10`, `= 2 & 4`.
_MARKED: Final = re.compile(r"([>~≤<])?[ ~]*(0|[1-9]\d{0,8})(?: ?- ?([1-9]\d{0,8}))? ?([>~])?")
_BETWEEN: Final = re.compile(r"= ?([1-9]\d{0,8}) ?[&≤-] ?([1-9]\d{0,8})")
_CLAUSES: Final = re.compile(r"[,;/&]|(?<!\w)(?:and|y|et|und|и|та|і|و)(?!\w)")
_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE: Final = re.compile(
    rf"\d{{1,2}}[- ](?:{_MONTHS})|(?:{_MONTHS})[- ]\d{{1,2}}|\d{{4}}-\d\d-\d\d.*|"
    r"\d{1,2}/\d{1,2}/\d{2,4}"
)
_LIKE_CODES: Final = re.compile(r"(?:9{2,}|8{2,}|7{2,})(?:\.0+)?")
_TENFOLD, _HUNDRED = 10, 100

_AT_LEAST: Final = "at least so many; the number that it names is counted"
_ABOUT: Final = "about so many; the number that it names is counted"
_AT_MOST: Final = "at most so many; the number is left unknown"
_RANGE: Final = "from one number to another; the number between them is left unknown"
_NO_NUMBER: Final = "names no number"
_OTHER_TOLL: Final = "names another toll"
_NONE_OR_UNKNOWN: Final = "may mean none, or not known"
_A_DATE: Final = "is a date; a spreadsheet may have made it of a range such as 2-4"
_CODE: Final = "a code for unknown, such as 999: all other numbers are below a tenth of it"
_LIKE_CODE: Final = "99, 999, 888 and the like often stand for unknown; counted as it is"
_WORDS: Final = "a number in words, or with words"
_WITH_REMARK: Final = "a number with a remark; the number is counted"
_SAYS_UNKNOWN: Final = "a word for unknown"


class Toll(NamedTuple):
    """One cell: the number that counts, the lowest and highest, NaN where it names none.

    `doubt` says how the cell means its number, `fault` why none is read, `mended` what was done.
    """

    number: float
    low: float = np.nan
    high: float = np.nan
    mended: str = ""
    fault: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Tolls(numbers.Numbers):
    """The values of a column, one entry for each distinct one; see `Toll`."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    doubts: list[str]

    @property
    def share(self) -> float:
        """Share of the values that say something of a toll, with doubts too."""
        said = np.isfinite(self.number) | np.array([bool(d) for d in self.doubts], dtype=bool)
        return float(np.mean(said))


def read_tolls(values: Sequence[str], role: str) -> Tolls:
    """Read numbers of persons, plain or in words.

    Args:
        values: distinct cells of a column.
        role: killed, killed_low, killed_high or injured; `3 wounded` is no number of killed.
    """
    counts = numbers.read_counts(values)
    plain = zip(counts.number.tolist(), counts.mended, counts.faults, strict=True)
    tolls = [
        Toll(number, mended=mended, fault=fault)
        if not fault and (mended or not np.isnan(number) or not value)
        else _in_words(value, role) or Toll(number, mended=mended, fault=fault)
        for value, (number, mended, fault) in zip(values, plain, strict=True)
    ]
    tolls = _without_codes(values, tolls)
    number, low, high = (np.array([t[i] for t in tolls], dtype=np.float64) for i in range(3))
    return Tolls(number, [t.mended for t in tolls], [t.fault for t in tolls], low, high,
                 [t.doubt for t in tolls])  # fmt: skip


def _without_codes(values: Sequence[str], tolls: list[Toll]) -> list[Toll]:
    """Take 999 and the like for unknown where no other number comes near them; doubt 99 there."""
    codes = {i for i, v in enumerate(values) if _LIKE_CODES.fullmatch(numbers.ascii_digits(v))}
    others = [t.number for i, t in enumerate(tolls) if i not in codes and not np.isnan(t.number)]
    for i in codes:
        number = tolls[i].number
        is_far_off = bool(others) and max(others) < (number + 1) / _TENFOLD
        if number >= _HUNDRED:
            tolls[i] = Toll(np.nan, fault=_CODE) if is_far_off else Toll(number, doubt=_LIKE_CODE)
        elif is_far_off:
            tolls[i] = Toll(number, doubt=_LIKE_CODE)
    return tolls


def _in_words(cell: str, role: str) -> Toll | None:
    """Read a cell that is no plain number; None where it says nothing that is understood."""
    text = _plain(cell)
    if toll := _WHOLE.get(text):
        return toll
    if is_missing(cell) or len(cell) > _LONGEST:
        return None
    if _DATE.fullmatch(text):
        return Toll(np.nan, fault=_A_DATE)
    kind = "injured" if role == "injured" else "killed"
    if (clause := _clause_of(text, kind)) is not None:
        toll = _of_one_toll(clause, kind)
        return toll and toll._replace(mended="", doubt=toll.doubt or _WITH_REMARK)
    return _of_one_toll(text, kind)


def _of_one_toll(text: str, kind: str) -> Toll | None:
    """Read what is said of the killed or of the injured alone."""
    text = _FOOTNOTE.sub("", text)
    if remark := _BRACKETS.search(text):
        if _says_other_toll(remark[1], kind) and not any(c.isdigit() for c in remark[1]):
            return Toll(np.nan, fault=_OTHER_TOLL)
        text = text[: remark.start()]
        if _condensed(remark[1], kind) == "~":
            text += " ~"
    if _OF_PERSONS.sub(" ", text).strip() in _VAGUE_WORDS:
        return Toll(np.nan, fault=_NO_NUMBER)
    toll = _number(_condensed(text, kind), has_remark=remark is not None)
    return toll or (Toll(np.nan, fault=_OTHER_TOLL) if _says_other_toll(text, kind) else None)


def _number(text: str, *, has_remark: bool) -> Toll | None:  # noqa: PLR0911 - one return for each way of meaning it
    """Return what digits and marks say, as `_condensed` writes them."""
    if between := _BETWEEN.fullmatch(text):
        low, high = float(between[1]), float(between[2])
        return Toll(np.nan, low, high, doubt=_RANGE) if low < high else None
    if not (match := _MARKED.fullmatch(text)):
        return None
    before, first, second, after = match.groups()
    low = float(first)
    if second is not None:
        high = float(second)
        is_range = low < high and before in {None, "~"} and after in {None, "~"}
        return Toll(np.nan, low, high, doubt=_RANGE) if is_range else None
    mark = before or after or ""
    if mark and not low:
        return None
    if mark in {"≤", "<"}:
        return Toll(np.nan, high=low - (mark == "<"), doubt=_AT_MOST)
    if mark == ">":
        return Toll(low, low, doubt=_AT_LEAST)
    if mark == "~":
        return Toll(low, doubt=_ABOUT)
    return Toll(low, doubt=_WITH_REMARK) if has_remark else Toll(low, mended=_WORDS)


def _clause_of(text: str, kind: str) -> str | None:
    """Return what `3 killed and 2 wounded` says of one toll, None where it has not both."""
    other = "killed" if kind == "injured" else "injured"
    clauses = [clause for part in _CLAUSES.split(text) if (clause := part.strip())]
    own = [c for c in clauses if _TOLL_WORDS[kind] & set(c.split())]
    others = [c for c in clauses if _TOLL_WORDS[other] & set(c.split())]
    if len(own) != 1 or not others or own[0] in others:
        return None
    # Of `3 killed and wounded` nobody knows how many were killed.
    return own[0] if all(set(c.split()) - _TOLL_WORDS[other] for c in others) else None


def tells_of_tolls(cell: str) -> bool:
    """Return whether a cell has a word for the killed or the injured."""
    return bool(_ALL_TOLL_WORDS & set(_CLAUSES.sub(" ", _plain(cell)).split()))


def _says_other_toll(text: str, kind: str) -> bool:
    """Return whether a text has words for the other toll, and none for this one."""
    words = frozenset(_CLAUSES.sub(" ", text).split())
    other = "killed" if kind == "injured" else "injured"
    return bool(words & _TOLL_WORDS[other]) and not words & _TOLL_WORDS[kind]


def _plain(cell: str) -> str:
    """Return text in ASCII digits, lower case, without accents and separators of thousands."""
    text = unicodedata.normalize("NFD", numbers.ascii_digits(cell)).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c) and c not in "'’ʼ`")
    text = _SEPARATED.sub(lambda match: re.sub(r"\D", "", match[0]), text)
    return " ".join(text.split())


def _condensed(text: str, kind: str) -> str:
    """Return text with digits for numbers, marks for how they are meant, and no word for persons.

    A word that is not known stays, and then the text is no number.
    """
    signs = _signs(kind)
    marked = text.replace(">=", ">").replace("<=", "≤").translate(toll_words.SAME_MARK)
    return " ".join(_pattern(kind).sub(lambda match: f" {signs[match[0]]} ", marked).split())


@lru_cache(maxsize=2)
def _signs(kind: str) -> dict[str, str]:
    """Return what stands for each word: a mark, a number, or nothing."""
    signs = {_plain(word): str(n) for word, n in toll_words.NUMBERS.items()}
    signs |= {_plain(word): mark for mark, words in toll_words.MEANT.items() for word in words}
    signs |= {_plain(word): f"~{n}" for word, n in toll_words.AROUND.items()}
    return signs | dict.fromkeys(_plain_all((*toll_words.PERSONS, *toll_words.OF_TOLL[kind])), "")


@lru_cache(maxsize=2)
def _pattern(kind: str) -> re.Pattern[str]:
    return _any_of(_signs(kind))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W\d_])")


def _plain_all(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_plain, words))


# Words that name no number where they are all that a cell says.
_WHOLE: Final = dict.fromkeys(
    _plain_all(toll_words.UNKNOWN), Toll(np.nan, mended=_SAYS_UNKNOWN)
) | dict.fromkeys(_plain_all(toll_words.NONE_OR_UNKNOWN), Toll(np.nan, fault=_NONE_OR_UNKNOWN))
_VAGUE_WORDS: Final = _plain_all(toll_words.VAGUE)
_TOLL_WORDS: Final = {kind: _plain_all(words) for kind, words in toll_words.OF_TOLL.items()}
_ALL_TOLL_WORDS: Final = _TOLL_WORDS["killed"] | _TOLL_WORDS["injured"]
_OF_PERSONS: Final = _any_of((
    *_plain_all(toll_words.PERSONS) - _VAGUE_WORDS, *_TOLL_WORDS["killed"], *_TOLL_WORDS["injured"],
    "of", "de",
))  # fmt: skip
