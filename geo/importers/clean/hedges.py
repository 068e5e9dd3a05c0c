"""Doubts that stand beside a group's name: `ISIS?`, `probably Hezbollah`, `HTS (not confirmed)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

# Words that blame somebody, though not for sure; words for any doubt; and for a claim.
_SUSPECTED: Final = (
    "suspected", "suspect", "alleged", "allegedly", "presumed", "presumably", "accused",
    "believed to be", "believed", "thought to be", "suspected to be", "attributed to", "blamed on",
    "présumé", "présumés", "présumée", "soupçonné",
    "presunto", "presuntos", "supuesto", "supuestos", "sospechoso", "mutmaßlich", "mutmaßliche",
    "vermutlich", "подозревается", "предположительно", "підозрюється", "імовірно", "مشتبه به",
    "يشتبه", "يعتقد", "şüpheli",
)  # fmt: skip
_DOUBTED: Final = (
    "probably", "probable", "possibly", "possible", "likely", "maybe", "perhaps", "apparently",
    "reportedly", "unconfirmed", "not confirmed", "unverified", "not verified", "uncertain",
    "not certain", "unclear", "disputed", "tbc", "to be confirmed", "non confirmé",
    "probablement", "peut-être", "no confirmado", "probablemente", "posiblemente", "posible",
    "nicht bestätigt", "unbestätigt", "wahrscheinlich", "möglicherweise", "вероятно", "возможно",
    "не подтверждено", "ймовірно", "можливо", "не підтверджено", "ربما", "غير مؤكد", "محتمل",
    "يرجح", "muhtemelen", "doğrulanmadı", "?",
)  # fmt: skip
_CLAIMED: Final = ("claimed", "claimed responsibility", "claims responsibility", "revendiqué")
_CLAIMED_BY: Final = ("claimed by", "revendiqué par", "reivindicado por")
_NOBODY: Final = ("unknown", "unidentified", "not known", "unclear", "inconnu", "desconocido",
                  "неизвестно", "невідомо", "مجهول", "غير معروف")  # fmt: skip

Kind = Literal["", "doubted", "suspected", "claimed"]


class Hedge(NamedTuple):
    """What a file says beside a name, as a kind and in its own words; blank where it is nothing."""

    kind: Kind = ""
    text: str = ""


NONE: Final = Hedge()


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_KINDS: Final[dict[str, Kind]] = {
    **{fold(word): "suspected" for word in _SUSPECTED},
    **{fold(word): "doubted" for word in _DOUBTED},
    **{fold(word): "claimed" for word in (*_CLAIMED, *_CLAIMED_BY)},
}
_WORDS: Final = _any_of((*_SUSPECTED, *_DOUBTED))
_BEFORE: Final = re.compile(rf"({_WORDS}|{_any_of(_CLAIMED_BY)})[\s:]\s*(?=\S)", re.IGNORECASE)
_BEHIND: Final = re.compile(
    rf"\s*[(\[]\s*({_WORDS}|{_any_of(_CLAIMED)})\s*[)\]]$|[\s,:–-]+({_WORDS}|{_any_of(_CLAIMED[1:])})$|\s*(\?)[?!]*$",
    re.IGNORECASE,
)
_NOBODY_BUT: Final = re.compile(rf"(?:{_any_of(_NOBODY)})\s*[(,:/–-]\s*(.+?)\)?", re.IGNORECASE)


def take_hedge(name: str) -> tuple[str, Hedge]:
    """Return a name without the doubt that stands beside it, and the doubt.

    Args:
        name: one name, with single blanks; without a doubt it is returned as it is.
    """
    if (nobody := _NOBODY_BUT.fullmatch(name)) and (rest := take_hedge(nobody[1]))[1].kind:
        return rest[0], Hedge(rest[1].kind, name)
    bare, words = name, []
    if match := _BEHIND.search(bare):
        bare = bare[: match.start()].strip()
        words.append(next(filter(None, match.groups())))
    if match := _BEFORE.match(bare):
        bare = bare[match.end() :].strip()
        words.append(match[1])
    if not bare or not words:
        return name, NONE
    kinds = [_KINDS[fold(word)] for word in words]
    doubts = [kind for kind in kinds if kind != "claimed"]
    kind: Kind = "suspected" if "suspected" in doubts else (doubts or kinds)[0]
    return bare, Hedge(kind, name)
