"""Pairs of rows that may tell of one event."""

from __future__ import annotations

import numpy as np

from geo.importers.clean.duplicates import likely_duplicates


def pairs(*rows, within_km=1.0, within_days=1):
    """Return (later, earlier) positions of rows given as kind, day, latitude and longitude."""
    kind, day, latitude, longitude = np.array(rows, dtype=float).T
    later, earlier, km, whole = likely_duplicates(
        kind.astype(int), day.astype(int), latitude, longitude,
        within_km=within_km, within_days=within_days,
    )  # fmt: skip
    assert whole
    assert (km <= within_km).all()
    return sorted(zip(later.tolist(), earlier.tolist(), strict=True))


def test_rows_are_pairs_only_if_kind_day_and_place_are_near():
    base = (1, 10, 33.0, 44.0)
    assert pairs(base, (1, 11, 33.005, 44.0)) == [(1, 0)]
    assert pairs(base, (2, 10, 33.0, 44.0)) == []
    assert pairs(base, (1, 12, 33.0, 44.0)) == []
    assert pairs(base, (1, 10, 33.02, 44.0)) == []
    assert pairs(base, (1, 10, 33.0, 44.02)) == []


def test_each_later_row_is_named_once_with_the_nearest_before_it():
    row = (1, 10, 33.0, 44.0)
    assert pairs((1, 11, 33.0, 44.0), row, row) == [(0, 2), (2, 1)]
