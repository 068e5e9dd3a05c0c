"""Files of anyone's own making: what their columns mean is guessed by name and by content."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from geo import codes
from geo.importers.clean import dates, numbers
from geo.importers.schemas.mapping import Mapping
from geo.importers.schemas.schema import Schema
from geo.importers.schemas.synonyms import LESSER, NAMES
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly

    from geo.importers.read.raw import Raw

_LIKELY: Final = 0.8
_SAMPLE: Final = 400
_NAMES: Final[ReadOnly[str, tuple[str, ...]]] = MappingProxyType(
    {role: (*names, *LESSER.get(role, ())) for role, names in NAMES.items()}
)
_WEAPON_WORDS: Final = {
    "one way attack drones": "one_way_attack_drone",
    "suicide drone": "one_way_attack_drone",
    "suicide drones": "one_way_attack_drone",
    "kamikaze drone": "one_way_attack_drone",
    "kamikaze drones": "one_way_attack_drone",
    "fpv drone": "one_way_attack_drone",
    "loitering munition": "one_way_attack_drone",
    "drone": "drone_unspecified",
    "drones": "drone_unspecified",
    "drone strike": "drone_unspecified",
    "drone attack": "drone_unspecified",
    "uav": "drone_unspecified",
    "uavs": "drone_unspecified",
    "uas": "drone_unspecified",
    "rockets": "rocket",
    "rocket fire": "rocket",
    "rocket attack": "rocket",
    "ballistic missiles": "ballistic_missile",
    "cruise missiles": "cruise_missile",
    "mortars": "mortar",
    "mortar fire": "mortar",
    "mortar shell": "mortar",
    "mortar shells": "mortar",
    "airstrike": "air_strike",
    "airstrikes": "air_strike",
    "air strikes": "air_strike",
    "air raid": "air_strike",
    "air drone strike": "air_strike",
    "shelling artillery missile attack": "shelling",
    "artillery": "shelling",
    "artillery fire": "shelling",
    "artillery shelling": "shelling",
    "howitzer": "shelling",
    "ied": "explosive_device",
    "ieds": "explosive_device",
    "vbied": "explosive_device",
    "svbied": "explosive_device",
    "suicide vbied": "explosive_device",
    "sbied": "explosive_device",
    "pbied": "explosive_device",
    "bomb": "explosive_device",
    "bombing": "explosive_device",
    "car bomb": "explosive_device",
    "truck bomb": "explosive_device",
    "suicide bomb": "explosive_device",
    "suicide bomber": "explosive_device",
    "suicide bombing": "explosive_device",
    "suicide vest": "explosive_device",
    "roadside bomb": "explosive_device",
    "remote explosive landmine ied": "explosive_device",
    "landmine": "explosive_device",
    "land mine": "explosive_device",
    "mine": "explosive_device",
    "grenade": "explosive_device",
    "explosives": "explosive_device",
    "explosive devices": "explosive_device",
    "small arms fire": "small_arms",
    "gunfire": "small_arms",
    "gun": "small_arms",
    "guns": "small_arms",
    "rifle": "small_arms",
    "rifles": "small_arms",
    "firearm": "small_arms",
    "firearms": "small_arms",
    "machine gun": "small_arms",
    "shooting": "small_arms",
}


def _by_words(allowed: ReadOnly[str, str], **more: str) -> ReadOnly[str, str]:
    """Return the codes of a closed list by code and by label, folded."""
    by_label = {fold(label): code for code, label in allowed.items()}
    return MappingProxyType(by_label | {fold(code): code for code in allowed} | more)


CODES: Final[ReadOnly[str, ReadOnly[str, str]]] = MappingProxyType(
    {
        "event_type": _by_words(codes.EVENT_TYPE),
        "target_side": _by_words(codes.TARGET_SIDE),
        "weapons": MappingProxyType(_WEAPON_WORDS | dict(_by_words(codes.WEAPON))),
        "outcome": _by_words(codes.OUTCOME),
        "confirmation": _by_words(codes.CONFIRMATION),
        "geo_precision": _by_words(codes.GEO_PRECISION),
        "date_precision": _by_words(codes.DATE_PRECISION, exact="day", about="approx"),
    }
)

SCHEMA: Final = Schema(
    name="plain",
    title="your own table",
    dataset="",
    url="",
    licence="not stated",
    redistributable=None,
    columns=_NAMES,
    codes=CODES,
    defaults=MappingProxyType({"geo_precision": "town", "date_precision": "day"}),
    separators=";",
    asks=True,
)


def guess_mapping(raw: Raw) -> tuple[Mapping, dict[str, str]]:
    """Guess which column is what, and say why.

    Names decide first, in the order of `_NAMES`; a date, a latitude and a longitude that no name
    shows are sought by content. One column has one role.

    Returns:
        The mapping, and for each role the reason in words.
    """
    taken: dict[str, str] = {}
    why: dict[str, str] = {}
    for role, names in _NAMES.items():
        free = [n for n in names if (c := raw.find(n)) and c not in taken.values()]
        for name in free:
            column = raw.find(name)
            if column and _fits(role, raw, column):
                taken[role], why[role] = column, "by its name"
                break
    for role in ("date", "latitude", "longitude"):
        if role not in taken:
            column = _by_content(role, raw, set(taken.values()))
            if column:
                taken[role], why[role] = column, "by what its cells look like"
            elif named := [
                c for n in _NAMES[role] if (c := raw.find(n)) and c not in taken.values()
            ]:
                taken[role] = named[0]
                why[role] = "by its name alone: its cells do not look like it"
    return Mapping(taken), why


# What the words of a column's name begin with, for the roles that it may have; the first that is
# free is offered.
_HINTS: Final = (
    ("claimed_by", ("claim",)),
    (
        "attributed_to",
        ("attacker", "perpetrat", "responsib", "blame", "suspect", "assail", "culprit"),
    ),
    ("injured", ("injur", "wound")),
    ("killed", ("kill", "fatal", "death", "dead", "toll")),
    ("weapons", ("weapon", "munition")),
    ("party_1", ("actor", "group", "faction", "militia", "organisation", "organization")),
    ("target", ("target", "victim")),
    ("date", ("date", "day")),
    ("latitude", ("lat",)),
    ("longitude", ("lon", "lng")),
    ("country", ("country", "nation")),
    ("admin", ("province", "governorate", "region", "district", "admin")),
    ("place", ("place", "location", "city", "town", "village", "locality", "settlement")),
    ("url", ("url", "link", "http")),
    ("source", ("source", "publisher", "outlet", "media")),
    ("summary", ("note", "descr", "summar", "detail", "comment", "narrative")),
    ("event_type", ("type", "kind", "category")),
    ("outcome", ("outcome", "result")),
)
_NUMBERS: Final = frozenset({"killed", "injured"})
_HALF: Final = 0.5


def suggest_roles(raw: Raw, mapping: Mapping) -> dict[str, str]:
    """Return for columns that no role uses what they seem to be: by a word of the name, or cells.

    A guess takes only names that leave no doubt; these are for a person to confirm.

    Args:
        raw: the file.
        mapping: the roles that are taken.

    Returns:
        Column to role, in the order of the file; each column and each role once.
    """
    taken = {*mapping.columns, *mapping.constants}
    suggestions: dict[str, str] = {}
    for column in raw.columns:
        if column in mapping.columns.values():
            continue
        cells = raw.sample(column, _SAMPLE)
        role = next((r for r in _seems(column, cells) if r not in taken), None)
        if role:
            suggestions[column] = role
            taken.add(role)
    return suggestions


def _seems(column: str, cells: list[str]) -> list[str]:
    """Return the roles that a column may have, the likeliest first."""
    words = fold(re.sub(r"(?<=[a-z])(?=[A-Z])|[_.\W]+", " ", column)).split()
    roles = [r for r, stems in _HINTS if any(w.startswith(stems) for w in words)]
    if cells:
        if np.mean([fold(c) in CODES["weapons"] for c in cells]) >= _HALF:
            roles.append("weapons")
        if np.mean([c.startswith(("http://", "https://")) for c in cells]) >= _HALF:
            roles.append("url")
        numeric = float(np.mean(np.isfinite(numbers.read_counts(cells).number)))
        roles = [r for r in roles if r not in _NUMBERS or numeric >= _LIKELY]
    return [r for r in roles if _can_be(r, cells)]


def _fits(role: str, raw: Raw, column: str) -> bool:
    """Return whether the cells of a column can be what its name says."""
    return _can_be(role, raw.sample(column, _SAMPLE))


def _can_be(role: str, cells: list[str]) -> bool:
    if not cells:
        return role not in {"date", "latitude", "longitude"}
    if role in {"date", "date_end"}:
        return dates.looks_like_date(cells) >= 1 - _LIKELY or _are_serials(cells)
    if role in {"latitude", "longitude"}:
        return _share_of_degrees(cells, 180) >= 1 - _LIKELY
    return True


def _are_serials(cells: list[str]) -> bool:
    serials = numbers.read_counts(cells).number
    return bool(np.mean((serials > 20_000) & (serials < 80_000)) >= _LIKELY)  # noqa: PLR2004 - 1954 to 2119


def _share_of_degrees(cells: list[str], bound: int) -> float:
    values = numbers.read_degrees(cells).number
    return float(np.mean(np.isfinite(values) & (np.abs(values) <= bound)))


def _by_content(role: str, raw: Raw, taken: set[str]) -> str | None:
    for column in raw.columns:
        if column in taken:
            continue
        cells = raw.sample(column, _SAMPLE)
        if not cells:
            continue
        if role == "date":
            if dates.looks_like_date(cells) >= _LIKELY:
                return column
            continue
        decimal = np.mean([("." in c) or ("," in c) for c in cells]) >= _LIKELY
        bound = 90 if role == "latitude" else 180
        if decimal and _share_of_degrees(cells, bound) >= _LIKELY:
            return column
    return None
