"""The map with its legend and the card of what is chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

from geo.analysis import hexagons
from geo.filter.filter import days_since_epoch
from geo.utils.words import number, plural, short_day
from maps import deck, hexagon_layer, incident_layers, legend, palette
from ui import text
from ui.map import histogram, map_data, playback
from ui.runtime import browser, fragments, map_widget
from ui.session import keys
from ui.widgets import incident_card

if TYPE_CHECKING:
    import pydeck as pdk
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas
    from maps.palette import BaseMap
    from ui.map.playback import Playback
    from ui.session.filter_state import Context

KEY: Final = "map"
_HEIGHT_PX: Final = 600
_CLOSE_ZOOM: Final = 8.0


def draw_map_page(context: Context) -> None:
    """Draw map, legend and card side by side; on a phone below each other."""
    _at(context)  # a playback ends where its period has changed
    every_s = playback.tick_s()
    wide, narrow = st.columns([7, 3], gap="medium")
    with wide:
        fragments.draw_fragment(KEY, partial(_ticking, every_s=every_s), every_s=every_s)
        fragments.draw_fragment(playback.KEY, _controls)
        histogram.draw_presets(context.atlas)
    with narrow:
        fragments.draw_fragment("beside", _beside)
        with st.container(border=True):
            # Hexagons are counted anew at every step; symbols keep their signs.
            many = context.atlas.n_incidents > hexagons.MOST_POINTS
            fragments.draw_fragment("legend", _legend, every_s=every_s if many else None)
    with wide:
        fragments.draw_fragment(histogram.KEY, histogram.draw_histogram, later=True)


def _ticking(context: Context, every_s: float | None) -> None:
    """Draw the map; `every_s` is how often it is drawn again by itself, None for never."""
    at = _at(context)
    _draw_map(context, at)
    if at:
        playback.draw_step(at, _count_at(context, at))
    if playback.tick_s() != every_s:
        st.rerun()  # a part cannot begin, end or change its own ticking
    playback.advance()


def _controls(context: Context) -> None:
    playback.draw_controls(_at(context))


def _at(context: Context) -> Playback | None:
    return playback.current_playback(*context.filter.period(context.atlas))


def _count_at(context: Context, at: Playback) -> int:
    """Return how many incidents with a point are on the map at a step of the playback."""
    low, high = (days_since_epoch(day) for day in (at.shown_from, at.at))
    days = context.atlas.day[context.view.positions]
    drawn = context.atlas.has_point[context.view.positions]
    return int(np.count_nonzero((days >= low) & (days <= high) & drawn))


def _all_open() -> bool:
    return bool(st.session_state.get(keys.ALL_OPEN) or st.session_state.get(keys.PLAYBACK))


def _draw_map(context: Context, at: Playback | None) -> None:
    base = palette.BASE_MAPS[browser.theme()]
    counts = context.layout.sites.counts(context.view.positions)
    if map_data.are_many(context):
        counted = map_data.count_hexagons(context, _days(context, at))
        drawn = [
            map_data.layer_of_hexagons(context, counted),
            # Empty, they keep shapes, icons and letters in the browser: symbols are there at once
            # when the filter narrows.
            *map_data.soft_areas(context, base, context.view.positions[:0]),
            *incident_layers.site_layers([], base, picks=map_widget.picks(), dimmed=False),
        ]
    else:
        drawn = [
            *map_data.soft_areas(context, base, context.view.positions),
            *_symbols(context, at, counts, base),
        ]
    st.pydeck_chart(
        deck.build_deck(drawn, browser.base_map(), map_widget.view()),
        height=_HEIGHT_PX,
        key=KEY,
        on_select=_pick,
        selection_mode="single-object",
        alt=_alt(context, counts),
    )


def _symbols(
    context: Context, at: Playback | None, counts: NDArray[np.int64], base: BaseMap
) -> list[pdk.Layer]:
    """Return the symbols of sites, of single incidents, and the arcs."""
    atlas, layout, loaded = context.atlas, context.layout, context.loaded
    picks, site, drawn = map_widget.picks(), _open_site(context), []
    if not _all_open():
        leading = layout.sites.leading(loaded.signs, context.view.positions)
        rows = map_data.data_source(
            loaded,
            incident_layers.site_rows(layout, counts, leading, site),
            most_inside=map_data.MOST_INSIDE,
        )
        drawn += incident_layers.site_layers(rows, base, picks=picks, dimmed=site is not None)
    if _all_open() or site is not None:
        if origins := incident_layers.origin_rows(atlas, layout, _fanned(context)):
            arcs = map_data.data_source(loaded, origins)
            drawn.append(incident_layers.origin_arcs(arcs, _days(context, at), base))
        tick_s = playback.tick_s()
        drawn += incident_layers.incident_icons(
            map_data.incident_points(context, None if _all_open() else site),
            _days(context, at),
            base,
            picks=picks,
            chosen=_as_id(atlas, st.session_state.get(keys.INCIDENT)),
            play_ms=int(tick_s * 1000) if tick_s else 0,
        )
    return drawn


def _as_id(atlas: Atlas, incident: Any) -> str | None:
    return incident if incident in atlas.row_of else None


def _fanned(context: Context) -> NDArray[np.intp]:
    """Return the incidents that are drawn one by one."""
    shown = context.view.positions
    if _all_open():
        return shown
    site = _open_site(context)
    return shown[context.layout.sites.of_row[shown] == site] if site is not None else shown[:0]


def _days(context: Context, at: Playback | None) -> tuple[int, int]:
    first, last = (at.shown_from, at.at) if at else context.filter.period(context.atlas)
    return days_since_epoch(first), days_since_epoch(last)


def _open_site(context: Context) -> int | None:
    """Return the site that is fanned out: the chosen one, or that of the chosen incident."""
    layout = context.layout
    incident = context.atlas.row_of.get(st.session_state.get(keys.INCIDENT) or "")
    if incident is not None and layout.sites.of_row[incident] >= 0:
        return int(layout.sites.of_row[incident])
    key = st.session_state.get(keys.SITE)
    return layout.sites.key.index(key) if key in layout.sites.key else None


def _pick() -> None:
    """Take over what was clicked: a site or an incident."""
    session = st.session_state
    for layer, row in map_widget.take_picked(KEY):
        if layer.startswith(hexagon_layer.HEXAGONS_ID):
            continue
        if layer.startswith(incident_layers.INCIDENTS_ID):
            session[keys.INCIDENT] = row["id"]
        else:
            session[keys.SITE], session[keys.INCIDENT] = row["key"], None
    _redraw()


def _redraw() -> None:
    fragments.redraw(*fragments.OF_THE_MAP)


def _alt(context: Context, counts: NDArray[np.int64]) -> str:
    layout = context.layout
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
    session[keys.ALL_OPEN_WIDGET] = _all_open() and not many  # a link, or Back, may have set it
    st.toggle(
        "Show every incident", key=keys.ALL_OPEN_WIDGET,
        on_change=_switch_fans, disabled=many,
        help="Fans the incidents of every site out around it, each with its own symbol.",
    )  # fmt: skip
    if map_widget.view():
        st.button("Whole map", key="fly_home", icon=":material/zoom_out_map:", on_click=_fly_home)
    incident = session.get(keys.INCIDENT)
    if incident:
        _incident(context, incident)
    elif (site := _open_site(context)) is not None:
        _site(context, site)


def _legend(context: Context) -> None:
    if not map_data.are_many(context):
        shown = context.view.positions
        st.html(
            legend.incident_legend(context.atlas, context.loaded.signs, shown, _fanned(context))
        )
        return
    counted = map_data.count_hexagons(context, _days(context, _at(context)))
    st.html(
        text.stacked(
            legend.hexagon_legend(counted, map_data.hexagon_scale(context, counted.resolution)),
            f'<p class="atlas-caption">More than {number(hexagons.MOST_POINTS)} incidents are '
            "counted in hexagons; narrow the filter for one symbol each. Counts, table and "
            "downloads are of single incidents.</p>",
        )
    )


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
        with st.container(horizontal=True):
            if _as_id(context.atlas, incident):
                _zoom_button(context, context.layout.sites.of_row[context.atlas.row_of[incident]])
            st.button("Close", key="close_incident", icon=":material/close:",
                      on_click=_close_incident)  # fmt: skip


def _site(context: Context, site: int) -> None:
    layout = context.layout
    here = [i for i in context.view.positions[::-1] if layout.sites.of_row[i] == site]
    with st.container(border=True):
        st.markdown(f"**{text.plain(layout.sites.name[site])}**: "
                    f"{plural(len(here), 'incident')} shown")  # fmt: skip
        rows = context.atlas.incidents.iloc[here]
        label = {
            incident: f"{short_day(when.date())} · {incident}"
            for incident, when in zip(rows["incident_id"], rows["date"], strict=True)
        }
        st.selectbox(
            "Open one of them", [None, *label], format_func=lambda i: label.get(i, "choose"),
            key=f"pick_{site}", on_change=_open, args=(f"pick_{site}",),
        )  # fmt: skip
        with st.container(horizontal=True):
            _zoom_button(context, site)
            st.button("Close", key="close_site", icon=":material/close:", on_click=_close_site)


def _open(list_key: str) -> None:
    st.session_state[keys.INCIDENT] = st.session_state[list_key]
    _redraw()


def _zoom_button(context: Context, site: int) -> None:
    sites = context.layout.sites
    if site >= 0:
        at = float(sites.latitude[site]), float(sites.longitude[site])
        st.button("Zoom to", key="zoom_to", icon=":material/zoom_in:", on_click=_fly,
                  args=(*at, _CLOSE_ZOOM))  # fmt: skip


def _fly(latitude: float, longitude: float, zoom: float) -> None:
    map_widget.fly_to(latitude, longitude, zoom)
    _redraw()


def _fly_home() -> None:
    home = deck.opening_view()
    _fly(home["latitude"], home["longitude"], home["zoom"])


def _close_incident() -> None:
    st.session_state[keys.INCIDENT] = None
    _redraw()


def _close_site() -> None:
    st.session_state[keys.SITE] = None
    _redraw()
