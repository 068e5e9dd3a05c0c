"""The pages of bases, provinces and places: what they show is what geo counts, and it opens."""

from __future__ import annotations

import json
import re
from datetime import date
from urllib.parse import parse_qs

import pyarrow as pa
import pytest
import streamlit as st

from geo.analysis import bases, near, provinces
from geo.brief import write
from geo.filter.filter import Filter
from tests.ui import figures
from tests.ui.conftest import App
from ui import text
from ui.widgets.incident_table import PAGE_ROWS

PAGES = ("bases", "provinces", "near")
# A spread over all parameters, with periods of weeks and of years.
QUERIES = [
    "",
    "from=2023-10-17&to=2024-02-04&group=iri&rule=claimed",
    "country=Syria&weapon=rocket&precision=site",
    "province=IQ-AN&province=SY-DY&type=attack",
    "base=al_asad&base=tower22",
    "near=33.79,42.44,50&confirmation=official",
    "from=2024-01-28&to=2024-01-28",
    "precision=country&q=several",
    "q=zzzz",
    "from=2030-01-01&to=2030-12-31",
]


def opened(page: str, query: str = "", **options: str) -> App:
    given = {f"{k}_": v for k, v in parse_qs(query).items()}
    app = App(**given, **options)
    app.at.run()
    app.at.switch_page(f"pages/{page}.py")
    return app.run()


def listed(app: App) -> list[str]:
    """The list of figures as it is offered, without `nothing opened`."""
    (found,) = [s for s in app.at.selectbox if s.label == "Open the rows behind a number"]
    assert found.options[0] == "nothing opened"
    return found.options[1:]


def words(counted) -> list[str]:
    return [f"{figure.label}: {text.number(figure.n)}" for figure in counted]


def rows_said(app: App) -> str:
    (said,) = [c.value for c in app.at.caption if re.match(r"Rows \d|No incident matches", c.value)]
    return said


def view_of(query, atlas):
    return Filter.parse(query, atlas).view(atlas)


@pytest.mark.parametrize("query", QUERIES)
def test_the_page_of_bases_shows_what_geo_counts(atlas, query):
    app = opened("bases", query, profile="al_asad")
    view = view_of(query, atlas)
    matrix, profile = bases.matrix(view, atlas), bases.profile(view, atlas, "al_asad")
    assert listed(app) == words([*matrix.figures, *profile.figures])
    assert f"<b>{profile.shown.n}</b> of {view.shown} shown" in app.html()
    for ring in profile.rings:
        row = f"{ring.radius_km:g} km</th><td>{ring.inside.n}</td><td>{ring.maybe.n}</td>"
        assert row in app.html()
    assert f"{matrix.elsewhere.n} more were at no named base" in app.html()
    if matrix.bases:
        cells = {c.counted.key: c.counted.n for c in matrix.cells}
        drawn = _of_chart(app)
        assert dict(zip(drawn["cells"]["key"], drawn["cells"]["n"], strict=True)) == cells
        assert drawn["steps"]["step"] == [step.key for step in matrix.steps]
        assert set(drawn["named"]["step"]) <= set(drawn["steps"]["step"])
        assert all(drawn["named"]["word"])
        names = dict(zip(drawn["cells"]["rank"], drawn["cells"]["base"], strict=True))
        assert [names[i] for i in sorted(names)] == [f"{b.label}  ·  {b.n}" for b in matrix.bases]
    else:
        assert "No incident at a named base" in app.said()


def _of_chart(app: App) -> dict[str, dict[str, list]]:
    """The tables that the page's first chart draws, by name."""
    chart = app.at.get("vega_lite_chart")[0]
    return {
        d.name: pa.ipc.open_stream(d.data.data).read_all().to_pydict()
        for d in chart.proto.datasets
        if d.data.data
    }


@pytest.mark.parametrize("query", QUERIES)
def test_the_page_of_provinces_shows_what_geo_counts(atlas, query):
    app = opened("provinces", query)
    totals = provinces.totals(view_of(query, atlas), atlas)
    assert listed(app) == words(totals.figures)
    numbers = {row["code"]: row["t"] for row in app.layer("choropleth-numbers")["data"]}
    for total in totals.provinces:
        shown = str(total.counted.n) if total.counted.n or total.covered else None
        assert numbers.get(total.code) == shown
    table = app.at.dataframe[0].value
    with_some = [t for t in totals.provinces if t.counted.n]
    assert table["Incidents"].tolist() == [t.counted.n for t in with_some]
    assert table["Province"].tolist() == [t.name for t in with_some]
    assert table["Country"].tolist() == [t.country for t in with_some]
    for column, code in (("Site", "site"), ("Town", "town"), ("District", "district"),
                         ("Only province", "province")):  # fmt: skip
        expected = [t.by_precision[code].n if code in t.by_precision else 0 for t in with_some]
        assert table[column].tolist() == expected
    assert f"{totals.nowhere.n} in none" in app.html()


