"""The map of a picture or a brief, for print: base map, a disc per site, names, a scale bar.

Drawn by GeoPandas and Matplotlib. Degrees are WGS84, drawn as they are
(equirectangular, true to scale at the middle of the map); sizes on paper are in points.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patheffects import withStroke

from geo import codes
from geo.cartography.displacement import displace_discs, room_for_names
from geo.export import lettering
from geo.export.look import LIGHT
from geo.paths import STATIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from geo.cartography import symbology
    from geo.cartography.sites import Sites
    from geo.export.look import Inks

Extent = tuple[float, float, float, float]  # west, south, east, north in degrees

_MARGIN_DEG: Final = 0.7
_FITS: Final = 8  # attempts to hold all discs
_LEAST_SPAN_DEG: Final = 4.0
_OPENING: Final = (38.0, 29.5, 47.0, 37.5)  # where nothing has a point
_LARGEST_PT: Final = 28.0
_SMALLEST_PT: Final = 8.0
_MANY: Final = 10  # one incident alone is no large disc
_NAMED: Final = 10
_SITE_PT: Final = 7.0
_CITY_PT: Final = 6.3
_COUNTRY_PT: Final = 7.4
_LINE: Final = 1.15  # height of a line by the size of its letters
_LETTER_SPACE: Final = "\u200a"
_DOT_PT: Final = 1.5
_APART_PT: Final = 3.0  # between two names in a line
_COUNTRY_TRIES: Final = 26  # per side of the map
_SCALES_KM: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_KM_PER_DEGREE: Final = 111.32
_SCALE_ROOM_PT: Final = (110.0, 26.0)
# The provinces have codes of ISO 3166-2; these are the countries that they belong to.
_COUNTRY_OF_CODE: Final = {
    "AE": "United Arab Emirates", "CY": "Cyprus", "EG": "Egypt", "IL": "Israel", "IQ": "Iraq",
    "IR": "Iran", "JO": "Jordan", "KW": "Kuwait", "LB": "Lebanon", "OM": "Oman", "QA": "Qatar",
    "SA": "Saudi Arabia", "SY": "Syria", "TR": "Turkey", "YE": "Yemen",
}  # fmt: skip


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
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    high = max(north - south + 2 * margin_deg, _LEAST_SPAN_DEG)
    wide = max(east - west + 2 * margin_deg, _LEAST_SPAN_DEG)
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
    _layer("land").plot(ax=axes, color=inks.land, edgecolor=inks.edge, linewidth=0.5, aspect=None)
    if water:
        _layer("water").plot(ax=axes, color=inks.water, linewidth=1.2, aspect=None)
    _layer("provinces").plot(ax=axes, color=inks.province, linewidth=0.4, aspect=None)
    borders = _layer("borders")
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
    """Draw a disc per site, moved aside where discs would cover each other, tied to its point.

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


def place_discs(
    frame: Frame, sites: Sites, per_site: NDArray[np.intp], scale: float = 1.0
) -> Discs:  # fmt: skip
    """Return where the discs of the sites stand so that none covers another; as `draw_sites`."""
    used = np.flatnonzero(per_site)
    used = used[np.argsort(-per_site[used], kind="stable")]
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


def draw_names(
    axes: Axes, frame: Frame, sites: Sites, discs: Discs, *, coarsest_city: int = 1
) -> list[str]:
    """Write names where they cover neither a disc nor each other, the most important first.

    Sites with most incidents come first, then countries, then cities; one without room is left out.

    Args:
        axes: a map, as `draw_base_map` leaves it.
        frame: its extent and size.
        sites: the sites.
        discs: where they are drawn.
        coarsest_city: cities up to this rank are named.

    Returns:
        The names that are written.
    """
    # Nothing is written where the scale bar stands.
    corners = [(0.0, 0.0, *_SCALE_ROOM_PT)]
    taken = [*corners]
    written = []
    for k, i in enumerate(discs.site[:_NAMED].tolist()):
        for name in _spellings(sites.name[i]):
            wide, high = _size(name, _SITE_PT, lettering.SEMIBOLD)
            order = [k, *(other for other in range(len(discs.site)) if other != k)]
            (room,) = room_for_names(
                discs.at[order], discs.radius[order], np.array([[wide, high]]),
                (frame.width_pt, frame.height_pt), taken=taken,
            )  # fmt: skip
            if room is None:
                continue
            x, y = room
            taken.append((x - _APART_PT, y, x + wide + _APART_PT, y + high))
            _write(
                axes,
                name,
                (x, y + high / 2),
                _SITE_PT,
                frame.inks.ink,
                inks=frame.inks,
                weight=lettering.SEMIBOLD,
            )
            written.append(name)
            break
    for name, middle, box in _countries(frame, discs, taken):
        taken.append(box)
        spaced = _LETTER_SPACE.join(name.upper())
        _write(axes, spaced, middle, _COUNTRY_PT, frame.inks.country,
               inks=frame.inks, ha="center")  # fmt: skip
        written.append(name)
    return written + _write_cities(axes, frame, discs, taken, coarsest_city)


