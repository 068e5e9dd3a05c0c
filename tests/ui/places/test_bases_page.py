"""The page of bases: what it shows is what geo counts, and it opens."""

from __future__ import annotations

import pytest

from geo.analysis import bases
from tests.ui import figures
from tests.ui.places import pages
from tests.ui.places.pages import QUERIES, open_page, view_of


@pytest.mark.parametrize("query", QUERIES)
def test_the_page_shows_what_geo_counts(atlas, query):
    app = open_page("bases", query, profile="al_asad")
    view = view_of(query, atlas)
    matrix, profile = bases.build_matrix(view, atlas), bases.describe_base(view, atlas, "al_asad")
    assert pages.figures_offered(app) == pages.in_words([*matrix.figures, *profile.figures])
    assert f"<b>{profile.shown.n}</b> of {view.shown} shown" in app.html()
    for ring in profile.rings:
        row = f"{ring.radius_km:g} km</th><td>{ring.inside.n}</td><td>{ring.maybe.n}</td>"
        assert row in app.html()
    assert f"{matrix.elsewhere.n} more were at no named base" in app.html()
    if matrix.bases:
        cells = {c.counted.key: c.counted.n for c in matrix.cells}
        drawn = app.chart_tables()
        assert dict(zip(drawn["cells"]["key"], drawn["cells"]["n"], strict=True)) == cells
        assert drawn["steps"]["step"] == [step.key for step in matrix.steps]
        assert set(drawn["named"]["step"]) <= set(drawn["steps"]["step"])
        assert all(drawn["named"]["word"])
        names = dict(zip(drawn["cells"]["rank"], drawn["cells"]["base"], strict=True))
        assert [names[i] for i in sorted(names)] == [f"{b.label}  ·  {b.n}" for b in matrix.bases]
    else:
        assert "No incidents at named bases" in app.alerts()


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({}, "cell:al_asad:2024-01"),
        ({"profile": "al_asad"}, "rule:claimed"),
        ({"profile": "conoco"}, "ring:50:maybe"),
        ({"profile": "al_asad"}, "hour:unknown"),
    ],
)
def test_opening_a_number_shows_exactly_its_rows(atlas, options, key):
    app = open_page("bases", open=key, **options)
    offered = figures.of_bases(
        view_of("", atlas), atlas, options.get("profile", "green_village")
    )  # fmt: skip
    pages.assert_shows_rows_of(app, offered, key, atlas)


def test_a_page_switch_keeps_the_filter():
    pages.assert_keeps_the_filter_on_a_page_switch("bases")


def test_charts_have_words_for_those_who_do_not_see_them():
    pages.assert_has_words_for_maps_and_charts("bases")
