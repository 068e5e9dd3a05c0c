from __future__ import annotations

import shutil
from datetime import date
from urllib.parse import parse_qs

import numpy as np
import pytest
import streamlit as st

from geo.filter.filter import Filter
from ui.session import filter_state

ORIGIN_OF_DAYS = {"2019-12-27": 18257, "2025-12-13": 20435}


def count(app) -> str:
    text = app.html()
    return text.split("<strong>")[1].split("</strong>")[0]


def test_the_first_page_shows_every_incident_and_says_that_nothing_is_left_out(app):
    page = app().run()
    assert count(page) == "369"
    assert "Nothing is left out" in page.html()
    assert "5 of those shown have no point" in page.html()


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


@pytest.mark.parametrize(
    "query",
    [
        "group=kh&rule=unclaimed",
        "from=2023-10-17&to=2024-02-04&group=iri&rule=claimed",
        "country=Syria&weapon=rocket&precision=site",
        "province=IQ-AN&q=drone",
        "near=33.79,42.44,50&confirmation=official&confirmation=monitor",
        "group=iri&members=0&target=israel",
        "base=al_asad&type=attack&outcome=impact",
        "from=2030-01-01&to=2030-12-31",
    ],
)
def test_a_link_becomes_the_same_filter_in_widgets_count_and_address(app, atlas, query):
    wanted = Filter.parse(query, atlas)
    given = parse_qs(query)
    page = app(**{k + "_": v for k, v in given.items()}).run()
    assert count(page) == str(wanted.view(atlas).shown)
    written = page.address()
    assert written["version"] == [atlas.version]
    again = Filter.parse(
        {k: v for k, v in written.items() if k not in filter_state.APP_PARAMETERS}, atlas
    )
    assert again == wanted.absolute(atlas)


def test_moving_the_slider_moves_count_and_gpu_range_together(app, atlas):
    page = app(layers="all").run()
    assert page.layer("incidents")["filterRange"] == list(ORIGIN_OF_DAYS.values())
    before = page.layer("incidents")["data"]
    page.at.slider(key="w_dates").set_value((date(2024, 4, 21), date(2024, 4, 22)))
    page.run()
    view = Filter.parse("from=2024-04-21&to=2024-04-22", atlas).view(atlas)
    assert count(page) == str(view.shown)
    low, high = page.layer("incidents")["filterRange"]
    assert sorted(atlas.day[(atlas.day >= low) & (atlas.day <= high)]) == sorted(
        atlas.day[view.positions]
    )
    assert page.layer("incidents")["data"] == before, "the points are not sent again"


def test_an_unknown_value_is_named_with_its_closest_and_restricts_nothing(app):
    page = app(group=["kh", "iry"], rule="clamed").run()
    assert count(page) == "7"
    assert "iry" in page.said()
    assert "closest" in page.said()
    assert "clamed" in page.said()
    assert all(b.disabled for b in page.at.download_button)
    assert page.address()["group"] == ["kh", "iry"], "what the user had stays in the address"
    page.button("Use claimed").click()
    page.run()
    page.button("Use iri").click()
    page.run()
    assert not page.at.error
    assert not any(b.disabled for b in page.at.download_button)
    assert page.address()["rule"] == ["claimed"]


def test_an_unknown_value_can_be_left_out_or_mended_by_its_widget(app):
    page = app(group="nobody", country="Irak").run()
    assert len(page.at.error) == 2
    next(b for b in page.at.button if b.label == "Leave it out").click()
    page.run()
    assert len(page.at.error) == 1
    page.at.session_state["more"] = True
    page.at.run()
    page.at.multiselect(key="w_country").select("Iraq")
    page.run()
    assert not page.at.error


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"from_": "2024-13-01"}, "no such day"),
        ({"from_": "2024-05-01", "to": "2024-04-01"}, "is after"),
        ({"near": "91,0,5"}, "latitude"),
        ({"near": "here"}, "lat,lon,km"),
        ({"province": "Sanaaa"}, "closest"),
        ({"base": "al_assad"}, "al\\_asad"),
    ],
)
def test_a_value_that_cannot_be_read_is_said_and_the_page_works(app, query, said):
    page = app(**query).run()
    assert said in page.said().replace("\\.", ".").replace("\\-", "-") or said in page.said()
    assert count(page) == "369"
    assert page.layers()


def test_an_unknown_parameter_is_a_note_and_nothing_more(app):
    page = app(utm_source="x", group="kh").run()
    assert "utm" in page.said()
    assert count(page) == "7"
    assert not any(b.disabled for b in page.at.download_button)


def test_hostile_text_in_a_link_is_shown_as_text(app):
    hostile = "<script>alert(1)</script>[x](javascript:1)$x$ :red[y] `z` \x00"
    page = app(group=hostile, version=hostile, **{hostile.replace("\x00", ""): "1"}).run()
    assert "<script>" not in page.said()
    assert "[x](" not in page.said()


