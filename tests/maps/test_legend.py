"""The legend: every sign in use, with its count, and only those."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import codes
from geo.cartography.symbology import SEVERAL_WEAPONS, icon_label, signs
from maps import legend
from tests.geometry import MIDDLE_OF_B, MIDDLE_OF_C, MIDDLE_OF_D, incident, statement

COLOUR, SHAPE, FILL, SIZE, RING, LINE, SOFT = (
    "Colour: who is said to be responsible", "Shape: weapon", "Fill: confirmation",
    "Size: incidents at the site", "Ring: people were killed", "Line: fired from a reported point",
    "Shaded area: approximate location",
)  # fmt: skip
TITLES = {COLOUR, SHAPE, FILL, SIZE, RING, LINE, SOFT}
ICONS = [*codes.WEAPON, SEVERAL_WEAPONS]


class Texts(HTMLParser):
    """The texts of a piece of HTML, in order."""

    def __init__(self):
        super().__init__()
        self.parts = []

    def handle_data(self, data):
        self.parts.append(data)


def read(atlas, positions, fanned):
    """Return the parts of a legend: title to words to count, None where there is no count."""
    shown, open_ = (np.array(sorted(p), dtype=np.intp) for p in (positions, fanned))
    texts, parts, title, words = Texts(), {}, None, None
    sections = legend.incident_sections(atlas, signs(atlas), shown, open_)
    texts.feed(legend.legend_html(sections))
    for text in texts.parts:
        if text in TITLES:
            title = parts.setdefault(text, {})
        elif text.isdigit():
            title[words] = int(text)
        else:
            words = text
            title[words] = None
    return parts


@pytest.fixture(scope="module")
def small(hand_drawn):
    rows = [
        incident("a-1", "2024-01-01", geo_precision="site", killed=1),
        incident("a-2", "2024-01-02", geo_precision="site", weapons="mortar", killed=0,
                 confirmation="media"),
        incident("b", "2024-01-03", MIDDLE_OF_B, weapons="rocket;mortar"),
        incident("c", "2024-01-04", MIDDLE_OF_C, geo_precision="district", country="Eastland"),
        incident("d", "2024-01-05", MIDDLE_OF_D, geo_precision="province"),
        incident("x", "2024-01-06", None, weapons="small_arms", killed=9),
    ]  # fmt: skip
    return hand_drawn(incidents=rows, statements=[statement("a-1", "leaf", "claimed")])


def test_the_legend_of_sites_tells_colour_and_size_but_no_shape(small):
    assert read(small, range(6), []) == {
        COLOUR: {"Other groups": 1, "Unattributed": 4},
        SIZE: {"bigger circle = more incidents; colour = the group named most often": None},
        SOFT: {
            "town: within 10 km": None,
            "district: within 30 km": None,
            "province: anywhere inside": None,
        },
    }


def test_the_legend_of_single_incidents_tells_shape_fill_and_deaths(small):
    assert read(small, [0, 1], [0, 1]) == {
        COLOUR: {"Other groups": 1, "Unattributed": 1},
        SHAPE: {"rocket": 1, "mortar": 1},
        FILL: {"confirmed by officials or a monitor": 1, "claim or press report only": 1},
        RING: {"incidents": 1},
    }


def test_an_incident_without_a_point_has_no_sign(small):
    assert read(small, [5], [5]) == {COLOUR: {}}


def test_several_weapons_are_one_shape(small):
    rows = read(small, [2], [2])
    assert rows[SHAPE] == {"several weapons": 1}
    assert rows[SOFT] == {"town: within 10 km": None}


def test_words_with_markup_are_escaped():
    texts = Texts()
    line = legend.Line(legend.Sign("line"), "<b>&", count=3)
    texts.feed(legend.legend_html([legend.Section("<i>", [line])]))
    assert texts.parts == ["<i>", "<b>&", "3"]


def test_the_one_arc_of_the_shipped_data_has_its_line(atlas):
    row = atlas.row_of["2024-04-21-rumaylan"]
    assert read(atlas, {row}, {row})[LINE] == {"origins": 1}


@settings(max_examples=60)
@given(st.data())
def test_the_legend_names_every_sign_in_use_and_only_those(atlas, data):
    everything = st.integers(0, len(atlas.incidents) - 1)
    positions = data.draw(st.frozensets(everything, max_size=60))
    fanned = data.draw(st.sets(st.sampled_from(sorted(positions)))) if positions else set()
    rows, of_row = read(atlas, positions, fanned), signs(atlas)
    drawn = [i for i in positions if atlas.has_point[i]]
    alone = [i for i in fanned if atlas.has_point[i]]
    assert rows[COLOUR] == Counter(of_row[i].group.label for i in drawn)
    assert rows.get(SHAPE, {}) == Counter(icon_label(of_row[i].icon) for i in alone)
    assert rows.get(FILL, {}) == Counter(
        "confirmed by officials or a monitor" if of_row[i].filled else "claim or press report only"
        for i in alone
    )
    killed = atlas.incidents["killed"].fillna(0).to_numpy()
    deaths = sum(killed[i] > 0 for i in alone)
    assert rows.get(RING, {}) == ({"incidents": deaths} if deaths else {})
    ids = {atlas.incidents["incident_id"].iloc[i] for i in alone}
    arcs = int(atlas.origins.dropna(subset=["latitude"])["incident_id"].isin(ids).sum())
    assert rows.get(LINE, {}) == ({"origins": arcs} if arcs else {})
    assert (SIZE in rows) == (len(fanned) < len(positions))
    named = {words.split(":")[0] for words in rows.get(SOFT, {})}
    used = {atlas.incidents["geo_precision"].iloc[i] for i in positions}
    assert named == used & {"town", "district", "province"}


def test_every_sign_of_the_shipped_data_has_its_words(atlas):
    everything = range(len(atlas.incidents))
    rows = read(atlas, everything, everything)
    assert list(rows[SHAPE]) == [
        icon_label(i) for i in ICONS if icon_label(i) in rows[SHAPE]
    ]  # fmt: skip
    assert sum(rows[COLOUR].values()) == sum(rows[SHAPE].values()) == atlas.has_point.sum()