@pytest.mark.parametrize("query", QUERIES)
def test_the_page_of_a_place_shows_what_geo_counts(atlas, query):
    app = opened("near", query, place="base:conoco", km="80")
    lifted = re.sub(r"(^|&)near=[^&]*", "", query).lstrip("&")
    view = view_of(lifted, atlas)
    place = near.find("base:conoco", atlas)
    hood = near.neighbourhood(view, atlas, place, 80.0)
    assert listed(app) == words(figures.of_a_place(view, atlas, "base:conoco", "80"))
    html = app.html()
    assert f'<b class="atlas-big">{hood.inside.n}</b>' in html
    assert f"<b>{hood.maybe.n}</b> more perhaps" in html
    assert "No dot is not safety" in html
    titles = [s.value for s in app.at.subheader]
    assert f"Surely inside: {hood.inside.n}" in titles
    if hood.inside.n:
        shown = app.at.dataframe[0].value
        entries = hood.by_distance(hood.inside)
        assert shown["Distance"].tolist() == [hood.measured.words(i) for i in entries.tolist()]
    assert ("set aside" in app.said()) == ("near=" in query)


@pytest.mark.parametrize(
    ("page", "options", "key"),
    [
        ("bases", {}, "cell:al_asad:2024-01"),
        ("bases", {"profile": "al_asad"}, "rule:claimed"),
        ("bases", {"profile": "conoco"}, "ring:50:maybe"),
        ("bases", {"profile": "al_asad"}, "hour:unknown"),
        ("provinces", {}, "province:SY-DY"),
        ("provinces", {}, "province:IQ-AN:district"),
        ("provinces", {}, "province:none"),
        ("near", {}, "near:inside"),
        ("near", {"place": "base:conoco", "km": "80"}, "near:maybe"),
        ("near", {"place": "capital:IQ-AN", "km": "120"}, "near_weapon:rocket"),
        ("near", {}, "near_month:2024-01"),
    ],
)
def test_opening_a_number_shows_exactly_its_rows(atlas, page, options, key):
    app = opened(page, open=key, **options)
    figure = _figure(atlas, page, options, key)
    assert f"{figure.n} incident" in "".join(m.value for m in app.at.markdown)
    assert f"of {figure.n}, newest first" in rows_said(app)
    ids = app.at.dataframe[-1].value["Id"].tolist()
    newest = figure.positions[::-1][:PAGE_ROWS]
    assert ids == atlas.incidents["incident_id"].iloc[newest].tolist()


def _figure(atlas, page, options, key):
    view = Filter().view(atlas)
    if page == "bases":
        found = figures.of_bases(view, atlas, options.get("profile", "green_village"))
    elif page == "provinces":
        found = figures.of_provinces(view, atlas)
    else:
        place = options.get("place", "base:green_village")
        found = figures.of_a_place(view, atlas, place, options.get("km", "50"))
    return {figure.key: figure for figure in found}[key]


def test_change_says_both_counts_and_what_is_too_few(atlas):
    app = opened("provinces", "from=2023-12-16&to=2024-02-13", measure="change")
    view = view_of("from=2023-12-16&to=2024-02-13", atlas)
    made = provinces.changes(view, atlas, provinces.period_before(view.filter, atlas))
    assert listed(app) == words(made.figures)
    table = app.at.dataframe[0].value
    shown = [c for c in made.provinces if c.now.n or c.then.n]
    assert table["Province"].tolist() == [c.name for c in shown]
    assert table["Then"].tolist() == [c.then.n for c in shown]
    assert table["Now"].tolist() == [c.now.n for c in shown]
    assert "too few to compare" in table["Change of the rate"].tolist()
    numbers = {row["code"]: row["t"] for row in app.layer("choropleth-numbers")["data"]}
    for change in shown:
        if change.ratio is None:
            assert numbers[change.code] == "few"
    assert not app.said()


def test_change_with_a_period_outside_the_data_compares_nothing_and_says_so(atlas):
    app = opened("provinces", measure="change")
    assert "there is nothing to compare with" in app.said()
    assert not [r for r in app.layer("choropleth-numbers")["data"] if r["t"] not in {"0", ""}]


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("2023-10-17..2023-12-20", "share days"),
        ("2023-01-01..2023-02-01", "searched day by day"),
        ("2024-01-01..2023-01-01", "not known here"),
        ("2023-99-01..2023-12-01", "not known here"),
        ("yesterday", "not known here"),
    ],
)
def test_the_other_period_of_a_link_is_taken_or_refused_aloud(then, said):
    app = opened("provinces", "from=2023-12-16&to=2024-02-13", measure="change", then=then)
    assert said in app.said()


