"""Provinces coloured by a number, with classes that are always named.

The shapes are a static file that the browser caches; only the colour of each province travels. The
number stands on its province as text, so that colour is never the only sign. Provinces that the
dataset covers and that have none are as the land is; provinces outside coverage are grey.
"""

from __future__ import annotations

import html
import json
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import pydeck as pdk
import shapely

from geo.model.cached import per_atlas
from geo.utils.words import number
from maps import static_files
from maps.lettering import outlined
from maps.palette import css, mixed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.cartography.symbology import RGB
    from geo.model.atlas import Atlas
    from maps.palette import BaseMap, Theme

PROVINCES_ID: Final = "choropleth"
NUMBERS_ID: Final = "choropleth-numbers"
OUTSIDE: Final = "outside"
_GREYED: Final = 0.16
NONE: Final = "none"
_MOST_CLASSES: Final = 6
_STEPS: Final = (1.0, 2.5, 5.0)
_COUNTS: Final = (1, 3, 6, 11, 26, 51, 101, 251, 501, 1001, 2501, 5001, 10001, 25001, 100001)
# From few to many: towards the accent of the theme, lighter where the ground is dark.
RAMPS: Final[Mapping[str, tuple[RGB, RGB]]] = {
    "light": ((250, 220, 190), (127, 39, 4)),
    "dark": ((92, 52, 28), (255, 196, 150)),
}
# Fewer to more. Blue and orange are told apart by every kind of colour vision.
_CHANGE: Final[Mapping[str, tuple[RGB, ...]]] = {
    "light": ((8, 81, 156), (66, 146, 198), (158, 202, 225), (236, 236, 236), (253, 190, 133),
              (241, 105, 19), (166, 54, 3)),
    "dark": ((107, 174, 255), (66, 130, 190), (48, 96, 142), (66, 70, 74), (150, 86, 38),
             (214, 110, 40), (255, 170, 100)),
}  # fmt: skip
# Breaks of the ratio of two rates: a quarter, a half, four fifths, and the same upwards.
CHANGE_BREAKS: Final = (0.25, 0.5, 0.8, 1.25, 2.0, 4.0)
_CHANGE_WORDS: Final = (
    "a quarter or less", "a quarter to a half", "a half to four fifths", "about the same",
    "1.25 to 2 times", "2 to 4 times", "4 times or more, or none before",
)  # fmt: skip
_DASHES: Final = [4, 3]  # in widths of the line, where a border is disputed
_CLEAR: Final = (0, 0, 0, 0)
_CITIES: Final = 2  # the lowest rank of a city that is named between the numbers
_BELOW_NUMBERS: Final = 700  # more than any city's priority; the scale ends at -1000
_OPAQUE: Final = 255  # what the legend shows is what the map shows


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the legend: its words, its colour, and the least value that belongs to it."""

    label: str
    colour: RGB
    least: float


def count_classes(largest: int, theme: Theme) -> list[Class]:
    """Return classes of counts in round numbers, at most six.

    Args:
        largest: the largest count; the classes run from 1 to it.
        theme: light or dark.
    """
    breaks = _thinned([b for b in _COUNTS if b <= max(largest, 1)])
    labels = [
        _span(low, high - 1) for low, high in zip(breaks, [*breaks[1:], largest + 1], strict=True)
    ]
    return _coloured(labels, [float(b) for b in breaks], theme)


def _span(low: int, high: int) -> str:
    return number(low) if high <= low else f"{number(low)} to {number(high)}"


def rate_classes(rates: Sequence[float], theme: Theme) -> list[Class]:
    """Return classes of rates in round numbers, at most six; none where no rate is above 0.

    Args:
        rates: the rates, in any unit; the classes hold all of them that are above 0.
        theme: light or dark.
    """
    known = [rate for rate in rates if rate > 0]
    if not known:
        return []
    series = [s * 10.0**e for e in range(-6, 7) for s in _STEPS]
    low = max(bisect_right(series, min(known)) - 1, 0)
    high = bisect_right(series, max(known))
    breaks = _thinned(series[low:high])
    labels = [f"{b:g} to under {c:g}" for b, c in pairwise(breaks)]
    return _coloured([*labels, f"{breaks[-1]:g} or more"], breaks, theme)


def change_classes(theme: Theme) -> list[Class]:
    """Return the classes of a ratio of two rates (later by earlier), the smallest first."""
    return [
        Class(label, colour, least)
        for label, colour, least in zip(
            _CHANGE_WORDS, _CHANGE[theme], (0.0, *CHANGE_BREAKS), strict=True
        )
    ]


def _thinned(breaks: Sequence[Any]) -> list[Any]:
    """Return at most six of the breaks, evenly chosen, the first and the last among them."""
    if len(breaks) <= _MOST_CLASSES:
        return list(breaks)
    top = _MOST_CLASSES - 1
    return [breaks[int(i * (len(breaks) - 1) / top + 0.5)] for i in range(_MOST_CLASSES)]


def _coloured(labels: Sequence[str], breaks: Sequence[float], theme: Theme) -> list[Class]:
    first, last = RAMPS[theme]
    top = max(len(labels) - 1, 1)
    return [
        Class(
            label,
            mixed(first, last, i / top),
            least,
        )
        for i, (label, least) in enumerate(zip(labels, breaks, strict=True))
    ]


def class_of(value: float, classes: Sequence[Class]) -> Class:
    """Return the class that a value belongs to; a value on a break belongs to the upper class."""
    return classes[max(bisect_right([c.least for c in classes], value) - 1, 0)]


@dataclass(frozen=True, slots=True)
class Area:
    """A province as it is to be drawn: its colour, its number as text, and its tooltip.

    `colour` is None where no class applies; then `kind` says why: `NONE`, `OUTSIDE` or a reason of
    the page's own, which is drawn like `NONE` and told by its text.
    """

    code: str
    colour: RGB | None
    kind: str
    text: str
    name: str
    description: str
    weight: float


def province_layers(
    areas: Sequence[Area], points: Mapping[str, tuple[float, float]], base: BaseMap,
    chosen: str = "",
) -> list[pdk.Layer]:  # fmt: skip
    """Return the coloured provinces, their edges, names of cities, and the provinces' numbers.

    The cities are here, not on the base map, where the provinces would cover them.

    Args:
        areas: the provinces; those that are not named stay as the base map has them.
        points: province code to (longitude, latitude) where its number stands.
        base: the colours of the base map.
        chosen: code of the province that is marked by its outline.
    """
    shapes = static_files.built("basemap", "province_shapes")
    rows = [
        {"p": list(points[area.code]), "t": area.text, "w": area.weight, "code": area.code,
         "name": area.name, "tip_title": area.name, "tip_body": area.text}
        for area in areas
        if area.text and area.code in points
    ]  # fmt: skip
    return [
        pdk.Layer(
            "GeoJsonLayer", id=PROVINCES_ID, data=shapes, pickable=True, filled=True,
            stroked=False, get_fill_color=_fills(areas, base),
        ),
        pdk.Layer(
            "GeoJsonLayer", id="choropleth-edges", pickable=False, filled=False, stroked=True,
            data=static_files.built("basemap", "province_edges"),
            get_line_color=[*base.ink, 80], line_width_units="'pixels'",
            get_line_width=f"{_is_covered(areas)} ? 0.9 : 0",
            get_dash_array=f"properties.kind == 'disputed' ? {_DASHES} : [0, 0]",
            extensions=[{"@@type": "PathStyleExtension", "dash": True}],
        ),
        *_outline(chosen, base),
        pdk.Layer(
            "TextLayer", id="choropleth-cities", data=static_files.built("basemap", "cities"),
            pickable=False, get_position="[lon, lat]", get_text="label",
            get_size=f"rank <= {_CITIES} ? 12 : 0", get_text_anchor="'start'",
            get_pixel_offset=[-4, 0],  # from its edge to the dot
            get_color=[*base.ink, 255], collision_test_props={"sizeScale": 2},
            **_lettering(base, f"priority - {_BELOW_NUMBERS}"),
        ),
        pdk.Layer(
            "TextLayer", id=NUMBERS_ID, data=rows, pickable=True,
            get_position="p", get_text="t", get_size=13, font_weight=700,
            get_color=[*base.ink, 255], **_lettering(base, "w"),
        ),
    ]  # fmt: skip


def _outline(chosen: str, base: BaseMap) -> list[pdk.Layer]:
    """Return the layer with the outline of a province; no layer for none."""
    if not chosen:
        return []
    shapes = static_files.read_built("basemap", "province_shapes")["features"]
    outlines = [shape for shape in shapes if shape["properties"]["code"] == chosen]
    return [
        pdk.Layer(
            "GeoJsonLayer",
            id="choropleth-chosen",
            data=outlines,
            pickable=False,
            filled=False,
            stroked=True,
            get_line_color=[*base.ink, 255],
            line_width_units="'pixels'",
            get_line_width=3,
        )
    ]


def _lettering(base: BaseMap, priority: str) -> dict[str, Any]:
    """Return what all text has in common: a halo, and where two collide the lower one gives way."""
    return {
        **outlined(base.land, 4), "size_units": "'pixels'", "character_set": "'auto'",
        "extensions": [{"@@type": "CollisionFilterExtension"}], "collision_enabled": True,
        "collision_group": "'choropleth'", "get_collision_priority": priority,
    }  # fmt: skip


def _is_covered(areas: Sequence[Area]) -> str:
    """Return the expression that is true of edges with a country of the coverage at a side."""
    covered = sorted({area.code.partition("-")[0] for area in areas if area.kind != OUTSIDE})
    sides = [f"properties.{side} == '{country}'" for country in covered for side in "ab"]
    return f"({' || '.join(sides) or 'false'})"


def _fills(areas: Sequence[Area], base: BaseMap) -> str:
    """Return the colour of every province as one expression, which the browser reads for each.

    A search tree over the sorted codes, whose leaves are neighbours of one colour: a comparison
    with every code took the browser ten times as long.
    """
    fills = {area.code: fill_of(area, base) for area in areas}
    visible = {code: fill for code, fill in fills.items() if fill[3]}
    leaves = [
        (next(codes), colour)
        for colour, codes in groupby(_shape_codes(), lambda code: visible.get(code, _CLEAR))
    ]
    return _search(leaves)


def _search(leaves: Sequence[tuple[str, tuple[int, ...]]]) -> str:
    """Return the expression that finds the last leaf whose first code is not above a province's."""
    if len(leaves) == 1:
        return json.dumps(list(leaves[0][1]))
    middle = len(leaves) // 2
    below, above = _search(leaves[:middle]), _search(leaves[middle:])
    return f"(properties.code < '{leaves[middle][0]}' ? {below} : {above})"


