"""Options of pages: seeded by the link, kept over page switches, never silently wrong."""

from streamlit.testing.v1 import AppTest

SCRIPT = """
import streamlit as st
from ui.session import page_options
st.session_state.setdefault("options", {given})
st.session_state.setdefault("options_linked", {given})
per = page_options.choose("Per", "per", {{"day": "a day", "week": "a week"}}, "week")
lull = page_options.number("Lull", "lull", 1, 99, 14)
st.text(f"{{per}} {{lull}} {{sorted(st.session_state['options_drawn'])}}")
"""


def page(**given):
    app = AppTest.from_string(SCRIPT.format(given=given)).run()
    assert not app.exception
    return app


def test_an_option_has_its_default_where_the_link_is_silent():
    app = page()
    assert app.text[0].value == "week 14 ['lull', 'per']"
    assert not app.warning


def test_a_link_sets_an_option():
    assert page(per="day", lull="30").text[0].value.startswith("day 30")


def test_a_choice_whose_words_have_changed_is_told_the_browser_in_the_new_ones():
    app = AppTest.from_string("""
import streamlit as st
from ui.session import page_options
n = st.session_state.get("n", 51)
page_options.choose("Base", "profile", {"a": f"A ({n})", "b": "B"}, "a", listed=True)
st.text(st.session_state["o_profile"])
""").run()
    app.run()
    assert not app.selectbox[0].proto.set_value, "what the browser has it need not be told"
    app.session_state["n"] = 3
    app.run()
    assert app.text[0].value == "a"
    assert (app.selectbox[0].proto.set_value, app.selectbox[0].proto.raw_value) == (True, "A (3)")
    app.selectbox[0].set_value("b").run()
    assert app.selectbox[0].proto.raw_value == "B", "an older answer may have overtaken the choice"
    app.session_state["n"] = 4
    app.run()
    assert app.text[0].value == "b"
    assert not app.selectbox[0].proto.set_value


def test_what_is_not_known_is_said_until_the_user_chooses():
    app = page(per="year", lull="0")
    assert app.text[0].value.startswith("week 14")
    assert [w.value.count("is not valid for") for w in app.warning] == [1, 1]
    app.number_input[0].set_value(20).run()
    assert app.text[0].value.startswith("week 20")
    assert len(app.warning) == 1
    assert "year" in app.warning[0].value


def test_a_link_that_was_obeyed_is_no_complaint_on_another_page():
    app = page(per="day")
    assert "per" not in app.session_state["options_linked"]


def test_digits_of_other_scripts_and_huge_numbers_are_not_numbers():
    for given in ("١٤", "²", "9" * 40, "-3", "1.5", ""):
        assert page(lull=given).text[0].value.startswith("week 14"), given


def test_a_bad_option_is_said_with_ten_labels_at_most_the_closest_first():
    app = AppTest.from_string("""
import streamlit as st
from ui.session import page_options
st.session_state.setdefault("options_linked", {"profile": "base 7"})
allowed = {"": "no base"} | {f"id_{i}": f"Base {i}" for i in range(20)}
page_options.choose("Profile", "profile", allowed, "", listed=True)
""").run()
    words = app.warning[0].value
    assert "Allowed: Base 7, " in words
    assert words.count("Base ") == 10
    assert "and 11 more" in words
    assert "id_" not in words
    assert "profile" not in words
    assert words.endswith("Showing: no base.")
