"""Sites: incidents that share one point, or one base."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.cartography.symbology import CLASS_NUMBER
from geo.spatial.joins import NO_ROW, distinct_places
from geo.utils.text_columns import positions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.cartography.symbology import GroupClass, Sign
    from geo.model.atlas import Atlas


@dataclass(frozen=True)
class Sites:
    """The sites of an atlas, by latitude and longitude.

    `key` is the base id, or `p` and a number for other points. `name` is what the site is called.
    `latitude` and `longitude` are degrees WGS84. `of_row` gives for each incident its site, or -1.
    """

    key: tuple[str, ...]
    name: tuple[str, ...]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    of_row: NDArray[np.int32]

    @classmethod
    def of_atlas(cls, atlas: Atlas) -> Sites:
        """Group the incidents into sites: those of one base together, others by their point.

        A base stands on its own point, so that rows of town precision do not drift from those of
        site precision; bases that share one point are one site.
        """
        incidents, bases = atlas.incidents, atlas.bases
        of_base = positions(incidents["base_id"], bases["base_id"])
        at_base = of_base != NO_ROW
        latitude = incidents["latitude"].to_numpy(np.float64, copy=True)
        longitude = incidents["longitude"].to_numpy(np.float64, copy=True)
        moved = np.flatnonzero(at_base & atlas.has_point)
        base_y = np.array([round(point.y, 4) for point in bases.geometry])
        base_x = np.array([round(point.x, 4) for point in bases.geometry])
        latitude[moved], longitude[moved] = base_y[of_base[moved]], base_x[of_base[moved]]
        places = distinct_places(latitude, longitude)
        # A site is named once for each base on its point, or else by its first incident.
        named = pd.DataFrame({"site": places.of_row, "base": of_base})
        named["place"] = incidents["place"]
        named = named[places.of_row != NO_ROW].drop_duplicates(["site", "base"])
        names: list[dict[str, str]] = [{} for _ in places.latitude]
        ids, base_names = bases["base_id"].tolist(), bases["name"].tolist()
        for site, base, place in named.itertuples(index=False):
            names[site][ids[base] if base != NO_ROW else ""] = (
                base_names[base] if base != NO_ROW else place
            )
        return cls(
            key=tuple(_key(by_base, i) for i, by_base in enumerate(names)),
            name=tuple(
                " / ".join([n for k, n in by_base.items() if k] or [*by_base.values()][:1])
                for by_base in names
            ),
            latitude=places.latitude,
            longitude=places.longitude,
            of_row=places.of_row,
        )

    def counts(self, positions: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return how many of some incidents each site has, (n sites,).

        Args:
            positions: rows of `atlas.incidents`; those without a point count nowhere.
        """
        of = self.of_row[positions]
        return np.bincount(of[of != NO_ROW], minlength=len(self.key)).astype(np.int64)

    def leading(self, signs: Sequence[Sign], positions: NDArray[np.intp]) -> dict[int, GroupClass]:
        """Return for each site the group class that most of its incidents have.

        Of equal ones the one that stands first in the legend.

        Args:
            signs: the sign of every incident of the atlas.
            positions: the incidents that count, rows of `atlas.incidents`.

        Returns:
            Number of the site to group class, for sites with any of these incidents.
        """
        tally: dict[int, Counter[GroupClass]] = defaultdict(Counter)
        for position in positions:
            tally[int(self.of_row[position])][signs[position].group] += 1
        tally.pop(NO_ROW, None)
        return {
            site: min(count, key=lambda group: (-count[group], CLASS_NUMBER[group.key]))
            for site, count in tally.items()
        }


def _key(names: dict[str, str], number: int) -> str:
    bases = sorted(k for k in names if k)
    return bases[0] if bases else f"p{number}"


def place_bounds(
    atlas: Atlas, positions: NDArray[np.intp]
) -> tuple[float, float, float, float] | None:
    """Return the bounds of the points of incidents: west, south, east, north, degrees WGS84.

    Args:
        atlas: the atlas.
        positions: rows of `atlas.incidents`; those without a point do not count.

    Returns:
        None where none has a point.
    """
    drawn = positions[atlas.has_point[positions]]
    if not len(drawn):
        return None
    places = atlas.take(drawn, "longitude", "latitude").to_numpy(np.float64)
    west, south = places.min(axis=0).tolist()
    east, north = places.max(axis=0).tolist()
    return west, south, east, north
