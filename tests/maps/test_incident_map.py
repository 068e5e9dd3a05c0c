from __future__ import annotations

import json

import pytest

from geo.paths import STATIC
from maps import deck, incident_map
from tests.geometry import MIDDLE_OF_A, MIDDLE_OF_B, incident, origin

STYLE = "/app/static/views/style.json"


def spec(atlas, name, theme="light"):
    return json.loads(
        incident_map.build_incident_deck(atlas, atlas.row_of[name], theme, STYLE).to_json()
    )


def layer(deck_json, name):
    return next((x for x in deck_json["layers"] if x["id"] == name), None)


@pytest.fixture
def small(hand_drawn):
    return hand_drawn(
        incidents=[
            incident("site", geo_precision="site", base_id="base-a", origin_place="x; y; z"),
            incident("town", "2024-01-02"),
            incident("district", "2024-01-03", geo_precision="district"),
            incident("province", "2024-01-04", geo_precision="province"),
            incident("nowhere", "2024-01-05", None),
        ],
        origins=[
            origin("site", "x", MIDDLE_OF_B), origin("site", "y"),
            origin("site", "z", MIDDLE_OF_A, geo_precision="province"),
        ],
    )  # fmt: skip


def test_each_precision_is_drawn_as_no_more_than_is_known(small):
    drawn = {}
    for name in ("site", "town", "district", "province"):
        deck_json = spec(small, name)
        discs = [d["r"] for d in layer(deck_json, "incident-disc")["data"]]
        tint = layer(deck_json, "province-tint")
        drawn[name] = (discs, layer(deck_json, "incident-point") is not None, tint is not None)
    assert drawn == {
        "site": ([1000, 10_000], True, False),  # its own, and that of the origin known to a town
        "town": ([10_000], False, False),
        "district": ([30_000], False, False),
        "province": ([], False, True),
    }


def test_the_tinted_province_is_that_of_the_incident(atlas):
    rows = atlas.incidents.query("geo_precision == 'province'")
    tint = layer(spec(atlas, rows["incident_id"].iloc[0]), "province-tint")["data"]
    path = STATIC / tint.removeprefix("/app/static/")
    (feature,) = json.loads(path.read_text("utf-8"))
    assert feature["properties"]["code"] == rows["province_code"].iloc[0]


def test_without_a_point_there_is_no_map(small):
    assert incident_map.build_incident_deck(small, small.row_of["nowhere"], "light", STYLE) is None


def test_arcs_come_from_every_origin_that_has_a_point(small):
    arcs = layer(spec(small, "site"), "incident-arcs")["data"]
    assert [(a["tip_body"], a["s"]) for a in arcs] == [("x", [3, 0]), ("z", [1, 0])]
    assert layer(spec(small, "town"), "incident-arcs") is None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_shipped_incident_is_drawn_inside_its_own_view(atlas, theme):
    for name, position in atlas.row_of.items():
        drawn = incident_map.build_incident_deck(atlas, position, theme, STYLE)
        assert (drawn is None) == (not atlas.has_point[position]), name
        if drawn is not None:
            view = drawn.initial_view_state
            assert deck.MIN_ZOOM <= view.zoom <= deck.MAX_ZOOM


def test_the_view_widens_with_the_disc_and_the_origins():
    at = [42.0, 34.0]
    near = incident_map.incident_view(at, 1.0, [])
    far = incident_map.incident_view(at, 1.0, [incident_map.Origin(36.0, 45.0, None, "x")])
    whole = incident_map.incident_view(at, None, [])
    assert near["zoom"] > whole["zoom"] > deck.MIN_ZOOM
    assert near["zoom"] > far["zoom"]
    assert (far["latitude"], far["longitude"]) == (35.0, 43.5)
    assert (near["latitude"], near["longitude"]) == (34.0, 42.0)
