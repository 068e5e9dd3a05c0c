"""The circle on the map and the view that shows it."""

import math

import pytest

from maps import circle, deck, palette


@pytest.mark.parametrize("radius_km", [1, 10, 50, 200])
def test_the_view_holds_the_whole_circle(radius_km):
    view = circle.circle_view(33.8, 42.4, radius_km)
    assert (view["latitude"], view["longitude"]) == (33.8, 42.4)
    km_per_px = 40_075 * math.cos(math.radians(33.8)) / (512 * 2 ** view["zoom"])
    assert 2 * radius_km / km_per_px <= 410
    assert deck.MIN_ZOOM <= view["zoom"] <= deck.MAX_ZOOM


def test_the_layers_are_a_ring_and_its_centre_and_cannot_be_picked():
    ring, centre = circle.circle_layers(33.8, 42.4, 50.0, palette.BASE_MAPS["light"])
    assert len(ring.data[0]["p"]) == 181
    assert centre.data == [{"p": [42.4, 33.8]}]
    assert not ring.pickable
    assert not centre.pickable
