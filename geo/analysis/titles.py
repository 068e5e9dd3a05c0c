"""What an incident is called in words: what happened, and where or to what.

An imported table often says nothing of a target. Then the place stands in the title, never the
words that fill the empty cell.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from geo import codes
from geo.model.column import LIST_SEPARATOR
from geo.utils.words import short_day, span

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

_WITH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "one_way_attack_drone": "drone",
        "drone_unspecified": "drone",
        "rocket": "rocket",
        "ballistic_missile": "ballistic missile",
        "cruise_missile": "cruise missile",
        "mortar": "mortar",
        "explosive_device": "bomb",
        "small_arms": "small-arms",
    }
)
_MOST_WEAPONS: Final = 2
_NOUN: Final = MappingProxyType(
    {"attack": "attack", "counterstrike": "counterstrike", "strike": "strike",
     "explosion": "explosion", "interception": "interception", "other": "incident"}
)  # fmt: skip
_ON: Final = MappingProxyType({"explosion": "at", "interception": "near", "other": "at"})
# Targets of the atlas begin with a capital, also where they are described and not named.
_DESCRIBED: Final = frozenset(
    {"Alleged", "Base", "Coalition", "Five", "Houses", "Militant", "Militia", "Truck",
     "Undisclosed", "Vital"}
)  # fmt: skip


def incident_title(row: Mapping[str, Any] | pd.Series[Any], *, dated: bool = False) -> str:
    """Return what happened in words: `Drone attack on Al-Asad Air Base`.

    Args:
        row: a row of `atlas.incidents`.
        dated: whether the day follows: `Drone attack on Al-Asad Air Base, 4 Feb 2024`.
    """
    if has_target(row["target"]):
        on = _ON.get(row["event_type"], "on")
        title = f"{_what(row)} {on} {_within_a_sentence(row['target'])}"
    else:
        title = f"{_what(row)} in {row['place']}"
    if not dated:
        return title
    return f"{title}, {day_in_words(row)}"


def day_in_words(row: pd.Series[Any] | Mapping[Hashable, Any]) -> str:
    """Return when an incident was: `4 Feb 2024`, `about 4 Feb 2024`, `4 to 6 Feb 2024`, `Feb 2024`.

    Args:
        row: a row of `atlas.incidents`.
    """
    last = row.get("date_end")
    if last is not None and last == last:  # noqa: PLR0124 - NaT is not equal to itself
        return span(row["date"].date(), last.date())
    about = "about " if row["date_precision"] == "approx" else ""
    return f"{about}{short_day(row['date'])}"


def short_title(row: Mapping[str, Any] | pd.Series[Any]) -> str:
    """Return the target alone; where none is stated, what happened and where."""
    return str(row["target"]) if has_target(row["target"]) else incident_title(row)


def has_target(target: str) -> bool:
    """Return whether a cell of `target` names one, and does not fill an empty cell of a file."""
    return target != codes.NOT_STATED and not target.endswith(codes.TARGET_NOT_STATED)


def _what(row: Mapping[str, Any] | pd.Series[Any]) -> str:
    """Return the kind of incident with its weapons, the first letter a capital."""
    if not has_target(row["target"]) and row["target"] != codes.NOT_STATED:
        return str(row["target"].removesuffix(codes.TARGET_NOT_STATED).rstrip())
    kind, weapons = row["event_type"], row["weapons"].split(LIST_SEPARATOR)
    if weapons == ["air_strike"] and kind in {"attack", "strike"}:
        return "Air strike"
    words = dict.fromkeys(_WITH.get(weapon, "") for weapon in weapons)
    what = _NOUN[kind]
    if "" not in words and len(words) <= _MOST_WEAPONS:
        what = f"{' and '.join(words)} {what}"
    return what[:1].upper() + what[1:]


def _within_a_sentence(target: str) -> str:
    first = target.split(" ", maxsplit=1)[0]
    return target[:1].lower() + target[1:] if first in _DESCRIBED else target
