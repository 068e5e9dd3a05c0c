"""Names of sites: beside their symbol, or not at all."""

from __future__ import annotations

import numpy as np
import pytest

from maps import site_names
from maps.symbol_layout import SymbolLayout, radius_px, to_pixels

R = np.array([10.0, 10.0])


def test_a_name_begins_to_the_right_of_its_symbol_at_its_height():
    place_of = site_names.place_names(np.array([[7.0, 3.0]]), R[:1], ["Base"], [0])
    assert place_of[0] == ("start", pytest.approx(14), 0)


def test_a_symbol_on_the_right_sends_the_name_to_the_left():
    centre = np.array([[0.0, 0.0], [30.0, 0.0]])
    name = site_names.place_names(centre, R, ["Base", ""], [0])[0]
    assert name == ("end", pytest.approx(-14), 0), "it ends beside its symbol however long it is"


def test_between_two_symbols_the_name_goes_above_which_is_a_smaller_y():
    centre = np.array([[0.0, 0.0], [30.0, 3.0], [-30.0, -3.0]])
    anchor, x, y = site_names.place_names(centre, np.full(3, 10.0), ["Base", "", ""], [0])[0]
    assert (anchor, x) == ("middle", pytest.approx(0))
    assert y < -10


def test_a_site_in_a_crowd_has_no_name():
    ring = [[20 * np.cos(a), 20 * np.sin(a)] for a in np.linspace(0, 2 * np.pi, 8, endpoint=False)]
    centre = np.array([[0.0, 0.0], *ring])
    assert site_names.place_names(centre, np.full(9, 12.0), ["Base"] + [""] * 8, [0]) == {}


def test_only_the_sites_that_may_be_named_are():
    centre = np.array([[0.0, 0.0], [500.0, 0.0]])
    assert list(site_names.place_names(centre, R, ["A", "B"], [1])) == [1]
    assert site_names.place_names(centre, R, ["A", "B"], []) == {}


def test_second_names_and_brackets_are_left_out():
    assert site_names.short_name("Conoco / Mission Support Site (gas field)") == "Conoco"


def test_no_name_of_the_shipped_map_is_covered(atlas):
    layout = SymbolLayout.of_atlas(atlas)
    count = layout.sites.counts(np.arange(len(atlas.incidents)))
    centre = to_pixels(layout.sites.latitude, layout.sites.longitude) + layout.symbol_px
    radius = radius_px(count, layout.largest)
    assert len(layout.named) >= 6
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}
    for site, (anchor, dx, dy) in layout.named.items():
        at, middle = centre[site] + (dx, dy)
        width = len(site_names.short_name(layout.sites.name[site])) * site_names.NAME_PX * 0.53
        left = at - share[anchor] * width
        x = np.clip(centre[:, 0], left, left + width)
        y = np.clip(centre[:, 1], middle - site_names.NAME_PX / 2, middle + site_names.NAME_PX / 2)
        assert (np.hypot(centre[:, 0] - x, centre[:, 1] - y) >= radius - 1e-6).all()
