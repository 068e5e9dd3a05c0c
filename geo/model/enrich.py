"""What an atlas adds to each place: its province, its nearest base and its hexagons.

All work is done on distinct places, in chunks, so that it can tell how far it is and be stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.spatial import joins
from geo.spatial.h3_index import CellIndex
from geo.utils.progress import chunks
from geo.utils.text_columns import take

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from geo.spatial.joins import Places
    from geo.utils.progress import Progress

COLUMNS = (
    "province_code", "province", "province_country", "province_method",
    "nearest_base_id", "nearest_base_km",
)  # fmt: skip
_METHODS = (joins.WITHIN, joins.NEAREST, joins.NONE)


@dataclass(frozen=True)
class Enrichment:
    """Answers of the joins, one per distinct place.

    `province` and `base` are row positions in the layers, -1 for none; `method` is how the province
    was found; `base_km` is NaN where there is no base.
    """

    province: NDArray[np.int32]
    method: NDArray[np.object_]
    base: NDArray[np.int32]
    base_km: NDArray[np.float64]
    cells: CellIndex


def enrich(
    places: Places,
    provinces: gpd.GeoDataFrame,
    bases: gpd.GeoDataFrame,
    progress: Progress | None = None,
) -> Enrichment:
    """Find the province, the nearest base and the hexagons of each place.

    Args:
        places: distinct points, degrees WGS84.
        provinces: polygons in EPSG:4326, in the order that settles ties.
        bases: points in EPSG:4326 with a `base_id` column.
        progress: told after every few thousand places; may stop the work.

    Raises:
        CancelledError: `progress` returned False. Nothing was changed.
    """
    n = len(places.latitude)
    province, base = np.full(n, joins.NO_ROW, np.int32), np.full(n, joins.NO_ROW, np.int32)
    method, base_km = np.full(n, joins.NONE, dtype=object), np.full(n, np.nan)
    for part in chunks(n, progress, "finding provinces and bases"):
        y, x = places.latitude[part], places.longitude[part]
        province[part], method[part] = joins.province_of(y, x, provinces)
        base[part], base_km[part] = joins.nearest_base(y, x, bases)
    return Enrichment(province, method, base, base_km, CellIndex.of_places(places, progress))


def joined_columns(
    enrichment: Enrichment, places: Places, provinces: gpd.GeoDataFrame, bases: gpd.GeoDataFrame
) -> dict[str, pd.Series[Any] | NDArray[np.float64]]:
    """Return `COLUMNS`, one value per row; missing where there is no point or no match."""
    province = places.spread(enrichment.province, joins.NO_ROW)
    base = places.spread(enrichment.base, joins.NO_ROW)
    of_method = np.select([enrichment.method == m for m in _METHODS[:2]], [0, 1], 2)
    return {
        "province_code": take(provinces["province_code"], province),
        "province": take(provinces["name"], province),
        "province_country": take(provinces["country"], province),
        "province_method": take(_METHODS, places.spread(of_method, 2)),
        "nearest_base_id": take(bases["base_id"], base),
        "nearest_base_km": places.spread(enrichment.base_km, np.nan),
    }
