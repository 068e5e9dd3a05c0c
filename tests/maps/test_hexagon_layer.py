"""Hexagons: rows that say a count in words and in a step of a scale that all eyes can read."""

from __future__ import annotations

import json

import h3
import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis import hexagons
from maps import deck, hexagon_layer
from maps.hexagon_layer import COLOURS, Scale
from maps.palette import BASE_MAPS, contrast

LARGEST_PAYLOAD_BYTES = 800_000


def counted(*counts, resolution=5):
    codes = [h3.str_to_int(h3.latlng_to_cell(30 + i, 40, resolution)) for i in range(len(counts))]
    return hexagons.HexagonCounts(
        resolution, np.array(codes, np.uint64), np.array(counts, np.int64), 0
    )


def test_a_row_has_its_cell_its_count_and_its_words():
    counts = counted(1, 1234)
    first, second = hexagon_layer.hexagon_rows(counts)
    assert first["h"] == h3.int_to_str(int(counts.hexagons[0]))
    assert (first["n"], first["tip_title"]) == (1, "1 incident")
    assert (second["n"], second["tip_title"]) == (1234, "1,234 incidents")
    assert first["tip_body"] == "hexagon about 17 km wide"


def test_the_steps_of_a_scale_are_round_and_leave_no_count_out():
    scale = Scale.up_to(1_000_000, "light")
    assert scale.breaks == (1, 10, 100, 1_000, 10_000, 100_000)
    assert scale.labels() == (
        "1 to 9", "10 to 99", "100 to 999", "1,000 to 9,999", "10,000 to 99,999",
        "100,000 or more",
    )  # fmt: skip
    assert scale.step(np.array([1, 9, 10, 99_999, 100_000])).tolist() == [0, 0, 1, 4, 5]


def test_the_browser_colours_a_count_by_the_steps_of_the_scale():
    scale = Scale((1, 10, 100), ((1, 1, 1), (2, 2, 2), (3, 3, 3)))
    assert scale.expression("n") == (
        "n < 10 ? [1, 1, 1, 210] : n < 100 ? [2, 2, 2, 210] : [3, 3, 3, 210]"
    )
    assert Scale.up_to(1, "light").expression("n").startswith("[")


@pytest.mark.parametrize(("largest", "labels"), [(1, ("1 or more",)), (3, ("1", "2 or more"))])
def test_few_counts_need_few_steps(largest, labels):
    assert Scale.up_to(largest, "dark").labels() == labels


@given(st.integers(1, 10**7), st.sampled_from(["light", "dark"]))
def test_every_count_up_to_the_largest_has_a_step_and_more_is_never_an_earlier_one(largest, theme):
    scale = Scale.up_to(largest, theme)
    assert scale.breaks[0] == 1
    assert all(np.diff(scale.breaks) > 0)
    assert len(scale.breaks) == len(scale.colours) == len(set(scale.colours)) <= 6
    steps = scale.step(np.array([1, largest // 2 or 1, largest]))
    assert (np.diff(steps) >= 0).all()
    assert steps.min() == 0
    assert steps.max() < len(scale.breaks)


@pytest.mark.parametrize(
    ("theme", "at"),
    [("light", (0.78, 0.64, 0.5, 0.34, 0.17, 0.0)), ("dark", (0.3, 0.44, 0.58, 0.72, 0.86, 1.0))],
)
def test_the_colours_are_cividis_and_go_away_from_the_land(theme, at):
    cividis = mpl.colormaps["cividis"]
    assert COLOURS[theme] == tuple(tuple(round(v * 255) for v in cividis(x)[:3]) for x in at)
    away = [contrast(colour, BASE_MAPS[theme].land) for colour in COLOURS[theme]]
    assert away == sorted(away)


def test_the_legend_counts_the_hexagons_of_each_step_in_use():
    counts = counted(1, 3, 12, 900)
    lines = hexagon_layer.legend_steps(counts, Scale.up_to(1_000_000, "light"))
    assert [(words, n) for _, words, n in lines] == [("1 to 9", 2), ("10 to 99", 1),
                                                     ("100 to 999", 1)]  # fmt: skip
    assert hexagon_layer.legend_steps(counted(), Scale.up_to(1, "light")) == []


def test_the_deck_takes_the_layer():
    rows, scale = hexagon_layer.hexagon_rows(counted(4)), Scale.up_to(4, "light")
    layer = hexagon_layer.build_hexagon_layer(rows, scale)
    in_deck = json.loads(deck.build_deck([layer], "/style.json").to_json())["layers"][-1]
    assert in_deck["@@type"] == "H3HexagonLayer"
    assert in_deck["getHexagon"] == "@@=h"
    assert in_deck["pickable"] is True
    assert in_deck["data"][0]["n"] == 4


def test_the_largest_number_of_hexagons_is_a_small_message():
    rng = np.random.default_rng(7)
    points = zip(rng.uniform(20, 40, 40_000), rng.uniform(30, 60, 40_000), strict=True)
    codes = sorted({h3.str_to_int(h3.latlng_to_cell(y, x, 5)) for y, x in points})
    codes = np.array(codes[: hexagons.MOST_HEXAGONS], np.uint64)
    assert len(codes) == hexagons.MOST_HEXAGONS
    counts = hexagons.HexagonCounts(5, codes, np.full(len(codes), 99_999), 0)
    scale = Scale.up_to(99_999, "dark")
    text = hexagon_layer.build_hexagon_layer(hexagon_layer.hexagon_rows(counts), scale).to_json()
    assert len(text.encode()) < LARGEST_PAYLOAD_BYTES
