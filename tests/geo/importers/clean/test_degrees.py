"""Degrees as people and charts write them."""

from __future__ import annotations

import numpy as np
import pytest

from geo.importers.clean.numbers import degree


@pytest.mark.parametrize(
    ("cell", "number", "axis"),
    [("36.34", 36.34, ""), ("36,34", 36.34, ""), ("36.34°", 36.34, ""), ("-36°20.4'", -36.34, ""),
     ("36.34 N", 36.34, "latitude"), ("S 36,34", -36.34, "latitude"),
     ("43.13 West", -43.13, "longitude"), ("14° 08' 24\" N", 14.14, "latitude"),
     ("12-08.4N", 12.14, "latitude"), ("12:08:24 n", 12.14, "latitude"),
     ("045-30E", 45.5, "longitude"), ("N12 08 24", 12.14, "latitude"),
     ("36 20 24S", -36.34, "latitude"), ("1208.4N", 12.14, "latitude"),
     ("120824S", -12.14, "latitude"), ("0453000E", 45.5, "longitude"),
     ("36deg 20m 24s N", 36.34, "latitude"), ("36°20'24″ с.ш.", 36.34, "latitude"),
     ("43,13 сх. д.", 43.13, "longitude"), ("43º07'48''E", 43.13, "longitude")],
)  # fmt: skip
def test_degrees_are_read(cell, number, axis):
    read, _, fault, names = degree(cell)
    assert (read, names, fault) == (pytest.approx(number, abs=1e-9), axis, "")


@pytest.mark.parametrize(
    ("cell", "fault"),
    [("12:08.5", "is not a number"), ("12-08", "is not a number"), ("12 08 30", "is not a number"),
     ("12:70N", "beyond 59"), ("12°08'61\"N", "beyond 59"), ("N 36.34 S", "two hemispheres"),
     ("N", "is not a number"), ("2024-01-03", "is not a number"), ("36.34.5", "is not a number"),
     pytest.param("1" + " " * 1_000_000 + "N x", "is not a number", id="long")],
)  # fmt: skip
def test_what_is_no_degree_says_why(cell, fault):
    read, _, told, _ = degree(cell)
    assert np.isnan(read)
    assert fault in told
