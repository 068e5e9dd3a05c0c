"""The map of a picture or a brief, for print: base map, discs and dots for sites, a scale bar.

Its names are in `geo.export.print_names`. Drawn by GeoPandas and Matplotlib. Degrees are WGS84,
drawn as they are (equirectangular, true to scale at the middle of the map); sizes on paper are in
points.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
from matplotlib.patheffects import withStroke

from geo.cartography.displacement import displace_discs
from geo.export import lettering
from geo.export.look import LIGHT
from geo.paths import STATIC
from geo.utils.words import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from geo.cartography import symbology
    from geo.cartography.sites import Sites
    from geo.export.look import Inks

#: Up to so many sites have a disc each. More discs leave no room for the map, and moving thousands
#: of them apart takes minutes.
MOST_DISCS: Final = 100
#: Where there are more sites, those with most incidents have a disc, the others are dots.
BUSIEST: Final = 50

Extent = tuple[float, float, float, float]  # west, south, east, north in degrees

_MARGIN_DEG: Final = 0.7
_FITS: Final = 24
_LEAST_SPAN_DEG: Final = 4.0
_OPENING: Final = (38.0, 29.5, 47.0, 37.5)  # where nothing has a point
_LARGEST_PT: Final = 28.0
_SMALLEST_PT: Final = 8.0
_SMALL_PT: Final = 1.8
_MANY: Final = 10  # one incident alone is no large disc
_SCALES_KM: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_KM_PER_DEGREE: Final = 111.32
SCALE_ROOM_PT: Final = (110.0, 26.0)  # width and height at the lower left


@dataclass(frozen=True, slots=True)
class Frame:
    """A map on paper: extent in degrees, size in points, colours; 0, 0 is its lower left corner."""

    extent: Extent
    width_pt: float
    height_pt: float
    inks: Inks = LIGHT

    def on_paper(self, lon: Any, lat: Any) -> NDArray[np.float64]:
        """Return where places are on paper, (n, 2) in points."""
        west, south, east, north = self.extent
        x = (np.asarray(lon, float) - west) / (east - west) * self.width_pt
        y = (np.asarray(lat, float) - south) / (north - south) * self.height_pt
        return np.column_stack([np.atleast_1d(x), np.atleast_1d(y)])

    def holds(self, lon: float, lat: float) -> bool:
        """Return whether a place is on the map."""
        west, south, east, north = self.extent
        return west < lon < east and south < lat < north


@dataclass(frozen=True, slots=True)
class Discs:
    """The discs of the sites on paper, those with most incidents first; sizes in points."""

    site: NDArray[np.intp]
    at: NDArray[np.float64]
    radius: NDArray[np.float64]


def site_extent(
    sites: Sites, per_site: NDArray[np.intp], shape: float, margin_deg: float = _MARGIN_DEG
) -> Extent:
    """Return the extent that holds all sites with incidents.

    Args:
        sites: the sites.
        per_site: incidents at each of them.
        shape: width of the map by its height, on paper.
        margin_deg: how far the map reaches beyond the sites.
    """
    used = per_site > 0
    west, south, east, north = _OPENING
    if used.any():
        x, y = sites.longitude[used], sites.latitude[used]
        west, south, east, north = x.min(), y.min(), x.max(), y.max()
    return extent_around(
        (west - margin_deg, south - margin_deg, east + margin_deg, north + margin_deg), shape
    )


def extent_around(box: Extent, shape: float) -> Extent:
    """Return the extent around a box that has the shape of the map.

    Args:
        box: what it holds.
        shape: width of the map by its height, on paper.
    """
    west, south, east, north = box
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    high, wide = max(north - south, _LEAST_SPAN_DEG), max(east - west, _LEAST_SPAN_DEG)
    degrees = shape / np.cos(np.radians(middle_y))
    wide, high = max(wide, high * degrees), max(high, wide / degrees)
    return middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2


def draw_base_map(axes: Axes, extent: Extent, *, water: bool = False, inks: Inks = LIGHT) -> None:
    """Draw land and borders of an extent, without names.

    Args:
        axes: what to draw on; its limits and its aspect are set.
        extent: what it shows.
        water: whether rivers and lakes are drawn too.
        inks: its colours.
    """
    west, south, east, north = extent
    axes.set_facecolor(inks.sea)
    layer("land").plot(ax=axes, color=inks.land, edgecolor=inks.edge, linewidth=0.5, aspect=None)
    if water:
        layer("water").plot(ax=axes, color=inks.water, linewidth=1.2, aspect=None)
    layer("provinces").plot(ax=axes, color=inks.province, linewidth=0.4, aspect=None)
    borders = layer("borders")
    disputed = borders["kind"] == "disputed"
    borders[~disputed].plot(ax=axes, color=inks.border, linewidth=0.9, aspect=None)
    if disputed.any():
        borders[disputed].plot(
            ax=axes, color=inks.border, linewidth=0.9, linestyle="--", aspect=None
        )
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[], xlabel="", ylabel="")
    # At these latitudes a degree of longitude is shorter than one of latitude.
    axes.set_aspect(1 / np.cos(np.radians((south + north) / 2)))
    for side in axes.spines.values():
        side.set(color=inks.edge, linewidth=0.6)


def draw_sites(
    axes: Axes,
    frame: Frame,
    sites: Sites,
    per_site: NDArray[np.intp],
    leading: dict[int, symbology.GroupClass],
    *,
    scale: float = 1.0,
) -> Discs:
    """Draw discs, moved aside where they would cover each other, tied to their points, and dots.

    Of more than `MOST_DISCS` sites only the `BUSIEST` have a disc, the others a grey dot.

    Args:
        axes: a map, as `draw_base_map` leaves it.
        frame: its extent and size.
        sites: the sites.
        per_site: incidents at each of them, (n sites,); a site with 0 is not drawn.
        leading: number of the site to the group class that colours it.
        scale: how large the discs are, by their usual size.

    Returns:
        Where the discs are.
    """
    _, dots = split_sites(per_site)
    if len(dots):
        axes.plot(sites.longitude[dots], sites.latitude[dots], "o", color=frame.inks.grey,
                  markersize=_SMALL_PT * scale, markeredgewidth=0, zorder=2.9)  # fmt: skip
    discs = place_discs(frame, sites, per_site, scale)
    points = frame.on_paper(sites.longitude[discs.site], sites.latitude[discs.site])
    paper = np.array([frame.width_pt, frame.height_pt])
    size = 2 * discs.radius
    for k, i in enumerate(discs.site.tolist()):
        (x, y), (from_x, from_y) = discs.at[k] / paper, points[k] / paper
        on: dict[str, Any] = {"transform": axes.transAxes, "clip_on": True}
        axes.plot([from_x, x], [from_y, y], color=frame.inks.ink, linewidth=0.5, zorder=3, **on)
        axes.plot(from_x, from_y, ".", color=frame.inks.ink, markersize=2, zorder=3, **on)
        axes.plot(x, y, "o", markersize=size[k], color=mpl_colour(leading[i].colour),
                  markeredgecolor=frame.inks.rim, markeredgewidth=0.8, zorder=4, **on)  # fmt: skip
        axes.annotate(str(per_site[i]), (x, y), xycoords="axes fraction", ha="center",
                      va="center_baseline", fontsize=5 + size[k] / 7, color="white",
                      fontweight=lettering.SEMIBOLD, zorder=5,
                      path_effects=[withStroke(linewidth=1.2, foreground="#00000066")],
                      )  # fmt: skip
    return discs


def split_sites(per_site: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the sites that have a disc and those that are dots, most incidents first.

    Args:
        per_site: incidents at each site; a site with 0 is neither.
    """
    used = np.flatnonzero(per_site)
    used = used[np.argsort(-per_site[used], kind="stable")]
    discs = len(used) if len(used) <= MOST_DISCS else BUSIEST
    return used[:discs], used[discs:]


