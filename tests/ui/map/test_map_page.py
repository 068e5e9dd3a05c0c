"""The map page: what its map is told, and what it says."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from geo.filter.filter import Filter
from tests.shipped import TOTAL
from ui.runtime import map_widget

ORIGIN_OF_DAYS = {"2019-12-03": 18233, "2025-12-20": 20442}


def test_every_layer_has_its_own_id_and_asks_no_other_host(app):
    told = app().run().map()
    assert told["style"].startswith("/app/static/views/"), "another host would be asked"
    ids = [layer["id"] for layer in told["layers"]]
    assert len(ids) == len(set(ids))
    assert "sites" in ids
    assert all("pickable" in layer for layer in told["layers"])
    assert all(rows.startswith("/app/static/") for rows in told["tables"].values())


def test_the_sites_of_the_map_hold_all_incidents_that_have_a_point(app):
    rows = app().run().rows("site-counts")
    assert sum(len(row["days"]) for row in rows) == TOTAL - 6
    assert all(-180 <= row["p"][0] <= 180 and -90 <= row["p"][1] <= 90 for row in rows)


def test_the_view_of_the_map_does_not_follow_the_filter(app):
    whole = app().run().map()
    part = app(group="kh", from_="2024-04-01").run().map()
    assert whole["view"] == part["view"]
    assert (whole["order"], part["order"], whole["opening"]) == (None, None, None)
    assert whole["fit"] != part["fit"]


def test_moving_the_slider_moves_count_period_and_gpu_range_and_sends_no_row_again(app, atlas):
    page = app(layers="all").run()
    assert page.layer("incidents")["filterRange"] == list(ORIGIN_OF_DAYS.values())
    before = page.map()
    page.at.slider(key="w_dates").set_value((date(2024, 4, 21), date(2024, 4, 22)))
    page.run()
    view = Filter.parse("from=2024-04-21&to=2024-04-22", atlas).view(atlas)
    assert page.count() == str(view.shown)
    low, high = page.layer("incidents")["filterRange"]
    assert page.map()["time"]["period"] == [low, high]
    assert sorted(atlas.day[(atlas.day >= low) & (atlas.day <= high)]) == sorted(
        atlas.day[view.positions]
    )
    for part in ("tables", "legend", "counted"):
        assert page.map()[part] == before[part], f"{part}: the browser counts by itself"
    assert page.map()["time"]["days"] == before["time"]["days"]


def test_a_period_from_the_map_moves_slider_count_and_link(app, atlas):
    page = app().run()
    days = [(d - date(1970, 1, 1)).days for d in (date(2024, 4, 21), date(2024, 4, 22))]
    page.tell_map("period", {"first": days[0], "last": days[1], "n": 7})
    assert page.at.slider(key="w_dates").value == (date(2024, 4, 21), date(2024, 4, 22))
    assert page.address()["from"] == ["2024-04-21"]
    assert page.count() == str(
        Filter.parse("from=2024-04-21&to=2024-04-22", atlas).view(atlas).shown
    )
    assert page.map()["time"]["period"] == days
    assert page.map()["answered"]["period"] == 7


def test_where_the_visitor_looks_is_in_the_link_and_what_is_in_view_is_counted(app, atlas):
    page = app().run()
    # Around al-Asad only.
    bounds = [42.0, 33.5, 43.0, 34.0]
    page.tell_map("view", {"latitude": 33.79, "longitude": 42.44, "zoom": 8, "bounds": bounds})
    assert page.address()["view"] == ["33.7900,42.4400,8.00"]
    assert list(page.address())[-1] == "view", "where the browser itself writes it"
    incidents = atlas.incidents
    inside = incidents["longitude"].between(42, 43) & incidents["latitude"].between(33.5, 34)
    assert f"<b>In view:</b> 1 to 6 of {int(inside.sum())}, newest first" in page.html()
    newest = incidents.loc[inside, "incident_id"].iloc[-1]
    assert page.html().index(f"incident={newest}") > 0


@pytest.mark.parametrize("view", ["33.79,42.44", "95,42,8", "33,nan,8", "a,b,c", "33,42,99"])
def test_a_view_that_cannot_be_is_named_and_ignored(app, view):
    page = app(view=view, group="kh").run()
    assert "view" in page.alerts()
    assert "view" not in page.address()


def test_picking_a_site_opens_it_and_closing_closes_it(app):
    page = app().run()
    page.tell_map("pick", {"n": 3, "layer": "sites", "row": {"key": "al_asad"}})
    assert page.address()["layers"] == ["site:al_asad"]
    assert page.map()["chosen"] == "al_asad"
    assert page.map()["answered"]["pick"] == 3
    assert "al_asad" not in {row["key"] for row in page.rows("sites")}
    one = page.rows("incidents")[0]["id"]
    page.tell_map("pick", {"n": 4, "layer": "incidents", "row": {"id": one}})
    assert page.address()["incident"] == [one]
    assert page.map()["chosen"] == one
    for n, address in ((5, {"layers"}), (6, set())):
        page.tell_map("pick", {"n": n, "layer": None, "row": None})
        assert {"incident", "layers"} & set(page.address()) == address


def test_the_legend_follows_the_period_and_counts_what_geo_counts(app, atlas):
    told = app(from_="2024-04-21", to="2024-04-22").run().map()
    colours = {row["label"]: row for row in told["legend"][0]["rows"]}
    counted = 0
    for row in colours.values():
        steps, counts = row["days"]
        days = np.repeat(np.cumsum(steps), counts)
        counted += int(np.count_nonzero((days >= 0) & (days < 99_999)))
    assert counted == atlas.has_point.sum(), "of any time: the browser takes the period's"
    assert [row["of"] for row in colours.values()] == sorted(row["of"] for row in colours.values())


def test_choosing_an_incident_shows_its_card_and_opens_its_site(app):
    page = app(incident="2024-04-20-kalsu").run()
    card = page.html()
    for words in ("Kalsu base", "Iraqi technical committee", "US Central Command", "5 statements"):
        assert words in card
    assert "incidents" in page.layers()


def test_an_incident_that_the_filter_hides_is_said_to_be_hidden(app):
    page = app(incident="2024-04-20-kalsu", group="kh").run()
    assert "The filter hides this incident" in page.alerts()
    assert "Kalsu base" in page.html()


def test_an_incident_that_does_not_exist_is_said_not_to(app):
    page = app(incident="2024-01-01-nowhere").run()
    assert "There is no incident" in page.alerts()


def test_a_preset_sets_the_period(app):
    page = app(group="iri").run()
    page.open("dates")
    page.button("Latest 30 days").click()
    page.run()
    assert page.address()["from"] == ["2025-11-21"]
    assert page.address()["to"] == ["2025-12-20"]
    assert page.address()["group"] == ["iri"]


def test_zooming_orders_the_map_once_and_a_filter_orders_nothing(app):
    page = app(incident="2024-04-20-kalsu").run()
    assert page.map()["order"] is None
    page.button("Zoom to").click()
    page.run()
    order = page.map()["order"]
    assert (order["n"], order["zoom"]) == (1, 8.0)
    page.open("dates")
    page.button("Main campaign (17 Oct 2023 – 4 Feb 2024)").click()
    page.run()
    assert page.map()["order"] == order
    page.button("Zoom to").click()
    page.run()
    assert page.map()["order"] == order | {"n": 2}, "to the same place once more"


def test_with_the_setting_the_map_is_drawn_by_streamlit_itself(app, atlas, monkeypatch):
    monkeypatch.setenv("ATLAS_MAP", "pydeck_chart")
    page = app(from_="2024-01-01", to="2024-01-31").run()
    assert page.maps() == []
    (chart,) = page.at.get("deck_gl_json_chart")
    deck = json.loads(chart.proto.json, parse_constant=pytest.fail)
    sites = {layer["id"]: layer for layer in deck["layers"]}["sites"]["data"]
    view = Filter.parse("from=2024-01-01&to=2024-01-31", atlas).view(atlas)
    assert sum(int(site["n"]) for site in sites) == view.shown - view.not_drawn
    assert "Colour: who is said to be responsible" in page.html()


def test_another_setting_is_refused_and_the_allowed_ones_are_named(monkeypatch):
    monkeypatch.setenv("ATLAS_MAP", "leaflet")
    with pytest.raises(ValueError, match="ATLAS_MAP: expected component or pydeck_chart"):
        map_widget.is_component()
