"""What the map draws, and where the browser finds it.

Rows of the shipped data get an address, so they travel once. A user's own rows never do: whatever
has an address can be read by everybody who can reach the server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

from geo.analysis import hexagons
from geo.cartography.sites import place_bounds
from geo.cartography.symbology import CLASS_NUMBER, GROUP_CLASSES, group_classes
from geo.filter.filter import replace_dates
from map_component import Points
from maps import counted_rows, deck, hexagon_layer, incident_layers, site_layers, static_files
from ui.runtime import browser, map_widget
from ui.session import dataset, filter_state
from ui.session.cached import cached

if TYPE_CHECKING:
    import pydeck as pdk
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas
    from maps.palette import BaseMap
    from ui.session.dataset import Loaded
    from ui.session.filter_state import Context

Data = str | list[dict[str, Any]]
# Some 100 kB; they are on screen a tenth of a second sooner than with a request of their own.
_MOST_HEXAGONS_INSIDE: Final = 1_000
_WHOLE: Final = "cells_of_period"


def data_source(loaded: Loaded, rows: list[dict[str, Any]], *, most_inside: int = 0) -> Data:
    """Return where the browser finds the rows, or the rows where they stay in the deck.

    Args:
        loaded: the atlas as loaded; private rows always stay.
        rows: the rows.
        most_inside: how many rows at most travel in the deck. Rows that every move of the filter
            changes are on screen sooner so, without a request of their own.
    """
    if loaded.private or len(rows) <= most_inside:
        return rows
    return static_files.publish(rows) or rows


def are_many(context: Context) -> bool:
    """Return whether more incidents are shown than single symbols can show."""
    return context.view.shown - context.view.not_drawn > hexagons.MOST_POINTS


def counted_data(context: Context, rows: list[dict[str, Any]], days: tuple[int, int]) -> Data:
    """Return rows that stand for several incidents, as the map takes them.

    The component counts them itself, so that they travel once whatever the period; for
    `st.pydeck_chart` they are counted here.

    Args:
        context: the context.
        rows: rows with days and of; see `maps.counted_rows`.
        days: first and last day shown, since 1970-01-01.
    """
    if map_widget.is_component():
        return data_source(context.loaded, rows)
    classes = group_classes(context.atlas)
    return counted_rows.count_rows(rows, site_layers.site_sizes(context.layout), days, classes)


def soft_areas(
    context: Context, base: BaseMap, positions: NDArray[np.intp], days: tuple[int, int]
) -> list[pdk.Layer]:
    """Return the tint of provinces and the discs of towns and districts.

    Args:
        context: the context.
        base: the colours under them.
        positions: the incidents that the filter finds at any time.
        days: first and last day shown, since 1970-01-01.
    """
    atlas, layout, signs = context.atlas, context.layout, context.loaded.signs
    tints = incident_layers.tint_rows(atlas, signs, positions)
    discs = incident_layers.precision_rows(atlas, layout, signs, positions)
    return [
        incident_layers.province_tint(counted_data(context, tints, days), base),
        incident_layers.precision_discs(counted_data(context, discs, days), base),
    ]


def opening_bounds(loaded: Loaded) -> tuple[float, float, float, float] | None:
    """Return what the map opens on, where that is not the usual view; see `maps.deck`."""

    def bounds(atlas: Atlas) -> tuple[float, float, float, float] | None:
        places = atlas.incidents[["longitude", "latitude"]].to_numpy(np.float64, na_value=np.nan)
        return deck.opening_bounds(places[:, 0], places[:, 1])

    return cached(loaded, "opening_bounds", bounds)


def within(context: Context, bounds: tuple[float, float, float, float]) -> NDArray[np.intp]:
    """Return the incidents shown that have their point within bounds, rows of `atlas.incidents`.

    Args:
        context: the context.
        bounds: west, south, east, north in degrees.
    """
    atlas, shown = context.atlas, context.view.positions
    drawn = shown[atlas.has_point[shown]]
    west, south, east, north = bounds
    x = atlas.incidents["longitude"].to_numpy(np.float64)[drawn]
    y = atlas.incidents["latitude"].to_numpy(np.float64)[drawn]
    inside: NDArray[np.intp] = drawn[(x >= west) & (x <= east) & (y >= south) & (y <= north)]
    return inside


def point_positions(context: Context) -> NDArray[np.intp]:
    """Return the incidents that `every_point` has a point for, in its order."""
    positions = context.view.at_any_time
    return positions[context.atlas.has_point[positions]]


def incident_at_point(index: int) -> str:
    """Return the id of the incident of a point of `every_point`, for callbacks."""
    loaded = dataset.load()
    if isinstance(loaded, dataset.NoData):
        return ""
    context = filter_state.current_context(loaded)
    position = point_positions(context)[index]
    return str(context.atlas.incidents["incident_id"].iloc[position])


def every_point(context: Context) -> Points:
    """Return a point for every incident that the filter finds at any time.

    They travel as bytes, and never get an address.
    """
    atlas, positions = context.atlas, point_positions(context)
    colours = np.array([c.colour for c in GROUP_CLASSES], dtype=np.uint8)
    group = np.array([CLASS_NUMBER[context.loaded.signs[i].group.key] for i in positions.tolist()])
    return Points(
        atlas.incidents["longitude"].to_numpy(np.float64)[positions],
        atlas.incidents["latitude"].to_numpy(np.float64)[positions],
        atlas.day[positions],
        colours[group],
    )


def shown_bounds(context: Context) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of the incidents shown, degrees; None without a point."""
    return place_bounds(context.atlas, context.view.positions)


