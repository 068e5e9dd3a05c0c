"""The map of one incident: where it was, no more precisely than that is known, and where from."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, log2, radians
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pydeck as pdk

from geo import codes
from geo.analysis.titles import short_title
from maps import deck, incident_layers, palette, static_files

if TYPE_CHECKING:
    from geo.model.atlas import Atlas
    from maps.palette import BaseMap, Theme

# A degree of latitude in km, and the px of the world's width at zoom 0, for the opening view only.
_KM_PER_DEGREE: Final = 111.2
_WORLD_PX: Final = 512
_HALF_PX: Final = 170
_LEAST_KM: Final = 60.0
_LEAST_PROVINCE_KM: Final = 200.0
_AIR: Final = 1.5


@dataclass(frozen=True)
class Origin:
    """A reported origin that has a point: degrees WGS84, and its radius in km or None."""

    latitude: float
    longitude: float
    radius_km: float | None
    place: str


def origins(atlas: Atlas, position: int) -> list[Origin]:
    """Return the origins that have a point, of the incident in row `position` of the atlas."""
    incident_id = atlas.incidents["incident_id"].iloc[position]
    rows = atlas.origins[atlas.origins["incident_id"] == incident_id]
    return [
        Origin(float(row.latitude), float(row.longitude),
               codes.PRECISION_RADIUS_KM.get(row.geo_precision), row.place)
        for row in rows.dropna(subset=["latitude", "longitude"]).itertuples(index=False)
    ]  # fmt: skip


def build_incident_deck(
    atlas: Atlas,
    position: int,
    theme: Theme,
    style: str | list[dict[str, Any]],
    *,
    private: bool = False,
) -> pdk.Deck | None:
    """Return the deck of an incident, or None where it has no point.

    A site, town or district is a disc of its true radius, a province a tint of its polygon; only
    a site has a dot. Arcs come from the origins that have a point. Of a `private` atlas nothing
    gets an address: not even which province is looked at.
    """
    if not atlas.has_point[position]:
        return None
    base = palette.BASE_MAPS[theme]
    row = atlas.incidents.iloc[position]
    at = [float(row["longitude"]), float(row["latitude"])]
    title = f"{short_title(row)}, {codes.GEO_PRECISION[row['geo_precision']]}"
    radius_km = codes.PRECISION_RADIUS_KM.get(row["geo_precision"])
    shots = origins(atlas, position)
    drawn: list[pdk.Layer] = []
    if row["geo_precision"] == "province":
        shape = incident_layers.province_rows([row["province_code"]])
        drawn.append(
            incident_layers.province_tint(
                shape if private else static_files.publish(shape) or shape, base
            )
        )
    discs = [(at, radius_km, title)] if radius_km else []
    discs += [([o.longitude, o.latitude], o.radius_km, f"Origin: {o.place}")
              for o in shots if o.radius_km]  # fmt: skip
    drawn.append(_discs(discs, base))
    if shots:
        drawn.append(_arcs(shots, at, base))
    if row["geo_precision"] == "site":
        drawn.append(_dot(at, title, base))
    return deck.build_deck(drawn, style, incident_view(at, radius_km, shots))


def incident_view(
    at: list[float], radius_km: float | None, shots: list[Origin]
) -> dict[str, float]:
    """Return the view that holds the incident, its disc and its origins.

    Args:
        at: longitude and latitude of the incident.
        radius_km: radius of its disc; None for a province.
        shots: its origins.
    """
    longitudes = [at[0], *(o.longitude for o in shots)]
    latitudes = [at[1], *(o.latitude for o in shots)]
    middle = (min(latitudes) + max(latitudes)) / 2
    stretch = max(cos(radians(middle)), 0.01)
    half_km = max(
        (max(latitudes) - min(latitudes)) / 2 * _KM_PER_DEGREE,
        (max(longitudes) - min(longitudes)) / 2 * _KM_PER_DEGREE * stretch,
    )
    least_km = _LEAST_KM if radius_km else _LEAST_PROVINCE_KM
    half_km = max((half_km + (radius_km or 0)) * _AIR, least_km)
    px_per_km = _HALF_PX / half_km
    zoom = log2(px_per_km * _KM_PER_DEGREE * stretch * 360 / _WORLD_PX)
    return {
        "latitude": middle,
        "longitude": (min(longitudes) + max(longitudes)) / 2,
        "zoom": float(np.clip(zoom, deck.MIN_ZOOM, deck.MAX_ZOOM)),
    }


def _discs(discs: list[tuple[list[float], float, str]], base: BaseMap) -> pdk.Layer:
    rows: list[dict[str, Any]] = [
        {"p": at, "r": radius_km * 1000, "tip_title": title,
         "tip_body": f"anywhere within {radius_km:g} km"}
        for at, radius_km, title in discs
    ]  # fmt: skip
    return pdk.Layer(
        "ScatterplotLayer", id="incident-disc", data=rows, get_position="p", get_radius="r",
        radius_units="'meters'", get_fill_color=[*base.ink, 34], stroked=True,
        get_line_color=[*base.ink, 150], line_width_units="'pixels'", get_line_width=1.2,
        pickable=True,
    )  # fmt: skip


def _dot(at: list[float], title: str, base: BaseMap) -> pdk.Layer:
    rows = [{"p": at, "tip_title": title, "tip_body": "the public point of the site, no aim point"}]
    return pdk.Layer(
        "ScatterplotLayer", id="incident-point", data=rows, get_position="p", get_radius=5,
        radius_units="'pixels'", get_fill_color=[*base.ink, 235], stroked=True,
        get_line_color=list(base.paper), line_width_units="'pixels'", get_line_width=2,
        pickable=True,
    )  # fmt: skip


def _arcs(shots: list[Origin], at: list[float], base: BaseMap) -> pdk.Layer:
    rows = [
        {"s": [o.longitude, o.latitude], "t": at, "tip_title": "Reported origin",
         "tip_body": o.place}
        for o in shots
    ]  # fmt: skip
    return pdk.Layer(
        "ArcLayer", id="incident-arcs", data=rows, get_source_position="s",
        get_target_position="t", get_width=2, width_units="'pixels'", great_circle=False,
        get_source_color=[*base.ink, 200], get_target_color=[*base.ink, 200], pickable=True,
    )  # fmt: skip
