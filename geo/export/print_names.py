"""The names on a printed map: sites, countries and cities, none over a disc or another name.

Sizes on paper are in points; degrees are WGS84.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo import codes
from geo.cartography.displacement import room_for_names
from geo.export import lettering, print_map

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from geo.cartography.sites import Sites
    from geo.export.print_map import Discs, Extent, Frame

_Box = tuple[float, float, float, float]  # west, south, east, north on paper

_NAMED: Final = 10
_SITE_PT: Final = 7.0
_CITY_PT: Final = 6.3
_COUNTRY_PT: Final = 7.4
_LINE: Final = 1.15  # height of a line by the size of its letters
_LETTER_SPACE: Final = "\u200a"
_DOT_PT: Final = 1.5
_APART_PT: Final = 3.0  # between two names in a line
_COUNTRY_TRIES: Final = 26  # per side of the map
# The provinces have codes of ISO 3166-2; these are the countries that they belong to.
_COUNTRY_OF_CODE: Final = {
    "AE": "United Arab Emirates", "CY": "Cyprus", "EG": "Egypt", "IL": "Israel", "IQ": "Iraq",
    "IR": "Iran", "JO": "Jordan", "KW": "Kuwait", "LB": "Lebanon", "OM": "Oman", "QA": "Qatar",
    "SA": "Saudi Arabia", "SY": "Syria", "TR": "Turkey", "YE": "Yemen",
}  # fmt: skip


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
    taken = [(0.0, 0.0, *print_map.SCALE_ROOM_PT)]
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
            print_map.write(
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
        print_map.write(axes, spaced, middle, _COUNTRY_PT, frame.inks.country,
               inks=frame.inks, ha="center")  # fmt: skip
        written.append(name)
    return written + _write_cities(axes, frame, discs, taken, coarsest_city)


def _write_cities(
    axes: Axes, frame: Frame, discs: Discs, taken: list[_Box], coarsest: int
) -> list[str]:
    cities = sorted(
        (city for city in print_map.read_built("basemap", "cities")
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
        at_text = room[0], room[1] + high / 2
        print_map.write(axes, city["name"], at_text, _CITY_PT, frame.inks.city, inks=frame.inks)
        written.append(city["name"])
    return written


def _countries(
    frame: Frame, discs: Discs, taken: Sequence[_Box]
) -> Iterator[tuple[str, tuple[float, float], _Box]]:
    """Yield name, middle and box of each country whose name has room on the map."""
    taken = [*taken]
    shapes = _visible_countries(frame.extent)
    labels = print_map.read_built("style", "labels")["features"]
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
    shapes = print_map.layer("province_shapes")
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


def _size(name: str, size_pt: float, weight: int = lettering.REGULAR) -> tuple[float, float]:
    return lettering.width(name, size_pt, weight), size_pt * _LINE


def _spellings(name: str) -> list[str]:
    """Return a site's name without what follows it, then also without the kind of base."""
    short = name.split(" (", maxsplit=1)[0].split(", ", maxsplit=1)[0]
    for kind in codes.BASE_KIND.values():
        if short.casefold().endswith(f" {kind}"):
            return [short, short[: -len(kind) - 1]]
    return [short]
