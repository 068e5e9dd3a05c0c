"""What the map draws, and where the browser finds it."""

import json
from dataclasses import replace

import numpy as np

from geo.paths import STATIC
from maps import static_files
from maps.palette import BASE_MAPS
from ui.map import map_data

LIGHT = BASE_MAPS["light"]


def tint(context, shown):
    (layer,) = [
        one for one in map_data.soft_areas(context, LIGHT, shown) if one.id == "province-tint"
    ]
    return layer


def features(data) -> list[dict]:
    if isinstance(data, str):
        data = json.loads((STATIC / data.removeprefix("/app/static/")).read_text("utf-8"))
    return data


def test_whatever_is_shown_the_browser_has_the_shapes_already(context):
    everything = np.arange(len(context.atlas.incidents))
    of_province = everything[context.atlas.incidents["geo_precision"] == "province"]
    code = context.atlas.incidents["province_code"].iloc[of_province[0]]
    whole, one, none = (tint(context, p) for p in (everything, of_province[:1], of_province[:0]))
    assert whole.data == one.data == none.data
    drawn = {f["properties"]["code"] for f in features(whole.data)}
    assert drawn == set(map_data.tinted_provinces(context.atlas, everything)) > {code}
    assert all(f"'{c}'" in str(whole.get_fill_color) for c in drawn)
    assert {c for c in drawn if f"'{c}'" in str(one.get_fill_color)} == {code}
    assert str(none.get_fill_color).startswith("@@=false ?")


def test_of_a_private_atlas_no_more_shapes_travel_than_are_shown(context):
    mine = replace(context, loaded=replace(context.loaded, private=True, derived={}))
    everything = np.arange(len(context.atlas.incidents))
    of_province = everything[context.atlas.incidents["geo_precision"] == "province"]
    (feature,) = tint(mine, of_province[:1]).data
    code = context.atlas.incidents["province_code"].iloc[of_province[0]]
    assert feature["properties"]["code"] == code
    assert not mine.loaded.derived


def test_what_was_forgotten_is_published_again(context, tmp_path, monkeypatch):
    everything = np.arange(len(context.atlas.incidents))
    first = tint(context, everything).data
    points = map_data.incident_points(context, None)
    # From here on nothing of it is there, as after many other views.
    monkeypatch.setattr(static_files, "STATIC", tmp_path)
    assert tint(context, everything).data == first
    assert map_data.incident_points(context, None) == points
    assert features(first)
    assert len(features(points)) == int(context.atlas.has_point.sum())
