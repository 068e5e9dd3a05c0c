"""UCDP Georeferenced Event Dataset (GED), yearly and candidate releases.

By UCDP's codebook (ucdp.uu.se, GED 25.1): `where_prec` 1 is the exact place, 2 a limited area round
it, 3 the second-order division, 4 the first-order one, 5 a part of a country larger than that or a
line, 6 the country only, 7 international waters or airspace; `date_prec` 1 is the exact day, 2 to 5
a range up to a year; `date_start` and `date_end` are the earliest and latest possible day; `best`,
`low` and `high` count the dead of all sides. An event enters with at least one death only.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from geo.importers.schemas.schema import Schema
from geo.utils.names import fold

_RELEASE: Final = re.compile(r"(?:v|ged_?)(\d{2})[._](\d{1,2})(?:[._](\d{1,2}))?", re.IGNORECASE)
_SHORT_RELEASE: Final = re.compile(r"ged(\d{2})(\d)(?!\d)", re.IGNORECASE)


def release(file_name: str) -> str:
    """Return the release that a file name tells, such as 25.1 or 25.0.6; "" where it tells none."""
    match = _RELEASE.search(file_name) or _SHORT_RELEASE.search(file_name)
    return ".".join(str(int(g)) for g in match.groups() if g is not None) if match else ""


def group_kind(name: str, _kind: str) -> str:
    """Return what kind of body an actor is, by how UCDP names it."""
    words = fold(name)
    if words.startswith("government of"):
        return "state_military"
    return "other" if words.startswith("civilian") else "armed_group"


SCHEMA: Final = Schema(
    name="ucdp",
    title="UCDP GED",
    dataset="UCDP GED",
    url="https://ucdp.uu.se/downloads/",
    licence="CC BY 4.0",
    redistributable=True,
    columns=MappingProxyType(
        {
            "id": ("id", "relid"),
            "date": ("date_start",),
            "date_end": ("date_end",),
            "date_precision": ("date_prec",),
            "year": ("year",),
            "event_type": ("type_of_violence",),
            "party_1": ("side_a",),
            "party_2": ("side_b",),
            "country": ("country",),
            "admin": ("adm_1",),
            "place": ("where_coordinates", "where_description"),
            "latitude": ("latitude",),
            "longitude": ("longitude",),
            "geo_precision": ("where_prec",),
            "source": ("source_office", "source_article"),
            "summary": ("source_headline", "conflict_name"),
            "killed": ("best", "best_est"),
            "killed_low": ("low", "low_est"),
            "killed_high": ("high", "high_est"),
        }
    ),
    signature=(
        "type_of_violence", "where_prec", "date_prec", "date_start", "date_end", "side_a",
        "side_b", "dyad_name", "conflict_name", "best", "deaths_a", "deaths_civilians", "relid",
        "event_clarity", "priogrid_gid", "code_status",
    ),
    enough=4,
    codes=MappingProxyType(
        {
            "geo_precision": MappingProxyType(
                {"1": "town", "2": "district", "3": "district", "4": "province", "5": "country",
                 "6": "country", "7": "country"}
            ),
            "date_precision": MappingProxyType(
                {"1": "day", "2": "approx", "3": "approx", "4": "approx", "5": "approx"}
            ),
        }
    ),
    defaults=MappingProxyType({"geo_precision": "district", "date_precision": "approx"}),
    labels=MappingProxyType(
        {
            "event_type": MappingProxyType(
                {"1": "State-based conflict", "2": "Non-state conflict", "3": "One-sided violence"}
            )
        }
    ),
    casualty_note="UCDP's best estimate of the dead on all sides",
    group_kind=group_kind,
)  # fmt: skip