def _write_cities(
    axes: Axes, frame: Frame, discs: Discs, taken: list[_Box], coarsest: int
) -> list[str]:
    cities = sorted(
        (city for city in _read("basemap", "cities")
         if city["rank"] <= coarsest and frame.holds(city["lon"], city["lat"])),
        key=lambda city: -city["priority"],
    )  # fmt: skip
    if not cities:
        return []
    at = frame.on_paper([c["lon"] for c in cities], [c["lat"] for c in cities])
    size = np.array([_size(city["name"], _CITY_PT) for city in cities])
    # Discs stand in the way as the dots of other cities do, but have no name here.
    rooms = room_for_names(
        np.concatenate([at, discs.at]),
        np.concatenate([np.full(len(at), _DOT_PT), discs.radius]),
        size, (frame.width_pt, frame.height_pt), taken=taken,
    )  # fmt: skip
    written = []
    for city, (x, y), (_, high), room in zip(cities, at, size.tolist(), rooms, strict=True):
        if room is None:
            continue
        axes.plot(x / frame.width_pt, y / frame.height_pt, ".", color=frame.inks.city,
                  markersize=2.6, zorder=2.8, transform=axes.transAxes)  # fmt: skip
        _write(axes, city["name"], (room[0], room[1] + high / 2), _CITY_PT, frame.inks.city,
               inks=frame.inks)  # fmt: skip
        written.append(city["name"])
    return written


_Box = tuple[float, float, float, float]  # west, south, east, north on paper


def _countries(
    frame: Frame, discs: Discs, taken: Sequence[_Box]
) -> Iterator[tuple[str, tuple[float, float], _Box]]:
    """Yield name, middle and box of each country whose name has room on the map."""
    taken = [*taken]
    shapes = _visible_countries(frame.extent)
    labels = _read("style", "labels")["features"]
    countries = [
        label["properties"] | {"at": label["geometry"]["coordinates"]}
        for label in labels if label["properties"]["kind"] == "country"
    ]  # fmt: skip
    for country in sorted(countries, key=lambda p: p["rank"]):
        name, shape = country["name"], shapes.get(country["name"])
        if not frame.holds(*country["at"]) and shape is None:
            continue
        wide, high = _size(_LETTER_SPACE.join(name.upper()), _COUNTRY_PT)
        for (x, y), is_given in _country_tries(frame, country["at"], shape):
            reach = wide / 2 + _APART_PT
            box = (x - reach, y - high / 2, x + reach, y + high / 2)
            if (
                _is_free(box, frame, discs, taken)
                # Where it usually stands a name may reach over the border of a small country.
                and (is_given or _is_within(box, frame, shape))
            ):
                taken.append(box)
                yield name, (x, y), box
                break


def _country_tries(
    frame: Frame, given: Sequence[float], shape: Any
) -> Iterator[tuple[tuple[float, float], bool]]:
    """Yield where a country's name may stand on paper: its usual place, then from the inside out.

    With each place, whether it is the usual one.
    """
    if frame.holds(*given):
        ((x, y),) = frame.on_paper(*given).tolist()
        yield (x, y), True
    if shape is None:
        return
    west, south, east, north = frame.extent
    step = (np.arange(_COUNTRY_TRIES) + 0.5) / _COUNTRY_TRIES
    lon, lat = (grid.ravel() for grid in np.meshgrid(west + step * (east - west),
                                                     south + step * (north - south)))  # fmt: skip
    points = shapely.points(lon, lat)
    inside = shapely.contains(shape, points)
    depth = shapely.distance(shape.boundary, points[inside])
    order = np.argsort(-depth, kind="stable")
    for x, y in frame.on_paper(lon[inside][order], lat[inside][order]).tolist():
        yield (x, y), False


