"""What a visitor is told before any number."""

from __future__ import annotations

import shutil

import pytest
import streamlit as st

from tests.shipped import TOTAL


def words(page):
    """What the box of problems says, without Markdown's escapes."""
    return " ".join(m.value for m in page.at.markdown).replace("\\", "")


def test_an_unknown_value_is_named_with_its_closest_and_restricts_nothing(app):
    page = app(group=["kh", "iry"], rule="clamed").run()
    assert page.count() == "12"
    assert "“iry” is not a known group" in words(page)
    assert "“clamed” is not a known attribution rule" in words(page)
    assert "Nothing is left out" not in page.html()
    assert all(b.disabled for b in page.at.download_button)
    assert page.address()["group"] == ["kh", "iry"], "what the user had stays in the address"
    page.button("Use claimed").click()
    page.run()
    page.button("Use Islamic Resistance in Iraq").click()
    page.run()
    assert not page.at.error
    assert not any(b.disabled for b in page.at.download_button)
    assert page.address()["rule"] == ["claimed"]


def test_an_unknown_value_can_be_left_out_or_mended_by_its_widget(app):
    page = app(group="nobody", country="Irak").run()
    assert [b.label for b in page.at.button].count("Remove") == 2
    next(b for b in page.at.button if b.label == "Remove").click()
    page.run()
    assert [b.label for b in page.at.button].count("Remove") == 1
    page.at.session_state["more"] = True
    page.at.run()
    page.at.multiselect(key="w_country").select("Iraq")
    page.run()
    assert not page.at.error


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"from_": "2024-13-01"}, "no such day"),
        ({"from_": "2024-05-01", "to": "2024-04-01"}, "after its end on 1 Apr 2024"),
        ({"near": "91,0,5"}, "latitude"),
        ({"near": "here"}, "lat,lon,km"),
        ({"province": "Sanaaa"}, "is not a known province"),
        ({"base": "al_assad"}, "is not a known base"),
    ],
)
def test_a_value_that_cannot_be_read_is_said_and_the_page_works(app, query, problem):
    page = app(**query).run()
    assert problem in words(page)
    assert page.count() == str(TOTAL)
    assert page.layers()


def test_a_period_that_ends_before_it_begins_can_be_turned_round(app):
    page = app(from_="2024-02-01", to="2024-01-01").run()
    page.button("Swap dates").click()
    page.run()
    assert not page.at.error
    assert (page.address()["from"], page.address()["to"]) == (["2024-01-01"], ["2024-02-01"])


def test_only_names_but_for_a_slip_are_offered_and_by_name(app):
    page = app(group=["hamas", "Kataib Hezbolla"]).run()
    offered = [b.label for b in page.at.button if b.label.startswith("Use ")]
    assert offered == ["Use Kata'ib Hezbollah"]


def test_many_problems_are_one_box_that_is_closed(app):
    page = app(group=["a1", "b2"], country="c3", rule="d4", weapon="e5").run()
    assert len(page.at.error) == 1
    assert "5 parts of the link" in page.at.error[0].value
    assert not any(e.proto.expanded for e in page.at.expander if "ignored" in e.label)
    page.button("Remove all").click()
    page.run()
    assert not page.at.error


def test_an_unknown_parameter_is_a_note_and_nothing_more(app):
    page = app(utm_source="x", group="kh").run()
    assert "utm" in page.alerts()
    assert page.count() == "12"
    assert not any(b.disabled for b in page.at.download_button)


def test_hostile_text_in_a_link_is_shown_as_text(app):
    hostile = "<script>alert(1)</script>[x](javascript:1)$x$ :red[y] `z` \x00"
    page = app(group=hostile, version=hostile, **{hostile.replace("\x00", ""): "1"}).run()
    shown = " ".join(m.value for m in page.at.markdown) + page.alerts()
    assert "<script>" not in shown
    assert "[x](" not in shown


def test_a_link_from_another_dataset_version_says_so(app, atlas):
    page = app(version="0.9.0-0000000000").run()
    assert "0\\.9\\.0" in page.alerts()
    assert not app(version=atlas.version).run().at.info


def test_a_missing_folder_says_what_to_do_and_method_still_works(app, tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path / "nowhere"))
    page = app().run()
    assert "cannot be loaded" in page.alerts()
    assert "nowhere" in page.alerts()
    assert str(tmp_path) not in page.alerts().replace("\\", "")
    page.at.switch_page("pages/method.py")
    page.run()
    assert any("What counts as an incident" in h.value for h in page.at.header)


def test_a_broken_file_says_where_and_the_app_goes_on(app, data_copy, monkeypatch):
    (data_copy / "statements.csv").write_bytes(b"")
    monkeypatch.setenv("ATLAS_DATA", str(data_copy))
    page = app().run()
    assert "statements\\.csv\\:1" in page.alerts()
    assert "empty" in page.alerts()


def test_files_that_break_under_the_running_app_leave_the_last_good_atlas(
    app, data_copy, monkeypatch
):
    monkeypatch.setenv("ATLAS_DATA", str(data_copy))
    assert app().run().count() == str(TOTAL)
    shutil.copy(data_copy / "groups.csv", data_copy / "incidents.csv")
    st.cache_data.clear()
    page = app().run()
    assert page.count() == str(TOTAL)
    assert "cannot be read now" in page.alerts()
