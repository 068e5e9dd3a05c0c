"""Sites: incidents that share one point, or one base."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.joins import NO_ROW
from geo.symbology import CLASS_OF_KEY, GROUP_CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.atlas import Atlas
    from geo.symbology import GroupClass, Sign


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
        return cls(
            key=tuple(_key(names[p], i) for i, p in enumerate(order)),
            name=tuple(" / ".join([n for k, n in names[p].items() if k] or [*names[p].values()][:1])
                       for p in order),
            latitude=np.array([p[0] for p in order]),
            longitude=np.array([p[1] for p in order]),
            of_row=of_row,
        )  # fmt: skip

    def counts(self, positions: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return how many of the incidents at `positions` each site has."""
        of = self.of_row[positions]
        return np.bincount(of[of != NO_ROW], minlength=len(self.key)).astype(np.int64)

    def leading(self, signs: Sequence[Sign], positions: NDArray[np.intp]) -> dict[int, GroupClass]:
        """Return for each site the group class that most of its incidents have.

        Of equal ones the one that stands first in the legend.
        """
        tally: dict[int, Counter[str]] = defaultdict(Counter)
        for position in positions:
            tally[int(self.of_row[position])][signs[position].group.key] += 1
        tally.pop(NO_ROW, None)
        rank = {c.key: i for i, c in enumerate(GROUP_CLASSES)}
        return {
            site: CLASS_OF_KEY[min(count, key=lambda key: (-count[key], rank[key]))]
            for site, count in tally.items()
        }


def _key(names: dict[str, str], number: int) -> str:
    bases = sorted(k for k in names if k)
    return bases[0] if bases else f"p{number}"
