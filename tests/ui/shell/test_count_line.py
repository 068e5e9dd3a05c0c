"""The line with the count above every page."""

from __future__ import annotations


def test_the_first_page_shows_every_incident_and_says_that_nothing_is_left_out(app):
    page = app().run()
    assert page.count() == "369"
    assert "Nothing is left out" in page.html()
    assert "5 of those shown have no point" in page.html()


def test_an_empty_result_is_said_and_leaves_map_table_and_buttons(app):
    page = app(q="zzzz").run()
    assert page.count() == "0"
    assert "369 without the words" in page.html()
    assert page.layers()
    assert any("No incident matches" in c.value for c in page.at.caption)


def test_a_quarantined_row_is_counted_on_screen_and_listed_on_method(app, data_copy, monkeypatch):
    path = data_copy / "incidents.csv"
    path.write_text(path.read_text("utf-8").replace(",official,", ",offical,", 1), "utf-8")
    monkeypatch.setenv("ATLAS_DATA", str(data_copy))
    page = app().run()
    assert page.count() == "368"
    assert "1 quarantined" in page.html()
    page.at.switch_page("pages/method.py")
    page.run()
    assert "offical" in page.at.dataframe[0].value.to_string()
