"""The circle on the map, and its bounds."""

import pytest
from pyproj import Geod

from maps import circle, palette


@pytest.mark.parametrize("radius_km", [1, 50, 200])
def test_the_bounds_touch_the_circle_on_all_four_sides(radius_km):
    west, south, east, north = circle.circle_bounds(33.8, 42.4, radius_km)
    geod = Geod(ellps="WGS84")
    for longitude, latitude in ((42.4, south), (42.4, north)):
        *_, metres = geod.inv(42.4, 33.8, longitude, latitude)
        # Its corners have four decimals: some 10 metres.
        assert metres / 1000 == pytest.approx(radius_km, rel=3e-3)
    # Off the equator the easternmost point is a little farther from it than the middle.
    *_, metres = geod.inv(42.4, 33.8, east, 33.8)
    assert metres / 1000 == pytest.approx(radius_km, rel=4e-3)
    assert east - 42.4 == pytest.approx(42.4 - west)


def test_the_layers_are_a_ring_and_its_centre_and_cannot_be_picked():
    ring, centre = circle.circle_layers(33.8, 42.4, 50.0, palette.BASE_MAPS["light"])
    assert len(ring.data[0]["p"]) == 181
    assert centre.data == [{"p": [42.4, 33.8]}]
    assert not ring.pickable
    assert not centre.pickable
