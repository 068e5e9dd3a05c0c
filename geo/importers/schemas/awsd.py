"""The Aid Worker Security Database (Humanitarian Outcomes): incidents as its page exports them.

By its codebook a row is an incident in which aid workers were killed, kidnapped or badly hurt; the
figures are of aid workers only. `Location` is the kind of place (road, office), `City` the place;
the date is in `Year`, `Month` and `Day`, which may be blank. Nothing was found in which the
publisher states terms for passing the rows on.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from geo.importers.schemas.schema import Schema

SCHEMA: Final = Schema(
    name="awsd",
    title="Aid Worker Security Database (AWSD)",
    dataset="Aid Worker Security Database",
    url="https://www.aidworkersecurity.org/",
    licence="terms of aidworkersecurity.org",
    redistributable=None,
    columns=MappingProxyType(
        {
            "id": ("incident id",),
            "year": ("year",),
            "month": ("month",),
            "day": ("day",),
            "event_type": ("attack context",),
            "sub_event_type": ("means of attack",),
            "country": ("country",),
            "admin": ("region", "district"),
            "place": ("city",),
            "latitude": ("latitude",),
            "longitude": ("longitude",),
            "killed": ("total killed",),
            "injured": ("total wounded",),
            "attributed_to": ("actor name",),
            "summary": ("details",),
            "source": ("source",),
        }
    ),
    signature=(
        "incident id", "country code", "un", "ingo", "icrc", "nrcs and ifrc", "nngo",
        "nationals killed", "nationals wounded", "nationals kidnapped", "total nationals",
        "internationals killed", "internationals wounded", "internationals kidnapped",
        "total internationals", "total killed", "total wounded", "total kidnapped",
        "total affected", "means of attack", "attack context", "actor type", "actor name",
    ),
    enough=9,
    codes=MappingProxyType(
        {
            "weapons": MappingProxyType(
                {"shooting": "small_arms", "aerial bombardment": "air_strike",
                 "shelling": "shelling", "landmine": "explosive_device",
                 "roadside ied": "explosive_device", "vehicle born ied": "explosive_device",
                 "vehicle borne ied": "explosive_device", "body born ied": "explosive_device",
                 "body borne ied": "explosive_device", "other explosives": "explosive_device"}
            ),
        }
    ),
    defaults=MappingProxyType({"geo_precision": "town", "date_precision": "day"}),
    casualty_note="aid workers only, as AWSD counts them",
    note="killed and injured are aid workers only; those kidnapped are not counted here",
    place_tells=True,
)  # fmt: skip
