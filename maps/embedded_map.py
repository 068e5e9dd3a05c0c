"""The map that other sites show in a frame: what a filter finds, and nothing to set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.analysis import hexagons
from geo.cartography import symbology
from geo.cartography.sites import place_bounds
from geo.filter.filter import days_since_epoch
from maps import (
    basemap,
    counted_rows,
    deck,
    hexagon_layer,
    incident_layers,
    legend,
    palette,
    site_layers,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pydeck as pdk

    from geo.cartography.symbology import Sign
    from geo.filter.filter import View
    from maps.deck import Bounds
    from maps.legend import Section
    from maps.palette import Theme
    from maps.symbol_layout import SymbolLayout


def build_embedded_map(
    view: View, layout: SymbolLayout, signs: Sequence[Sign], theme: Theme
) -> tuple[pdk.Deck, list[Section], Bounds | None]:
    """Return the deck of a view, its legend, and what the map opens on.

    Up to `hexagons.MOST_POINTS` incidents are counted by site, more in hexagons, as on the page
    Map.

    Args:
        view: what a filter finds.
        layout: where the symbols of the atlas stand.
        signs: the sign of every incident of the atlas.
        theme: light or dark.

    Returns:
        The deck, all rows inside; the sections of the legend; the bounds of what is shown (west,
        south, east, north in degrees), None for the opening view where nothing has a point.
    """
    style = basemap.style_address(theme)
    if view.shown - view.not_drawn > hexagons.MOST_POINTS:
        layers, sections = _hexagons(view, theme)
    else:
        layers = _sites(view, layout, theme)
        none_alone = view.positions[:0]
        sections = legend.incident_sections(view.atlas, signs, view.positions, none_alone)
    bounds = place_bounds(view.atlas, view.positions)
    # A narrow frame has to go farther out than any page of the atlas to show all of them.
    farthest = {**deck.view_of(bounds), "zoom": deck.WORLD_ZOOM} if bounds else None
    return deck.build_deck(layers, style, farthest), sections, bounds


def _sites(view: View, layout: SymbolLayout, theme: Theme) -> list[pdk.Layer]:
    atlas, positions, base = view.atlas, view.positions, palette.BASE_MAPS[theme]
    first, last = view.filter.period(atlas)
    days = days_since_epoch(first), days_since_epoch(last)
    classes, sizes = symbology.group_classes(atlas), site_layers.site_sizes(layout)
    tints, discs, sites = (
        counted_rows.count_rows(rows, sizes, days, classes)
        for rows in (
            incident_layers.tint_rows(atlas, positions),
            incident_layers.precision_rows(atlas, layout, positions),
            site_layers.site_rows(atlas, layout, positions, None),
        )
    )
    return [
        incident_layers.province_tint(tints, base),
        incident_layers.precision_discs(discs, base),
        *site_layers.site_layers(sites, base, dimmed=False),
    ]


def _hexagons(view: View, theme: Theme) -> tuple[list[pdk.Layer], list[Section]]:
    counted = hexagons.fit_hexagons(view.positions, view.atlas)
    largest = hexagons.largest_count(counted.resolution, view.atlas)
    scale = hexagon_layer.Scale.up_to(largest, theme)
    rows = hexagon_layer.hexagon_rows(counted)
    layers = [hexagon_layer.build_hexagon_layer(rows, scale)]
    return layers, legend.hexagon_sections(counted, scale)
