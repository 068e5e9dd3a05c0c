"""Where the symbols of sites and incidents stand on the screen.

Places are in screen pixels around a site's point, so they do not depend on the zoom. All functions
are pure and deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.cartography.displacement import displace_discs
from geo.cartography.sites import Sites
from geo.spatial.joins import NO_ROW
from maps import site_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

GOLDEN_ANGLE_RAD: Final = np.pi * (3 - np.sqrt(5))
FAN_STEP_PX: Final = 8.0
# The opening view, the same for every session: a view that followed the data would move the map
# under the user's hands.
OPENING_LATITUDE: Final = 34.3
OPENING_LONGITUDE: Final = 41.3
OPENING_ZOOM: Final = 5.35
# Symbols of more sites than this have no room side by side on a screen: they stay on their points.
MOST_SPREAD_SITES: Final = 500
_TILE_PX: Final = 512
_FAN_SHARE: Final = 0.85
_MIN_RADIUS_PX: Final = 7.0
_MAX_RADIUS_PX: Final = 24.0


def _spirals(of_row: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return each incident's place in the spiral of its site, by date: the oldest in the middle."""
    return spiral(pd.Series(of_row).groupby(of_row).cumcount().to_numpy(np.float64))


def spiral(rank: NDArray[np.float64], step_px: float = FAN_STEP_PX) -> NDArray[np.float64]:
    """Return points of a golden-angle spiral (Vogel 1979), evenly spread.

    Args:
        rank: (n,) from 0, the middle.
        step_px: distance of neighbours, about.

    Returns:
        (n, 2) pixels from the middle.
    """
    radius = step_px * np.sqrt(rank)
    angle = rank * GOLDEN_ANGLE_RAD
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def fan_radius_px(count: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how far the spirals of sites with these counts reach, (n,) pixels."""
    return FAN_STEP_PX * np.sqrt(np.maximum(count, 1)) + FAN_STEP_PX / 2


def radius_px(count: NDArray[np.int64], largest: int) -> NDArray[np.float64]:
    """Return the radius of the symbols of sites, in pixels: their area grows with the count.

    Args:
        count: incidents at each site, (n,).
        largest: the count that has the largest symbol.
    """
    share = np.sqrt(count / max(largest, 1))
    return _MIN_RADIUS_PX + (_MAX_RADIUS_PX - _MIN_RADIUS_PX) * share


def to_pixels(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64], zoom: float = OPENING_ZOOM
) -> NDArray[np.float64]:
    """Return places in Web Mercator pixels, as deck.gl draws them.

    Args:
        latitude: (n,) degrees WGS84.
        longitude: (n,) degrees WGS84.
        zoom: zoom level; the world is 512 pixels wide at 0.

    Returns:
        (n, 2), x to the right, y down.
    """
    world = _TILE_PX * 2.0**zoom
    x = (longitude + 180) / 360 * world
    sine = np.sin(np.radians(latitude))
    y = (0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)) * world
    return np.column_stack([x, y])


@dataclass(frozen=True)
class SymbolLayout:
    """Where every symbol of an atlas stands; made once, from all incidents.

    Because it does not follow the filter, nothing on the map moves when the filter changes.

    `symbol_px` moves each site's counted symbol, `fan_px` each site's fan when all are open, both
    (n sites, 2) pixels (x right, y down). `spiral_px` is each incident's place in the spiral of
    its site. `named` are the sites whose names the map writes, and where. `largest` is
    the largest count of a site, which sets the scale of areas.
    """

    sites: Sites
    symbol_px: NDArray[np.float64]
    fan_px: NDArray[np.float64]
    spiral_px: NDArray[np.float64]
    largest: int
    named: Mapping[int, site_names.Name]

    @classmethod
    def of_atlas(cls, atlas: Atlas) -> SymbolLayout:
        """Lay out the sites of an atlas; above `MOST_SPREAD_SITES` none is moved off its point."""
        sites = Sites.of_atlas(atlas)
        count = sites.counts(np.arange(atlas.n_incidents))
        largest = int(count.max(initial=1))
        centre, radius = to_pixels(sites.latitude, sites.longitude), radius_px(count, largest)
        stay = np.zeros_like(centre)
        few = len(sites.key) <= MOST_SPREAD_SITES
        symbol = displace_discs(centre, radius) if few else stay
        ranked = [i for i in np.argsort(-count, kind="stable").tolist() if count[i] > 1]
        names = [site_names.short_name(name) for name in sites.name]
        return cls(
            sites,
            symbol,
            # Fans may touch: apart altogether they would end far from their sites.
            displace_discs(centre, fan_radius_px(count) * _FAN_SHARE, gap=0) if few else stay,
            _spirals(sites.of_row),
            largest,
            site_names.place_names(centre + symbol, radius, names, ranked),
        )

    def incident_px(self, *, all_open: bool) -> NDArray[np.float64]:
        """Return the place of each incident's symbol around its site's point, (n, 2) pixels.

        Around the counted symbol where one site is open, around the fan's own place where all are.
        Rows without a point are at 0, 0.
        """
        centre = self.fan_px if all_open else self.symbol_px
        at = np.vstack([centre, [0.0, 0.0]])[self.sites.of_row] + self.spiral_px
        at[self.sites.of_row == NO_ROW] = 0
        return at
