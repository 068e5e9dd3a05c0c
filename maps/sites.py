"""Sites: incidents that share one point, and where their symbols stand on the screen.

Positions are in screen pixels around the site's point, so they do not depend on the zoom. All
functions are pure and deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.joins import NO_ROW

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.atlas import Atlas

GOLDEN_ANGLE_RAD: Final = np.pi * (3 - np.sqrt(5))
FAN_STEP_PX: Final = 8.6
# The opening view, the same for every session: a view that followed the data would move the map
# under the user's hands.
OPENING_LATITUDE: Final = 34.3
OPENING_LONGITUDE: Final = 41.3
OPENING_ZOOM: Final = 5.35
_TILE_PX: Final = 512
_MIN_RADIUS_PX: Final = 7.0
_MAX_RADIUS_PX: Final = 24.0
_GAP_PX: Final = 2.0
_ROUNDS: Final = 200


@dataclass(frozen=True)
class Sites:
    """The sites of an atlas, in the order of their keys.

    `key` is the base id, or `p` and a number for other points. `name` is what the site is called.
    `latitude` and `longitude` are degrees. `of_row` gives for each incident its site, or -1.
    `fan_px` gives for each incident its place in the site's spiral (x right, y down).
    """

    key: tuple[str, ...]
    name: tuple[str, ...]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    of_row: NDArray[np.int32]
    fan_px: NDArray[np.float64]

    def counts(self, positions: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return how many of the incidents at `positions` each site has."""
        of = self.of_row[positions]
        return np.bincount(of[of != NO_ROW], minlength=len(self.key)).astype(np.int64)


def of_atlas(atlas: Atlas) -> Sites:
    """Group the incidents into sites: those of one base together, others by their point.

    A base stands on its own point, so that rows of town precision do not drift from those of site
    precision; bases that share one point are one site.
    """
    incidents = atlas.incidents
    bases = atlas.bases.set_index("base_id")
    base_point = {b: (round(p.y, 4), round(p.x, 4)) for b, p in bases.geometry.items()}
    names: dict[tuple[float, float], dict[str, str]] = {}
    points: list[tuple[float, float] | None] = []
    columns = zip(incidents["base_id"].fillna(""), incidents["place"], incidents["latitude"],
                  incidents["longitude"], atlas.has_point, strict=True)  # fmt: skip
    for base_id, place, latitude, longitude, has_point in columns:
        point = base_point.get(base_id) if base_id else (latitude, longitude)
        points.append(point if has_point else None)
        if has_point and point:
            key, name = (base_id, bases.at[base_id, "name"]) if base_id else ("", place)
            names.setdefault(point, {}).setdefault(key, name)
    order = sorted(names)
    index = {point: i for i, point in enumerate(order)}
    of_row = np.array([index[p] if p else NO_ROW for p in points], dtype=np.int32)
    return Sites(
        key=tuple(_key(names[p], i) for i, p in enumerate(order)),
        name=tuple(" / ".join([n for k, n in names[p].items() if k] or [*names[p].values()][:1])
                   for p in order),
        latitude=np.array([p[0] for p in order]),
        longitude=np.array([p[1] for p in order]),
        of_row=of_row,
        fan_px=_fan(of_row),
    )  # fmt: skip


def _key(names: dict[str, str], number: int) -> str:
    bases = sorted(k for k in names if k)
    return bases[0] if bases else f"p{number}"


