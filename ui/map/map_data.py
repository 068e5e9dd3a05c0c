"""What the map draws, and where the browser finds it.

Rows of the shipped data get an address, so they travel once. A user's own rows never do: whatever
has an address can be read by everybody who can reach the server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

from geo.analysis import hexagons
from geo.filter.filter import replace_dates
from maps import hexagon_layer, incident_layers, static_files
from ui.runtime import browser
from ui.session.cached import cached

if TYPE_CHECKING:
    import pydeck as pdk
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas
    from maps.palette import BaseMap
    from ui.session.dataset import Loaded
    from ui.session.filter_state import Context

Data = str | list[dict[str, Any]]
MOST_INSIDE: Final = 400  # rows: some 70 kB of sites
# Some 100 kB; they are on screen a tenth of a second sooner than with a request of their own.
_MOST_HEXAGONS_INSIDE: Final = 1_000
_WHOLE: Final = "cells_of_period"
_TINTED: Final = "shapes_to_tint"


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


def soft_areas(context: Context, base: BaseMap, shown: NDArray[np.intp]) -> list[pdk.Layer]:
    """Return the tint of provinces and the discs of towns and districts of what is shown."""
    atlas, drawn = context.atlas, []
    tinted = tinted_provinces(atlas, shown)
    if shapes := _shapes(context.loaded, tinted):
        drawn.append(incident_layers.province_tint(shapes, base, tinted))
    if discs := incident_layers.precision_rows(atlas, context.layout, shown):
        drawn.append(
            incident_layers.precision_discs(
                data_source(context.loaded, discs, most_inside=MOST_INSIDE), base
            )
        )
    return drawn


def _shapes(loaded: Loaded, tinted: list[str]) -> Data:
    """Return the shapes of provinces to tint.

    Those that have an address are all of the atlas, so that no filter asks for others; those that
    travel in the deck are no more than it shows.
    """
    if loaded.private:
        return incident_layers.province_rows(tinted)

    def ever_tinted(atlas: Atlas) -> Data:
        everything = np.arange(atlas.n_incidents)
        return data_source(
            loaded, incident_layers.province_rows(tinted_provinces(atlas, everything))
        )

    shapes = cached(loaded, _TINTED, ever_tinted)
    if _is_gone(shapes):
        loaded.derived.pop(_TINTED, None)
        shapes = cached(loaded, _TINTED, ever_tinted)
    return shapes


def _is_gone(data: Data) -> bool:
    return isinstance(data, str) and not static_files.keep_published(data)


def tinted_provinces(atlas: Atlas, positions: NDArray[np.intp]) -> list[str]:
    """Return the provinces of incidents that are known to the province only, by code."""
    rows = atlas.incidents.iloc[positions]
    return sorted(set(rows.loc[rows["geo_precision"] == "province", "province_code"].dropna()))


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

    They are as large as fits the whole period, so that they stay while a playback goes through it.
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
