"""What of a deck is drawn, and what the error says of everything else."""

from __future__ import annotations

import json
import math
import tomllib
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from map_component import DeckError
from map_component.checks import EXTENSIONS, LAYER_PROPS, check_layers, check_rows

DOTS = {"@@type": "ScatterplotLayer", "id": "dots", "data": {"table": "rows 0"}, "getPosition": "@"}


def test_every_layer_with_all_its_props_is_drawn():
    check_layers(
        [
            {**dict.fromkeys(sorted(props), 1), "@@type": kind, "id": kind, "extensions": []}
            for kind, props in LAYER_PROPS.items()
        ]
    )


def test_the_list_of_props_names_each_once_in_order(root):
    lists = tomllib.loads((root / "map_component" / "props.toml").read_text("utf-8"))
    common = set(lists["every layer"])
    for layer, props in lists.items():
        assert props == sorted(set(props)), layer
        assert layer == "every layer" or not common & set(props), layer


def test_one_error_names_everything_that_is_wrong_and_what_is_allowed():
    with pytest.raises(DeckError) as error:
        check_layers(
            [
                DOTS,
                {**DOTS, "getRadus": 3},
                {"@@type": "HeatmapLayer", "id": "heat"},
                {**DOTS, "id": "faded", "extensions": [{"@@type": "FadeExtension"}]},
                {"@@type": "ArcLayer"},
            ]
        )
    faults = str(error.value).split("; ")
    message = str(error.value)
    assert "layer 1 ('dots'): expected an id of its own" in message
    assert "layer 1 ('dots'): ScatterplotLayer has no prop getRadus" in faults
    assert "getRadius" in message
    assert "layer 2 ('heat'): expected one of" in message
    assert all(layer in message for layer in LAYER_PROPS)
    assert "found HeatmapLayer" in message
    assert "layer 3 ('faded'): expected an extension of" in message
    assert all(extension in message for extension in EXTENSIONS)
    assert "found FadeExtension" in message
    assert "layer 4 ('without an id'): expected an id of its own" in message


def test_a_prop_that_is_like_no_other_is_answered_with_all_of_the_layer():
    with pytest.raises(DeckError) as error:
        check_layers([{**DOTS, "zzzzzz": 3}])
    assert "allowed are antialiasing, billboard, filled" in str(error.value)


@pytest.mark.parametrize("fault", [math.nan, -math.inf])
def test_a_number_that_is_not_finite_is_named_by_layer_and_prop(fault):
    features = [{"type": "Feature", "properties": {"n": fault}}]
    with pytest.raises(DeckError) as error:
        check_layers([{**DOTS, "getRadius": fault, "data": {"features": features}}])
    assert set(str(error.value).split("; ")) == {
        f"layer 0 ('dots'): {prop}: expected finite numbers, found NaN or infinity"
        for prop in ("getRadius", "data")
    }


@pytest.mark.parametrize(
    "fault", [math.nan, math.inf, pd.Timestamp("2024-02-04"), date(2024, 2, 4), np.int64(3), {1}]
)
def test_a_value_that_is_no_json_is_named_by_layer_and_row(fault):
    with pytest.raises(DeckError, match=r"layer 'dots': row 2: expected values that JSON can hold"):
        check_rows("layer 'dots'", [{"n": 1}, {"n": None}, {"n": [fault]}, {"n": fault}])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5,
)  # fmt: skip


@given(st.lists(st.dictionaries(st.text(), json_values), max_size=4))
def test_rows_of_json_pass(rows):
    check_rows("rows", rows)
    assert json.loads(json.dumps(rows)) == rows