def test_own_days_travel_in_the_link():
    app = opened("provinces", "from=2023-12-16&to=2024-02-13", measure="change")
    app.at.date_input[0].set_value((date(2023, 11, 1), date(2023, 11, 30))).run()
    assert not app.at.exception
    assert "Then: 1 Nov 2023 to 30 Nov 2023 (30 days)" in app.html()
    assert app.address()["then"] == ["2023-11-01..2023-11-30"]


def test_a_typed_point_becomes_the_place_and_what_is_none_is_said(atlas):
    app = opened("near")
    app.at.text_input(key="near_point").set_value("33.3, 44.4").run()
    assert not app.at.exception
    assert app.address()["place"] == ["at:33.3,44.4"]
    assert "33.3, 44.4" in app.html()
    app.at.text_input(key="near_point").set_value("133.3, 44.4").run()
    assert "is no point" in app.said()
    assert app.address()["place"] == ["at:33.3,44.4"]


@pytest.mark.parametrize("place", ["base:nobody", "at:99,0", "incident:none", "Baghdad"])
def test_a_place_of_a_link_that_is_none_is_said(place):
    app = opened("near", place=place)
    assert "not known here" in app.said()
    assert "km of Green Village" in app.html()


def test_the_circle_of_the_filter_is_the_place_and_keeps_its_radius(atlas):
    app = opened("near", "near=36.2,44.01,12.5&country=Iraq")
    place = near.named_point(36.2, 44.01, atlas)
    hood = near.neighbourhood(view_of("country=Iraq", atlas), atlas, place, 12.5)
    assert f'<b class="atlas-big">{hood.inside.n}</b> surely within 12.5 km' in app.html()


def test_an_incident_can_be_the_place(atlas):
    app = opened("near", place="incident:2024-04-20-kalsu", km="10")
    place = near.find("incident:2024-04-20-kalsu", atlas)
    hood = near.neighbourhood(Filter().view(atlas), atlas, place, 10.0)
    assert f'<b class="atlas-big">{hood.inside.n}</b>' in app.html()
    assert "incident of 2024-04-20" in app.html()


@pytest.mark.parametrize(
    ("query", "options", "command"),
    [
        ("group=iri", {"place": "base:tanf", "km": "25"}, None),
        ("near=33.79,42.44,50", {}, "near=33.79,42.44,50"),
    ],
)
def test_the_briefs_of_the_page_are_those_of_the_command_line(
    atlas, monkeypatch, query, options, command
):
    offered = {}
    monkeypatch.setattr(st, "download_button", lambda label, **said: offered.update({label: said}))
    opened("near", query, **options)
    offered = {label: said for label, said in offered.items() if label.startswith("Brief")}
    assert [said["disabled"] for said in offered.values()] == [False, False]
    if command:
        view, hood = view_of(command, atlas), None
    else:
        view = view_of(query, atlas)
        place = near.find(options["place"], atlas)
        hood = near.neighbourhood(view, atlas, place, float(options["km"]))
    for label, said in offered.items():
        suffix = "pdf" if "PDF" in label else "html"
        assert said["file_name"].startswith("incident-atlas-brief_")
        assert said["file_name"].endswith(f"{atlas.version}.{suffix}")
        assert said["data"]() == write.write(view, atlas, suffix, hood)


def test_no_brief_is_written_while_the_filter_is_not_understood():
    app = opened("near", "group=nobody")
    buttons = app.at.get("download_button")
    assert len(buttons) == 2
    assert all(button.proto.disabled for button in buttons)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_switch_keeps_the_filter(page):
    app = opened(page, "country=Iraq&from=2024-01-01")
    assert app.address()["country"] == ["Iraq"]
    app.at.switch_page("pages/map.py")
    app.run()
    assert app.address()["country"] == ["Iraq"]


@pytest.mark.parametrize("page", PAGES)
def test_maps_and_charts_have_words_for_those_who_do_not_see_them(page):
    app = opened(page)
    for kind in ("deck_gl_json_chart", "vega_lite_chart", "arrow_data_frame"):
        for element in app.at.get(kind):
            assert "alt" not in element.proto.DESCRIPTOR.fields_by_name or element.proto.alt
    for chart in app.at.get("deck_gl_json_chart"):
        deck = json.loads(chart.proto.json, parse_constant=pytest.fail)
        assert deck.get("mapProvider") is None