@cache
def _shape_codes() -> tuple[str, ...]:
    """Return the codes of the provinces that the browser draws, in their order as text."""
    shapes = static_files.read_built("basemap", "province_shapes")["features"]
    return tuple(sorted({shape["properties"]["code"] for shape in shapes}))


def fill_of(area: Area, base: BaseMap) -> tuple[int, ...]:
    """Return the RGBA that a province is filled with."""
    if area.colour is not None:
        return (*area.colour, _OPAQUE)
    if area.kind == OUTSIDE:  # neither a class, nor none, nor the sea
        return (*mixed(base.land, base.ink, _GREYED), _OPAQUE)
    return (*base.ink, 0)


@per_atlas
def label_points(atlas: Atlas) -> Mapping[str, tuple[float, float]]:
    """Return where the number of each province stands: code to (longitude, latitude) in degrees."""
    frame = atlas.provinces
    return MappingProxyType(
        {
            code: label_point(shape)
            for code, shape in zip(frame["province_code"], frame.geometry, strict=True)
        }
    )


def label_point(polygon: shapely.Geometry) -> tuple[float, float]:
    """Return where the number of a province stands: amid its largest part.

    The centre of the largest circle inside it (`shapely.maximum_inscribed_circle`).

    Args:
        polygon: a polygon or several, degrees WGS84.

    Returns:
        Longitude and latitude, three decimals.
    """
    parts = shapely.get_parts(polygon)
    largest = parts[shapely.area(parts).argmax()]
    inside = shapely.maximum_inscribed_circle(largest, tolerance=0.02)
    x, y = shapely.get_coordinates(inside)[0]
    return round(float(x), 3), round(float(y), 3)


