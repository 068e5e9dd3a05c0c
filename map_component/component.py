"""Draws a deck, and hands on what the visitor does with it.

    deck, time, legend --data--> browser --pick, period, view, shape--> callbacks

While a finger or the mouse is down nothing comes back; see docs/map-component.md.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import streamlit as st

from map_component.message import GROUND, WITHOUT_WEBGL, build_message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pydeck as pdk

    from map_component.message import Bounds, Tool
    from map_component.parts import Counted, LegendSection, Points, Time, Walk


def deck_map(
    deck: pdk.Deck,
    *,
    key: str,
    label: str,
    height: int = 500,
    time: Time | None = None,
    legend: Sequence[LegendSection] = (),
    counted: Counted | None = None,
    walk: Sequence[Walk] = (),
    chosen: str | None = None,
    made_for_px: int | None = None,
    opening: Bounds | None = None,
    fit_to: Bounds | None = None,
    tools: Sequence[Tool] = (),
    shape: Sequence[Sequence[float]] | None = None,
    points: Points | None = None,
    background: str = GROUND,
    attribution: str = "",
    view_parameter: str | None = None,
    without_webgl: str = WITHOUT_WEBGL,
    on_pick: Callable[[str | None, dict[str, Any]], None] | None = None,
    on_period: Callable[[int, int], None] | None = None,
    on_view: Callable[[dict[str, Any]], None] | None = None,
    on_shape: Callable[[dict[str, Any] | None], None] | None = None,
    on_graphics_card: Callable[[bool], None] | None = None,
) -> None:
    """Draw a pydeck deck as a map that answers back.

    The visitor's own pan and zoom stay at every rerun, whatever the deck's view; the map moves only
    by `fit` and `fly_to`. A layer's rows that several layers share (the same list) travel once.

    Args:
        deck: layers of `checks.LAYER_PROPS`, each with an id of its own; `initial_view_state`
            (where a new map opens); tooltip; `map_style`, a MapLibre style as address or dict.
        key: the key of this map in the session.
        label: what the map shows, for those who do not see it.
        height: pixels of the map itself; the time axis comes below it.
        time: the time axis; layers with a `filter_range` follow it.
        legend: the legend in the map.
        counted: layers whose rows the browser counts for the days shown.
        walk: layers whose symbols the keyboard reaches.
        chosen: the id of the row that is open.
        made_for_px: how wide the map is that the deck's view is meant for; a narrower one opens
            farther out and shows as much.
        opening: west, south, east, north in degrees: where a new map opens, instead of the view.
        fit_to: the same, for the button that fits the map to what is shown.
        tools: which shapes can be drawn.
        shape: the ring of a shape to draw at first, longitude and latitude in degrees.
        points: private points for the layer `points`.
        background: colour of the ground until the base map is there, CSS.
        attribution: whose the base map is.
        view_parameter: the name under which the browser keeps the view in its address, as
            `latitude,longitude,zoom`; where the address has one, a new map opens there.
        without_webgl: what stands in place of the map where the browser has no WebGL 2.
        on_pick: called with the id of a layer and the plain fields of the row that was picked; with
            None and nothing when the visitor closes what is open.
        on_period: called with first and last day when a period was chosen.
        on_view: called with latitude, longitude, zoom and bounds when the visitor has moved.
        on_shape: called with kind, ring (closed, longitude and latitude) and for points and
            circles centre and radiusKm; with None when the shape was taken away.
        on_graphics_card: called with whether a graphics card draws, once for each new map.

    Raises:
        DeckError: the deck has layers, props or rows that the component cannot draw.
    """
    memory = _memory(key)
    _draw()(
        key=key,
        data=build_message(
            deck,
            label=label,
            height=height,
            time=time,
            legend=legend,
            counted=counted,
            walk=walk,
            chosen=chosen,
            made_for_px=made_for_px,
            opening=opening,
            fit_to=fit_to,
            tools=tools,
            shape=shape,
            points=points,
            background=background,
            attribution=attribution,
            view_parameter=view_parameter,
            without_webgl=without_webgl,
            asks_card=on_graphics_card is not None,
            order=memory["order"],
            answered={name: memory[name] for name in ("pick", "period")},
        ),
        on_pick_change=lambda: _picked(key, on_pick),
        on_period_change=lambda: _chosen_period(key, on_period),
        on_view_change=lambda: _looked(key, on_view),
        on_shape_change=lambda: _drawn(key, on_shape),
        on_graphics_card_change=lambda: _call(on_graphics_card, _value(key, "graphics_card")),
    )
    if points is not None:  # after the map, which would move down by an element's distance
        _draw()(key=f"{key}_points", data=points.wire)


def fit(key: str, bounds: Bounds) -> None:
    """Let the next drawing of a map show all of these bounds; for callbacks.

    Args:
        key: of the map.
        bounds: west, south, east, north in degrees.
    """
    _give_order(key, {"bounds": list(bounds)})


def fly_to(key: str, latitude: float, longitude: float, zoom: float) -> None:
    """Let the next drawing of a map move there; for callbacks.

    Args:
        key: of the map.
        latitude: of the centre, in degrees.
        longitude: of the centre, in degrees.
        zoom: level of zoom; the world is 512 pixels wide at 0.
    """
    _give_order(key, {"latitude": latitude, "longitude": longitude, "zoom": zoom})


@functools.cache
def _draw() -> Callable[..., Any]:
    # Not when the module is imported: without a running app Streamlit knows no component.
    return st.components.v2.component("map-component.deck_map", js="deck-map-*.js")


def _give_order(key: str, order: dict[str, Any]) -> None:
    memory = _memory(key)
    memory["orders"] += 1
    memory["order"] = {"n": memory["orders"], **order}


def _memory(key: str) -> dict[str, Any]:
    """Return what the session keeps of a map: its last order, and the numbers that were answered.

    Keys: order (None when the visitor has moved since), orders (how many there were), pick, period.
    """
    memory: dict[str, Any] = st.session_state.setdefault(
        f"{key}_memory", {"order": None, "orders": 0, "pick": 0, "period": 0}
    )
    return memory


def _value(key: str, name: str) -> Any:
    return st.session_state[key][name]


def _picked(key: str, on_pick: Callable[[str | None, dict[str, Any]], None] | None) -> None:
    pick = _value(key, "pick")
    _memory(key)["pick"] = pick["n"]
    _call(on_pick, pick["layer"], pick["row"] or {})


def _chosen_period(key: str, on_period: Callable[[int, int], None] | None) -> None:
    period = _value(key, "period")
    _memory(key)["period"] = period["n"]
    _call(on_period, int(period["first"]), int(period["last"]))


def _looked(key: str, on_view: Callable[[dict[str, Any]], None] | None) -> None:
    # Wherever it was told to go, the visitor has gone on.
    _memory(key)["order"] = None
    _call(on_view, dict(_value(key, "view")))


def _drawn(key: str, on_shape: Callable[[dict[str, Any] | None], None] | None) -> None:
    _call(on_shape, _value(key, "shape")["shape"])


def _call(callback: Callable[..., None] | None, *values: Any) -> None:
    if callback is not None:
        callback(*values)
