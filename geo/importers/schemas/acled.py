"""ACLED exports: the 31 columns of today, and older or shortened ones.

By ACLED's codebook (acleddata.com, columns of 20 March 2023): `actor1` and `actor2` say who took
part, not who attacked; `geo_precision` 1 is the named town, 2 a part of a region near a town, 3 a
region only; `time_precision` 1 is the day, 2 a week, 3 a month; `fatalities` is one reported figure
for all sides; `inter1` and `inter2` are numbers from 1 to 8, or words. The terms of use do not
allow passing rows on.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from geo.importers.schemas.schema import Schema
from geo.utils.names import fold

_STATE, _EXTERNAL = "1", "8"
_UNARMED_OR_STATE: Final = frozenset({"", "0", _STATE, "7", _EXTERNAL})
_KIND_WORDS: Final = (
    ("state force", "1"), ("rebel", "2"), ("political militia", "3"), ("identity militia", "4"),
    ("communal", "4"), ("rioter", "5"), ("protester", "6"), ("civilian", "7"),
    ("external", "8"), ("other force", "8"), ("sole", "0"),
)  # fmt: skip
_GROUP_KIND: Final = {
    "1": "state_military", "2": "armed_group", "3": "armed_group", "4": "armed_group",
    "8": "state_military",
}  # fmt: skip


def actor_type(inter: str) -> str:
    """Return the number of an actor type that is given as number or in words; "" if unknown."""
    if re.fullmatch(r"[0-8](?:\.0)?", inter):
        return inter[0]
    words = fold(inter)
    return next((code for start, code in _KIND_WORDS if words.startswith(start)), "")


def event_type(sub_event_type: str, inter_1: str, inter_2: str) -> str:
    """Return the atlas's event type, `other` where none truly corresponds.

    An air or drone strike is `strike` (by a state) only where no other armed party took part,
    since ACLED does not say which of two parties struck. Attacks on bases cannot be told from
    other events, and "Disrupted weapons use" is more than interceptions.
    """
    types = {actor_type(inter_1), actor_type(inter_2)}
    is_air = fold(sub_event_type) == "air/drone strike".replace("/", " ")
    by_state = bool(types & {_STATE, _EXTERNAL}) and types <= _UNARMED_OR_STATE
    return "strike" if is_air and by_state else "other"


def group_kind(name: str, inter: str) -> str:
    """Return what kind of body an actor is; multinational forces are none of a state."""
    kind = _GROUP_KIND.get(actor_type(inter), "other")
    is_police = fold(name).startswith("police forces")
    return "other" if is_police and kind != "state_military" else kind


SCHEMA: Final = Schema(
    name="acled",
    title="ACLED",
    dataset="ACLED",
    url="https://acleddata.com/",
    licence="ACLED terms of use: rows may not be passed on",
    redistributable=False,
    columns=MappingProxyType(
        {
            "id": ("event_id_cnty", "event_id_c", "event_id"),
            "date": ("event_date",),
            "year": ("year",),
            "date_precision": ("time_precision", "time_preci", "time_precis"),
            "event_type": ("event_type",),
            "sub_event_type": ("sub_event_type", "sub_event_", "sub_event"),
            "party_1": ("actor1", "actor_1"),
            "allies_1": ("assoc_actor_1", "ally_actor_1", "assoc_acto"),
            "kind_1": ("inter1", "inter_1"),
            "party_2": ("actor2", "actor_2"),
            "allies_2": ("assoc_actor_2", "ally_actor_2", "assoc_ac_1"),
            "kind_2": ("inter2", "inter_2"),
            "country": ("country",),
            "admin": ("admin1", "adm_level_1"),
            "place": ("location",),
            "latitude": ("latitude",),
            "longitude": ("longitude",),
            "geo_precision": ("geo_precision", "geo_precis"),
            "source": ("source",),
            "summary": ("notes",),
            "killed": ("fatalities", "total_fatalities"),
            "edited": ("timestamp",),
        }
    ),
    signature=(
        "event_id_cnty", "event_date", "time_precision", "sub_event_type", "actor1", "inter1",
        "assoc_actor_1", "actor2", "inter2", "interaction", "admin1", "geo_precision",
        "source_scale", "fatalities", "disorder_type", "civilian_targeting",
    ),
    enough=4,
    # ACLED's weekly table counts events; its rows are none.
    excludes=("week", "events", "centroid_latitude"),
    codes=MappingProxyType(
        {
            "geo_precision": MappingProxyType({"1": "town", "2": "district", "3": "province"}),
            "date_precision": MappingProxyType({"1": "day", "2": "approx", "3": "approx"}),
            "weapons": MappingProxyType(
                {"suicide bomb": "explosive_device",
                 "remote explosive landmine ied": "explosive_device",
                 "grenade": "explosive_device",
                 # By aircraft or drones; ACLED does not tell them apart.
                 "air drone strike": "air_strike",
                 "shelling artillery missile attack": "shelling"}
            ),
        }
    ),
    # A row without a code for its precision says nothing of it: not the day, not the town.
    defaults=MappingProxyType({"geo_precision": "district", "date_precision": "approx"}),
    casualty_note="ACLED's one figure for all sides; 0 where none was reported",
    event_type=event_type,
    group_kind=group_kind,
)  # fmt: skip
