"""The ids and bases of imported incidents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo import importers
from tests.geo.importers.files import (
    plain,
    plain_csv,
)


def test_site_points_within_the_distance_are_at_their_base(convert, rows, atlas, load):
    base = atlas.bases.set_index("base_id").loc["al_asad"].geometry
    near = {"Lat": f"{base.y:.3f}", "Lon": f"{base.x:.3f}", "Precision": "site"}
    far = {"Lat": f"{base.y + 0.05:.3f}", "Lon": f"{base.x:.3f}", "Precision": "site"}
    data = plain_csv(plain(**near), plain(**far), plain(**near | {"Precision": "town"}))
    imported = convert(data)
    assert [r["base_id"] for r in rows(imported)] == ["al_asad", None, None]
    assert imported.report.finding("base by distance").rows == 1
    assert {r["base_id"] for r in rows(convert(data, base_within_km=0))} == {None}
    load(imported)


def test_ids_that_lines_do_not_tell_apart_get_a_number_too(rows):
    raw = importers.read_file(b"Date,Place\n2024-01-03,a\n2024-01-03,b\n", "x.csv")
    raw = replace(raw, line=np.array([2, 2]))
    ids = [r["incident_id"] for r in rows(importers.convert(raw))]
    assert ids == ["plain-row-2-2-0", "plain-row-2-2-1"]
