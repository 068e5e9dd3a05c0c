"""What the component sends to the browser, and what it makes of what comes back."""

from __future__ import annotations

import copy
import json

import numpy as np
import pandas as pd
import pydeck as pdk
import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

import map_component
from map_component import DeckError, LegendRow, LegendSection, Points, Sign, Time, build_message

APP = """
import streamlit as st

from map_component import deck_map, fit, fly_to

events = st.session_state.setdefault("events", [])

def told(name):
    return lambda *values: events.append([name, *values])

if st.button("fit"):
    fit("map", (1, 2, 3, 4))
if st.button("fly"):
    fly_to("map", 5, 6, 7)
deck_map(
    st.session_state["deck"], key="map", label="Dots",
    on_pick=told("pick"), on_period=told("period"), on_view=told("view"),
    on_shape=told("shape"), on_graphics_card=told("card"),
    **st.session_state.get("options", {}),
)
"""
SILENT = """
import streamlit as st

from map_component import deck_map

deck_map(st.session_state["deck"], key="map", label="Dots")
"""


def layer(rows, name="dots", **props):
    return pdk.Layer("ScatterplotLayer", rows, id=name, get_position="p", **props)


ROWS = [{"id": "a", "p": [1, 2]}, {"id": "b", "p": [3, 4]}]


@pytest.fixture
def run():
    """Return a function that draws a deck in an app of its own, and the app."""

    def draw(deck=None, **options):
        at = AppTest.from_string(APP, default_timeout=30)
        at.session_state["deck"] = pdk.Deck([layer(ROWS)]) if deck is None else deck
        at.session_state["options"] = options
        at.run()
        assert not at.exception, at.exception[0].message
        return at

    return draw


def proto(at):
    return at.get("bidi_component")[-1].proto


def message(at):
    """What travels, as a browser reads it: it knows no NaN."""
    return json.loads(proto(at).json, parse_constant=lambda text: pytest.fail(f"found {text}"))


def press(at, label):
    (button,) = (one for one in at.button if one.label == label)
    button.click().run()


def tell(at, *, state=None, trigger=None):
    """Let the browser say something: values that stay, or one that lasts a run."""
    states = WidgetStates()
    if state is not None:
        states.widgets.add(id=proto(at).id, json_value=json.dumps(state))
    if trigger is not None:
        name, value = trigger
        states.widgets.add(
            id=_make_trigger_id(proto(at).id, "events"),
            json_trigger_value=json.dumps([{"event": name, "value": value}]),
        )
    at._run(states)
    assert not at.exception, at.exception[0].message


def events(at):
    return at.session_state["events"]


def test_what_is_not_said_travels_as_nothing(run):
    sent = message(run())
    assert sent["layers"] == [{
        "@@type": "ScatterplotLayer", "id": "dots", "getPosition": "@@=p",
        "data": {"table": "0"},
    }]  # fmt: skip
    assert sent["tables"] == {"0": ROWS}
    assert sent["view"] == {"latitude": 0, "longitude": 0, "zoom": 1}
    assert sent["answered"] == {"pick": 0, "period": 0}
    assert sent["label"] == "Dots"
    assert sent["height"] == 500
    for name in ("time", "counted", "order", "fit", "chosen", "shape", "points", "style",
                 "tooltip", "opening", "viewParameter"):  # fmt: skip
        assert sent[name] is None, name
    assert sent["legend"] == sent["walk"] == sent["tools"] == []
    assert sent["asksCard"] is True


