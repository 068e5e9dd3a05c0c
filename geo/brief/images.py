"""The pictures of a brief: a map without any title or foot, and the bars per month.

Drawn with the base map and the signs of `geo.export.print_map`, in the light colours; the same rows
give the same bytes. What a reader needs to know of them stands on the brief around them.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import numpy as np
from matplotlib import figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from geo import codes
from geo.analysis import near
from geo.cartography import symbology
from geo.cartography.sites import Sites
from geo.export import lettering, month_bars, print_map, print_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from geo.analysis.near import Neighbourhood
    from geo.filter.figure import Figure
    from geo.model.atlas import Atlas

MAP_MM: Final = (108.0, 106.0)
BARS_MM: Final = (180.0, 38.0)
_MM_PER_INCH: Final = 25.4
_DPI: Final = 220
_PT_PER_INCH: Final = 72
_INK, _ACCENT, _GREY = "#1f2328", "#9c3d00", "#6b7076"
_ROOM: Final = 1.25  # how much wider than the circle the map is
_CITY_RANK: Final = 4
_KM_PER_DEGREE: Final = 111.32


def map_png(
    positions: NDArray[np.intp], atlas: Atlas, around: Neighbourhood | None = None
) -> bytes:
    """Return a map of incidents as PNG, `MAP_MM` in size.

    With a neighbourhood: the circle, and discs where a place is known to the town or district only.
    Incidents that are known to the province only are not drawn then.
    Without: an extent that holds all sites.

    Args:
        positions: rows of `atlas.incidents` to draw; those without a point are not drawn.
        atlas: the atlas.
        around: the circle to show.
    """
    sites = Sites.of_atlas(atlas)
    positions = drawn_rows(positions, atlas, around)
    counts = sites.counts(positions)
    signs = symbology.signs(atlas)
    lettering.font_files()
    with mpl.rc_context(lettering.STYLE):
        whole = _sheet(MAP_MM)
        axes = whole.add_axes((0.0, 0.0, 1.0, 1.0))
        shape = MAP_MM[0] / MAP_MM[1]
        extent = _around(around, shape) if around else print_map.site_extent(sites, counts, shape)
        wide, high = (mm / _MM_PER_INCH * _PT_PER_INCH for mm in MAP_MM)
        frame = print_map.Frame(extent, wide, high)
        print_map.draw_base_map(axes, extent, water=around is not None)
        if around:
            _draw_discs(axes, positions, atlas, sites)
            _draw_circle(axes, around)
        leading = sites.leading(signs, positions)
        discs = print_map.draw_sites(axes, frame, sites, counts, leading)
        print_names.draw_names(
            axes, frame, sites, discs, coarsest_city=_CITY_RANK if around else 1
        )  # fmt: skip
        print_map.draw_scale(axes, frame)
        used = set(leading.values())
        _draw_legend(axes, [c for c in symbology.group_classes(atlas) if c in used])
        return _saved(whole)


def drawn_rows(
    positions: NDArray[np.intp], atlas: Atlas, around: Neighbourhood | None
) -> NDArray[np.intp]:
    """Return which incidents `map_png` draws if they have a point; arguments as there."""
    if around is None:
        return positions
    # A province is no place to put a dot in the middle of.
    coarsest = list(codes.GEO_PRECISION).index("district")
    return positions[atlas.precision_rank[positions] <= coarsest]


def months_png(parts: Sequence[Figure]) -> bytes:
    """Return bars per month as PNG, `BARS_MM` in size; `parts` come from `breakdowns.by_month`."""
    lettering.font_files()
    with mpl.rc_context(lettering.STYLE):
        whole = _sheet(BARS_MM)
        axes = whole.add_axes((0.035, 0.2, 0.96, 0.74))
        month_bars.draw_months(axes, parts, size_pt=6.5)
        return _saved(whole)


def _sheet(size_mm: tuple[float, float]) -> figure.Figure:
    wide, high = (mm / _MM_PER_INCH for mm in size_mm)
    return figure.Figure(figsize=(wide, high), facecolor="white", dpi=_DPI)


def _saved(whole: figure.Figure) -> bytes:
    out = io.BytesIO()
    whole.savefig(out, format="png", dpi=_DPI, metadata={"Software": None})
    return out.getvalue()


def _around(around: Neighbourhood, shape: float) -> tuple[float, float, float, float]:
    """Return west, south, east, north around a circle, in the shape of the map."""
    place = around.place
    high = around.radius_km * _ROOM / _KM_PER_DEGREE
    wide = high * shape / max(np.cos(np.radians(place.latitude)), 0.05)
    return (place.longitude - wide, place.latitude - high,
            place.longitude + wide, place.latitude + high)  # fmt: skip


def _draw_circle(axes: Axes, around: Neighbourhood) -> None:
    place = around.place
    ring = near.circle_ring(place.latitude, place.longitude, around.radius_km)
    axes.add_patch(Polygon(ring, fill=False, edgecolor=_INK, linewidth=1.3, zorder=2.5))
    axes.plot(place.longitude, place.latitude, "+", color=_INK, markersize=9, zorder=3.5)
    top = max(ring, key=lambda point: point[1])
    axes.annotate(
        f"{around.radius_km:g} km", (top[0], top[1]), xytext=(0, 3), textcoords="offset points",
        ha="center", fontsize=7, color=_INK, zorder=6, path_effects=[print_map.halo()],
    )  # fmt: skip


def _draw_discs(axes: Axes, positions: NDArray[np.intp], atlas: Atlas, sites: Sites) -> None:
    """Draw how far from its point a place may be that is known to the town or district only."""
    names = list(codes.GEO_PRECISION)
    drawn = {
        (int(sites.of_row[i]), names[atlas.precision_rank[i]])
        for i in positions
        if names[atlas.precision_rank[i]] in {"town", "district"} and sites.of_row[i] >= 0
    }
    for site, name in sorted(drawn):
        at = float(sites.latitude[site]), float(sites.longitude[site])
        ring = near.circle_ring(*at, codes.PRECISION_RADIUS_KM[name])
        axes.add_patch(
            Polygon(ring, facecolor="#1f232812", edgecolor="#1f232866", linewidth=0.6, zorder=2)
        )


def _draw_legend(axes: Axes, used: Sequence[symbology.GroupClass]) -> None:
    """Say what the colours of the discs mean, those that are drawn."""
    handles = [
        Line2D([], [], marker="o", linestyle="", markersize=5, markeredgewidth=0,
               color=print_map.mpl_colour(group.colour), label=group.label)
        for group in used
    ]  # fmt: skip
    if handles:
        axes.legend(
            handles=handles, loc="lower right", fontsize=6, framealpha=0.9, edgecolor="#d9d5cd",
            borderpad=0.5, handletextpad=0.2, labelspacing=0.35, fancybox=False,
        ).set_zorder(8)  # fmt: skip
