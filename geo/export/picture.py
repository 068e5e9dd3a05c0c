"""The exported picture: a light map for print, with everything that must travel with it.

Title, count, period, legend, sources, dataset version and the note on boundaries are part of the
picture, because pictures travel without the page that they came from. Drawn by GeoPandas and
Matplotlib, always in the light colours; the same filter gives the same picture, without clock time.
"""

from __future__ import annotations

import io
import json
import textwrap
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from geo.analysis import counts
from geo.cartography import symbology
from geo.cartography.displacement import displace_discs, room_for_names
from geo.cartography.sites import Sites
from geo.filter import wording
from geo.filter.metadata import permalink
from geo.paths import STATIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from geo.filter.filter import View

_BASE_MAP: Final = STATIC / "basemap"
_SIZE_INCH: Final = (10.0, 7.2)
_DPI: Final = 200
_AXES: Final = (0.025, 0.125, 0.69, 0.755)  # left, bottom, width, height of the map
_SEA, _LAND, _EDGE, _PROVINCE, _INK = "#dde5ea", "#f6f4ef", "#aab6be", "#ded8ce", "#1f2328"
_BORDER: Final = "#968f84"
_WATER: Final = "#b9cfdb"
_MARGIN_DEG: Final = 0.7
_LEAST_SPAN_DEG: Final = 4.0
_OPENING: Final = (38.0, 29.5, 47.0, 37.5)  # west, south, east, north where nothing has a point
_LARGEST_PT: Final = 30.0
_SMALLEST_PT: Final = 8.0
_NAMED: Final = 7
_NOTE_CHARS: Final = 46  # that fit beside the map
_NAME_PT: Final = 6.5
_LINE_PT: Final = 8.0
_LETTER_PT: Final = 3.7  # a letter of DejaVu Sans at that size, on average
STYLE: Final[dict[Any, Any]] = {
    "font.family": "DejaVu Sans",
    "svg.hashsalt": "incident-atlas",  # ids in the SVG are random otherwise
    "svg.fonttype": "path",
    "axes.unicode_minus": False,
}


def draw_png(view: View) -> bytes:
    """Return the picture of a view as PNG, 2000 by 1440 pixels."""
    return _drawn(view, "png", {"Software": None})


def draw_svg(view: View) -> bytes:
    """Return the picture of a view as SVG, text as outlines so that it looks alike everywhere."""
    return _drawn(view, "svg", {"Date": None, "Creator": "Incident Atlas"})


def _drawn(view: View, file_format: str, file_metadata: dict[str, str | None]) -> bytes:
    out = io.BytesIO()
    with mpl.rc_context(STYLE):
        draw_figure(view).savefig(out, format=file_format, dpi=_DPI, metadata=file_metadata)
    return out.getvalue()


def draw_figure(view: View) -> Figure:
    """Return the picture as a Matplotlib figure; it belongs to no window and no global state."""
    atlas = view.atlas
    whole = Figure(figsize=_SIZE_INCH, facecolor="white")
    axes = whole.add_axes(_AXES)
    sites = Sites.of_atlas(atlas)
    per_site = sites.counts(view.positions)
    shape = _AXES[2] * _SIZE_INCH[0] / (_AXES[3] * _SIZE_INCH[1])
    draw_base_map(axes, site_extent(sites, per_site, shape))
    signs = symbology.signs(atlas)
    draw_sites(axes, sites, per_site, sites.leading(signs, view.positions))
    _write_title(whole, view)
    _write_legend(whole, view, signs)
    _write_foot(whole, view)
    return whole


def site_extent(
    sites: Sites, per_site: np.ndarray, shape: float
) -> tuple[float, float, float, float]:
    """Return west, south, east, north in degrees that hold all sites with incidents.

    Args:
        sites: the sites.
        per_site: incidents at each of them.
        shape: width of the map by its height, on paper.
    """
    used = per_site > 0
    west, south, east, north = _OPENING
    if used.any():
        x, y = sites.longitude[used], sites.latitude[used]
        west, south, east, north = x.min(), y.min(), x.max(), y.max()
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    high = max(north - south + 2 * _MARGIN_DEG, _LEAST_SPAN_DEG)
    wide = max(east - west + 2 * _MARGIN_DEG, _LEAST_SPAN_DEG)
    degrees = shape / np.cos(np.radians(middle_y))
    wide, high = max(wide, high * degrees), max(high, wide / degrees)
    return middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2


