"""A deck that needs no network and refuses what the browser would silently not draw."""

from __future__ import annotations

import json

import pydeck as pdk
import pytest

from maps import deck

STYLE = "/app/static/views/style.json"


def test_a_layer_type_that_streamlit_does_not_know_is_refused():
    with pytest.raises(ValueError, match=r"HeatmapLayer"):
        deck.build_deck([pdk.Layer("HeatmapLayer", id="heat", data=[])], STYLE)


def test_the_error_names_every_unknown_type_and_the_ids():
    unknown = [pdk.Layer(kind, id=kind.lower(), data=[]) for kind in ("ZLayer", "ALayer")]
    with pytest.raises(ValueError, match=r"\['ALayer', 'ZLayer'\].*zlayer"):
        deck.build_deck([*unknown], STYLE)


def test_two_layers_of_one_id_are_refused():
    twice = [pdk.Layer("ArcLayer", id="arcs", data=[]) for _ in range(2)]
    with pytest.raises(ValueError, match="unique ids"):
        deck.build_deck(twice, STYLE)


@pytest.mark.parametrize("kind", sorted(deck.LAYER_TYPES))
def test_each_known_type_is_taken(kind):
    assert len(deck.build_deck([pdk.Layer(kind, id="one", data=[])], STYLE).layers) == 1


def test_a_deck_lies_over_the_base_map_and_asks_no_map_provider():
    empty = deck.build_deck([], STYLE)
    assert json.loads(empty.to_json())["mapStyle"] == STYLE
    assert empty.map_provider is None


def test_the_view_is_the_opening_view_unless_another_is_given():
    opening = json.loads(deck.build_deck([], STYLE).to_json())["initialViewState"]
    assert deck.opening_view().items() <= opening.items()
    view = {"latitude": 33.0, "longitude": 44.0, "zoom": 8.0}
    given = json.loads(deck.build_deck([], STYLE, view).to_json())["initialViewState"]
    assert view.items() <= given.items()
    assert (given["pitch"], given["bearing"]) == (0, 0)
    assert deck.build_deck([], STYLE).to_json() == deck.build_deck([], STYLE).to_json()
