"""The Global Terrorism Database (START, University of Maryland).

By its codebook: the date is in `iyear`, `imonth` and `iday`, 0 where the month or day is not
known; `country` is a number of GTD's own list, `country_txt` the name; `specificity` 1 is the town,
2 and 3 the middle of the smallest division, 4 of the province, 5 no more than the country; `nkill`
and `nwound` count all sides, attackers included, -99 where it is not known; `gname` is who is said
to have done it. The search on its page gives a shorter table with other names. The end user
agreement does not allow posting or passing on the data.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from geo.importers.schemas.schema import Schema

SCHEMA: Final = Schema(
    name="gtd",
    title="Global Terrorism Database (GTD)",
    dataset="Global Terrorism Database",
    url="https://www.start.umd.edu/gtd/",
    licence="GTD end user agreement: rows may not be passed on",
    redistributable=False,
    columns=MappingProxyType(
        {
            "id": ("eventid", "gtd id"),
            "date": ("date", "event_date", "incident_date"),  # made of the parts by many users
            "year": ("iyear",),
            "month": ("imonth",),
            "day": ("iday",),
            "event_type": ("attacktype1_txt", "attack type 1"),
            "sub_event_type": ("weapsubtype1_txt",),
            "weapons": ("weaptype1_txt", "weapon type 1"),
            "target": ("target1", "corp1", "targtype1_txt", "target type 1"),
            "country": ("country_txt", "country"),
            "admin": ("provstate",),
            "place": ("city",),
            "latitude": ("latitude",),
            "longitude": ("longitude",),
            "geo_precision": ("specificity",),
            "killed": ("nkill", "fatalities"),
            "injured": ("nwound", "injured"),
            "attributed_to": ("gname", "perpetrator 1"),
            "summary": ("summary",),
            "source": ("scite1",),
        }
    ),
    signature=(
        "eventid", "iyear", "imonth", "iday", "country_txt", "region_txt", "provstate",
        "attacktype1", "attacktype1_txt", "targtype1_txt", "natlty1_txt", "gname",
        "weaptype1_txt", "nkill", "nwound", "specificity", "doubtterr",
        "gtd id", "perpetrator 1", "attack type 1", "target type 1", "weapon type 1",
    ),
    enough=5,
    codes=MappingProxyType(
        {
            "geo_precision": MappingProxyType(
                {"1": "town", "2": "district", "3": "district", "4": "province", "5": "country"}
            ),
            "weapons": MappingProxyType(
                {"firearms": "small_arms", "explosives": "explosive_device"}
            ),
            # What the subtype of the weapon says more exactly.
            "weapon_detail": MappingProxyType(
                {"automatic or semi automatic rifle": "small_arms", "handgun": "small_arms",
                 "rifle shotgun (non automatic)": "small_arms", "unknown gun type": "small_arms",
                 "other gun type": "small_arms", "grenade": "explosive_device",
                 "landmine": "explosive_device", "letter bomb": "explosive_device",
                 "pressure trigger": "explosive_device", "remote trigger": "explosive_device",
                 "time fuse": "explosive_device", "vehicle": "explosive_device",
                 "suicide (carried bodily by human being)": "explosive_device",
                 "sticky bomb": "explosive_device", "pipe bomb": "explosive_device",
                 "dynamite tnt": "explosive_device", "unknown explosive type": "explosive_device",
                 "other explosive type": "explosive_device",
                 # GTD does not tell rockets, mortars and other projectiles apart.
                 "projectile (rockets, mortars, rpgs, etc.)": "shelling"}
            ),
        }
    ),
    defaults=MappingProxyType({"geo_precision": "district", "date_precision": "day"}),
    casualty_note="GTD's confirmed figures for all sides, attackers included",
    note="GTD lists terrorism by its own definition, cases in doubt (doubtterr) included",
)  # fmt: skip
