"""Draws the maps of all pages: by the map component, or by `st.pydeck_chart`.

With ATLAS_MAP=pydeck_chart the same deck is drawn by Streamlit's own element, which can be clicked
and nothing more: it has no time axis, no legend inside, and cannot say where the visitor looks.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import map_component
from map_component import Counted, CountedClass, LegendRow, LegendSection
from maps import basemap, counted_rows, legend, palette
from maps import deck as decks
from ui.runtime import browser
from ui.session import keys

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pydeck as pdk

    from geo.cartography.symbology import GroupClass
    from geo.model.atlas import Atlas
    from maps.legend import Line, Section

Bounds = tuple[float, float, float, float]
SETTING: Final = "ATLAS_MAP"
_COMPONENT: Final = "component"
_PYDECK_CHART: Final = "pydeck_chart"
DESK_PX: Final = 640
ATTRIBUTION: Final = "Natural Earth, GeoNames"


def is_component() -> bool:
    """Return whether the map component draws the maps.

    Raises:
        ValueError: the setting ATLAS_MAP has another value than those that are allowed.
    """
    setting = os.environ.get(SETTING, _COMPONENT)
    if setting not in {_COMPONENT, _PYDECK_CHART}:
        message = (
            f"{SETTING}: expected {_COMPONENT} or {_PYDECK_CHART}, found {setting!r}; "
            "correct the setting or remove it"
        )
        raise ValueError(message)
    return setting == _COMPONENT


def base_map(*, names: bool = True) -> str | list[dict[str, Any]]:
    """Return the base map's style in the visitor's theme, as `maps.deck.build_deck` takes it.

    Args:
        names: whether it has names of places, where what draws the map can draw them.
    """
    return basemap.style_address(browser.theme(), names=names and is_component())


def draw_map(
    deck: pdk.Deck,
    *,
    key: str,
    height: int,
    label: str,
    sections: Sequence[Section] = (),
    dated: Atlas | None = None,
    on_pick: Callable[[str | None, dict[str, Any]], None] | None = None,
    **of_component: Any,
) -> None:
    """Draw a map, its legend inside; `st.pydeck_chart` has the legend below.

    Args:
        deck: the deck.
        key: the map's key in the session.
        height: pixels of the map.
        label: what the map shows, for those who do not see it.
        sections: the legend.
        dated: the atlas, where the counts of the legend follow the period of the time axis.
        on_pick: takes the layer and the row that was picked.
        of_component: what else `map_component.deck_map` takes; `st.pydeck_chart` has none of it.
    """
    if not is_component():
        st.pydeck_chart(
            deck, key=key, height=height, alt=label, selection_mode="single-object",
            on_select=(lambda: _take_selection(key, on_pick)) if on_pick else "ignore",
        )  # fmt: skip
        if sections:
            st.html(legend.legend_html(sections))
        return
    map_component.deck_map(
        deck,
        key=key,
        height=height,
        label=label,
        legend=legend_of(sections, dated),
        on_pick=on_pick,
        made_for_px=DESK_PX,
        background=palette.css(palette.BASE_MAPS[browser.theme()].land),
        attribution=ATTRIBUTION,
        without_webgl="This browser cannot draw the map: WebGL 2 is missing or turned off. "
        "The page below says the same in words and tables.",
        **of_component,
    )


def follow(key: str, bounds: Bounds | None) -> None:
    """Move a map when what it should open on has changed since it was drawn last.

    Args:
        key: the map's key.
        bounds: west, south, east, north in degrees; None for the opening view of the atlas.
    """
    followed: dict[str, Bounds | None] = st.session_state.setdefault(keys.FOLLOWED, {})
    if followed.get(key, bounds) != bounds:
        if bounds is None:
            map_component.fly_to(key, **decks.opening_view())
        else:
            map_component.fit(key, bounds)
    followed[key] = bounds


def counted_layers(
    layers: Sequence[str], sizes: Sequence[int], group_classes: Sequence[GroupClass]
) -> Counted:
    """Return how the browser counts the rows of layers; see `maps.counted_rows`.

    Args:
        layers: their ids.
        sizes: pixels across, by count.
        group_classes: the colour classes of the atlas.
    """
    classes = [CountedClass(c.label, c.colour) for c in group_classes]
    return Counted(layers, sizes, classes, counted_rows.ONE, counted_rows.MANY)


def legend_of(sections: Sequence[Section], dated: Atlas | None = None) -> list[LegendSection]:
    """Return a legend as the map component takes it.

    Args:
        sections: the legend.
        dated: the atlas, where its counts follow the period of the time axis.
    """
    return [
        LegendSection(section.title, [_legend_row(line, dated) for line in section.lines])
        for section in sections
    ]


def _legend_row(line: Line, dated: Atlas | None) -> LegendRow:
    sign = map_component.Sign(line.sign.kind, line.sign.colour, line.sign.icon)
    if line.rows is not None and dated is not None:
        return LegendRow(sign, line.label, days=dated.day[line.rows], of=line.of)
    return LegendRow(sign, line.label, count=line.n, of=line.of)


def _take_selection(key: str, on_pick: Callable[[str | None, dict[str, Any]], None] | None) -> None:
    """Hand on what was clicked. An empty selection says nothing."""
    objects = st.session_state[key]["selection"]["objects"]
    picked = [(layer, rows[0]) for layer, rows in objects.items() if rows]
    if picked and on_pick is not None:
        layer, row = picked[0]
        on_pick(layer, {**row.get("properties", {}), **row})
