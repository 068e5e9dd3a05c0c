"""What travels to the browser for one map; frontend/src/wire.ts has the same shape.

Nothing here needs Streamlit: a page of another kind may draw a map with the same message.
"""

from __future__ import annotations

import copy
import functools
import json
from typing import TYPE_CHECKING, Any, Final, Literal

import pydeck as pdk

from map_component import checks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from map_component.parts import Counted, LegendSection, Points, Time, Walk

Bounds = tuple[float, float, float, float]
Tool = Literal["point", "box", "circle", "polygon"]
GROUND: Final = "#f2f0ea"
WITHOUT_WEBGL: Final = "This browser cannot draw the map: WebGL 2 is missing or turned off."
_VIEW: Final = ("latitude", "longitude", "zoom", "minZoom", "maxZoom")
_NOTHING_ANSWERED: Final[Mapping[str, int]] = {"pick": 0, "period": 0}


def build_message(
    deck: pdk.Deck,
    *,
    label: str,
    height: int,
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
    asks_card: bool = False,
    order: Mapping[str, Any] | None = None,
    answered: Mapping[str, int] = _NOTHING_ANSWERED,
) -> dict[str, Any]:
    """Return the message, in values of JSON.

    The arguments are those of `map_component.deck_map`, which says what each is, and three more:
    `asks_card` is whether Python wants to know if a graphics card draws, `order` where the map is
    told to move, `answered` the number of the last pick and the last period that Python has
    answered.

    Raises:
        DeckError: the deck has layers, props or rows that the component cannot draw.
    """
    layers, tables = _split(deck)
    state = deck.initial_view_state
    view = state if isinstance(state, dict) else json.loads(state.to_json())
    return {
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
        "order": order,
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
        "asksCard": asks_card,
        "answered": dict(answered),
        "points": points.name if points is not None else None,
    }


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
