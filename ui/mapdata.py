"""What the map draws, and where the browser finds it.

Rows of the shipped data get an address, so they travel once. A user's own rows never do: whatever
has an address can be read by everybody who can reach the server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from geo import cells, filters
from maps import hexagons, layers, static
from ui import browser

if TYPE_CHECKING:
    import pydeck as pdk
    from numpy.typing import NDArray

    from geo.atlas import Atlas
    from maps.palette import BaseMap
    from ui.data import Loaded
    from ui.state import Context

Data = str | list[dict[str, Any]]


def address(loaded: Loaded, rows: list[dict[str, Any]]) -> Data:
    """Return where the browser finds the rows, or the rows where they must stay in the deck."""
    return rows if loaded.private else static.publish(rows) or rows


def are_many(found: Context) -> bool:
    """Return whether more incidents are shown than single symbols can show."""
    return found.view.shown - found.view.not_drawn > cells.MOST_POINTS


def soft_areas(found: Context, base: BaseMap) -> list[pdk.Layer]:
    """Return the tint of provinces and the discs of towns and districts, where there are any."""
    atlas, shown = found.atlas, found.view.positions
    drawn = []
    if tinted := layers.province_rows(tinted_provinces(atlas, shown)):
        drawn.append(layers.province_tint(address(found.loaded, tinted), base))
    if discs := layers.precision_rows(atlas, found.layout, shown):
        drawn.append(layers.precision_discs(address(found.loaded, discs), base))
    return drawn


def tinted_provinces(atlas: Atlas, positions: NDArray[np.intp]) -> list[str]:
    """Return the provinces of incidents that are known to the province only, by code."""
    rows = atlas.incidents.iloc[positions]
    return sorted(set(rows.loc[rows["geo_precision"] == "province", "province_code"].dropna()))


def points(found: Context, site: int | None) -> Data:
    """Return the incidents to draw one by one, whatever the period: the GPU settles that.

    Args:
        found: the context.
        site: the one site that is open, or None for all.
    """
    query = filters.replace_dates(found.filter).to_query()
    if found.loaded.private:
        return _point_rows(found.loaded, query, site)
    return _published(found.loaded, found.atlas.version, query, site)


@st.cache_resource(show_spinner=False, max_entries=256)
def _published(_loaded: Loaded, version: str, query: str, site: int | None) -> Data:
    del version
    return address(_loaded, _point_rows(_loaded, query, site))


def _point_rows(loaded: Loaded, query: str, site: int | None) -> list[dict[str, Any]]:
    atlas, layout = loaded.atlas, loaded.layout
    positions: NDArray[np.intp] = filters.Filter.parse(query, atlas).view(atlas).positions
    if site is not None:
        positions = positions[layout.sites.of_row[positions] == site]
    return layers.incident_rows(atlas, layout, loaded.signs, positions, all_open=site is None)


def counted_cells(found: Context, days: tuple[int, int]) -> cells.CellCounts:
    """Return the hexagons of what is shown from day to day, both since 1970-01-01."""
    at = found.atlas.day[found.view.positions]
    return cells.fitting(found.view.positions[(at >= days[0]) & (at <= days[1])], found.atlas)


def scale(found: Context, counted: cells.CellCounts) -> hexagons.Scale:
    """Return the colours of hexagons, the same for all filters at one resolution."""
    everything = np.arange(len(found.atlas.incidents))
    whole = cells.count(everything, counted.resolution, found.atlas).counts
    return hexagons.Scale.of(int(whole.max(initial=1)), browser.theme())


def hexagon_layer(found: Context, counted: cells.CellCounts) -> pdk.Layer:
    """Return the layer of hexagons."""
    rows = hexagons.rows(counted)
    return hexagons.layer(address(found.loaded, rows), scale(found, counted))
