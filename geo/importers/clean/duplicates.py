"""Rows that may tell of one event: near in place and time, of one kind, with the same parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.spatial.joins import WGS84

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KM_PER_DEGREE: Final = 110.5
_MAX_STEPS: Final = 500


def likely_duplicates(
    kind: NDArray[np.int64],
    day: NDArray[np.int64],
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    *,
    within_km: float,
    within_days: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], bool]:
    """Find pairs of rows of one kind within a distance and a number of days.

    Args:
        kind: equal for rows that tell of the same kind of event and parties.
        day: days since some day.
        latitude: degrees, finite.
        longitude: degrees, finite.
        within_km: geodesic distance, inclusive.
        within_days: inclusive.

    Returns:
        For each later row (by date) that has such an earlier one: its position, that of the
        nearest earlier one in the order of dates, the distance in km; and whether every pair was
        looked at (of more than `_MAX_STEPS` rows of one kind within the days, only so many are).
    """
    order = np.lexsort((np.arange(len(kind)), day, kind))
    k, d, y, x = kind[order], day[order], latitude[order], longitude[order]
    other = np.full(len(kind), -1, dtype=np.int64)
    km_of = np.full(len(kind), np.nan)
    active = np.arange(1, len(kind))
    step = 1
    while len(active) and step <= _MAX_STEPS:
        active = active[active >= step]
        before = active - step
        near_in_time = (k[active] == k[before]) & (d[active] - d[before] <= within_days)
        active, before = active[near_in_time], before[near_in_time]
        open_ = other[active] < 0
        at, of = active[open_], before[open_]
        close = np.abs(y[at] - y[of]) * _KM_PER_DEGREE <= within_km
        at, of = at[close], of[close]
        if len(at):
            _, _, metres = WGS84.inv(x[at], y[at], x[of], y[of])
            km = np.asarray(metres) / 1000
            hit = km <= within_km
            other[at[hit]], km_of[at[hit]] = of[hit], km[hit]
        active = active[other[active] < 0]
        step += 1
    later = np.flatnonzero(other >= 0)
    return order[later], order[other[later]], km_of[later], not len(active)