def _fan(of_row: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return each incident's place in the spiral of its site, by date: the oldest in the middle."""
    rank = np.zeros(len(of_row))
    for site in np.unique(of_row):
        members = np.flatnonzero(of_row == site)
        rank[members] = np.arange(len(members))
    return spiral(rank)


def spiral(rank: NDArray[np.float64], step_px: float = FAN_STEP_PX) -> NDArray[np.float64]:
    """Return points of a golden-angle spiral (Vogel 1979), evenly spread, as (n, 2) pixels."""
    radius = step_px * np.sqrt(rank)
    angle = rank * GOLDEN_ANGLE_RAD
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def fan_radius_px(count: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how far a site's spiral of `count` incidents reaches, in pixels."""
    return FAN_STEP_PX * np.sqrt(np.maximum(count, 1)) + FAN_STEP_PX / 2


def radius_px(count: NDArray[np.int64], largest: int) -> NDArray[np.float64]:
    """Return the radius of a site's symbol: its area grows with the count, in pixels."""
    share = np.sqrt(count / max(largest, 1))
    return _MIN_RADIUS_PX + (_MAX_RADIUS_PX - _MIN_RADIUS_PX) * share


def to_pixels(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64], zoom: float = OPENING_ZOOM
) -> NDArray[np.float64]:
    """Return Web Mercator pixels (x right, y down) at a zoom level, as (n, 2)."""
    world = _TILE_PX * 2.0**zoom
    x = (longitude + 180) / 360 * world
    sine = np.sin(np.radians(latitude))
    y = (0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)) * world
    return np.column_stack([x, y])


def spread(centre_px: NDArray[np.float64], radius: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far to move each disc, in pixels, so that neighbours do not cover each other.

    Discs that overlap push each other apart along the line between their centres, the smaller one
    farther, until none overlap or the rounds are used up (Dorling 1996, without the map's pull).
    """
    at = centre_px.astype(float).copy()
    n = len(at)
    weight = radius**2
    for _ in range(_ROUNDS):
        moved = False
        for i in range(n):
            delta = at[i + 1 :] - at[i]
            distance = np.hypot(delta[:, 0], delta[:, 1])
            overlap = radius[i] + radius[i + 1 :] + _GAP_PX - distance
            for k in np.flatnonzero(overlap > 0.05):  # noqa: PLR2004 - a twentieth of a pixel
                j = i + 1 + int(k)
                away = at[j] - at[i]
                length = float(np.hypot(*away))
                push = radius[i] + radius[j] + _GAP_PX - length
                if push <= 0:
                    continue
                # Two discs on one point part sideways, each time the same way.
                unit = away / length if length > 1e-9 else np.array([1.0, 0.0])  # noqa: PLR2004
                share = weight[j] / (weight[i] + weight[j])
                at[i] -= unit * push * share
                at[j] += unit * push * (1 - share)
                moved = True
        if not moved:
            break
    return at - centre_px


@dataclass(frozen=True)
class Layout:
    """Where every symbol of an atlas stands; made once, from all incidents.

    Because it does not follow the filter, nothing on the map moves when the filter changes.

    `symbol_px` moves each site's counted symbol, `fan_px` each site's fan when all are open, both
    (n sites, 2) pixels. `largest` is the largest count of a site, which sets the scale of areas.
    """

    sites: Sites
    symbol_px: NDArray[np.float64]
    fan_px: NDArray[np.float64]
    largest: int

    @classmethod
    def of_atlas(cls, atlas: Atlas) -> Layout:
        """Lay out the sites of an atlas."""
        sites = of_atlas(atlas)
        count = sites.counts(np.arange(len(atlas.incidents)))
        largest = int(count.max(initial=1))
        centre = to_pixels(sites.latitude, sites.longitude)
        return cls(
            sites,
            spread(centre, radius_px(count, largest)),
            spread(centre, fan_radius_px(count)),
            largest,
        )

    def incident_px(self, *, all_open: bool) -> NDArray[np.float64]:
        """Return the place of each incident's symbol around its site's point, (n, 2) pixels.

        Around the counted symbol where one site is open, around the fan's own place where all are.
        Rows without a point are at 0, 0.
        """
        centre = self.fan_px if all_open else self.symbol_px
        at = np.vstack([centre, [0.0, 0.0]])[self.sites.of_row] + self.sites.fan_px
        at[self.sites.of_row == NO_ROW] = 0
        return at