def _visible_countries(extent: Extent) -> dict[str, Any]:
    """Return what of the countries with known provinces is in an extent, by their name."""
    parts: dict[str, list[Any]] = {}
    shapes = _layer("province_shapes")
    for code, shape in zip(shapes["code"], shapes.geometry, strict=True):
        visible = shapely.clip_by_rect(shape, *extent)
        country = _COUNTRY_OF_CODE.get(str(code).split("-", maxsplit=1)[0])
        if country and not visible.is_empty:
            parts.setdefault(country, []).append(visible)
    return {country: shapely.union_all(shapely.make_valid(p)) for country, p in parts.items()}


def _is_free(box: _Box, frame: Frame, discs: Discs, taken: Sequence[_Box]) -> bool:
    if box[0] < 2 or box[1] < 2 or box[2] > frame.width_pt - 2 or box[3] > frame.height_pt - 2:  # noqa: PLR2004 - points from the edge
        return False
    nearest = np.clip(discs.at, box[:2], box[2:])
    if (np.hypot(*(nearest - discs.at).T) < discs.radius + 1).any():
        return False
    return not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in taken
    )


def _is_within(box: _Box, frame: Frame, shape: Any) -> bool:
    west, south, east, north = frame.extent
    lon = (east - west) / frame.width_pt
    lat = (north - south) / frame.height_pt
    return bool(
        shape.contains(
            shapely.box(west + box[0] * lon, south + box[1] * lat, west + box[2] * lon,
                        south + box[3] * lat)
        )
    )  # fmt: skip


def draw_scale(axes: Axes, frame: Frame) -> None:
    """Draw a bar of round length at the lower left, true at the middle of the map."""
    west, south, east, north = frame.extent
    per_degree = _KM_PER_DEGREE * np.cos(np.radians((south + north) / 2))
    km_per_pt = (east - west) * per_degree / frame.width_pt
    most_km = km_per_pt * (_SCALE_ROOM_PT[0] - 20)
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
    _write(
        axes,
        f"{km} km",
        ((x + end) / 2, y + 7.5),
        6.5,
        frame.inks.ink,
        inks=frame.inks,
        ha="center",
        zorder=7,
    )


def _write(
    axes: Axes, text: str, at: tuple[float, float], size_pt: float, colour: str,
    *, inks: Inks, weight: int = lettering.REGULAR, ha: str = "left", zorder: float = 6,
) -> None:  # fmt: skip
    axes.annotate(
        text, at, xycoords="axes points", ha=ha, va="center", fontsize=size_pt, color=colour,
        fontweight=weight, zorder=zorder, parse_math=False, path_effects=[halo(inks)],
    )  # fmt: skip


def _size(name: str, size_pt: float, weight: int = lettering.REGULAR) -> tuple[float, float]:
    return lettering.width(name, size_pt, weight), size_pt * _LINE


def _spellings(name: str) -> list[str]:
    """Return a site's name without what follows it, then also without the kind of base."""
    short = name.split(" (", maxsplit=1)[0].split(", ", maxsplit=1)[0]
    for kind in codes.BASE_KIND.values():
        if short.casefold().endswith(f" {kind}"):
            return [short, short[: -len(kind) - 1]]
    return [short]


def halo(inks: Inks = LIGHT) -> Any:
    """Return the outline in the colour of the land that keeps letters apart from lines below."""
    return withStroke(linewidth=2, foreground=inks.land)


def mpl_colour(colour: symbology.RGB) -> tuple[float, float, float]:
    """Return a colour (0 to 255) as Matplotlib has it (0 to 1)."""
    red, green, blue = colour
    return red / 255, green / 255, blue / 255


@cache
def _layer(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(_file("basemap", name))


def _read(folder: str, name: str) -> Any:
    return json.loads(_file(folder, name).read_text(encoding="utf-8"))


def _file(folder: str, name: str) -> Any:
    manifest = json.loads((STATIC / folder / "manifest.json").read_text(encoding="utf-8"))
    return STATIC / folder / manifest[name]
