"""Everything that the atlas knows about one incident and about what stands around it.

A position is a row of `atlas.incidents`. Distances are geodesic kilometres on WGS84; `give_km` is
how far a distance may be off because either place is known to a town or a district only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from geo import codes
from geo.filter import metadata, records
from geo.filter.figure import Figure
from geo.filter.filter import Filter
from geo.spatial import joins

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

AROUND_DAYS: Final = 7
AROUND_KM: Final = 50.0
AGAINST: Final = frozenset({"denied", "withdrew"})


@dataclass(frozen=True, slots=True)
class Turn:
    """Where an incident stands among those that a view holds, by date and id.

    `number` counts from 1 and is None where the view does not hold it. `before` and `after` are
    positions; None at either end.
    """

    number: int | None
    of: int
    before: int | None
    after: int | None


def find_turn(positions: NDArray[np.intp], position: int) -> Turn:
    """Return where a position stands among ascending positions."""
    left = int(np.searchsorted(positions, position, side="left"))
    right = int(np.searchsorted(positions, position, side="right"))
    return Turn(
        left + 1 if right > left else None,
        len(positions),
        int(positions[left - 1]) if left else None,
        int(positions[right]) if right < len(positions) else None,
    )


def incidents_at_same_base(atlas: Atlas, position: int) -> Figure | None:
    """Return all incidents at the same base, this one included; None where it has no base."""
    base_id = atlas.incidents["base_id"].iloc[position]
    if pd.isna(base_id):
        return None
    filter_ = Filter(base=(base_id,))
    name = atlas.bases.set_index("base_id").at[base_id, "name"]
    return Figure("same-base", f"At {name}", filter_.view(atlas).positions, filter_)


def incidents_around(atlas: Atlas, position: int, days: int = AROUND_DAYS) -> Figure:
    """Return the other incidents at most so many days before or after."""
    apart = np.abs(atlas.day - atlas.day[position]) <= days
    apart[position] = False
    return Figure("around", f"Within {days} days", np.flatnonzero(apart))


def answered_incident(atlas: Atlas, position: int) -> str | None:
    """Return the id of the incident that this one answered, where a source says so."""
    answered_id = atlas.incidents["response_to"].iloc[position]
    return None if pd.isna(answered_id) else str(answered_id)


def responses_to(atlas: Atlas, position: int) -> Figure:
    """Return the incidents that answered this one."""
    incidents = atlas.incidents
    is_answer = (incidents["response_to"] == incidents["incident_id"].iloc[position]).fillna(
        value=False
    )
    return Figure("answers", "Answers to it", np.flatnonzero(is_answer.to_numpy(dtype=bool)))


@dataclass(frozen=True)
class NearPlace:
    """A place near an incident's: its name, how far it is, and the incidents there.

    `surely` tells whether it is within the radius whatever the precision allows.
    """

    name: str
    precision: str
    distance_km: float
    give_km: float
    surely: bool
    incidents: Figure


def radius_km(atlas: Atlas, position: int) -> float | None:
    """Return how far from its point an incident may have been; None where that is not bounded.

    It is not where only the province or the country is known, or where there is no point.
    """
    precision = atlas.incidents["geo_precision"].iloc[position]
    return codes.PRECISION_RADIUS_KM.get(precision) if atlas.has_point[position] else None


def find_near_places(atlas: Atlas, position: int, km: float = AROUND_KM) -> list[NearPlace]:
    """Return the places of other incidents that are, or may be, within `km`; nearest first.

    Incidents of one point and one precision are one place. Nothing is near an incident whose own
    place is known to the province or country only, nor is such an incident near anything.
    """
    own_km = radius_km(atlas, position)
    if own_km is None:
        return []
    places, of_row = atlas.places, atlas.places.of_row
    own = of_row[position]
    distance = joins.distances_km(
        places.latitude,
        places.longitude,
        (float(places.latitude[own]), float(places.longitude[own])),
    )
    near_places = []
    ranks = list(codes.GEO_PRECISION)
    for precision, other_km in codes.PRECISION_RADIUS_KM.items():
        alike = (atlas.precision_rank == ranks.index(precision)) & atlas.has_point
        alike[position] = False
        give_km = own_km + other_km
        for place in np.unique(of_row[alike]).tolist():
            away = float(distance[place])
            if away - give_km > km:
                continue
            here = np.flatnonzero(alike & (of_row == place))
            name = _place_name(atlas, int(here[0]))
            near_places.append(
                NearPlace(name, precision, away, give_km, away + give_km <= km,
                          Figure(f"near-{place}-{precision}", f"At {name}", here))
            )  # fmt: skip
    return sorted(near_places, key=lambda place: (place.distance_km, place.name, place.give_km))


def _place_name(atlas: Atlas, position: int) -> str:
    row = atlas.incidents.iloc[position]
    if pd.isna(row["base_id"]):
        return str(row["place"])
    return str(atlas.bases.set_index("base_id").at[row["base_id"], "name"])


@dataclass(frozen=True)
class TalliesAround:
    """Published counts around an incident: of its own date, the last before, the first after.

    Rows of `atlas.tallies`. `counted` tells whether such counts are about incidents of this kind:
    attacks on US or coalition forces.
    """

    of_day: pd.DataFrame
    before: pd.DataFrame
    after: pd.DataFrame
    counted: bool


def tallies_around(atlas: Atlas, position: int) -> TalliesAround:
    """Return the published counts around an incident's date.

    Only counts that had begun by then, and none of Syria alone for an incident elsewhere. Of
    several counts of one date all are returned.
    """
    row, table = atlas.incidents.iloc[position], atlas.tallies
    begun = ~(table["since"] > row["date"])
    here = table["total"].notna() | (row["country"] == "Syria")
    fit = table[begun & here].sort_values(["as_of", "counted_by"], kind="stable")
    earlier, later = fit[fit["as_of"] < row["date"]], fit[fit["as_of"] > row["date"]]
    return TalliesAround(
        of_day=fit[fit["as_of"] == row["date"]],
        before=earlier[earlier["as_of"] == earlier["as_of"].max()],
        after=later[later["as_of"] == later["as_of"].min()],
        counted=row["event_type"] == "attack" and row["target_side"] == "us_coalition",
    )


@dataclass(frozen=True)
class Accounts:
    """The statements about an incident: that a group did it, that it did not, and findings.

    Rows of `atlas.statements` with the column `stands`, False for a claim that was taken back.
    """

    supporting: pd.DataFrame
    against: pd.DataFrame
    findings: pd.DataFrame


def find_accounts(atlas: Atlas, position: int) -> Accounts:
    """Return the statements about an incident, those for and those against apart."""
    about = atlas.ledger.incident == position
    rows = atlas.statements[about].assign(stands=atlas.ledger.stands[about])
    against, finding = rows["stance"].isin(AGAINST), rows["stance"] == "finding"
    return Accounts(rows[~against & ~finding], rows[against], rows[finding])


def rules_by_group(atlas: Atlas, position: int) -> dict[str, tuple[str, ...]]:
    """Return each group that a statement names, with the rules under which the incident counts.

    For the group itself, members apart. A group that is only denied has no rule.
    """
    about = atlas.statements.loc[atlas.ledger.incident == position, "group_id"].dropna()
    return {
        group: tuple(
            rule for rule in codes.RULE
            if atlas.ledger.matching(rule, [group], members=False)[position]
        )
        for group in dict.fromkeys(about)
    }  # fmt: skip


def incident_record(atlas: Atlas, position: int) -> dict[str, Any]:
    """Return the record of one incident with its statements, origins and sources as plain values.

    `incident` is the record as exports write it. Unknown is None.
    """
    row = atlas.incidents.iloc[position]
    incident_id = row["incident_id"]
    incident_ids = atlas.incidents["incident_id"]
    (record,) = records.records(np.array([position], dtype=np.intp), atlas)
    return {
        "title": atlas.package["title"],
        "dataset_version": atlas.version,
        "licence": atlas.package["licenses"][0]["title"],
        "permalink": metadata.incident_permalink(atlas, incident_id),
        "incident": record,
        "statements": _plain(atlas.statements, incident_id),
        "origins": _plain(atlas.origins, incident_id),
        "sources": records.plain_rows(atlas.sources.iloc[atlas.source_rows[position].as_py()]),
        "answers": incident_ids.iloc[responses_to(atlas, position).positions].tolist(),
    }


def _plain(table: pd.DataFrame, incident_id: str) -> list[dict[str, Any]]:
    return records.plain_rows(
        table[table["incident_id"] == incident_id].drop(columns="incident_id")
    )


def days_apart(atlas: Atlas, one: int, other: int) -> int:
    """Return the days from one incident's date to another's, negative where it is earlier."""
    return int(atlas.day[other] - atlas.day[one])
