"""Two columns for the first and the last day: from and to, start and end, von and bis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.importers.schemas.guessing.header import words_of
from geo.importers.schemas.guessing.synonyms import AGAINST

if TYPE_CHECKING:
    from geo.importers.schemas.guessing.scores import Scores


def _word(word: str) -> str:
    return words_of(word)[0]


# The words by which the names of the two differ, in the languages of this field.
_PAIRS: Final = frozenset(
    (_word(first), _word(last))
    for first, last in (
        ("from", "to"), ("fr", "to"), ("from", "until"), ("from", "till"), ("start", "end"),
        ("started", "ended"), ("begin", "end"), ("beginning", "end"), ("first", "last"),
        ("since", "until"), ("von", "bis"), ("ab", "bis"), ("beginn", "ende"), ("anfang", "ende"),
        ("du", "au"), ("de", "à"), ("début", "fin"), ("desde", "hasta"), ("inicio", "fin"),
        ("inicio", "final"), ("inizio", "fine"), ("dal", "al"), ("início", "fim"), ("de", "até"),
        ("van", "tot"), ("vanaf", "tot"), ("begin", "einde"), ("с", "по"), ("от", "до"),
        ("начало", "конец"), ("начала", "окончания"), ("з", "по"), ("від", "до"),
        ("початок", "кінець"), ("من", "إلى"), ("من", "حتى"), ("البداية", "النهاية"), ("از", "تا"),
        ("başlangıç", "bitiş"),
    )
)  # fmt: skip
# Words that may stand in one of the names only: Start, End date.
_OF_DATES: Final = frozenset(
    _word(word)
    for word in ("date", "day", "datum", "fecha", "data", "дата", "تاريخ", "tarih", "tarihi")
)
# Not when it happened: when a report was made, or for when an area has a name.
_OF_OTHERS: Final = frozenset({*AGAINST["date"], "valid"})
# Forms note by themselves when they were begun and ended.
_OF_FORMS: Final = (("start",), ("end",))
_MOSTLY: Final = 0.5


def find_span(scores: Scores) -> tuple[str, str] | None:
    """Return the columns of the first and of the last day, None where no two are called so.

    Both must have dates. Columns that are called start and end, and no more, and have times of day
    are rather those of a form.
    """
    columns = {c: tuple(w for w in words_of(c) if w not in _OF_DATES) for c in scores.raw.columns}
    for one, its in columns.items():
        for other, theirs in columns.items():
            differ = [pair for pair in zip(its, theirs, strict=False) if pair[0] != pair[1]]
            is_pair = len(its) == len(theirs) and len(differ) == 1 and differ[0] in _PAIRS
            if (
                is_pair
                and not _OF_OTHERS & set(its) & set(theirs)
                and all(scores.samples[c].written_date >= _MOSTLY for c in (one, other))
            ):
                is_form = (its, theirs) == _OF_FORMS and any(
                    ":" in cell for cell in scores.samples[one].cells
                )
                return None if is_form else (one, other)
    return None
