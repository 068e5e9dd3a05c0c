"""The map with its legend and the card of what is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

import map_component
from geo.analysis import hexagons
from geo.cartography import symbology
from geo.filter.filter import day_of, days_since_epoch
from geo.utils.words import number
from map_component import Time, Walk
from maps import deck, hexagon_layer, incident_layers, legend, palette, site_layers
from ui import text
from ui.map import incident_list, map_data, opening, periods
from ui.runtime import browser, fragments, map_widget
from ui.session import keys
from ui.widgets import incident_card

if TYPE_CHECKING:
    import pydeck as pdk
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas
    from maps.palette import BaseMap
    from ui.session.filter_state import Context

KEY: Final = keys.MAP
_HEIGHT_PX: Final = 600
_CLOSE_ZOOM: Final = 8.0


def draw_map_page(context: Context) -> None:
    """Draw the map and what is chosen on it side by side; on a phone below each other."""
    wide, narrow = st.columns([3, 1], gap="medium")
    with wide:
        fragments.draw_fragment(KEY, _draw_map)
        periods.draw_presets(context.atlas)
    with narrow:
        opening.draw_opening(context)
        fragments.draw_fragment("beside", _beside)


def _all_open() -> bool:
    return bool(st.session_state.get(keys.ALL_OPEN))


def _every_point(*, many: bool) -> bool:
    """Return whether each of very many incidents is drawn as a point."""
    return many and _all_open() and _has_card()


def _has_card() -> bool:
    return map_widget.is_component() and bool(st.session_state.get(keys.GRAPHICS_CARD))


def _draw_map(context: Context) -> None:
    atlas, days = context.atlas, _days(context)
    base = palette.BASE_MAPS[browser.theme()]
    many = map_data.are_many(context)
    points, walk = None, []
    if _every_point(many=many):
        points = map_data.every_point(context)
        drawn = [incident_layers.point_cloud(days)]
        sections = [legend.colour_section(atlas, context.loaded.signs, context.view.at_any_time)]
    elif many:
        counted = map_data.count_hexagons(context, days)
        drawn = [map_data.layer_of_hexagons(context, counted)]
        sections = legend.hexagon_sections(
            counted, map_data.hexagon_scale(context, counted.resolution)
        )
    else:
        drawn = _symbols(context, days, base)
        walk = [
            Walk(incident_layers.INCIDENTS_ID, "id"),
            Walk(site_layers.SITES_ID, "key"),
        ]
        # What `st.pydeck_chart` shows does not follow the period, nor does its legend.
        sections = legend.incident_sections(
            atlas, context.loaded.signs, _dated(context), _fanned(context)
        )
    bounds = map_data.opening_bounds(context.loaded)
    view = deck.view_of(bounds) if bounds else None
    if not map_widget.is_component():  # which reads the view from the address itself
        view = st.session_state.get(keys.VIEW) or view
    map_widget.draw_map(
        deck.build_deck(drawn, map_widget.base_map(), view),
        key=KEY,
        height=_HEIGHT_PX,
        label=_label(context),
        atlas=atlas,
        sections=sections,
        counted=map_widget.counted_layers(
            (*site_layers.LAYER_IDS, incident_layers.PRECISION_ID, incident_layers.TINT_ID),
            site_layers.site_sizes(context.layout),
            symbology.group_classes(atlas),
        ),
        time=_time(context, days),
        walk=walk,
        chosen=_chosen(context),
        opening=bounds,
        fit_to=map_data.shown_bounds(context),
        points=points,
        view_parameter="view",
        on_pick=_pick,
        on_period=_set_period,
        on_view=_look,
        on_graphics_card=_note_graphics_card if many else None,
    )


def _symbols(context: Context, days: tuple[int, int], base: BaseMap) -> list[pdk.Layer]:
    """Return the symbols of sites, of single incidents, and the arcs."""
    atlas, layout, loaded = context.atlas, context.layout, context.loaded
    positions, site = context.view.at_any_time, _open_site(context)
    drawn = map_data.soft_areas(context, base, positions, days)
    if not _all_open():
        rows = site_layers.site_rows(atlas, layout, loaded.signs, positions, site)
        data = map_data.counted_data(context, rows, days)
        drawn += site_layers.site_layers(data, base, dimmed=site is not None)
    if _all_open() or site is not None:
        if origins := incident_layers.origin_rows(atlas, layout, _fanned(context)):
            arcs = map_data.data_source(loaded, origins)
            drawn.append(incident_layers.origin_arcs(arcs, days, base))
        drawn += incident_layers.incident_icons(
            map_data.incident_points(context, None if _all_open() else site),
            days,
            base,
            chosen=_as_id(atlas, st.session_state.get(keys.INCIDENT)),
        )
    return drawn


def _time(context: Context, days: tuple[int, int]) -> Time:
    low, high = (days_since_epoch(day) for day in st.session_state[keys.SPAN])
    at_any_time = context.atlas.day[context.view.at_any_time]
    return Time(at_any_time, (low, high), days, ("incident", "incidents"))


def _set_period(first: int, last: int) -> None:
    periods.set_period(day_of(first), day_of(last))


def _look(view: dict[str, Any]) -> None:
    """Keep where the visitor looks, for the link and for what is in view."""
    st.session_state[keys.VIEW] = {n: view[n] for n in ("latitude", "longitude", "zoom")}
    st.session_state[keys.VIEW_BOUNDS] = tuple(view["bounds"])
    fragments.redraw("beside")


def _note_graphics_card(draws: bool) -> None:  # noqa: FBT001 - as the map calls it
    st.session_state[keys.GRAPHICS_CARD] = draws
    fragments.redraw("beside")


def _dated(context: Context) -> NDArray[np.intp]:
    """Return the incidents that the legend counts: of any time where it follows the period."""
    return context.view.at_any_time if map_widget.is_component() else context.view.positions


def _as_id(atlas: Atlas, incident: Any) -> str | None:
    return incident if incident in atlas.row_of else None


def _fanned(context: Context) -> NDArray[np.intp]:
    """Return the incidents that are drawn one by one, as `_dated` says of any time or not."""
    dated = _dated(context)
    if _all_open():
        return dated
    site = _open_site(context)
    return dated[context.layout.sites.of_row[dated] == site] if site is not None else dated[:0]


def _days(context: Context) -> tuple[int, int]:
    first, last = context.filter.period(context.atlas)
    return days_since_epoch(first), days_since_epoch(last)


def _chosen(context: Context) -> str | None:
    """Return the id of what is open: of an incident, or the key of a site."""
    incident = _as_id(context.atlas, st.session_state.get(keys.INCIDENT))
    return incident or st.session_state.get(keys.SITE)


def _open_site(context: Context) -> int | None:
    """Return the site that is fanned out: the chosen one, or that of the chosen incident."""
    layout = context.layout
    incident = context.atlas.row_of.get(st.session_state.get(keys.INCIDENT) or "")
    if incident is not None and layout.sites.of_row[incident] >= 0:
        return int(layout.sites.of_row[incident])
    key = st.session_state.get(keys.SITE)
    return layout.sites.key.index(key) if key in layout.sites.key else None


def _pick(layer: str | None, row: dict[str, Any]) -> None:
    """Take over what was picked: a site or an incident; or close what is open."""
    session = st.session_state
    if layer is None:
        if session.get(keys.INCIDENT):
            session[keys.INCIDENT] = None
        else:
            session[keys.SITE] = None
    elif layer == incident_layers.POINTS_ID:
        session[keys.INCIDENT] = map_data.incident_at_point(int(row["index"]))
    elif layer == site_layers.SITES_ID:
        session[keys.SITE], session[keys.INCIDENT] = row["key"], None
    elif layer != hexagon_layer.HEXAGONS_ID:
        session[keys.INCIDENT] = row["id"]
    _redraw()


def _redraw() -> None:
    fragments.redraw(*fragments.OF_THE_MAP)


def _label(context: Context) -> str:
    layout = context.layout
    counts = layout.sites.counts(context.view.positions)
    top = np.argsort(-counts, kind="stable")[:5]
    named = ", ".join(f"{layout.sites.name[i]} {counts[i]}" for i in top if counts[i])
    how = ", counted in hexagons" if map_data.are_many(context) else ""
    return (
        f"Map of {context.view.shown - context.view.not_drawn} incidents at "
        f"{int(np.count_nonzero(counts))} sites{how}, most at: {named or 'none'}. "
        "The table below the map holds the same incidents."
    )


def _beside(context: Context) -> None:
    session, many = st.session_state, map_data.are_many(context)
    session[keys.ALL_OPEN_WIDGET] = _all_open()  # a link, or Back, may have set it
    st.toggle(
        "Show every incident", key=keys.ALL_OPEN_WIDGET,
        on_change=_switch_fans, disabled=many and not _has_card(),
        help=f"Draws a point for each of more than {number(hexagons.MOST_POINTS)} incidents; this "
             "takes a graphics card. Without one they are counted in hexagons." if many else
             "Fans the incidents of every site out around it, each with its own symbol.",
    )  # fmt: skip
    if many and not _every_point(many=many):
        st.html(
            f'<p class="atlas-caption">More than {number(hexagons.MOST_POINTS)} incidents are '
            "counted in hexagons; narrow the filter for one symbol each. Counts, table and "
            "downloads are of single incidents.</p>"
        )
    if incident := session.get(keys.INCIDENT):
        _incident(context, incident)
    site = _open_site(context)
    if site is not None and not incident:
        _site(context, site)
    positions, heading = _listed(context, site)
    incident_list.draw_list(context, positions, heading)


def _switch_fans() -> None:
    st.session_state[keys.ALL_OPEN] = st.session_state[keys.ALL_OPEN_WIDGET]
    _redraw()


def _incident(context: Context, incident: str) -> None:
    with st.container(border=True):
        if incident not in context.atlas.row_of:
            st.warning(f"There is no incident {text.plain(incident)} in this dataset version.")
        else:
            if context.atlas.row_of[incident] not in set(context.view.positions.tolist()):
                st.info("The filter hides this incident; it is not among those counted.",
                        icon=":material/visibility_off:")  # fmt: skip
            st.html(incident_card.card(context.atlas, incident))
            incident_card.draw_ways_on(context, incident)
        with st.container(horizontal=True):
            if _as_id(context.atlas, incident):
                _zoom_button(context, context.layout.sites.of_row[context.atlas.row_of[incident]])
            st.button("Close", key="close_incident", icon=":material/close:",
                      on_click=_close_incident)  # fmt: skip


def _listed(context: Context, site: int | None) -> tuple[NDArray[np.intp], str]:
    """Return the incidents beside the map, and what they are."""
    shown = context.view.positions
    if site is not None:
        here = shown[context.layout.sites.of_row[shown] == site]
        return here, f"{context.layout.sites.name[site]}:"
    if bounds := st.session_state.get(keys.VIEW_BOUNDS):
        return map_data.within(context, bounds), "In view:"
    return shown, "Incidents:"


def _site(context: Context, site: int) -> None:
    with st.container(horizontal=True):
        _zoom_button(context, site)
        st.button("Close", key="close_site", icon=":material/close:", on_click=_close_site)


def _zoom_button(context: Context, site: int) -> None:
    sites = context.layout.sites
    if site >= 0:
        at = float(sites.latitude[site]), float(sites.longitude[site])
        st.button("Zoom to", key="zoom_to", icon=":material/zoom_in:", on_click=_fly,
                  args=(*at, _CLOSE_ZOOM))  # fmt: skip


def _fly(latitude: float, longitude: float, zoom: float) -> None:
    map_component.fly_to(KEY, latitude, longitude, zoom)
    _redraw()


def _close_incident() -> None:
    st.session_state[keys.INCIDENT] = None
    _redraw()


def _close_site() -> None:
    st.session_state[keys.SITE] = None
    _redraw()
