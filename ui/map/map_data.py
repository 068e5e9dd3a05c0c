"""What the map draws, and where the browser finds it.

Rows of the shipped data get an address, so they travel once. A user's own rows never do: whatever
has an address can be read by everybody who can reach the server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

from geo.analysis import hexagons
from geo.cartography.symbology import GROUP_CLASSES, class_numbers
from geo.filter.filter import replace_dates
from map_component import Points
from maps import deck, hexagon_layer, incident_layers, static_files
from ui.runtime import browser
from ui.session import dataset, filter_state
from ui.session.cached import cached

if TYPE_CHECKING:
    from collections.abc import Callable

    import pydeck as pdk
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas
    from ui.session.dataset import Loaded
    from ui.session.filter_state import Context

Data = str | list[dict[str, Any]]
# Some 100 kB; they are on screen a tenth of a second sooner than with a request of their own.
_MOST_HEXAGONS_INSIDE: Final = 1_000
_HEXAGONS: Final = "hexagons"
_ANY_TIME: Final = "query_of_any_time"


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
    return Points(
        atlas.incidents["longitude"].to_numpy(np.float64)[positions],
        atlas.incidents["latitude"].to_numpy(np.float64)[positions],
        atlas.day[positions],
        colours[class_numbers(atlas)[positions]],
    )


def incident_points(
    context: Context, positions: NDArray[np.intp], *, all_open: bool, follows: bool
) -> Data:
    """Return the incidents to draw one by one.

    Args:
        context: the context.
        positions: the incidents, rows of `atlas.incidents`.
        all_open: whether every site is fanned out, and not one alone.
        follows: whether they are those of any time, so that another period has the same address.
    """
    atlas, layout, signs = context.atlas, context.layout, context.loaded.signs

    def rows() -> list[dict[str, Any]]:
        return incident_layers.incident_rows(atlas, layout, signs, positions, all_open=all_open)

    site = None if all_open else int(layout.sites.of_row[positions[0]])
    return published(context, incident_layers.INCIDENTS_ID, rows, site=site, follows=follows)


def published(
    context: Context,
    name: str,
    build: Callable[[], list[dict[str, Any]]],
    *,
    site: int | None,
    follows: bool,
) -> Data:
    """Return where the browser finds rows, built once for a filter; or a user's own rows.

    Args:
        context: the context.
        name: what they are.
        build: returns the rows.
        site: the site that is fanned out, if any.
        follows: whether they are those of any time, so that another period has the same address.
    """
    if context.loaded.private:
        return build()
    query = _query_of_any_time(context) if follows else context.view.query
    key = context.atlas.version, name, query, site
    if _is_gone(_published(build, *key)):
        _published.clear(build, *key)
    return _published(build, *key)


def _query_of_any_time(context: Context) -> str:
    if _ANY_TIME not in context.derived:
        context.derived[_ANY_TIME] = replace_dates(context.filter).to_query()
    query: str = context.derived[_ANY_TIME]
    return query


def _is_gone(data: Data) -> bool:
    return isinstance(data, str) and not static_files.keep_published(data)


@st.cache_resource(show_spinner=False, max_entries=1024)
def _published(
    _build: Callable[[], list[dict[str, Any]]],
    version: str,
    name: str,
    query: str,
    site: int | None,
) -> Data:
    del version, name, query, site
    rows = _build()
    return rows and (static_files.publish(rows) or rows)


def count_hexagons(context: Context) -> hexagons.HexagonCounts:
    """Return the hexagons of what is shown."""
    if _HEXAGONS not in context.derived:
        context.derived[_HEXAGONS] = hexagons.fit_hexagons(context.view.positions, context.atlas)
    counts: hexagons.HexagonCounts = context.derived[_HEXAGONS]
    return counts


def hexagon_scale(context: Context, resolution: int) -> hexagon_layer.Scale:
    """Return the colours of hexagons, the same for all filters at one resolution."""

    def largest(atlas: Atlas) -> int:
        return hexagons.largest_count(resolution, atlas)

    most = cached(context.loaded, f"largest_cell_{resolution}", largest)
    return hexagon_layer.Scale.up_to(most, browser.theme())


def layer_of_hexagons(context: Context, counted: hexagons.HexagonCounts) -> pdk.Layer:
    """Return the layer of hexagons."""
    rows = hexagon_layer.hexagon_rows(counted)
    data = data_source(context.loaded, rows, most_inside=_MOST_HEXAGONS_INSIDE)
    return hexagon_layer.build_hexagon_layer(data, hexagon_scale(context, counted.resolution))
