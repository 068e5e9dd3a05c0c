"""The counted symbols of sites: their rows, and their layers."""

from __future__ import annotations

import numpy as np
import pytest

from geo.cartography.symbology import GROUP_CLASSES, signs
from maps import counted_rows, site_layers
from maps.palette import BASE_MAPS
from maps.symbol_layout import SymbolLayout
from tests.geometry import MIDDLE_OF_B, incident, statement

LIGHT = BASE_MAPS["light"]
ALL_DAYS = (0, 99_999)


@pytest.fixture(scope="module")
def world(hand_drawn):
    """Two incidents at a base, by one group and by two; one in a town; one without a point."""
    return hand_drawn(
        incidents=[
            incident("a-1", "2024-01-01", geo_precision="site", base_id="base-a"),
            incident("a-2", "2024-01-02", geo_precision="site", base_id="base-a"),
            incident("b-town", "2024-01-03", MIDDLE_OF_B),
            incident("x-country", "2024-01-06", None),
        ],
        statements=[
            statement("a-1", "leaf", "claimed"),
            statement("a-2", "leaf", "claimed"),
            statement("a-2", "root", "claimed"),
        ],
    )


@pytest.fixture(scope="module")
def layout(world):
    return SymbolLayout.of_atlas(world)


def rows(world, layout, positions, hidden=None):
    return site_layers.site_rows(world, layout, np.array(positions, np.intp), hidden)


def counted(world, layout, positions, days=ALL_DAYS):
    sizes = site_layers.site_sizes(layout)
    return counted_rows.count_rows(rows(world, layout, positions), sizes, days)


def test_a_site_has_one_row_and_the_busiest_stands_first(world, layout):
    at_base, town = rows(world, layout, [0, 1, 2, 3])
    assert (at_base["key"], at_base["p"], at_base["tip_title"]) == (
        "base-a", [1.0, 0.0], "Base base-a",
    )  # fmt: skip
    assert [len(row["days"]) for row in (at_base, town)] == [2, 1]
    assert at_base["days"] == sorted(at_base["days"])


def test_a_site_is_counted_and_has_the_colour_of_its_most_frequent_class(world, layout):
    at_base, town = counted(world, layout, [0, 1, 2, 3])
    # one each: the class that stands first in the legend
    assert at_base["tip_body"] == ("2 incidents, most often: Several groups named; last 2 Jan 2024")
    assert (at_base["n"], at_base["s"]) == ("2", 48)
    assert town["tip_body"] == "1 incident: Unattributed; 3 Jan 2024"
    assert 14 < town["s"] < 48


def test_an_open_site_and_sites_without_incidents_have_no_row(world, layout):
    hidden = layout.sites.key.index("base-a")
    assert "base-a" not in {row["key"] for row in rows(world, layout, [0, 1, 2, 3], hidden)}
    assert [row["key"] for row in rows(world, layout, [0, 3])] == ["base-a"]
    assert rows(world, layout, [3]) == []


@pytest.mark.parametrize("days", [(19_000, 19_900), (19_660, 19_757), (19_700, 19_700), (0, 1)])
def test_the_shipped_sites_are_counted_as_the_atlas_counts_them(atlas, days):
    layout, of_row = SymbolLayout.of_atlas(atlas), signs(atlas)
    everything = np.arange(atlas.n_incidents)
    here = everything[(atlas.day >= days[0]) & (atlas.day <= days[1])]
    counts, leading = layout.sites.counts(here), layout.sites.leading(of_row, here)
    drawn = {row["key"]: row for row in counted(atlas, layout, everything, days)}
    assert {key: int(row["n"]) for key, row in drawn.items()} == {
        layout.sites.key[i]: int(counts[i]) for i in np.flatnonzero(counts)
    }
    assert {key: row["c"] for key, row in drawn.items()} == {
        layout.sites.key[i]: list(of.colour) for i, of in leading.items()
    }


def test_only_the_disc_of_a_site_can_be_picked(world, layout):
    layers = site_layers.site_layers(counted(world, layout, [0, 1, 2]), LIGHT)
    assert [layer.id for layer in layers] == list(site_layers.LAYER_IDS)
    assert [layer.id for layer in layers if layer.pickable] == [site_layers.SITES_ID]
    assert all(layer.data is layers[0].data for layer in layers), "rows travel once"


def test_every_class_has_a_number_of_its_own():
    assert len({c.key for c in GROUP_CLASSES}) == len(GROUP_CLASSES)
