"""The page of a place: what it shows is what geo counts, and it opens."""

from __future__ import annotations

import re

import pytest

from geo.analysis import near, places
from tests.ui import figures
from tests.ui.places import pages
from tests.ui.places.pages import QUERIES, open_page, view_of


@pytest.mark.parametrize("query", QUERIES)
def test_the_page_shows_what_geo_counts(atlas, query):
    app = open_page("near", query, place="base:conoco", km="80")
    lifted = re.sub(r"(^|&)near=[^&]*", "", query).lstrip("&")
    view = view_of(lifted, atlas)
    place = places.find_place("base:conoco", atlas)
    hood = near.find_neighbourhood(view, atlas, place, 80.0)
    expected = figures.of_a_place(view, atlas, "base:conoco", "80")
    assert pages.figures_offered(app) == pages.in_words(expected)
    html = app.html()
    assert f'<b class="atlas-big">{hood.inside.n}</b>' in html
    assert f"possibly <b>{hood.maybe.n}</b> more" in html
    assert "An empty map does not mean a safe place" in html
    titles = [s.value for s in app.at.subheader]
    assert f"Within 80 km ({hood.inside.n})" in titles
    if hood.inside.n:
        shown = app.at.dataframe[0].value
        entries = hood.by_distance(hood.inside)
        assert shown["Distance"].tolist() == [hood.measured.words(i) for i in entries.tolist()]
    assert ("its own circle" in app.alerts()) == ("near=" in query)


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({}, "near:inside"),
        ({"place": "base:conoco", "km": "80"}, "near:maybe"),
        ({"place": "capital:IQ-AN", "km": "120"}, "near_weapon:rocket"),
        ({}, "near_month:2024-01"),
    ],
)
def test_opening_a_number_shows_exactly_its_rows(atlas, options, key):
    app = open_page("near", open=key, **options)
    place, km = options.get("place", "base:green_village"), options.get("km", "50")
    offered = figures.of_a_place(view_of("", atlas), atlas, place, km)
    pages.assert_shows_rows_of(app, offered, key, atlas)


def test_a_typed_point_becomes_the_place_and_what_is_none_is_said():
    app = open_page("near")
    app.at.text_input(key="near_point").set_value("33.3, 44.4").run()
    assert not app.at.exception
    assert app.address()["place"] == ["at:33.3,44.4"]
    assert "33.3, 44.4" in app.html()
    app.at.text_input(key="near_point").set_value("133.3, 44.4").run()
    assert "is not a location" in app.alerts()
    assert app.address()["place"] == ["at:33.3,44.4"]


@pytest.mark.parametrize("place", ["base:nobody", "at:99,0", "incident:none", "Baghdad"])
def test_a_place_of_a_link_that_is_none_is_said(place):
    app = open_page("near", place=place)
    assert "is not valid for" in app.alerts()
    assert "km of Green Village" in app.html()


def test_the_circle_of_the_filter_is_the_place_and_keeps_its_radius(atlas):
    app = open_page("near", "near=36.2,44.01,12.5&country=Iraq")
    place = places.named_point(36.2, 44.01, atlas)
    hood = near.find_neighbourhood(view_of("country=Iraq", atlas), atlas, place, 12.5)
    assert f'<b class="atlas-big">{hood.inside.n}</b> incidents within 12.5 km' in app.html()


def test_an_incident_can_be_the_place(atlas):
    app = open_page("near", place="incident:2024-04-20-kalsu", km="10")
    place = places.find_place("incident:2024-04-20-kalsu", atlas)
    hood = near.find_neighbourhood(view_of("", atlas), atlas, place, 10.0)
    assert f'<b class="atlas-big">{hood.inside.n}</b>' in app.html()
    assert "incident of 20 Apr 2024" in app.html()


def test_a_page_switch_keeps_the_filter():
    pages.assert_keeps_the_filter_on_a_page_switch("near")


def test_maps_and_charts_have_words_for_those_who_do_not_see_them():
    pages.assert_has_words_for_maps_and_charts("near")


def test_the_answer_and_the_brief_stand_above_the_question():
    app = open_page("near", place="base:conoco")
    drawn = list(app.at.main)
    answer, question = (
        next(i for i, e in enumerate(drawn) if is_it(e))
        for is_it in (
            lambda e: e.type == "html" and "atlas-answer" in e.proto.body,
            lambda e: e.type == "selectbox" and e.label == "Place",
        )
    )
    brief = next(i for i, e in enumerate(drawn) if e.type == "download_button")
    assert answer < brief < question