def test_everything_said_travels(run):
    deck = pdk.Deck(
        [layer(ROWS)], tooltip={"html": "<b>{id}</b>"},
        initial_view_state=pdk.ViewState(latitude=3, longitude=4, zoom=5, min_zoom=2, max_zoom=9,
                                         pitch=30),
        map_style="/app/static/style.json", map_provider=None,
    )  # fmt: skip
    sent = message(run(
        deck, height=300, background="#fff", attribution="© A", view_parameter="at", chosen="a",
        opening=(0, 1, 2, 3), fit_to=(4, 5, 6, 7), tools=["box"], shape=[[0, 0], [1, 0], [0, 0]],
        time=Time([1, 2], (0, 3), (1, 2)),
        legend=[LegendSection("Who", [LegendRow(Sign("dot"), "A")])],
        made_for_px=900, without_webgl="See the list",
    ))  # fmt: skip
    assert sent["view"] == {
        "latitude": 3, "longitude": 4, "zoom": 5, "minZoom": 2, "maxZoom": 9, "madeForPx": 900,
    }  # fmt: skip
    assert sent["withoutWebgl"] == "See the list"
    assert sent["style"] == "/app/static/style.json"
    assert sent["tooltip"] == {"html": "<b>{id}</b>"}
    assert sent["opening"] == [0, 1, 2, 3]
    assert sent["fit"] == [4, 5, 6, 7]
    assert sent["shape"] == [[0, 0], [1, 0], [0, 0]]
    assert sent["time"]["days"] == [[1, 1], [1, 1]]
    assert sent["legend"][0]["title"] == "Who"
    assert (sent["height"], sent["background"], sent["attribution"], sent["viewParameter"],
            sent["chosen"], sent["tools"]) == (300, "#fff", "© A", "at", "a", ["box"])  # fmt: skip


STYLE = {"version": 8, "sources": {}, "layers": []}


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({}, None),
        ({"map_provider": None}, None),
        ({"map_provider": None, "map_style": "/app/static/a.json"}, "/app/static/a.json"),
        ({"map_provider": "mapbox", "map_style": STYLE}, STYLE),
    ],
)
def test_a_map_asks_for_the_base_map_that_is_named_and_for_no_other(run, given, sent):
    assert message(run(pdk.Deck([layer(ROWS)], **given)))["style"] == sent


def test_a_style_in_a_list_as_pydeck_chart_takes_it_is_that_style(run):
    deck = pdk.Deck([layer(ROWS)], map_provider=None)
    deck.map_style = [STYLE]
    assert message(run(deck))["style"] == STYLE


def test_rows_that_layers_share_travel_once(run):
    equal = copy.deepcopy(ROWS)
    sent = message(run(pdk.Deck([layer(ROWS), layer(ROWS, "again"), layer(equal, "equal")])))
    assert [one["data"] for one in sent["layers"]] == [
        {"table": "0"}, {"table": "0"}, {"table": "1"},
    ]  # fmt: skip
    assert sent["tables"] == {"0": ROWS, "1": ROWS}


def test_a_view_may_be_a_dict(run):
    view = {"latitude": 3, "longitude": 4, "zoom": 5}
    assert message(run(pdk.Deck([layer(ROWS)], initial_view_state=view)))["view"] == view


def test_a_deck_stays_as_it_is_when_it_is_drawn(run):
    deck = pdk.Deck([layer(ROWS)])
    before = deck.to_json()
    run(deck)
    assert deck.to_json() == before
    assert deck.layers[0].data is ROWS


def test_an_address_and_a_table_of_pandas_are_data_too(run):
    frame = pd.DataFrame({"id": ["a"], "n": [np.int64(3)]})
    address = "/app/static/a.json"
    sent = message(run(pdk.Deck([layer(address), layer(address, "again"), layer(frame, "frame")])))
    assert [one["data"]["table"] for one in sent["layers"]] == ["0", "0", "1"]
    assert sent["tables"] == {"0": address, "1": [{"id": "a", "n": 3}]}


TEXTS = ["@@=alert(1)", "@@#x", "@@type", "<img src=x onerror=alert(1)>", "__proto__"]


def test_texts_that_look_like_code_travel_as_they_are(run):
    rows = [{text: text, "p": [0, 0]} for text in TEXTS]
    assert message(run(pdk.Deck([layer(rows)])))["tables"]["0"] == rows


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*ROWS, {"id": float("nan")}], "layer 'dots': row 2"),
        ([{"id": pd.Timestamp("2024-02-04")}], "layer 'dots': row 0"),
        (pd.DataFrame({"n": [1.0, None]}), "layer 'dots': row 1"),
    ],
)
def test_a_row_that_cannot_travel_is_named(rows, expected):
    with pytest.raises(DeckError, match=expected):
        build_message(pdk.Deck([layer(rows)]), label="Dots", height=300)


