"""The picture of a chart, and its numbers as CSV: the marks of the page, with title and source."""

from __future__ import annotations

import csv
import io
import re

import pytest
from PIL import Image

from geo.analysis import events, lulls, tallies, timeline
from geo.export import chart_picture, chart_table
from geo.export.chart_table import Words
from geo.filter.filter import Filter
from ui.timeline import activity_section, calendar_chart, tallies_section, timeline_chart

WORDS = Words("Incidents per week", "Number of incidents. Attacks, 2023.", "Source: a paper.")
QUERY = "from=2023-10-17&to=2024-04-23&type=attack&target=us_coalition"


@pytest.fixture(scope="module")
def lanes(atlas):
    view = Filter.parse(QUERY, atlas).view(atlas)
    return timeline_chart.timeline_chart(
        timeline.build_timeline(view, atlas, "week", "group"),
        lulls.find_searched_lulls(view, atlas),
        timeline.counterstrikes_by_day(view, atlas),
        strip=timeline.searched_weeks(view, atlas),
        events=events.find_events(view, atlas), per="week", dark=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def calendar(atlas):
    view = Filter.parse(QUERY, atlas).view(atlas)
    counted = timeline.build_timeline(view, atlas, "day", "group")
    return calendar_chart.calendar_chart(counted, [0] * len(counted.bins), dark=False)


@pytest.fixture(scope="module")
def points(atlas):
    view = Filter.parse(QUERY, atlas).view(atlas)
    compared = [r for r in tallies.compare_tallies(view, atlas) if r.first and not r.syria_only]
    first = compared[0].first
    shown = [r for r in compared if r.first == first]
    return tallies_section._spec([{"x": 19650, "n": 0}, {"x": 19700, "n": 90}], shown, first)


@pytest.mark.parametrize("name", ["lanes", "calendar", "points"])
def test_a_picture_is_wide_enough_for_print_and_the_same_each_time(name, request):
    spec = request.getfixturevalue(name)
    png = chart_picture.draw_chart(spec, WORDS, "png")
    assert Image.open(io.BytesIO(png)).width == 2000
    assert png == chart_picture.draw_chart(spec, WORDS, "png")
    svg = chart_picture.draw_chart(spec, WORDS, "svg").decode()
    assert svg.startswith("<svg")
    assert svg == chart_picture.draw_chart(spec, WORDS, "svg").decode()


def test_a_picture_has_the_bars_of_the_page_in_their_colours_and_places(lanes):
    svg = chart_picture.draw_chart(lanes, WORDS, "svg").decode()
    bars = lanes["datasets"]["bars"].to_pylist()
    for colour in {bar["colour"].lower() for bar in bars}:
        of_colour = sum(bar["colour"].lower() == colour for bar in bars)
        assert len(re.findall(f'fill="{colour}"', svg.lower())) >= of_colour, colour


def test_small_multiples_have_a_panel_for_each_value_with_its_title_and_its_bars(atlas):
    view = Filter.parse(QUERY, atlas).view(atlas)
    counted = timeline.build_timeline(view, atlas, "week", "group")
    panels = activity_section._panels(counted, timeline.searched_weeks(view, atlas))
    svg = chart_picture.draw_panels(panels, WORDS, "svg").decode()
    assert len(panels) > 3
    for title, spec in panels:
        assert title.replace("'", "&#39;") in svg or title in svg
        bars = spec["datasets"]["bars"].to_pylist()
        for colour in {bar["colour"].lower() for bar in bars}:
            assert svg.lower().count(f'fill="{colour}"') >= len(bars), title
    for words in (WORDS.title, WORDS.source):
        assert words in svg
    png = chart_picture.draw_panels(panels, WORDS, "png")
    assert png == chart_picture.draw_panels(panels, WORDS, "png")


def test_title_and_source_are_in_the_picture(lanes):
    with_words = chart_picture.draw_chart(lanes, WORDS, "svg").decode()
    other = Words("Another title", WORDS.subtitle, WORDS.source)
    assert "Incidents per week" in with_words
    assert "Source: a paper." in with_words
    assert chart_picture.draw_chart(lanes, other, "svg").decode() != with_words


def test_the_signs_of_the_points_are_in_the_picture(points):
    assert 'fill="#0072b2"' in chart_picture.draw_chart(points, WORDS, "svg").decode().lower()


def test_the_table_has_title_and_source_above_and_no_cell_that_runs():
    table = chart_table.write_table(WORDS, ["from", "all"], [["=1+1", 3], ["2024-01-01", 0]])
    lines = list(csv.reader(io.StringIO(table.decode())))
    assert lines[:3] == [[f"# {w}"] for w in (WORDS.title, WORDS.subtitle, WORDS.source)]
    assert lines[3:] == [["from", "all"], ["'=1+1", "3"], ["2024-01-01", "0"]]
