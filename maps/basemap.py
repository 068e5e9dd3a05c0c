"""The base map: land, water, borders, provinces and names, on a canvas of its own.

The browser draws it from a style file and the pieces that the style names, all of them static files
that it caches; see scripts/build_basemap.py and scripts/build_style.py. Nothing of it travels in
the deck but one address, and it is drawn anew when the view moves, not when an incident does.
Inside a region for which the user has brought a detailed file, that file's land, water, roads and
places come on top; see `maps.region_file`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from maps import palette, region_file, static_files
from maps.palette import css

if TYPE_CHECKING:
    from geo.cartography.symbology import RGB
    from maps.palette import BaseMap, Theme

Style = dict[str, Any]

_PIECES: Final = ("land", "water", "provinces", "borders")
_IS_DISPUTED: Final = ["==", ["get", "kind"], "disputed"]

# Fonts have a name in the style and come from files. The first has the letters of the shipped
# names; a region file's may need more.
_REGULAR: Final = "Atlas Sans Regular"
_SEMIBOLD: Final = "Atlas Sans Semibold"
_BASIC_LETTERS: Final = ["U+20-7E", "U+2009", "U+2022"]
_IS_COUNTRY: Final = ["==", ["get", "kind"], "country"]
_IS_WEST: Final = ["==", ["get", "side"], "west"]
_DOT: Final = "•"
_DOT_GAP: Final = "\u2009"
# Keeps the dot in front of a name in Arabic letters.
_LEFT_TO_RIGHT: Final = "\u200e"
# From the edge of a name with its dot to the middle of the dot, in the size of its letters.
_DOT_MIDDLE: Final = 0.18
# Names of cities from this rank on are for these levels of zoom and closer.
_RANKS_BY_ZOOM: Final = ["step", ["zoom"], 2, 5, 3, 6, 4]
_COUNTRIES_UNTIL_ZOOM: Final = 9

# The region file, and from where it is finer than the shipped land.
_REGION: Final = "region"
_REGION_FROM_ZOOM: Final = 6
# A town of the file so near to a city of ours is that city.
_SAME_CITY_M: Final = 5000
_IS_AREA: Final = ["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]]
# Nothing of the file that shows how a base is laid out: no runways, no military ground, no service
# roads.
_BUILT_UP: Final = ["residential", "commercial", "industrial"]
_ROADS: Final = ("minor_road", "major_road", "highway")
_ROAD_WIDTHS: Final = {
    "highway": [6, 0.6, 9, 1.6, 12, 3],
    "major_road": [7, 0.3, 9, 0.8, 12, 1.8],
    "minor_road": [10, 0.2, 12, 0.9],
}


def style_address(theme: Theme, *, names: bool = True) -> str | list[Style]:
    """Return where the browser finds the style, or the style itself where it has no address.

    Args:
        theme: light or dark.
        names: whether it has names, and what the user's file of a region holds. Only MapLibre
            from version 6 draws these; `st.pydeck_chart` has an older library.
    """
    address = _publish(theme, names=names)
    if isinstance(address, str) and not static_files.keep_published(address):
        _publish.cache_clear()
        address = _publish(theme, names=names)
    return address


@cache
def _publish(theme: Theme, *, names: bool) -> str | list[Style]:
    content = style(theme, names=names)
    return static_files.publish(content) or [content]


def style(theme: Theme, *, names: bool = True) -> Style:
    """Return the style: sources and layers, bottom first (MapLibre style specification, version 8).

    Arguments as for `style_address`.
    """
    base = palette.BASE_MAPS[theme]
    region = region_file.named() if names else None
    pieces = (*_PIECES, "labels") if names else _PIECES
    sources: Style = {
        name: {"type": "geojson", "data": static_files.built(
            "style" if name == "labels" else "basemap", name)}
        for name in pieces
    }  # fmt: skip
    if region:
        sources[_REGION] = {"type": "vector", "url": f"pmtiles://{region.address}",
                            "attribution": region.attribution}  # fmt: skip
    regular = static_files.built("style", "regular")
    fonts = {
        _REGULAR: [{"url": regular, "unicode-range": _BASIC_LETTERS},
                   {"url": static_files.built("style", "more")}] if region else regular,
        _SEMIBOLD: static_files.built("style", "semibold"),
    }  # fmt: skip
    return {
        "version": 8,
        "name": f"Incident Atlas, {theme}",
        **({"font-faces": fonts} if names else {}),
        "sources": sources,
        "layers": [
            {"id": "sea", "type": "background", "paint": {"background-color": css(base.sea)}},
            _line("shore", "land", base.shore, 5),
            _fill("land", "land", base.land),
            _line("coast", "land", base.coast, 0.8),
            _fill("lakes", "water", base.water, filter=["==", ["get", "kind"], "lake"]),
            _line("rivers", "water", base.river, 1),
            *(_region_ground(base) if region else []),
            _line("provinces", "provinces", base.province_line, 0.7),
            _line("borders", "borders", base.country_line, 1.1, filter=["!", _IS_DISPUTED]),
            _line("disputed", "borders", base.disputed_line, 1.3, dashed=True, filter=_IS_DISPUTED),
            *([_region_places(base)] if region else []),
            *([_names(base)] if names else []),
        ],
    }


def _names(base: BaseMap) -> Style:
    """Return the layer of the names; where two would collide the more important one stays.

    A city's dot is a part of its name, so that both go together.
    """
    rank = ["get", "rank"]
    is_capital = ["==", rank, 1]
    city = ["case", _IS_WEST, ["concat", ["get", "name"], _DOT_GAP + _DOT],
            ["concat", _DOT + _DOT_GAP, ["get", "name"]]]  # fmt: skip
    return {
        "id": "names", "type": "symbol", "source": "labels",
        "filter": ["case", _IS_COUNTRY, ["<", ["zoom"], _COUNTRIES_UNTIL_ZOOM],
                   ["<=", rank, _RANKS_BY_ZOOM]],
        "layout": {
            "text-field": ["case", _IS_COUNTRY, ["upcase", ["get", "name"]], city],
            "text-font": ["case", ["any", _IS_COUNTRY, is_capital],
                          ["literal", [_SEMIBOLD]], ["literal", [_REGULAR]]],
            "text-size": ["interpolate", ["linear"], ["zoom"],
                          4, ["case", _IS_COUNTRY, ["-", 13.5, rank], ["-", 14, ["*", 0.7, rank]]],
                          8, ["case", _IS_COUNTRY, ["-", 20, ["*", 1.5, rank]],
                              ["-", 17, ["*", 0.8, rank]]]],
            "text-letter-spacing": ["case", _IS_COUNTRY, 0.28, 0.01],
            "text-max-width": ["case", _IS_COUNTRY, 7, 20],
            "text-line-height": 1.3,
            "text-anchor": ["case", _IS_COUNTRY, "center", _IS_WEST, "right", "left"],
            "text-justify": "center",
            "text-offset": ["case", _IS_COUNTRY, ["literal", [0, 0]],
                            _IS_WEST, ["literal", [_DOT_MIDDLE, 0]],
                            ["literal", [-_DOT_MIDDLE, 0]]],
            "text-padding": 4,
            "symbol-sort-key": ["get", "order"],
        },
        "paint": _letters(["case", _IS_COUNTRY, css(base.country_label), css(base.city_label)],
                          base),
    }  # fmt: skip


def _letters(colour: Any, base: BaseMap) -> Style:
    """Return how text is painted: with a halo of the colour of the land."""
    return {"text-color": colour, "text-halo-color": css(base.land), "text-halo-width": 1.4,
            "text-halo-blur": 0.4}  # fmt: skip


def _region_ground(base: BaseMap) -> list[Style]:
    """Return land, settled land, water and roads of the region file, bottom first."""
    roads = []
    for kind in _ROADS:
        width = ["interpolate", ["exponential", 1.4], ["zoom"], *_ROAD_WIDTHS[kind]]
        wanted = ["all", ["==", ["get", "kind"], kind],
                  ["!=", ["get", "kind_detail"], "service"]]  # fmt: skip
        roads.append(_line(f"region-{kind}", _REGION, base.road, width, filter=wanted,
                           **_of_region("roads")))  # fmt: skip
    return [
        _fill("region-earth", _REGION, base.land, **_of_region("earth")),
        _fill("region-built-up", _REGION, base.built_up, **_of_region("landuse"),
              filter=["in", ["get", "kind"], ["literal", _BUILT_UP]]),
        _fill("region-water", _REGION, base.water, **_of_region("water"),
              filter=["all", _IS_AREA, ["!=", ["get", "kind"], "ocean"]]),
        _fill("region-sea", _REGION, base.sea, **_of_region("water"),
              filter=["all", _IS_AREA, ["==", ["get", "kind"], "ocean"]]),
        _line("region-rivers", _REGION, base.river, 1, **_of_region("water"),
              filter=["all", ["!", _IS_AREA],
                      ["in", ["get", "kind"], ["literal", ["river", "canal"]]]]),
        *roads,
    ]  # fmt: skip


def _region_places(base: BaseMap) -> Style:
    """Return the layer of the towns and villages of the region file."""
    cities = {
        "type": "MultiPoint",
        "coordinates": [[c["lon"], c["lat"]] for c in static_files.read_built("basemap", "cities")],
    }
    return {
        "id": "region-places", "type": "symbol", "source": _REGION, **_of_region("places"),
        "filter": ["all", ["==", ["get", "kind"], "locality"],
                   [">", ["distance", cities], _SAME_CITY_M]],
        "layout": {
            "text-field": ["concat", _LEFT_TO_RIGHT + _DOT + _DOT_GAP,
                           ["coalesce", ["get", "name:en"], ["get", "name"]]],
            "text-font": [_REGULAR],
            "text-size": ["interpolate", ["linear"], ["zoom"], 6, 11, 12, 13],
            "text-max-width": 20,
            "text-anchor": "left",
            "text-offset": [-_DOT_MIDDLE, 0],
            "text-padding": 8,
            "symbol-sort-key": ["-", 0, ["coalesce", ["get", "population_rank"], 0]],
        },
        "paint": _letters(css(base.city_label), base),
    }  # fmt: skip


def _of_region(layer: str) -> Style:
    return {"source-layer": layer, "minzoom": _REGION_FROM_ZOOM}


def _fill(layer: str, source: str, colour: RGB, **more: Any) -> Style:
    return {"id": layer, "type": "fill", "source": source, **more,
            "paint": {"fill-color": css(colour)}}  # fmt: skip


def _line(
    layer: str, source: str, colour: RGB, width_px: Any, *, dashed: bool = False, **more: Any
) -> Style:
    paint: Style = {"line-color": css(colour), "line-width": width_px}
    if dashed:
        paint["line-dasharray"] = [4, 3]  # of the line's width
    ends = {} if dashed else {"line-cap": "round"}
    return {"id": layer, "type": "line", "source": source, "paint": paint,
            "layout": {"line-join": "round", **ends}, **more}  # fmt: skip
