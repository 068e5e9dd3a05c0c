"""Small charts of counted parts."""

from __future__ import annotations

import re

import numpy as np
from streamlit.testing.v1 import AppTest

from geo.filter.figure import Figure
from ui.widgets import small_charts


def figure(label, n):
    return Figure(label, label, np.arange(n))


def test_bars_are_as_long_as_their_share_of_the_longest_and_say_their_number():
    html = small_charts.bar_list(
        "Weapon <", [figure("drone", 4), figure("rocket", 1)], "bases?open={}".format, "Twice."
    )
    assert re.findall(r"width:([\d.]+)%", html) == ["100.0", "25.0"]
    assert re.findall(r'atlas-n">(\d+)<', html) == ["4", "1"]
    assert "Weapon &lt;" in html
    assert "Twice." in html
    assert re.findall('href="(.*?)"', html) == ["bases?open=drone", "bases?open=rocket"]


def test_no_part_is_said_in_words():
    assert "None." in small_charts.bar_list("Weapon", [], str)
    assert "width" not in small_charts.bar_list("Weapon", [], str)
    nothing = small_charts.bar_list("Weapon", [figure("drone", 0)], str)
    assert "width:0.0%" in nothing
    assert "href" not in nothing


def test_the_contents_name_the_sections_that_follow_and_none_of_the_run_before():
    app = AppTest.from_string("""
from ui.widgets import small_charts
draw = small_charts.reserve_contents()
small_charts.draw_section("One <", "one")
small_charts.draw_section("Two", "two")
draw()
""").run()
    app.run()
    (contents,) = [e.proto.body for e in app.get("html")]
    assert contents.count("<a ") == 2
    assert '<a href="#one" target="_self">One &lt;</a> · <a href="#two"' in contents
