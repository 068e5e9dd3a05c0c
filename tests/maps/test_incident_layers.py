"""The layers of the map as the browser gets them: rows, accessors, filters, and no code in data."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from geo.cartography.symbology import GROUP_CLASSES, signs
from maps import deck, incident_layers, site_layers
from maps.palette import BASE_MAPS
from maps.symbol_layout import SymbolLayout
from tests.geometry import (
    MIDDLE_OF_A,
    MIDDLE_OF_B,
    MIDDLE_OF_C,
    MIDDLE_OF_D,
    base,
    group,
    incident,
    origin,
    statement,
)

LIGHT = BASE_MAPS["light"]
FIRST_DAY = (date(2024, 1, 1) - date(1970, 1, 1)).days
DAYS = (FIRST_DAY, FIRST_DAY + 30)
OPENS_CODE = "@@"
CLASSES = [c.key for c in GROUP_CLASSES]


def tables(**changes):
    """Return a world with one incident of each kind that the layers tell apart."""
    rows = [
        incident("a-1", "2024-01-01", geo_precision="site", base_id="base-a", killed=2,
                 target="the runway", outcome="impact"),
        incident("a-2", "2024-01-02", geo_precision="site", base_id="base-a", killed=0,
                 weapons="rocket;mortar", confirmation="claimed", date_precision="approx"),
        incident("b-town", "2024-01-03", MIDDLE_OF_B, origin_place="hills and shore"),
        incident("c-district", "2024-01-04", MIDDLE_OF_C, country="Eastland",
                 geo_precision="district", origin_place="shore of Westland"),
        incident("d-province", "2024-01-05", MIDDLE_OF_D, geo_precision="province"),
        incident("x-country", "2024-01-06", None, origin_place="hills"),
    ]  # fmt: skip
    return {
        "incidents": rows,
        "origins": [
            origin("b-town", "hills", MIDDLE_OF_D),
            origin("b-town", "shore", country="Westland"),
            origin("c-district", "shore of Westland", (0.0, 3.99)),
            origin("x-country", "hills", MIDDLE_OF_D),
        ],
        "statements": [
            statement("a-1", "leaf", "claimed"),
            statement("a-2", "leaf", "claimed"),
            statement("a-2", "root", "claimed"),
        ],
    } | changes


@pytest.fixture(scope="module")
def world(hand_drawn):
    return hand_drawn(**tables())


@pytest.fixture(scope="module")
def layout(world):
    return SymbolLayout.of_atlas(world)


@pytest.fixture(scope="module")
def everything(world):
    return np.arange(len(world.incidents))


def as_json(layer):
    return json.loads(layer.to_json())


# --- rows -----------------------------------------------------------------------------------------


def test_the_row_of_an_incident_has_what_its_symbol_and_its_tooltip_need(world, layout, everything):
    row = incident_layers.incident_rows(world, layout, signs(world), everything, all_open=False)[0]
    assert row.pop("o") == np.round(layout.incident_px(all_open=False)[0], 1).tolist()
    assert row == {
        "id": "a-1",
        "p": [1.0, 0.0],
        "d": FIRST_DAY,
        "g": CLASSES.index("other"),
        "i": "rocket",
        "h": "rocket_halo",
        "c": [140, 86, 75],
        "k": 2,
        "tip_title": "2024-01-01 · the runway",
        "tip_body": "Group leaf · rocket · hit · official",
    }


def test_incidents_differ_in_what_is_known_of_them(world, layout, everything):
    rows = incident_layers.incident_rows(world, layout, signs(world), everything, all_open=True)
    several, town = rows[1], rows[2]
    assert several["i"] == "several_open"
    assert several["tip_title"].startswith("about 2024-01-02")
    assert several["tip_body"].startswith("several groups · several weapons")
    assert (several["k"], town["k"]) == (0, 0)
    assert town["tip_body"].startswith("unattributed")


def test_incidents_without_a_point_and_those_not_asked_for_have_no_row(world, layout, everything):
    rows = incident_layers.incident_rows(world, layout, signs(world), everything, all_open=True)
    assert [r["id"] for r in rows] == ["a-1", "a-2", "b-town", "c-district", "d-province"]
    chosen = incident_layers.incident_rows(
        world, layout, signs(world), np.array([3, 5]), all_open=True
    )
    assert [r["id"] for r in chosen] == ["c-district"]
    none = np.array([], dtype=np.intp)
    assert incident_layers.incident_rows(world, layout, signs(world), none, all_open=True) == []


def test_the_rows_of_the_shipped_data_are_plain_json(atlas):
    layout, of_row = SymbolLayout.of_atlas(atlas), signs(atlas)
    everything = np.arange(len(atlas.incidents))
    rows = [
        *incident_layers.incident_rows(atlas, layout, of_row, everything, all_open=True),
        *site_layers.site_rows(atlas, layout, everything),
        *incident_layers.precision_rows(atlas, layout, everything),
        *incident_layers.tint_rows(atlas, everything),
        *incident_layers.origin_rows(atlas, layout, everything),
    ]
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows
    assert sum("i" in r for r in rows) == atlas.has_point.sum()


def test_only_towns_and_districts_have_a_disc_of_their_true_radius(world, layout, everything):
    unknown = [CLASSES.index("unknown")]
    assert incident_layers.precision_rows(world, layout, everything) == [
        {"p": [3.0, 0.0], "r": 10_000, "days": [FIRST_DAY + 2], "of": unknown},
        {"p": [7.0, 0.0], "r": 30_000, "days": [FIRST_DAY + 3], "of": unknown},
    ]
    assert incident_layers.precision_rows(world, layout, np.array([0, 4, 5])) == []


def test_a_province_is_tinted_for_incidents_known_to_the_province_only(world, everything):
    province = world.incidents["province_code"].iloc[4]
    shape = incident_layers.province_rows(["IQ-AN"])[0] | {"properties": {"code": province}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(incident_layers, "_province_shapes", lambda: {province: shape})
        rows = incident_layers.tint_rows(world, everything)
        none = incident_layers.tint_rows(world, everything[:4])
    expected = [shape | {"days": [FIRST_DAY + 4], "of": [CLASSES.index("unknown")]}]
    assert rows == expected
    assert none == []


def test_days_ascend_and_within_a_day_the_classes_do(world):
    three = np.array([2, 0, 1])
    assert incident_layers.dated(world, three) == {
        "days": [FIRST_DAY, FIRST_DAY + 1, FIRST_DAY + 2],
        "of": [CLASSES.index(key) for key in ("other", "several", "unknown")],
    }


def test_two_incidents_in_one_town_share_a_disc(hand_drawn):
    world = hand_drawn(incidents=[incident("one"), incident("two")])
    layout = SymbolLayout.of_atlas(world)
    (row,) = incident_layers.precision_rows(world, layout, np.arange(2))
    assert (row["p"], row["r"], len(row["days"])) == ([1.0, 0.0], 10_000, 2)


# --- origins --------------------------------------------------------------------------------------


def test_an_origin_with_a_point_has_a_row_from_it_to_the_site(world, layout, everything):
    # Neither "shore", which has no point, nor "hills" of an incident that has none.
    assert incident_layers.origin_rows(world, layout, everything) == [
        {"s": [1.0, 2.0], "t": [3.0, 0.0], "d": FIRST_DAY + 2},
        {"s": [3.99, 0.0], "t": [7.0, 0.0], "d": FIRST_DAY + 3},
    ]


def test_only_the_origins_of_the_incidents_shown_have_rows(world, layout):
    assert [r["t"] for r in incident_layers.origin_rows(world, layout, np.array([0, 3]))] == [
        [7.0, 0.0]
    ]
    assert incident_layers.origin_rows(world, layout, np.array([0, 1, 4, 5])) == []
    assert incident_layers.origin_rows(world, layout, np.array([], dtype=np.intp)) == []


def test_an_arc_ends_at_the_point_of_the_base_where_the_incident_has_one(hand_drawn):
    world = hand_drawn(
        incidents=[incident("one", at=(0.05, 1.05), base_id="base-a", origin_place="hills")],
        origins=[origin("one", "hills", MIDDLE_OF_D)],
    )
    (row,) = incident_layers.origin_rows(world, SymbolLayout.of_atlas(world), np.arange(1))
    assert row["t"] == [1.0, 0.0]


def test_a_world_without_origins_has_no_arcs(hand_drawn):
    world = hand_drawn()
    assert incident_layers.origin_rows(world, SymbolLayout.of_atlas(world), np.arange(1)) == []


def test_the_one_origin_of_the_shipped_data_is_zummar(atlas):
    layout = SymbolLayout.of_atlas(atlas)
    (row,) = incident_layers.origin_rows(atlas, layout, np.arange(len(atlas.incidents)))
    day = (date(2024, 4, 21) - date(1970, 1, 1)).days
    assert row == {"s": [42.6, 36.65], "t": [41.9975, 36.8978], "d": day}


def test_the_arcs_are_drawn_in_ink_filtered_by_day_and_not_picked():
    arcs = as_json(incident_layers.origin_arcs("/app/static/views/x.json", DAYS, LIGHT))
    assert arcs["@@type"] == "ArcLayer"
    assert arcs["id"] == "origins"
    assert arcs["pickable"] is False
    assert arcs["greatCircle"] is False
    assert arcs["data"] == "/app/static/views/x.json"
    assert arcs["getSourcePosition"] == "@@=s"
    assert arcs["getTargetPosition"] == "@@=t"
    assert (arcs["getWidth"], arcs["widthUnits"]) == (1.5, "pixels")
    for colour in (arcs["getSourceColor"], arcs["getTargetColor"]):
        assert colour[:3] == list(LIGHT.ink)
        assert 0 < colour[3] < 255
    assert arcs["extensions"] == [{"@@type": "DataFilterExtension", "filterSize": 1}]
    assert (arcs["getFilterValue"], arcs["filterRange"]) == ("@@=d", list(DAYS))


def test_the_arcs_take_rows_too_and_follow_the_theme():
    rows = [{"s": [1.0, 2.0], "t": [3.0, 0.0], "d": FIRST_DAY}]
    dark = as_json(incident_layers.origin_arcs(rows, DAYS, BASE_MAPS["dark"]))
    assert dark["data"] == rows
    assert dark["getSourceColor"][:3] == list(BASE_MAPS["dark"].ink)


# --- layers ---------------------------------------------------------------------------------------


def drawn(world):
    """Return every layer of the map, with its rows inside."""
    layout, of_row = SymbolLayout.of_atlas(world), signs(world)
    shown = np.arange(len(world.incidents))
    places = site_layers.site_rows(world, layout, shown)
    rows = incident_layers.incident_rows(world, layout, of_row, shown, all_open=True)
    return [
        incident_layers.province_tint(incident_layers.province_rows(["IQ-AN", "WE-A"]), LIGHT),
        incident_layers.precision_discs(
            incident_layers.precision_rows(world, layout, shown), LIGHT
        ),
        incident_layers.origin_arcs(incident_layers.origin_rows(world, layout, shown), DAYS, LIGHT),
        *site_layers.site_layers(places, LIGHT),
        incident_layers.point_cloud(DAYS),
        *incident_layers.incident_icons(rows, DAYS, LIGHT, chosen="a-1"),
    ]


def test_every_layer_says_whether_it_can_be_picked_and_only_sites_and_incidents_can(world):
    can_be_picked = {layer.id: as_json(layer)["pickable"] for layer in drawn(world)}
    pickable = {name for name, can_be in can_be_picked.items() if can_be}
    assert pickable == {"incidents", "incidents-halos", "sites", "points"}


def test_everything_that_changes_with_the_days_is_filtered_by_the_same_range(world):
    range_of = {layer.id: as_json(layer).get("filterRange") for layer in drawn(world)}
    filtered = {name for name in range_of if name.startswith(("incident", "origins", "points"))}
    assert len(filtered) >= 5
    assert {name for name, days in range_of.items() if days} == filtered
    assert all(range_of[name] == list(DAYS) for name in filtered)


def test_the_icon_atlas_is_an_address_and_not_a_picture(world):
    for layer in drawn(world):
        props = as_json(layer)
        if props["@@type"] == "IconLayer":
            assert props["iconAtlas"].startswith("/app/static/icons/")
            assert props["iconMapping"].startswith("/app/static/icons/")


# --- no code in data ------------------------------------------------------------------------------


def values_that_open_code(value, path=()):
    """Return the values and keys that deck.gl's JSON converter would run, with their places."""
    if isinstance(value, dict):
        keys = {(path, k) for k in value if k.startswith(OPENS_CODE)}
        return keys.union(*(values_that_open_code(v, (*path, k)) for k, v in value.items()))
    if isinstance(value, list):
        return set().union(*(values_that_open_code(v, (*path, "[]")) for v in value))
    is_code = isinstance(value, str) and value.startswith(OPENS_CODE)
    return {(path, value)} if is_code else set()