def test_a_layer_that_cannot_be_drawn_is_an_error_before_anything_travels():
    at = AppTest.from_string(APP, default_timeout=30)
    at.session_state["deck"] = pdk.Deck([pdk.Layer("HeatmapLayer", ROWS, id="heat")])
    at.run()
    assert at.exception
    assert len(at.get("bidi_component")) == 0


def test_points_travel_as_bytes_beside_the_map(run):
    points = Points([1.0], [2.0], [3], [[4, 5, 6]])
    deck = pdk.Deck([layer([], "points")])
    at = run(deck, points=points)
    drawn, carrier = at.get("bidi_component")
    assert carrier.proto.bytes == points.wire
    assert json.loads(drawn.proto.json)["points"] == points.name
    assert len(drawn.proto.json) < 1000


def test_every_order_has_a_greater_number_and_the_last_one_counts(run):
    at = run()
    press(at, "fit")
    assert message(at)["order"] == {"n": 1, "bounds": [1, 2, 3, 4]}
    at.run()
    assert message(at)["order"]["n"] == 1, "a browser that comes late still gets it"
    press(at, "fly")
    assert message(at)["order"] == {"n": 2, "latitude": 5, "longitude": 6, "zoom": 7}


def test_an_order_is_over_when_the_visitor_has_moved_on_and_the_next_has_a_greater_number(run):
    at = run()
    press(at, "fit")
    view = {"latitude": 1, "longitude": 2, "zoom": 3, "bounds": [0, 0, 1, 1]}
    tell(at, state={"view": view})
    assert events(at) == [["view", view]]
    assert message(at)["order"] is None
    press(at, "fit")
    assert message(at)["order"]["n"] == 2


def test_a_pick_comes_back_and_is_answered_by_its_number(run):
    at = run()
    tell(at, trigger=("pick", {"n": 17, "layer": "dots", "row": {"id": "a"}}))
    assert events(at) == [["pick", "dots", {"id": "a"}]]
    assert message(at)["answered"] == {"pick": 17, "period": 0}
    at.run()
    assert len(events(at)) == 1, "it lasts for one run"
    assert message(at)["answered"]["pick"] == 17


def test_closing_is_a_pick_of_nothing(run):
    at = run()
    tell(at, trigger=("pick", {"n": 18, "layer": None, "row": None}))
    assert events(at) == [["pick", None, {}]]


def test_each_period_is_handed_on_once_and_answered_by_its_number(run):
    at = run(time=Time([1], (0, 9), (0, 9)))
    tell(at, state={"period": {"first": 2.0, "last": 5, "n": 40}})
    assert events(at) == [["period", 2, 5]]
    assert message(at)["answered"]["period"] == 40
    at.run()
    tell(at, state={"period": {"first": 2, "last": 5, "n": 40}})
    assert len(events(at)) == 1
    tell(at, state={"period": {"first": 2, "last": 5, "n": 41}})
    assert len(events(at)) == 2
    assert message(at)["answered"]["period"] == 41


def test_another_value_that_changes_does_not_repeat_the_period(run):
    at = run()
    period = {"first": 2, "last": 5, "n": 40}
    view = {"latitude": 1, "longitude": 2, "zoom": 3, "bounds": [0, 0, 1, 1]}
    tell(at, state={"period": period})
    tell(at, state={"period": period, "view": view})
    tell(at, state={"period": period, "view": view, "graphics_card": False})
    assert events(at) == [["period", 2, 5], ["view", view], ["card", False]]


RING = [[0, 0], [1, 0], [1, 1], [0, 0]]


@pytest.mark.parametrize("shape", [{"kind": "polygon", "ring": RING}, None])
def test_a_shape_comes_back_and_so_does_its_end(run, shape):
    at = run()
    tell(at, trigger=("shape", {"n": 1, "shape": shape}))
    assert events(at) == [["shape", shape]]


def test_an_app_that_does_not_listen_draws_and_goes_on(run):
    silent = AppTest.from_string(SILENT, default_timeout=30)
    silent.session_state["deck"] = pdk.Deck([layer(ROWS)])
    silent.run()
    assert message(silent)["asksCard"] is False
    tell(silent, trigger=("pick", {"n": 3, "layer": "dots", "row": {"id": "a"}}))
    assert message(silent)["answered"]["pick"] == 3


def test_what_the_package_offers_is_there():
    assert all(hasattr(map_component, name) for name in map_component.__all__)
