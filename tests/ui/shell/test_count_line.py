"""The line with the count above every page."""

from __future__ import annotations

from tests.shipped import TOTAL


def test_the_first_page_shows_every_incident_and_hides_none(app):
    page = app().run()
    assert page.count() == str(TOTAL)
    assert "Hidden by your filters" not in page.html()
    words = "6 have no known location: they are in the table but not on the map."
    assert words in page.html()


def test_an_empty_result_is_said_and_leaves_map_table_and_buttons(app):
    page = app(q="zzzz").run()
    assert page.count() == "0"
    assert f"Hidden by your filters: {TOTAL} that do not contain “zzzz”." in page.html()
    assert page.layers()
    assert any("No incident matches" in c.value for c in page.at.caption)


def test_a_quarantined_row_is_counted_on_screen_and_listed_on_method(app, data_copy, monkeypatch):
    path = data_copy / "incidents.csv"
    path.write_text(path.read_text("utf-8").replace(",official,", ",offical,", 1), "utf-8")
    monkeypatch.setenv("ATLAS_DATA", str(data_copy))
    page = app().run()
    assert page.count() == str(TOTAL - 1)
    assert "1 quarantined" in page.html()
    page.at.switch_page("pages/method.py")
    page.run()
    assert "offical" in page.at.dataframe[0].value.to_string()