def code_in(world):
    return values_that_open_code(json.loads(deck.build_deck(drawn(world), "/style.json").to_json()))


HOSTILE = ("@@=alert(1)", "@@type", "@@#fetch", "@@function")


@pytest.fixture(scope="module")
def code_of_a_tame_world(world):
    return code_in(world)


def test_the_code_that_the_map_itself_writes_is_never_in_a_row(code_of_a_tame_world):
    assert code_of_a_tame_world
    assert not [path for path, _ in code_of_a_tame_world if "data" in path]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", ["{}", " {}", "a {}", "\n{}"], ids=repr)
@pytest.mark.parametrize("table", ["target", "place", "group", "base", "origin"])
def test_no_text_of_the_data_is_a_value_that_the_map_would_run(
    text, form, table, hand_drawn, code_of_a_tame_world
):
    given = form.format(text)
    rows_of = tables()
    if table in {"target", "place"}:
        rows_of["incidents"] += [incident("evil", at=(0.5, 2.5), **{table: given})]
    elif table == "group":
        rows_of["groups"] = [group("leaf", name=given), group("root")]
    elif table == "base":
        rows_of["bases"] = [base("base-a", MIDDLE_OF_A, name=given)]
    else:
        rows_of["origins"][0]["place"] = given
    world = hand_drawn(**rows_of)
    assert code_in(world) == code_of_a_tame_world


def test_the_hostile_text_would_be_seen(world):
    layer = incident_layers.origin_arcs([{"s": "@@=alert(1)"}], DAYS, LIGHT)
    code = values_that_open_code(json.loads(deck.build_deck([layer], "/style.json").to_json()))
    assert (("layers", "[]", "data", "[]", "s"), "@@=alert(1)") in code


def test_a_text_that_begins_with_code_costs_its_row_and_is_named(hand_drawn):
    rows_of = tables()
    rows_of["incidents"] += [incident("evil", target="@@=alert(1)")]
    world = hand_drawn(**rows_of)
    assert "evil" not in world.row_of
    assert world.quarantine[["key", "column"]].to_numpy().tolist()[0] == ["evil", "target"]
