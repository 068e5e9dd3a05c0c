"""Draws a deck, and hands on what the visitor does with it.

    deck, time, legend --data--> browser --pick, period, view, shape--> callbacks

While a finger or the mouse is down nothing comes back; see docs/map-component.md.
"""

from __future__ import annotations

import copy
import functools
import json
from typing import TYPE_CHECKING, Any, Final, Literal

import pydeck as pdk
import streamlit as st

from map_component import checks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from map_component.parts import Counted, LegendSection, Points, Time, Walk

Bounds = tuple[float, float, float, float]
Tool = Literal["point", "box", "circle", "polygon"]
_GROUND: Final = "#f2f0ea"
_WITHOUT_WEBGL: Final = "This browser cannot draw the map: WebGL 2 is missing or turned off."
_VIEW: Final = ("latitude", "longitude", "zoom", "minZoom", "maxZoom")


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
    background: str = _GROUND,
    attribution: str = "",
    view_parameter: str | None = None,
    without_webgl: str = _WITHOUT_WEBGL,
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
    layers, tables = _split(deck)
    state = deck.initial_view_state
    view = state if isinstance(state, dict) else json.loads(state.to_json())
    memory = _memory(key)
    _draw()(
        key=key,
        data={
            "layers": layers,
            "tables": tables,
            "view": {name: view[name] for name in _VIEW if view.get(name) is not None}
            | ({"madeForPx": made_for_px} if made_for_px else {}),
            "opening": opening,
            "style": _style(deck),
            "background": background,
            "tooltip": _tooltip(deck),
            "label": label,
            "height": height,
            "order": memory["order"],
            "fit": fit_to,
            "time": time.wire() if time else None,
            "legend": [section.wire() for section in legend],
            "counted": counted.wire() if counted else None,
            "walk": [one.wire() for one in walk],
            "chosen": chosen,
            "tools": list(tools),
            "shape": shape,
            "attribution": attribution,
            "viewParameter": view_parameter,
            "withoutWebgl": without_webgl,
            "asksCard": on_graphics_card is not None,
            "answered": {name: memory[name] for name in ("pick", "period")},
            "points": points.name if points is not None else None,
        },
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


def _split(deck: pdk.Deck) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the layers without their rows; and rows, or their addresses, by name, each once."""
    names: dict[int | str, str] = {}
    tables: dict[str, Any] = {}
    bare = []
    for layer in deck.layers:
        alone = copy.copy(layer)
        rows = layer.data
        if isinstance(rows, list) or str(rows).endswith("json"):
            name = names.setdefault(rows if isinstance(rows, str) else id(rows), f"{len(names)}")
            if name not in tables:
                if isinstance(rows, list):
                    checks.check_rows(f"layer {layer.id!r}", rows)
                tables[name] = rows
            alone.data = {"table": name}
        bare.append(json.loads(alone.to_json()))
    checks.check_layers(bare)
    return bare, tables


def _style(deck: pdk.Deck) -> str | dict[str, Any] | None:
    """Return the deck's style.

    Without one pydeck has a placeholder, a provider's name, or the address of a style of Carto's,
    which nobody has asked for: a map asks another host only where it is told to.
    """
    style = deck.map_style
    if style == _no_style():
        return None
    if isinstance(style, list):  # as `st.pydeck_chart` takes a whole style
        (style,) = style
    return style if isinstance(style, dict) or "/" in str(style) else None


@functools.cache
def _no_style() -> Any:
    return pdk.Deck([]).map_style


def _tooltip(deck: pdk.Deck) -> Mapping[str, Any] | None:
    tooltip = deck._tooltip  # noqa: SLF001 - pydeck has no other way to read it
    return tooltip if isinstance(tooltip, dict) else None


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