def test_a_link_from_another_dataset_version_says_so(app, atlas):
    page = app(version="0.9.0-0000000000").run()
    assert "0\\.9\\.0" in page.said()
    assert not app(version=atlas.version).run().at.info


def test_an_empty_result_is_said_and_leaves_map_table_and_buttons(app):
    page = app(q="zzzz").run()
    assert count(page) == "0"
    assert "369 without the words" in page.html()
    assert page.layers()
    assert any("No incident matches" in c.value for c in page.at.caption)


def test_a_missing_folder_says_what_to_do_and_method_still_works(app, tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path / "nowhere"))
    page = app().run()
    assert "cannot be loaded" in page.said()
    assert "nowhere" in page.said()
    page.at.switch_page("pages/method.py")
    page.run()
    assert any("What counts as an incident" in h.value for h in page.at.header)


def test_a_broken_file_says_where_and_the_app_goes_on(app, data_copy, monkeypatch):
    (data_copy / "statements.csv").write_bytes(b"")
    monkeypatch.setenv("ATLAS_DATA", str(data_copy))
    page = app().run()
    assert "statements\\.csv\\:1" in page.said()
    assert "empty" in page.said()


def test_a_quarantined_row_is_counted_on_screen_and_listed_on_method(app, data_copy, monkeypatch):
    path = data_copy / "incidents.csv"
    path.write_text(path.read_text("utf-8").replace(",official,", ",offical,", 1), "utf-8")
    monkeypatch.setenv("ATLAS_DATA", str(data_copy))
    page = app().run()
    assert count(page) == "368"
    assert "1 quarantined" in page.html()
    page.at.switch_page("pages/method.py")
    page.run()
    assert "offical" in page.at.dataframe[0].value.to_string()


def test_files_that_break_under_the_running_app_leave_the_last_good_atlas(
    app, data_copy, monkeypatch
):
    monkeypatch.setenv("ATLAS_DATA", str(data_copy))
    assert count(app().run()) == "369"
    shutil.copy(data_copy / "groups.csv", data_copy / "incidents.csv")
    st.cache_data.clear()
    page = app().run()
    assert count(page) == "369"
    assert "cannot be read now" in page.said()


def test_choosing_an_incident_shows_its_card_and_opens_its_site(app):
    page = app(incident="2024-04-20-kalsu").run()
    card = page.html()
    for said in ("Kalsu base", "Iraqi technical committee", "US Central Command", "5 statements"):
        assert said in card
    assert "incidents" in page.layers()


def test_an_incident_that_the_filter_hides_is_said_to_be_hidden(app):
    page = app(incident="2024-04-20-kalsu", group="kh").run()
    assert "The filter hides this incident" in page.said()
    assert "Kalsu base" in page.html()


def test_an_incident_that_does_not_exist_is_said_not_to(app):
    page = app(incident="2024-01-01-nowhere").run()
    assert "There is no incident" in page.said()


def test_the_filter_survives_a_page_switch(app):
    page = app(group="kh", rule="unclaimed", from_="2024-04-01", q="drone").run()
    before, address = count(page), page.address()
    assert before == "1"
    page.at.switch_page("pages/method.py")
    page.run()
    page.at.switch_page("pages/map.py")
    page.run()
    assert count(page) == before
    assert page.address() == address


def test_method_says_the_figures_of_the_data(app, atlas):
    page = app().run()
    page.at.switch_page("pages/method.py")
    page.run()
    campaign = Filter.parse(
        "from=2023-10-17&to=2024-02-04&type=attack&target=us_coalition", atlas
    ).view(atlas)
    text = "\n".join(m.value for m in page.at.markdown)
    assert f"{campaign.shown} attacks on US or" in text
    assert "The absence of a dot is not safety" in text.replace("\n", " ")
    assert atlas.version in "\n".join(c.value for c in page.at.code)


def test_the_footer_names_the_dataset_version_on_every_page(app, atlas):
    page = app().run()
    assert atlas.version in page.html()
    page.at.switch_page("pages/method.py")
    page.run()
    assert atlas.version in page.html()


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
    assert count(page) == "369"


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


def test_the_table_pages_hold_exactly_the_rows_that_are_shown(app, atlas):
    page = app(group="kh").run()
    view = Filter.parse("group=kh", atlas).view(atlas)
    ids = atlas.incidents["incident_id"].iloc[view.positions[::-1]].tolist()
    assert page.at.dataframe[0].value["Id"].tolist() == ids
    whole = app().run()
    assert len(whole.at.dataframe[0].value) == 20
    assert any("Rows 1 to 20 of 369" in c.value for c in whole.at.caption)


def test_a_row_chosen_in_the_list_under_the_table_opens_its_card(app):
    page = app(group="kh").run()
    page.at.selectbox(key="table_open").select("2024-01-28-tower22")
    page.run()
    assert "Tower 22" in page.html()
    assert page.address()["incident"] == ["2024-01-28-tower22"]