def dots_in_words(per_site: NDArray[np.intp]) -> str:
    """Return what the dots of a map stand for, "" where every site has a disc.

    Args:
        per_site: incidents at each site, as for `draw_sites`.
    """
    discs, dots = split_sites(per_site)
    if not len(dots):
        return ""
    return (
        f"Discs: the {len(discs)} sites with most incidents. Small dots, alike for all groups: "
        f"{plural(len(dots), 'other site')} with {plural(int(per_site[dots].sum()), 'incident')}."
    )


def place_discs(
    frame: Frame, sites: Sites, per_site: NDArray[np.intp], scale: float = 1.0
) -> Discs:  # fmt: skip
    """Return where the discs of the sites stand so that none covers another; as `draw_sites`."""
    used, _ = split_sites(per_site)
    points = frame.on_paper(sites.longitude[used], sites.latitude[used])
    if not len(used):
        return Discs(used, points, np.zeros(0))
    most = max(per_site.max(), _MANY)
    size = _SMALLEST_PT + (_LARGEST_PT - _SMALLEST_PT) * np.sqrt(per_site[used] / most)
    size *= scale
    return Discs(used, points + displace_discs(points, size / 2, gap=1.0), size / 2)


def fit_frame(
    sites: Sites, per_site: NDArray[np.intp], size_pt: tuple[float, float], *,
    inks: Inks = LIGHT, scale: float = 1.0,
) -> Frame:  # fmt: skip
    """Return a map on which all discs are whole, also those that are moved aside.

    Args:
        sites: the sites.
        per_site: incidents at each of them.
        size_pt: width and height of the map.
        inks: its colours.
        scale: how large the discs are, by their usual size.
    """
    wide, high = size_pt
    for step in range(_FITS):
        margin = _MARGIN_DEG * (1 + step / 2)
        frame = Frame(site_extent(sites, per_site, wide / high, margin), wide, high, inks)
        discs = place_discs(frame, sites, per_site, scale)
        reach = discs.radius[:, None]
        if ((discs.at > reach) & (discs.at < np.array(size_pt) - reach)).all():
            break
    return frame


