"""ICEWS coded event data (Harvard Dataverse, doi:10.7910/DVN/28075), in yearly files.

A program took each row from a news report: source actor, CAMEO event, target actor. An event id may
stand in two rows of different dates, so it is no key. The point is that of the finest place named:
`City`, `District`, `Province` or the country. Nothing was found that states the terms of the rows.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from geo.importers.schemas import cameo
from geo.importers.schemas.schema import Schema
from geo.utils.names import fold


def group_kind(name: str, _kind: str) -> str:
    """Return what kind of body an actor is, by how ICEWS names the general ones."""
    word = fold(name).split("(", maxsplit=1)[0].strip()
    if word in {"military", "armed forces", "army", "air force", "navy"}:
        return "state_military"
    return "armed_group" if word in {"rebel", "insurgent", "armed gang", "militia"} else "other"


SCHEMA: Final = Schema(
    name="icews",
    title="ICEWS coded events",
    dataset="ICEWS",
    url="https://doi.org/10.7910/DVN/28075",
    licence="terms of the dataset on Harvard Dataverse",
    redistributable=None,
    columns=MappingProxyType(
        {
            "date": ("event date",),
            "event_type": ("event text",),
            "sub_event_type": ("cameo code",),
            "party_1": ("source name",),
            "party_2": ("target name",),
            "country": ("country",),
            "admin": ("province", "district"),
            "place": ("city",),
            "latitude": ("latitude",),
            "longitude": ("longitude",),
            "source": ("publisher",),
        }
    ),
    signature=(
        "event id", "source name", "source sectors", "source country", "event text", "cameo code",
        "intensity", "target name", "target sectors", "target country", "story id",
        "sentence number", "publisher",
    ),
    enough=7,
    codes=MappingProxyType({"weapons": cameo.WEAPONS}),
    defaults=MappingProxyType({"geo_precision": "town", "date_precision": "day"}),
    labels=MappingProxyType({"sub_event_type": cameo.LABELS}),
    note="each row is an event that a program found in a news report, not a confirmed one; "
    "several rows may tell of one event",
    group_kind=group_kind,
    place_tells=True,
    scope=cameo.scope("sub_event_type"),
)  # fmt: skip
