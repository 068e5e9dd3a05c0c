"""Incidents of a data folder that may be one and the same: alike in kind, place and time.

The rule is that of imported files, but every pair is named, not the nearest alone. Somebody looks
at each: it is merged, or not_duplicates.csv says why both stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.spatial.joins import WGS84

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas

WITHIN_KM: Final = 25.0
WITHIN_DAYS: Final = 2


class Pair(NamedTuple):
    """Two incidents by id, and the distance and the days between them."""

    incident_id: str
    other_id: str
    km: float
    days: int


def find_likely_pairs(incidents: pd.DataFrame) -> list[Pair]:
    """Return every pair of incidents that are alike, the earlier one first, in order of their ids.

    Args:
        incidents: the columns of incidents.csv; rows without a point are not compared.
    """
    rows = incidents.dropna(subset=["latitude"]).sort_values(["date", "incident_id"])
    pairs = []
    for _, same in rows.groupby("event_type", sort=False):
        day = same["date"].to_numpy("datetime64[D]").astype(np.int64)
        until = np.searchsorted(day, day + WITHIN_DAYS, side="right")
        first, second = _later_ones(until)
        x, y = same["longitude"].to_numpy(np.float64), same["latitude"].to_numpy(np.float64)
        _, _, metres = WGS84.inv(x[first], y[first], x[second], y[second])
        km, ids = np.asarray(metres) / 1000, same["incident_id"].to_numpy(object)
        for at in np.flatnonzero(km <= WITHIN_KM).tolist():
            i, j = first[at], second[at]
            pairs.append(Pair(ids[i], ids[j], round(float(km[at]), 1), int(day[j] - day[i])))
    return sorted(pairs)


def _later_ones(until: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return each row with each later one before its end in `until`, as two arrays."""
    rows = np.arange(len(until))
    first = np.repeat(rows, until - rows - 1)
    second = np.concatenate([np.arange(i + 1, end) for i, end in enumerate(until)])
    return first, second.astype(np.intp)


def decided_pairs(atlas: Atlas) -> dict[tuple[str, str], str]:
    """Return the pairs that somebody has told apart, with the reason."""
    rows = atlas.not_duplicates
    pairs = zip(rows["incident_id_1"], rows["incident_id_2"], strict=True)
    return dict(zip(pairs, rows["reason"], strict=True))
