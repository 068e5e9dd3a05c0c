"""Files of anyone's own making: the words of their cells; `guess_columns` finds their columns."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from geo import codes
from geo.importers.schemas.schema import Schema
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly


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
    codes=CODES,
    defaults=MappingProxyType({"geo_precision": "town", "date_precision": "day"}),
    separators=";",
    asks=True,
)
