"""The country of a point outside the atlas's provinces."""

from __future__ import annotations

import numpy as np
import pytest

from geo.spatial.countries import country_of
from tests.scripts.loading import script

POINTS = {
    "Bamako": (12.65, -8.0, "Mali"),
    "Khartoum": (15.6, 32.53, "Sudan"),
    "Juba": (4.85, 31.58, "South Sudan"),
    "Kharkiv": (49.99, 36.23, "Ukraine"),
    "Gulf of Guinea": (0.0, 0.0, ""),
    "Goma, on the boundary": (-1.68, 29.23, ""),
    "Baghdad, which has provinces": (33.34, 44.4, ""),
}


@pytest.mark.parametrize("name", POINTS)
def test_a_point_lies_in_its_country_or_nothing_is_said(name):
    latitude, longitude, country = POINTS[name]
    assert country_of(np.array([latitude]), np.array([longitude])) == [country]


def test_no_point_has_no_country():
    assert country_of(np.zeros(0), np.zeros(0)) == []


def test_the_script_rounds_and_leaves_out_what_the_atlas_has():
    square = [[0, 0], [100, 0], [0, 100], [-100, 0], [0, -100]]
    topology = {
        "transform": {"scale": [0.01, 0.01], "translate": [10, 20]},
        "arcs": [square],
        "objects": {"countries": {"geometries": [
            {"type": "Polygon", "id": code, "arcs": [[0]]} for code in ("MLI", "IRQ", "XXX")
        ]}},
    }  # fmt: skip
    names = {"MLI": "Mali", "IRQ": "Iraq"}
    built = script("build_countries").collection(topology, names, frozenset({"IRQ"}))
    assert [f["properties"]["name"] for f in built["features"]] == ["Mali"]
    (ring,) = built["features"][0]["geometry"]["coordinates"]
    assert sorted(map(tuple, ring[:-1])) == [(10, 20), (10, 21), (11, 20), (11, 21)]