def draw_base_map(
    axes: Axes, shown: tuple[float, float, float, float], *, coarsest_city: int = 1
) -> None:
    """Draw land, water, borders and cities of an extent (west, south, east, north).

    Args:
        axes: what to draw on; its limits and its aspect are set.
        shown: the extent, degrees WGS84.
        coarsest_city: cities up to this rank are named; from 2 on rivers and lakes are drawn too.
    """
    west, south, east, north = shown
    axes.set_facecolor(_SEA)
    _layer("land").plot(ax=axes, color=_LAND, edgecolor=_EDGE, linewidth=0.5, aspect=None)
    if coarsest_city > 1:
        _layer("water").plot(ax=axes, color=_WATER, linewidth=1.2, aspect=None)
    _layer("provinces").plot(ax=axes, color=_PROVINCE, linewidth=0.5, aspect=None)
    borders = _layer("borders")
    disputed = borders["kind"] == "disputed"
    borders[~disputed].plot(ax=axes, color=_BORDER, linewidth=0.9, aspect=None)
    if disputed.any():
        borders[disputed].plot(ax=axes, color=_BORDER, linewidth=0.9, linestyle="--", aspect=None)
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[], xlabel="", ylabel="")
    # At these latitudes a degree of longitude is shorter than one of latitude.
    axes.set_aspect(1 / np.cos(np.radians((south + north) / 2)))
    for side in axes.spines.values():
        side.set(color=_EDGE, linewidth=0.6)
    for city in json.loads((_BASE_MAP / _manifest()["cities"]).read_text(encoding="utf-8")):
        if (
            city["rank"] <= coarsest_city
            and west < city["lon"] < east
            and south < city["lat"] < north
        ):
            axes.annotate(
                city["name"], (city["lon"], city["lat"]), xytext=(3, -7),
                textcoords="offset points", fontsize=6, color="#7d786e", annotation_clip=True,
            )  # fmt: skip
            axes.plot(city["lon"], city["lat"], ".", color="#7d786e", markersize=2)


