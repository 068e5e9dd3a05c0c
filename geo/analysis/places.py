"""The places that distances can be measured from: bases, places of the data, capitals, points."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo import codes
from geo.model.cached import per_atlas
from geo.spatial import joins
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

_CAPITAL_COLUMNS: Final = ("province_code", "name", "latitude", "longitude")
NEAR_DATA_KM: Final = 1000
MOST_PLACES: Final = 300
_LATITUDE, _LONGITUDE = 90.0, 180.0


@dataclass(frozen=True, slots=True)
class Place:
    """A point that distances are measured from, in degrees WGS84; `key` names it in a link."""

    key: str
    label: str
    latitude: float
    longitude: float


@per_atlas
def list_places(atlas: Atlas) -> tuple[Place, ...]:
    """Return the places to choose from: bases, places of the data, and capitals of provinces.

    Bases and capitals that lie farther than about `NEAR_DATA_KM` from every incident are left out.
    Of the places of the data, the `MOST_PLACES` that have most incidents are listed, save those
    where a base or a capital stands; each part is in the order of the names. A folder may lack the
    table of capitals.
    """
    known = _named_places(atlas)
    near_data = _are_near(known, atlas)
    bases, capitals = (
        [p for p, is_near in zip(known, near_data, strict=True) if is_near and _kind(p) == kind]
        for kind in ("base", "capital")
    )
    others = [place for place, _ in _places_of_data(atlas) if _kind(place) == "at"]
    return *bases, *sorted(others, key=lambda place: place.label), *capitals


def busiest_place(atlas: Atlas) -> Place | None:
    """Return the listed place with most incidents at its point, None where nothing has a point.

    Of equal ones the base comes first.
    """
    ranked = _places_of_data(atlas)
    if ranked:
        return min(ranked, key=lambda entry: (-entry[1], _kind(entry[0]) != "base"))[0]
    return next(iter(list_places(atlas)), None)


def _kind(place: Place) -> str:
    return place.key.partition(":")[0]


def _are_near(places: Sequence[Place], atlas: Atlas) -> list[bool]:
    """Return which places lie near an incident; incidents are moved to whole degrees before."""
    degrees = np.column_stack([atlas.places.latitude, atlas.places.longitude])
    cells = np.unique(np.round(degrees), axis=0).astype(np.float64)
    return [
        bool(
            (
                joins.distances_km(cells[:, 0], cells[:, 1], (p.latitude, p.longitude))
                < NEAR_DATA_KM
            ).any()
        )
        for p in places
    ]


@per_atlas
def _places_of_data(atlas: Atlas) -> tuple[tuple[Place, int], ...]:
    """Return the places that have most incidents, with their number.

    A place is the base or the capital that stands there, or else called what most of its incidents
    call it. Incidents known to the province or less precisely have no place.
    """
    placed = np.array([name in codes.PRECISION_RADIUS_KM for name in codes.GEO_PRECISION])
    of_row = np.where(placed[atlas.precision_rank], atlas.places.of_row, joins.NO_ROW)
    count = np.bincount(of_row[of_row != joins.NO_ROW], minlength=len(atlas.places.latitude))
    busiest = np.argsort(-count, kind="stable")[:MOST_PLACES]
    busiest = busiest[count[busiest] > 0]
    names = _names_at(of_row, busiest, atlas)
    known = _named_places(atlas)
    y, x = np.array([(p.latitude, p.longitude) for p in known], dtype=float).reshape(-1, 2).T
    counts: dict[Place, int] = {}
    for i in busiest.tolist():
        at = float(atlas.places.latitude[i]), float(atlas.places.longitude[i])
        km = joins.distances_km(y, x, at)
        if len(km) and km.min() <= codes.PRECISION_RADIUS_KM["site"]:
            place = known[int(np.argmin(km))]
        else:
            place = Place(f"at:{at[0]:g},{at[1]:g}", names[i], *at)
        counts[place] = counts.get(place, 0) + int(count[i])
    return tuple(counts.items())


def _names_at(of_row: NDArray[np.int32], places: NDArray[np.intp], atlas: Atlas) -> dict[int, str]:
    """Return what most incidents at a place call it; two of one name have their point behind."""
    names: dict[int, Counter[str]] = defaultdict(Counter)
    rows = np.flatnonzero(np.isin(of_row, places))
    for at, name in zip(
        of_row[rows].tolist(), atlas.incidents["place"].to_numpy()[rows], strict=True
    ):
        names[at][str(name)] += 1
    most = {at: min(count, key=lambda name: (-count[name], name)) for at, count in names.items()}
    twice = {name for name, n in Counter(most.values()).items() if n > 1}
    y, x = atlas.places.latitude, atlas.places.longitude
    return {
        at: f"{name} ({y[at]:g}, {x[at]:g})" if name in twice else name for at, name in most.items()
    }


@per_atlas
def _named_places(atlas: Atlas) -> tuple[Place, ...]:
    """Return all bases by name, then the capitals of provinces by name."""
    bases = sorted(
        (Place(f"base:{key}", name, point.y, point.x)
         for key, name, point in zip(atlas.bases["base_id"], atlas.bases["name"],
                                     atlas.bases.geometry, strict=True)),
        key=lambda place: place.label,
    )  # fmt: skip
    names = dict(zip(atlas.provinces["province_code"], atlas.provinces["name"], strict=True))
    cities = [
        Place(f"capital:{code}", f"{name} (capital of {names[code]})", latitude, longitude)
        for code, name, latitude, longitude in zip(
            *(atlas.capitals[column] for column in _CAPITAL_COLUMNS), strict=True
        )
    ]
    return *bases, *sorted(cities, key=lambda place: place.label)


def find_place(key: str, atlas: Atlas) -> Place | None:
    """Return the place that a link names: base:ID, capital:CODE, at:LAT,LON or incident:ID.

    None where there is no such place. An incident that is known to a province or a country only
    has no place to measure from.

    Example:
        >>> find_place("base:al_asad", atlas)
        Place(key='base:al_asad', label='Al-Asad Air Base', latitude=33.7857, longitude=42.4412)
    """
    kind, _, name = key.partition(":")
    if kind == "incident":
        return _of_incident(key, name, atlas)
    known = (*_named_places(atlas), *list_places(atlas))
    named = next((place for place in known if place.key == key), None)
    return named or (_at(key, name) if kind == "at" else None)


def is_point(key: str) -> bool:
    """Return whether a key of a link is `at:LAT,LON`, a point in degrees WGS84."""
    kind, _, name = key.partition(":")
    return kind == "at" and _at(key, name) is not None


def _at(key: str, given: str) -> Place | None:
    match = re.fullmatch(r"\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*",
                         given, re.ASCII)  # fmt: skip
    if not match:
        return None
    latitude, longitude = (round(float(v), 5) + 0.0 for v in match.groups())
    if abs(latitude) > _LATITUDE or abs(longitude) > _LONGITUDE:
        return None
    return Place(key, f"{latitude:g}, {longitude:g}", latitude, longitude)


def _of_incident(key: str, incident: str, atlas: Atlas) -> Place | None:
    position = atlas.row_of.get(incident)
    if position is None or not atlas.has_point[position]:
        return None
    row = atlas.incidents.iloc[position]
    if row["geo_precision"] not in codes.PRECISION_RADIUS_KM:
        return None
    label = f"{row['place']} (incident of {short_day(row['date'])})"
    return Place(key, label, float(row["latitude"]), float(row["longitude"]))


def named_point(latitude: float, longitude: float, atlas: Atlas) -> Place:
    """Return a point (degrees WGS84) as a place, named after a base or capital within 1 km.

    The point stays where it is: only the label says what is there.
    """
    key = f"at:{latitude:g},{longitude:g}"
    known = _named_places(atlas)
    y, x = np.array([(p.latitude, p.longitude) for p in known], dtype=float).reshape(-1, 2).T
    km = joins.distances_km(y, x, (latitude, longitude))
    label = f"{latitude:g}, {longitude:g}"
    if len(km) and km.min() <= codes.PRECISION_RADIUS_KM["site"]:
        label = f"{known[int(np.argmin(km))].label} ({label})"
    return Place(key, label, latitude, longitude)
