"""The counted symbols of sites: a disc whose area grows with the count, its number, its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.spatial.joins import NO_ROW
from maps import site_names
from maps.incident_layers import dated, icons_of, layer_of, point_of
from maps.lettering import outlined
from maps.symbol_layout import radius_px

if TYPE_CHECKING:
    import pydeck as pdk
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas
    from maps.palette import BaseMap
    from maps.symbol_layout import SymbolLayout

SITES_ID: Final = "sites"
LAYER_IDS: Final = ("site-points", "site-names", "site-edges", SITES_ID, "site-counts")
_INK_DOT: Final = [60, 56, 50, 200]


def site_rows(
    atlas: Atlas,
    layout: SymbolLayout,
    positions: NDArray[np.intp],
    hidden: int | None = None,
) -> list[dict[str, Any]]:
    """Return one row per site with incidents, the busiest first.

    Keys: key, p (longitude, latitude), o (pixels from there to the symbol), away (whether that is
    any), m, mo, ma (name, pixels to an end of it, which end), tip_title, and days, of as
    `counted_rows.count_rows` takes them, which gives n, s, c and tip_body.

    Args:
        atlas: the atlas.
        layout: where its symbols stand.
        positions: the incidents, rows of `atlas.incidents`.
        hidden: a site that is fanned out and needs no symbol, or None.
    """
    of_row = layout.sites.of_row[positions]
    counts = layout.sites.counts(positions)
    order = [int(i) for i in np.argsort(-counts, kind="stable") if counts[i] and i != hidden]
    by_site = np.argsort(of_row, kind="stable")
    starts = np.searchsorted(of_row[by_site], np.arange(NO_ROW, len(counts)) + 1)
    return [
        {
            "key": layout.sites.key[i],
            "p": point_of(layout, i),
            "o": _whole(layout.symbol_px[i]),
            "away": bool(np.any(layout.symbol_px[i])),
            **_name(layout, i),
            "tip_title": layout.sites.name[i],
            **dated(atlas, positions[by_site[starts[i] : starts[i + 1]]]),
        }
        for i in order
    ]


def site_sizes(layout: SymbolLayout) -> list[int]:
    """Return how many pixels a site's symbol is across, by its count from 0 to the largest."""
    counts = np.arange(layout.largest + 1)
    return [round(float(radius) * 2) for radius in radius_px(counts, layout.largest)]


def _name(layout: SymbolLayout, site: int) -> dict[str, Any]:
    """Return a site's name, pixels from its point to an end of it, and which end."""
    if site not in layout.named:
        return {"m": "", "mo": [0, 0], "ma": "start"}
    anchor, x, y = layout.named[site]
    at = layout.symbol_px[site] + np.array([x, y])
    return {
        "m": site_names.short_name(layout.sites.name[site]), "mo": _whole(at), "ma": anchor,
    }  # fmt: skip


def _whole(pixels: NDArray[np.float64]) -> list[int]:
    """Return pixels as whole ones: nobody sees the rest."""
    return [round(v) for v in pixels.tolist()]


def site_layers(
    data: str | list[dict[str, Any]], base: BaseMap, *, dimmed: bool = False
) -> list[pdk.Layer]:
    """Return the counted symbols of sites: a disc, its number, and a dot on the true point.

    Args:
        data: address of the rows of `site_rows`, or the rows, counted.
        base: the colours under them.
        dimmed: whether one site is open and the others stand back.
    """
    opacity = 0.4 if dimmed else 0.95
    at: dict[str, Any] = {"data": data, "get_position": "p"}
    moved = at | {"get_pixel_offset": "o"}
    points, names, edges, sites, counts = LAYER_IDS
    return [
        layer_of("ScatterplotLayer", points, **at, get_radius="away ? 2 : 0",
                 get_fill_color=_INK_DOT, radius_units="'pixels'"),
        layer_of("TextLayer", names, **at, get_text="m", get_size=site_names.NAME_PX,
                 get_pixel_offset="mo", size_units="'pixels'", get_color=[*base.ink, 230],
                 get_text_anchor="ma", get_alignment_baseline="'center'", font_weight=600,
                 character_set="'auto'", **outlined(base.land, 3)),
        icons_of(edges, **moved, get_icon="'site'", get_size="s + 3", get_color=list(base.paper),
                 opacity=opacity),
        icons_of(sites, **moved, get_icon="'site'", get_size="s", get_color="c", opacity=opacity,
                 pickable=True, auto_highlight=True),
        layer_of("TextLayer", counts, **moved, get_text="n", get_size=12, size_units="'pixels'",
                 get_color=[255, 255, 255], font_weight=700,
                 **outlined([30, 30, 30, 220], 2, soft=False)),
    ]  # fmt: skip
