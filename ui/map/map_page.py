"""The map with its legend and the card of what is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

import map_component
from geo.analysis import hexagons
from geo.cartography.sites import place_bounds
from geo.filter.filter import day_of, days_since_epoch
from geo.utils.words import number
from map_component import Time
from maps import deck, hexagon_layer, incident_layers, site_layers
from ui import text
from ui.map import drawing, map_data, opening
from ui.runtime import fragments, map_widget
from ui.session import keys
from ui.shell import periods
from ui.widgets import incident_card, incident_list

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ui.session.filter_state import Context

KEY: Final = keys.MAP
_HEIGHT_PX: Final = 600
_CLOSE_ZOOM: Final = 8.0


def draw_map_page(context: Context) -> None:
    """Draw the map and what is chosen on it side by side; on a phone below each other."""
    wide, narrow = st.columns([3, 1], gap="medium")
    with wide:
        fragments.draw_fragment(KEY, _draw_map)
    with narrow:
        opening.draw_opening(context)
        fragments.draw_fragment("beside", _beside)


def _draw_map(context: Context) -> None:
    shown = drawing.choose_layers(context)
    bounds = map_data.opening_bounds(context.loaded)
    view = deck.view_of(bounds) if bounds else None
    if not map_widget.is_component():  # which reads the view from the address itself
        view = st.session_state.get(keys.VIEW) or view
    map_widget.follow(KEY, bounds)
    map_widget.draw_map(
        deck.build_deck(shown.layers, map_widget.base_map(), view),
        key=KEY,
        height=_HEIGHT_PX,
        label=_label(context),
        sections=shown.sections,
        dated=shown.dated,
        on_pick=_pick,
        counted=shown.counted,
        walk=shown.walk,
        points=shown.points,
        time=_time(context),
        chosen=drawing.incident_id(context) or st.session_state.get(keys.SITE),
        opening=bounds,
        fit_to=place_bounds(context.atlas, context.view.positions),
        view_parameter="view",
        on_period=_set_period,
        on_view=_look,
        on_graphics_card=_note_graphics_card if map_data.are_many(context) else None,
    )


def _time(context: Context) -> Time:
    low, high = (days_since_epoch(day) for day in st.session_state[keys.SPAN])
    at_any_time = context.atlas.day[context.view.at_any_time]
    return Time(at_any_time, (low, high), drawing.days_shown(context), ("incident", "incidents"))


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
    session[keys.ALL_OPEN_WIDGET] = drawing.all_open()  # a link, or Back, may have set it
    st.toggle(
        "Show every incident", key=keys.ALL_OPEN_WIDGET,
        on_change=_switch_fans, disabled=many and not drawing.can_show_points(),
        help=f"Draws a point for each of more than {number(hexagons.MOST_POINTS)} incidents; this "
             "takes a graphics card. Without one they are counted in hexagons." if many else
             "Fans the incidents of every site out around it, each with its own symbol.",
    )  # fmt: skip
    if many and not (drawing.all_open() and drawing.can_show_points()):
        st.html(
            f'<p class="atlas-caption">More than {number(hexagons.MOST_POINTS)} incidents are '
            "counted in hexagons; narrow the filter for one symbol each. Counts, table and "
            "downloads are of single incidents.</p>"
        )
    if incident := session.get(keys.INCIDENT):
        _incident(context, incident)
    site = drawing.open_site(context)
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
            if drawing.incident_id(context):
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
