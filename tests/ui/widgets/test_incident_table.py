"""The table of exactly the incidents that the filter matches."""

from __future__ import annotations

from geo.filter.filter import Filter


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
