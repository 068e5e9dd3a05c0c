"""POLECAT weekly event data (Harvard Dataverse, doi:10.7910/DVN/AJGVIT), the successor of ICEWS.

A program took each row from a news report and coded it by the PLOVER scheme: `Event Type` ASSAULT
is violence, `Event Mode` says how. Countries have ISO 3166 alpha-3 codes. Nothing was found that
states the terms of the rows.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from geo.importers.schemas.schema import Schema, Scope
from geo.utils.names import fold

SCHEMA: Final = Schema(
    name="polecat",
    title="POLECAT events",
    dataset="POLECAT",
    url="https://doi.org/10.7910/DVN/AJGVIT",
    licence="terms of the dataset on Harvard Dataverse",
    redistributable=None,
    columns=MappingProxyType(
        {
            "id": ("event id",),
            "date": ("event date",),
            "event_type": ("event type",),
            "sub_event_type": ("event mode",),
            "party_1": ("actor name",),
            "party_2": ("recipient name",),
            "country": ("country",),
            "admin": ("province", "district"),
            "place": ("city", "placename"),
            "latitude": ("latitude",),
            "longitude": ("longitude",),
            "summary": ("headline",),
            "source": ("source",),
        }
    ),
    signature=(
        "event mode", "quad code", "contexts", "actor name", "actor country", "actor cow",
        "primary actor sector", "recipient name", "recipient country", "placename",
        "raw placename", "geonames id", "story id", "story people",
    ),
    enough=6,
    codes=MappingProxyType(
        {
            "weapons": MappingProxyType(
                {"firearms": "small_arms", "explosives": "explosive_device",
                 "suicide attack": "explosive_device", "aerial": "air_strike",
                 "drone": "drone_unspecified", "drones": "drone_unspecified"}
            ),
        }
    ),
    defaults=MappingProxyType({"geo_precision": "town", "date_precision": "day"}),
    note="each row is an event that a program found in a news report, not a confirmed one; "
    "several rows may tell of one event",
    separators=";",
    place_tells=True,
    scope=Scope(
        "event_type",
        lambda kind: fold(kind) == "assault",
        "an event type other than ASSAULT; read the file as your own table to keep such rows",
    ),
)  # fmt: skip