def _layer(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(_BASE_MAP / _manifest()[name])


def _manifest() -> dict[str, str]:
    manifest: dict[str, str] = json.loads((_BASE_MAP / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def draw_sites(
    axes: Axes,
    sites: Sites,
    per_site: np.ndarray,
    leading: dict[int, symbology.GroupClass],
) -> None:
    """Draw a disc per site, moved aside where discs would cover each other, tied to its point.

    Args:
        axes: a map in degrees WGS84, as `draw_base_map` leaves it.
        sites: the sites.
        per_site: incidents at each of them, (n sites,); a site with 0 is not drawn.
        leading: number of the site to the group class that colours it.
    """
    used = np.flatnonzero(per_site)
    if not len(used):
        return
    size = _SMALLEST_PT + (_LARGEST_PT - _SMALLEST_PT) * np.sqrt(per_site[used] / per_site.max())
    to_pt = axes.transData + axes.figure.dpi_scale_trans.inverted()
    points = to_pt.transform(np.column_stack([sites.longitude[used], sites.latitude[used]])) * 72
    places = points + displace_discs(points, size / 2, gap=1.0)
    back = to_pt.inverted().transform(places / 72)
    for k, i in enumerate(used.tolist()):
        x, y = back[k]
        colour = mpl_colour(leading[i].colour)
        axes.plot([sites.longitude[i], x], [sites.latitude[i], y], color=_INK, linewidth=0.5,
                  zorder=3)  # fmt: skip
        axes.plot(sites.longitude[i], sites.latitude[i], ".", color=_INK, markersize=2, zorder=3)
        axes.plot(x, y, "o", markersize=size[k], color=colour, markeredgecolor="white",
                  markeredgewidth=0.8, zorder=4)  # fmt: skip
        axes.annotate(str(per_site[i]), (x, y), ha="center", va="center_baseline",
                      fontsize=4.5 + size[k] / 8, color="white", fontweight="bold", zorder=5,
                      path_effects=[withStroke(linewidth=1.2, foreground="#00000066")],
                      )  # fmt: skip
    _write_names(axes, [sites.name[i] for i in used], per_site[used], places, size / 2)


def _write_names(
    axes: Axes,
    names: Sequence[str],
    per_site: np.ndarray,
    places: np.ndarray,
    radius_pt: np.ndarray,
) -> None:
    """Write the names of the sites with most incidents, where they cover nothing."""
    order = np.argsort(-per_site, kind="stable")
    box = axes.get_window_extent()
    corner = np.array([box.x0, box.y0]) / axes.figure.dpi * 72
    short = [names[i].split(" (")[0].split(", ")[0] for i in order[:_NAMED]]
    size = np.array([[len(name) * _LETTER_PT, _LINE_PT] for name in short])
    frame = box.width / axes.figure.dpi * 72, box.height / axes.figure.dpi * 72
    room = room_for_names(places[order] - corner, radius_pt[order], size, frame)
    for name, at in zip(short, room, strict=True):
        if at is not None:
            axes.annotate(
                name, (at[0], at[1] + _LINE_PT / 2), xycoords="axes points", va="center",
                fontsize=_NAME_PT, color=_INK, zorder=6, parse_math=False,
                path_effects=[withStroke(linewidth=2, foreground=_LAND)],
            )  # fmt: skip


def mpl_colour(colour: symbology.RGB) -> tuple[float, float, float]:
    """Return a colour (0 to 255) as Matplotlib has it (0 to 1)."""
    red, green, blue = colour
    return red / 255, green / 255, blue / 255


def _write_title(whole: Figure, view: View) -> None:
    atlas = view.atlas
    first, last = view.filter.period(atlas)
    title = str(atlas.package["title"]).split(": ", maxsplit=1)[-1]
    whole.text(0.025, 0.945, title[:1].upper() + title[1:], fontsize=14, fontweight="bold",
               color=_INK)  # fmt: skip
    parameters = wording.parameters(view.filter, atlas, without={"from", "to"})
    line = f"{view.shown} of {view.total} incidents, {first} to {last}"
    whole.text(0.025, 0.905, f"{line}; {parameters}" if parameters else line, fontsize=9.5,
               color=_INK, parse_math=False)  # fmt: skip


def _write_legend(whole: Figure, view: View, signs: Sequence[symbology.Sign]) -> None:
    atlas = view.atlas
    drawn = [i for i in view.positions if atlas.has_point[i]]
    keys = [signs[i].group.key for i in drawn]
    handles: list[Any] = [
        Line2D([], [], marker="o", linestyle="", markersize=8, markeredgecolor="white",
               color=mpl_colour(group.colour),
               label=f"{group.label} ({keys.count(group.key)})")
        for group in symbology.group_classes(atlas) if group.key in keys
    ]  # fmt: skip
    if handles:
        legend = whole.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(0.725, 0.875), fontsize=7.5,
            frameon=False, title="Who did it, as said (incidents)", title_fontsize=8,
            alignment="left", borderpad=0,
        )  # fmt: skip
        legend.get_title().set_fontweight("bold")
    notes = [
        "One disc per site; its area and number are the",
        "incidents there, its colour the most frequent.",
    ]
    if len(drawn) < view.shown:
        notes.append(f"{view.shown - len(drawn)} incidents have no point and are not drawn.")
    coarse = int((atlas.precision_rank[view.positions] > 0).sum())
    if coarse:
        notes.append(f"{coarse} are known to the town or less precisely.")
    if view.shown:
        # The dataset is named after attacks; not all that it holds is one.
        notes += [
            "",
            *textwrap.wrap(f"By kind: {counts.types_in_words(view, atlas)}.", _NOTE_CHARS),
        ]
    if view.left_out:
        notes += ["", "Left out: "] + [f"  {n} by {reason}" for reason, n in view.left_out.items()]
    whole.text(0.727, 0.60, "\n".join(notes), fontsize=7.5, color=_INK, va="top", linespacing=1.5)


def _write_foot(whole: Figure, view: View) -> None:
    atlas = view.atlas
    pages = len(atlas.source_rows.take(view.positions).flatten().unique())
    foot = (
        f"Incident Atlas, dataset version {atlas.version}, data to {atlas.last_date}. Sources: "
        f"{pages} published pages, listed per incident. Base map: Natural Earth.\n"
        "Past events as the press reported them; not a complete list. Boundaries and names imply "
        "no opinion on the status of any territory; dashed lines are disputed.\n"
        "Past events do not predict the safety of a place. Equirectangular projection, WGS84."
    )
    whole.text(0.025, 0.095, foot, fontsize=6.8, color="#4a4e54", va="top", linespacing=1.5,
               parse_math=False)  # fmt: skip
    whole.text(0.025, 0.018, permalink(view), fontsize=5.5, color="#6b7076",
               parse_math=False)  # fmt: skip
