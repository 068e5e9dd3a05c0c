"""The map page: its deck, what is chosen on it, its playback."""

from __future__ import annotations

from datetime import date

import numpy as np

from geo.filter.filter import Filter

ORIGIN_OF_DAYS = {"2019-12-27": 18257, "2025-12-13": 20435}


def test_the_map_asks_for_no_map_provider_and_every_layer_has_its_own_id(app):
    deck = app().run().deck()
    assert deck.get("mapProvider") is None
    assert deck["mapStyle"].startswith("/app/static/views/"), "another host would be asked"
    ids = [layer["id"] for layer in deck["layers"]]
    assert len(ids) == len(set(ids))
    assert any(i.startswith("sites:") for i in ids)
    for layer in deck["layers"]:
        assert "pickable" in layer
        if isinstance(layer["data"], str):
            assert layer["data"].startswith("/app/static/")


def test_the_sites_of_the_map_hold_all_incidents_that_have_a_point(app):
    rows = app().run().rows("site-counts")
    assert sum(int(row["n"]) for row in rows) == 369 - 5
    assert all(-180 <= row["p"][0] <= 180 and -90 <= row["p"][1] <= 90 for row in rows)


def test_the_view_of_the_map_does_not_follow_the_filter(app):
    whole = app().run().deck()["initialViewState"]
    part = app(group="kh", from_="2024-04-01").run().deck()["initialViewState"]
    assert whole == part


def test_moving_the_slider_moves_count_and_gpu_range_together(app, atlas):
    page = app(layers="all").run()
    assert page.layer("incidents")["filterRange"] == list(ORIGIN_OF_DAYS.values())
    before = page.layer("incidents")["data"]
    page.at.slider(key="w_dates").set_value((date(2024, 4, 21), date(2024, 4, 22)))
    page.run()
    view = Filter.parse("from=2024-04-21&to=2024-04-22", atlas).view(atlas)
    assert page.count() == str(view.shown)
    low, high = page.layer("incidents")["filterRange"]
    assert sorted(atlas.day[(atlas.day >= low) & (atlas.day <= high)]) == sorted(
        atlas.day[view.positions]
    )
    assert page.layer("incidents")["data"] == before, "the points are not sent again"


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


def test_a_step_of_the_playback_draws_every_incident_up_to_its_day(app, atlas):
    page = app(from_="2023-10-17", to="2024-02-04").run()
    whole = page.run().layers()
    assert "incidents" not in whole
    page.button("Step on").click()
    page.run()
    first = (date(2023, 10, 17) - date(1970, 1, 1)).days
    assert page.layer("incidents")["filterRange"] == [first, first + 6]
    drawn = int(np.count_nonzero((atlas.day >= first) & (atlas.day <= first + 6) & atlas.has_point))
    assert any(
        f"At 23 Oct 2023**, since 17 Oct 2023: {drawn} incidents" in m.value
        for m in page.at.markdown
    )
    page.button("Step on").click()
    page.run()
    assert page.layer("incidents")["filterRange"] == [first, first + 13]
    page.button("Leave playback").click()
    page.run()
    assert "incidents" not in page.layers()


def test_a_new_period_leaves_the_playback_of_the_old_one(app):
    page = app(from_="2023-10-17", to="2024-02-04").run()
    page.button("Step on").click()
    page.run()
    page.button("Whole dataset").click()
    page.run()
    assert "incidents" not in page.layers()
    assert page.count() == "369"


def test_a_preset_sets_the_period(app):
    page = app(group="iri").run()
    page.button("Last 30 days of data").click()
    page.run()
    assert page.address()["from"] == ["2025-11-14"]
    assert page.address()["to"] == ["2025-12-13"]
    assert page.address()["group"] == ["iri"]


def test_zooming_moves_the_view_once_and_a_filter_leaves_it(app):
    page = app(incident="2024-04-20-kalsu").run()
    before = page.deck()["initialViewState"]
    page.button("Zoom to").click()
    page.run()
    near = page.deck()["initialViewState"]
    assert near["zoom"] > before["zoom"]
    page.button("17 Oct 2023 to 4 Feb 2024").click()
    page.run()
    assert page.deck()["initialViewState"] == near