def class_legend(title: str, classes: Sequence[Class], others: Sequence[tuple[str, str]],
           base: BaseMap) -> str:  # fmt: skip
    """Return the legend as HTML: the classes in one bar, then what has no class colour.

    Args:
        title: what the colours say, with the unit.
        classes: the classes, in order.
        others: (`NONE`, `OUTSIDE` or another kind, words) for what has no class colour.
        base: the colours of the base map.
    """
    rows = [_bar(classes)] if classes else []
    for kind, words in others:
        area = Area("", None, kind, "", "", "", 0)
        red, green, blue, alpha = fill_of(area, base)
        shown = css((red, green, blue) if alpha else base.land)
        edge = "1px dotted" if kind == OUTSIDE else "1px solid"
        rows.append(_row(shown, words, edge))
    return (
        '<div class="atlas-legend atlas-classes" role="group" aria-label="Legend">'
        f'<p class="atlas-signs">{html.escape(title)}</p>{"".join(rows)}</div>'
    )


def _bar(classes: Sequence[Class]) -> str:
    parts = "".join(
        f'<span><i style="background:{css(c.colour)}"></i>{html.escape(c.label)}</span>'
        for c in classes
    )
    return f'<div class="atlas-ramp">{parts}</div>'


def _row(colour: str, words: str, edge: str = "1px solid") -> str:
    swatch = (
        f'<span style="width:1.4rem;height:.9rem;flex:none;display:inline-block;'
        f'border:{edge} rgba(128,128,128,.8);background:{colour}"></span>'
    )
    return f'<div class="atlas-sign">{swatch}<span>{html.escape(words)}</span></div>'
