"""What the map draws, and where the browser finds it."""

import json
from dataclasses import replace

import numpy as np

from geo.paths import STATIC
from maps import incident_layers, static_files
from maps.palette import BASE_MAPS
from ui.map import map_data

LIGHT = BASE_MAPS["light"]


def tint(context, shown, days=(0, 99_999)):
    (layer,) = [
        one
        for one in map_data.soft_areas(context, LIGHT, shown, days)
        if one.id == incident_layers.TINT_ID
    ]
    return layer


def features(data) -> list[dict]:
    if isinstance(data, str):
        data = json.loads((STATIC / data.removeprefix("/app/static/")).read_text("utf-8"))
    return data


def known_to_the_province(atlas):
    everything = np.arange(atlas.n_incidents)
    return everything[atlas.incidents["geo_precision"] == "province"]


def test_the_provinces_to_tint_have_one_address_whatever_the_period(context):
    everything = np.arange(context.atlas.n_incidents)
    whole, part = tint(context, everything), tint(context, everything, (19_700, 19_710))
    assert whole.data == part.data
    drawn = {f["properties"]["code"]: f["days"] for f in features(whole.data)}
    of_province = known_to_the_province(context.atlas)
    codes = context.atlas.incidents["province_code"].iloc[of_province]
    assert set(drawn) == set(codes)
    assert sum(len(days) for days in drawn.values()) == len(of_province)


def test_for_streamlits_own_map_only_what_the_period_has_is_drawn(context, monkeypatch):
    monkeypatch.setenv("ATLAS_MAP", "pydeck_chart")
    of_province = known_to_the_province(context.atlas)
    day = int(context.atlas.day[of_province[0]])
    (feature,) = tint(context, of_province[:1], (day, day)).data
    assert (
        feature["properties"]["code"]
        == (context.atlas.incidents["province_code"].iloc[of_province[0]])
    )
    assert tint(context, of_province[:1], (day + 1, day + 2)).data == []


def test_of_a_private_atlas_the_shapes_travel_inside_and_nothing_is_kept(context):
    mine = replace(context, loaded=replace(context.loaded, private=True, derived={}))
    of_province = known_to_the_province(context.atlas)
    (feature,) = tint(mine, of_province[:1]).data
    code = context.atlas.incidents["province_code"].iloc[of_province[0]]
    assert feature["properties"]["code"] == code
    assert not mine.loaded.derived


def test_what_was_forgotten_is_published_again(context, tmp_path, monkeypatch):
    everything = np.arange(context.atlas.n_incidents)
    first = tint(context, everything).data
    points = map_data.incident_points(context, None)
    # From here on nothing of it is there, as after many other views.
    monkeypatch.setattr(static_files, "STATIC", tmp_path)
    assert tint(context, everything).data == first
    assert map_data.incident_points(context, None) == points
    assert features(first)
    assert len(features(points)) == int(context.atlas.has_point.sum())


def test_a_point_for_every_incident_has_its_place_day_and_colour(context):
    atlas, points = context.atlas, map_data.every_point(context)
    positions = map_data.point_positions(context)
    assert len(positions) == atlas.has_point.sum() == len(points.wire[16:]) // 15
    body = points.wire[16:]
    n = len(positions)
    days = np.frombuffer(body, "<f4", n, 8 * n)
    assert (days == atlas.day[positions]).all()
    colours = np.frombuffer(body, "u1", 3 * n, 12 * n).reshape(n, 3)
    assert tuple(colours[0].tolist()) == context.loaded.signs[positions[0]].group.colour


def test_what_is_in_view_counts_points_on_its_edge_and_none_without_a_point(context):
    atlas = context.atlas
    world = len(map_data.within(context, (-180, -90, 180, 90)))
    assert world == atlas.has_point.sum()
    west, south, east, north = map_data.shown_bounds(context)
    assert len(map_data.within(context, (west, south, east, north))) == world
    assert len(map_data.within(context, (0, 0, 1, 1))) == 0


def test_the_shipped_data_open_on_the_usual_view_and_others_on_their_own_bounds(context):
    assert map_data.opening_bounds(context.loaded) is None
