"""Names of sites: beside their symbol, or not at all."""

from __future__ import annotations

import numpy as np

from maps import naming
from maps.layout import Layout, radius_px, to_pixels

R = np.array([10.0, 10.0])


def test_a_name_goes_to_the_right_where_there_is_room():
    assert naming.sides(np.array([[0.0, 0.0]]), R[:1], ["Base"], [0]) == {0: "right"}


def test_a_symbol_on_the_right_sends_the_name_to_the_left():
    centre = np.array([[0.0, 0.0], [30.0, 0.0]])
    assert naming.sides(centre, R, ["Base", ""], [0]) == {0: "left"}


def test_a_site_between_two_symbols_has_no_name():
    centre = np.array([[0.0, 0.0], [30.0, 3.0], [-30.0, -3.0]])
    assert naming.sides(centre, np.full(3, 10.0), ["Base", "", ""], [0]) == {}


def test_of_two_names_that_would_meet_the_first_stays_and_the_second_moves():
    centre = np.array([[0.0, 0.0], [0.0, 21.0]])
    found = naming.sides(centre, R, ["A base", "Another"], [0, 1])
    assert found == {0: "right", 1: "right"}
    close = np.array([[0.0, 0.0], [0.0, 20.0]])
    tall = naming.sides(close, np.array([5.0, 5.0]), ["A base", "Another"], [0, 1])
    assert tall[0] == "right"


def test_a_symbol_above_the_line_of_the_name_does_not_cover_it():
    centre = np.array([[0.0, 0.0], [40.0, 10 + naming.NAME_PX / 2]])
    assert naming.sides(centre, R, ["Base", ""], [0]) == {0: "right"}


def test_second_names_and_brackets_are_left_out():
    assert naming.short("Conoco / Mission Support Site (gas field)") == "Conoco"


def test_no_name_of_the_shipped_map_is_covered(atlas):
    layout = Layout.of_atlas(atlas)
    count = layout.sites.counts(np.arange(len(atlas.incidents)))
    centre = to_pixels(layout.sites.latitude, layout.sites.longitude) + layout.symbol_px
    radius = radius_px(count, layout.largest)
    assert len(layout.named) >= 6
    for site, side in layout.named.items():
        box = naming._box(centre[site], radius[site], naming.short(layout.sites.name[site]), side)
        assert not naming._covered(box, centre, radius)
