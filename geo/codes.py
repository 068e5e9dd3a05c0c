"""The closed code lists: what each code of the tables and of the filter means.

Every list maps a code to the words that a reader sees. The order of a list is its order on
screen, and for `GEO_PRECISION` and `CONFIRMATION` also its rank. The lists are the atlas's own;
`docs` and the Method page are written from them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _closed(**codes: str) -> Mapping[str, str]:
    return MappingProxyType(codes)


# What stands for the target where an imported file names none: alone, or after the kind of event.
NOT_STATED = "Not stated"
TARGET_NOT_STATED = "(target not stated)"

DATE_PRECISION = _closed(
    day="the day is known",
    approx="inferred, known only as a range, or given differently by two accounts",
)

EVENT_TYPE = _closed(
    attack="attack on US or coalition forces, on Israel by the groups, or by Iran's own missiles",
    counterstrike="US or coalition strike that the striking side acknowledged",
    strike="another strike by a state, or one ascribed to the US without acknowledgement",
    explosion="explosion of unknown or disputed cause",
    interception="shot down on the way to, or away from, a base",
    other="another kind of event, as an imported file has it",
)

# What a reader chooses from; `EVENT_TYPE` has the definitions.
EVENT_NAME = _closed(
    attack="Attack",
    counterstrike="Counterstrike",
    strike="Other state strike",
    explosion="Explosion, cause unknown",
    interception="Interception",
    other="Other",
)

TARGET_SIDE = _closed(
    us_coalition="US or coalition forces",
    iran_backed="Iran-backed groups",
    israel="Israel",
    iran="Iran",
    iraq_state="Iraqi state forces",
    other="others",
)

WEAPON = _closed(
    one_way_attack_drone="one-way attack drone",
    rocket="rocket",
    ballistic_missile="ballistic missile",
    cruise_missile="cruise missile",
    mortar="mortar",
    air_strike="air strike",
    explosive_device="explosive device",
    small_arms="small arms",
    drone_unspecified="drone, type not stated",
    shelling="shelling: artillery, rocket or missile",
    unknown="weapon unknown",
)

OUTCOME = _closed(
    impact="hit",
    partly_intercepted="partly intercepted",
    intercepted="intercepted",
    missed="missed",
    failed="failed on the way",
    no_damage="no damage reported",
    unknown="outcome unknown",
)

CONFIRMATION = _closed(
    official="confirmed by an official or a command",
    monitor="reported by a monitor or local security sources",
    claimed="known only from the claiming group",
    media="press report, no named source",
)

# Whether a row may be relied on. No second person has read any of them: none of these says so.
REVIEW = _closed(
    checked="two or more source pages report it, and the automatic checks found nothing wrong",
    single_source="one source page reports it; the automatic checks found nothing wrong",
    provisional="weakly supported or doubtful, whatever the number of its sources; it may change",
)

# What a card says and a reader chooses from; `REVIEW` has the definitions.
REVIEW_NAME = _closed(
    checked="Checked",
    single_source="Single source",
    provisional="Provisional",
)

GEO_PRECISION = _closed(
    site="the base's own point",
    town="known to the town",
    district="known to the district",
    province="known to the province",
    country="known to the country only, no point",
)

STANCE = _closed(
    claimed="claimed by the group itself",
    acknowledged="acknowledged by the force that carried it out",
    attributed="attributed without hedge",
    suspected="suspected, with a hedge",
    denied="denied",
    withdrew="claim taken back",
    finding="finding of an inquiry",
    party="named as a party, without direction",
)

# Of a page that carries another's report, the kind of the one that it carries.
SOURCE_KIND = _closed(
    official="a government, a command or an international body in its own words",
    agency="a news agency",
    local_press="press of Iraq, Syria and the countries around them",
    international_press="press from elsewhere",
    monitor="a monitor of the conflict, or of security",
    claim_channel="a channel of the claiming groups",
    reference_work="a reference work, such as Wikipedia or a gazetteer",
    research="a research institute",
)

# Best first: a day, a week or a window is covered no better than its worst part.
COVERAGE = _closed(
    searched="searched day by day; an empty day means that no report was found",
    gap="searched, and published counts imply attacks that were not found",
    notable="a selection of notable incidents; an empty day says nothing",
)

RELATION = _closed(
    member_of="member of",
    front_for="front for",
    affiliated="affiliated with",
    nominal="part of it by law, acting apart",
)

GROUP_KIND = _closed(
    umbrella="umbrella or brand",
    armed_group="armed group",
    state_paramilitary="state paramilitary",
    state_military="state or state force",
    coalition="coalition",
    other="another kind of body, or not known",
)

# Codes that only imported files need: ACLED and UCDP code events and actors that the atlas itself
# does not collect (protests, civilians), and name parties without saying who attacked whom. The
# curated files may not use them, so their description (datapackage.json) does not list them.
IMPORTED_ONLY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "event_type": frozenset({"other"}),
        "stance": frozenset({"party"}),
        "kind": frozenset({"other"}),
    }
)

BASE_KIND = _closed(
    air_base="air base",
    military_base="military base",
    garrison="garrison",
    outpost="outpost",
    support_site="support site",
    landing_zone="landing zone",
    diplomatic="diplomatic site",
)

RULE = _closed(
    any="claimed, acknowledged, attributed, suspected, or party to",
    claimed="a claim that stands",
    attributed="attributed or suspected",
    undisputed="claimed, acknowledged or attributed, and nobody denies that part or the event",
    unclaimed="no claim that stands",
)

TIME_OF_DAY = ("morning", "afternoon", "evening", "night")

# Relations that make the child's acts count for the parent. Alliance and nominal command do not.
MEMBERSHIP = frozenset({"member_of", "front_for"})

# A counterstrike is acknowledged by the force that flew it, never claimed; nothing else is.
STANCES_OF_EVENT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        event: frozenset(
            {"acknowledged", "attributed", "denied", "finding", "party"}
            if event == "counterstrike"
            else set(STANCE) - {"acknowledged"}
        )
        for event in EVENT_TYPE
    }
)

# How far from its point an incident may have happened. Site points are the base's own; the other
# two are the usual extent of a town and of a district (nahiya) in the region. Province and country
# have no radius: they are drawn as the polygon, or not at all.
PRECISION_RADIUS_KM: Mapping[str, float] = MappingProxyType(
    {"site": 1.0, "town": 10.0, "district": 30.0}
)

# Do no harm: a coordinate is never more precise than what is known (0.001 degree is about 100 m).
PRECISION_DECIMALS: Mapping[str, int] = MappingProxyType(
    {"site": 3, "town": 2, "district": 2, "province": 2}
)
