"""Classes that hold every value and are named as they are, and the layers of the provinces."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from types import SimpleNamespace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.paths import STATIC
from maps import choropleth, palette
from maps.choropleth import NONE, OUTSIDE, Area
from tests.geometry import ISLANDS, SQUARE_WITH_HOLE

THEMES = ("light", "dark")


def area(code="IQ-AN", colour=(1, 2, 3), kind="", text="7", weight=7.0):
    return Area(code, colour, kind, text, f"Name {code}", f"Name {code}: 7 incidents", weight)


def span_of(class_):
    """Return the first and last count of a class, from its words."""
    return [int(count.replace(",", "")) for count in class_.label.split(" to ")]


@given(st.integers(1, 200_000), st.sampled_from(THEMES))
def test_every_count_is_in_the_class_whose_words_hold_it(largest, theme):
    classes = choropleth.count_classes(largest, theme)
    assert 1 <= len(classes) <= 6
    assert len({c.colour for c in classes}) == len(classes)
    for value in {1, largest, largest // 2 or 1, largest // 7 or 1}:
        class_ = choropleth.class_of(value, classes)
        ends = span_of(class_)
        assert ends[0] <= value <= ends[-1]
    spans = [span_of(class_) for class_ in classes]
    assert spans[0][0] == 1
    assert spans[-1][-1] == largest
    for one, other in pairwise(spans):
        assert one[-1] + 1 == other[0]


@given(st.lists(st.floats(0.0005, 5000), min_size=1, max_size=20), st.sampled_from(THEMES))
def test_every_rate_is_in_the_class_whose_words_hold_it(rates, theme):
    classes = choropleth.rate_classes([0.0, *rates], theme)
    assert 1 <= len(classes) <= 6
    for rate in rates:
        label = choropleth.class_of(rate, classes).label
        low = float(label.split()[0])
        assert low <= rate
        if "under" in label:
            assert rate < float(label.split()[-1])


def test_without_any_rate_there_are_no_classes():
    assert choropleth.rate_classes([], "light") == []
    assert choropleth.rate_classes([0.0, 0.0], "light") == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ratio", "label"),
    [
        (0.0, "a quarter or less"),
        (0.2499, "a quarter or less"),
        (0.25, "a quarter to a half"),
        (0.5, "a half to four fifths"),
        (0.8, "about the same"),
        (1.0, "about the same"),
        (1.25, "1.25 to 2 times"),
        (2.0, "2 to 4 times"),
        (4.0, "4 times or more, or none before"),
        (float("inf"), "4 times or more, or none before"),
    ],
)
def test_a_ratio_on_a_break_belongs_to_the_upper_class(ratio, label, theme):
    assert choropleth.class_of(ratio, choropleth.change_classes(theme)).label == label


@pytest.mark.parametrize("theme", THEMES)
def test_classes_are_told_from_their_neighbours_and_from_land_and_sea(theme):
    base = palette.BASE_MAPS[theme]
    for classes in (choropleth.count_classes(120, theme), choropleth.change_classes(theme)):
        for one, other in pairwise(classes):
            assert palette.contrast(one.colour, other.colour) > 1.1
        for c in classes:
            assert c.colour not in {base.land, base.sea}


def fill_in_the_browser(expression: str, code: str) -> list[int]:
    """What deck.gl reads from the expression for a province."""
    python = re.sub(
        r"\((properties\.code < '[^']*') \? ", r"(\1 and ", expression.removeprefix("@@=")
    ).replace(" : ", " or ")  # no colour is empty
    return eval(python, {"properties": SimpleNamespace(code=code)})  # noqa: S307 - our own text


@given(st.dictionaries(st.sampled_from(choropleth._shape_codes()), st.integers(0, 3)))
def test_every_province_has_its_own_colour_and_no_other_has_one(colours):
    areas = [area(code, (c, 2, 3)) for code, c in colours.items() if c]
    areas += [area(code, None, NONE, "0") for code, c in colours.items() if not c]
    fill = choropleth.province_layers(areas, {}, palette.BASE_MAPS["light"])[0]
    drawn = {c: fill_in_the_browser(str(fill.get_fill_color), c) for c in choropleth._shape_codes()}
    assert drawn == {
        code: [colours[code], 2, 3, 255] if colours.get(code) else [0, 0, 0, 0] for code in drawn
    }


def test_only_the_colours_travel_and_one_branch_serves_neighbours_of_one_colour():
    areas = [area("IQ-AN"), area("IQ-AR"), area("SY-HI", None, NONE, "0"),
             area("TR-34", None, OUTSIDE, "")]  # fmt: skip
    points = {a.code: (40.0, 35.0) for a in areas}
    layers = choropleth.province_layers(areas, points, palette.BASE_MAPS["light"])
    fill, edges, cities, numbers = layers
    assert fill.id == "choropleth"
    assert fill.data.startswith("/app/static/basemap/province_shapes.")
    expression = str(fill.get_fill_color)
    assert expression.count("[1, 2, 3, 255]") == 1
    assert expression.count("?") == 4, "none, IQ-AN and IQ-AR, none, TR-34, none"
    assert fill_in_the_browser(expression, "IQ-AR") == [1, 2, 3, 255]
    assert fill_in_the_browser(expression, "SY-HI") == [0, 0, 0, 0]
    assert fill_in_the_browser(expression, "TR-34")[3] == 255
    assert edges.data.startswith("/app/static/basemap/province_edges.")
    drawn = "(properties.a == 'IQ' || properties.b == 'IQ' || properties.a == 'SY' || "
    assert str(edges.get_line_width) == f"@@={drawn}properties.b == 'SY') ? 0.9 : 0"
    assert [row["t"] for row in numbers.data] == ["7", "7", "0"]
    assert [row["code"] for row in numbers.data] == ["IQ-AN", "IQ-AR", "SY-HI"]
    assert len({layer.id for layer in layers}) == 4
    assert cities.data.startswith("/app/static/basemap/cities.")


def test_only_large_cities_are_named_and_they_give_way_to_every_number():
    _, edges, cities, numbers = choropleth.province_layers([], {}, palette.BASE_MAPS["light"])
    rows = json.loads((STATIC / cities.data.removeprefix("/app/static/")).read_bytes())
    below = int(re.fullmatch(r"@@=priority - (\d+)", str(cities.get_collision_priority))[1])
    assert all(-1000 <= row["priority"] - below < 0 for row in rows), "numbers begin at 0"
    assert cities.collision_group == numbers.collision_group
    assert str(cities.get_size) == "@@=rank <= 2 ? 12 : 0"
    assert "properties.kind == 'disputed' ? [4, 3]" in str(edges.get_dash_array)
    assert str(edges.get_line_width) == "@@=(false) ? 0.9 : 0"


def test_a_number_stands_inside_the_largest_part():
    for shape in (SQUARE_WITH_HOLE, ISLANDS):
        x, y = choropleth.label_point(shape)
        assert shape.contains(shapely.Point(x, y))


def test_the_legend_names_every_class_and_what_has_none():
    classes = choropleth.change_classes("dark")
    html = choropleth.class_legend(
        "Rate <now>", classes, [(NONE, "0: none"), (OUTSIDE, "outside")], palette.BASE_MAPS["dark"]
    )
    for words in [c.label for c in classes] + ["0: none", "outside", "Rate &lt;now&gt;"]:
        assert words in html
    for c in classes:
        assert palette.css(c.colour) in html
    assert len(re.findall("dotted", html)) == 1