def incident_points(context: Context, site: int | None) -> Data:
    """Return the incidents to draw one by one, whatever the period: the GPU settles that.

    Args:
        context: the context.
        site: the one site that is open, or None for all.
    """
    if context.loaded.private:
        return _point_rows(context, site)
    key = context.atlas.version, replace_dates(context.filter).to_query(), site
    if _is_gone(_published(context, *key)):
        _published.clear(context, *key)
    return _published(context, *key)


def _is_gone(data: Data) -> bool:
    return isinstance(data, str) and not static_files.keep_published(data)


@st.cache_resource(show_spinner=False, max_entries=256)
def _published(_context: Context, version: str, query: str, site: int | None) -> Data:
    del version, query
    return data_source(_context.loaded, _point_rows(_context, site))


def _point_rows(context: Context, site: int | None) -> list[dict[str, Any]]:
    atlas, layout = context.atlas, context.layout
    positions = context.view.at_any_time
    if site is not None:
        positions = positions[layout.sites.of_row[positions] == site]
    return incident_layers.incident_rows(
        atlas, layout, context.loaded.signs, positions, all_open=site is None
    )


def count_hexagons(context: Context, days: tuple[int, int]) -> hexagons.HexagonCounts:
    """Return the hexagons of what is shown from day to day, both since 1970-01-01.

    They are as large as fits the whole period of the filter.
    """
    if _WHOLE not in context.derived:
        context.derived[_WHOLE] = hexagons.fit_hexagons(context.view.positions, context.atlas)
    whole: hexagons.HexagonCounts = context.derived[_WHOLE]
    positions = context.view.positions
    at = context.atlas.day[positions]
    some = (at >= days[0]) & (at <= days[1])
    return (
        whole
        if some.all()
        else hexagons.count_hexagons(positions[some], whole.resolution, context.atlas)
    )


def hexagon_scale(context: Context, resolution: int) -> hexagon_layer.Scale:
    """Return the colours of hexagons, the same for all filters at one resolution."""

    def largest(atlas: Atlas) -> int:
        everything = np.arange(atlas.n_incidents)
        return int(hexagons.count_hexagons(everything, resolution, atlas).counts.max(initial=1))

    most = cached(context.loaded, f"largest_cell_{resolution}", largest)
    return hexagon_layer.Scale.up_to(most, browser.theme())


def layer_of_hexagons(context: Context, counted: hexagons.HexagonCounts) -> pdk.Layer:
    """Return the layer of hexagons."""
    rows = hexagon_layer.hexagon_rows(counted)
    data = data_source(context.loaded, rows, most_inside=_MOST_HEXAGONS_INSIDE)
    return hexagon_layer.build_hexagon_layer(data, hexagon_scale(context, counted.resolution))
