"""What is on the map: symbols that are counted in the browser, hexagons, or a point for each.

Up to `hexagons.MOST_POINTS` incidents, whatever the period, the browser gets all of them once and
counts them itself while the period moves. Beyond that it gets those of the period, which follow
when a new one is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.analysis import hexagons
from geo.cartography import symbology
from geo.filter.filter import days_since_epoch
from map_component import Walk
from maps import counted_rows, incident_layers, legend, palette, site_layers
from ui.map import map_data
from ui.runtime import browser, map_widget
from ui.session import keys

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    import pydeck as pdk
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas
    from map_component import Counted, Points
    from maps.legend import Section
    from ui.session.filter_state import Context

_COUNTED: Final = (*site_layers.LAYER_IDS, incident_layers.PRECISION_ID, incident_layers.TINT_ID)


@dataclass(frozen=True)
class Drawing:
    """The layers of the map and their legend, with what the map component needs beside them.

    `dated` is the atlas where the legend's counts follow the period; for the rest see
    `map_component.deck_map`.
    """

    layers: Sequence[pdk.Layer]
    sections: Sequence[Section]
    dated: Atlas | None = None
    counted: Counted | None = None
    walk: Sequence[Walk] = ()
    points: Points | None = None


def all_open() -> bool:
    """Return whether every incident is to be shown."""
    return bool(st.session_state.get(keys.ALL_OPEN))


def can_show_points() -> bool:
    """Return whether the visitor's browser can draw very many points."""
    return map_widget.is_component() and bool(st.session_state.get(keys.GRAPHICS_CARD))


def days_shown(context: Context) -> tuple[int, int]:
    """Return first and last day of the filter's period, since 1970-01-01."""
    first, last = context.filter.period(context.atlas)
    return days_since_epoch(first), days_since_epoch(last)


def incident_id(context: Context) -> str | None:
    """Return the id of the chosen incident, if the atlas has it."""
    incident: Any = st.session_state.get(keys.INCIDENT)
    return incident if incident in context.atlas.row_of else None


def open_site(context: Context) -> int | None:
    """Return the site that is fanned out: the chosen one, or that of the chosen incident."""
    layout, incident = context.layout, incident_id(context)
    if incident is not None:
        site = int(layout.sites.of_row[context.atlas.row_of[incident]])
        if site >= 0:
            return site
    key = st.session_state.get(keys.SITE)
    return layout.sites.key.index(key) if key in layout.sites.key else None


def choose_layers(context: Context) -> Drawing:
    """Return what is on the map for the filter and what is chosen."""
    if not map_data.are_many(context):
        return _symbols(context)
    if all_open() and can_show_points():
        return _every_point(context)
    counted = map_data.count_hexagons(context)
    return Drawing(
        [map_data.layer_of_hexagons(context, counted)],
        legend.hexagon_sections(counted, map_data.hexagon_scale(context, counted.resolution)),
    )


def _every_point(context: Context) -> Drawing:
    return Drawing(
        [incident_layers.point_cloud(days_shown(context))],
        [legend.colour_section(context.atlas, context.view.at_any_time)],
        dated=context.atlas,
        points=map_data.every_point(context),
    )


def _symbols(context: Context) -> Drawing:
    """Return the symbols of sites, of single incidents, the shaded areas and the arcs."""
    atlas, layout, loaded = context.atlas, context.layout, context.loaded
    base, days, site = palette.BASE_MAPS[browser.theme()], days_shown(context), open_site(context)
    follows = map_widget.is_component() and len(context.view.at_any_time) <= hexagons.MOST_POINTS
    positions = context.view.at_any_time if follows else context.view.positions
    fanned = _fanned(context, positions, site)
    classes, sizes = symbology.group_classes(atlas), site_layers.site_sizes(layout)

    def counted(name: str, build: Callable[[], list[dict[str, Any]]]) -> map_data.Data:
        if follows:
            return map_data.published(context, name, build, site=site, follows=True)
        return counted_rows.count_rows(build(), sizes, days, classes)

    tints = counted("tints", lambda: incident_layers.tint_rows(atlas, positions))
    discs = counted("discs", lambda: incident_layers.precision_rows(atlas, layout, positions))
    layers = [
        incident_layers.province_tint(tints, base), incident_layers.precision_discs(discs, base),
    ]  # fmt: skip
    if not all_open():
        sites = counted("sites", lambda: site_layers.site_rows(atlas, layout, positions, site))
        layers += site_layers.site_layers(sites, base, dimmed=site is not None)
    if len(fanned):
        if origins := incident_layers.origin_rows(atlas, layout, fanned):
            arcs = map_data.data_source(loaded, origins)
            layers.append(incident_layers.origin_arcs(arcs, days, base))
        layers += incident_layers.incident_icons(
            map_data.incident_points(context, fanned, all_open=all_open(), follows=follows),
            days,
            base,
            chosen=incident_id(context),
        )
    most = sizes[: len(positions) + 1]
    return Drawing(
        layers,
        legend.incident_sections(atlas, loaded.signs, positions, fanned, selectable=follows),
        dated=atlas if follows else None,
        counted=map_widget.counted_layers(_COUNTED, most, classes) if follows else None,
        walk=[Walk(incident_layers.INCIDENTS_ID, "id"), Walk(site_layers.SITES_ID, "key")],
    )


def _fanned(context: Context, positions: NDArray[np.intp], site: int | None) -> NDArray[np.intp]:
    """Return which of the incidents are drawn one by one."""
    if all_open():
        return positions
    if site is None:
        return positions[:0]
    here: NDArray[np.intp] = positions[context.layout.sites.of_row[positions] == site]
    return here
