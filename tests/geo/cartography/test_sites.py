from __future__ import annotations

import numpy as np
import pytest

from geo.cartography.sites import Sites
from geo.cartography.symbology import CLASS_OF_KEY, signs
from geo.spatial.joins import NO_ROW
from tests.geometry import MIDDLE_OF_A, MIDDLE_OF_B, base, incident, statement


@pytest.fixture
def world(hand_drawn):
    """Return a world with two incidents at a base, two on one free point, and one without any."""
    return hand_drawn(
        bases=[base("base-a", MIDDLE_OF_A)],
        incidents=[
            incident("one", "2024-01-01", MIDDLE_OF_A, base_id="base-a", geo_precision="site"),
            incident("two", "2024-01-02", (0.1, 1.1), base_id="base-a"),
            incident("three", "2024-01-03", MIDDLE_OF_B, place="Dam"),
            incident("four", "2024-01-04", MIDDLE_OF_B, place="Dam, again"),
            incident("nowhere", "2024-01-05", None),
        ],
        statements=[statement("three", "leaf", "claimed")],
    )


def test_a_base_is_one_site_on_its_own_point_and_others_share_theirs(world):
    sites = Sites.of_atlas(world)
    base_site, point_site = sites.of_row[[0, 2]]
    assert sites.of_row.tolist() == [base_site, base_site, point_site, point_site, NO_ROW]
    assert (sites.latitude[base_site], sites.longitude[base_site]) == MIDDLE_OF_A
    assert (sites.latitude[point_site], sites.longitude[point_site]) == MIDDLE_OF_B
    assert sites.key[base_site] == "base-a"
    assert sites.name[point_site] == "Dam"
    assert sites.name[base_site] == world.bases["name"].iloc[0]


def test_bases_on_one_point_are_one_site_with_both_names(hand_drawn):
    world = hand_drawn(
        bases=[base("base-a", MIDDLE_OF_A), base("base-b", MIDDLE_OF_A)],
        incidents=[
            incident("one", "2024-01-01", MIDDLE_OF_A, base_id="base-a"),
            incident("two", "2024-01-02", MIDDLE_OF_A, base_id="base-b"),
        ],
    )
    sites = Sites.of_atlas(world)
    assert sites.of_row.tolist() == [0, 0]
    assert sites.name[0] == " / ".join(world.bases["name"])


def test_sites_count_the_incidents_that_they_are_given(world):
    sites = Sites.of_atlas(world)
    counts = sites.counts(np.array([0, 2, 3, 4]))
    assert counts[sites.of_row[0]] == 1
    assert counts[sites.of_row[2]] == 2
    assert counts.sum() == 3


def test_the_leading_class_is_that_of_most_incidents_or_else_first_in_the_legend(world):
    sites = Sites.of_atlas(world)
    of_row = signs(world)
    leading = sites.leading(of_row, np.array([0, 2, 3, 4]))
    assert set(leading) == {sites.of_row[0], sites.of_row[2]}
    assert leading[sites.of_row[0]] == CLASS_OF_KEY["unknown"]
    # One incident of the group and one of an unknown one: the group's class stands higher.
    assert leading[sites.of_row[2]] == of_row[2].group != CLASS_OF_KEY["unknown"]
