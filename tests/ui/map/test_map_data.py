"""What the map draws, and where the browser finds it."""

import json

import numpy as np

from geo.cartography.sites import place_bounds
from maps import static_files
from ui.map import map_data


def test_points_that_were_forgotten_are_published_again(context, tmp_path, monkeypatch):
    everything = np.arange(context.atlas.n_incidents)

    def points():
        return map_data.incident_points(context, everything, all_open=True, follows=True)

    first = points()
    # From here on nothing of it is there, as after many other views.
    monkeypatch.setattr(static_files, "STATIC", tmp_path)
    assert points() == first
    rows = json.loads((tmp_path / first.removeprefix("/app/static/")).read_text("utf-8"))
    assert len(rows) == int(context.atlas.has_point.sum())


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
    edges = place_bounds(atlas, context.view.positions)
    assert len(map_data.within(context, edges)) == world
    assert len(map_data.within(context, (0, 0, 1, 1))) == 0


def test_the_shipped_data_open_on_the_usual_view_and_others_on_their_own_bounds(context):
    assert map_data.opening_bounds(context.loaded) is None