def draw_scale(axes: Axes, frame: Frame) -> None:
    """Draw a bar of round length at the lower left, true at the middle of the map."""
    west, south, east, north = frame.extent
    per_degree = _KM_PER_DEGREE * np.cos(np.radians((south + north) / 2))
    km_per_pt = (east - west) * per_degree / frame.width_pt
    most_km = km_per_pt * (SCALE_ROOM_PT[0] - 20)
    km = max([s for s in _SCALES_KM if s <= most_km], default=_SCALES_KM[0])
    x, y, tick = 8.0, 8.0, 3.0
    end = x + km / km_per_pt
    axes.plot(
        np.array([x, x, end, end]) / frame.width_pt,
        np.array([y + tick, y, y, y + tick]) / frame.height_pt,
        color=frame.inks.ink, linewidth=0.9, zorder=7,
        solid_capstyle="butt", solid_joinstyle="miter",
        path_effects=[halo(frame.inks)], transform=axes.transAxes,
    )  # fmt: skip
    write(
        axes,
        f"{km} km",
        ((x + end) / 2, y + 7.5),
        6.5,
        frame.inks.ink,
        inks=frame.inks,
        ha="center",
        zorder=7,
    )


def write(
    axes: Axes, text: str, at: tuple[float, float], size_pt: float, colour: str,
    *, inks: Inks, weight: int = lettering.REGULAR, ha: str = "left", zorder: float = 6,
) -> None:  # fmt: skip
    """Write a line at a place in points from the lower left, outlined in the colour of the land."""
    axes.annotate(
        text, at, xycoords="axes points", ha=ha, va="center", fontsize=size_pt, color=colour,
        fontweight=weight, zorder=zorder, parse_math=False, path_effects=[halo(inks)],
    )  # fmt: skip


def halo(inks: Inks = LIGHT) -> Any:
    """Return the outline in the colour of the land that keeps letters apart from lines below."""
    return withStroke(linewidth=2, foreground=inks.land)


def mpl_colour(colour: symbology.RGB) -> tuple[float, float, float]:
    """Return a colour (0 to 255) as Matplotlib has it (0 to 1)."""
    red, green, blue = colour
    return red / 255, green / 255, blue / 255


@cache
def layer(name: str) -> gpd.GeoDataFrame:
    """Return a piece of the shipped base map by its name, EPSG:4326; shared, not to be changed."""
    return gpd.read_file(_file("basemap", name))


def read_built(folder: str, name: str) -> Any:
    """Return what a JSON file of static/ holds, by the name that it was built under."""
    return json.loads(_file(folder, name).read_text(encoding="utf-8"))


def _file(folder: str, name: str) -> Any:
    manifest = json.loads((STATIC / folder / "manifest.json").read_text(encoding="utf-8"))
    return STATIC / folder / manifest[name]
