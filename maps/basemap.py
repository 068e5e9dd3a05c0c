"""The base map: land, water, borders, provinces and labels from files that the browser caches.

Nothing of it travels in the deck but addresses and colours. None of it can be picked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pydeck as pdk

from maps import palette, static

if TYPE_CHECKING:
    from geo.symbology import RGB
    from maps.palette import Theme

_PIXELS: Final = "'pixels'"
FONT: Final = "'Source Sans, Helvetica Neue, Arial, sans-serif'"
# The page shines through where nothing is drawn, so the sea is a sheet under everything.
_EVERYWHERE: Final = [{"p": [[-180, -80], [0, -80], [180, -80], [180, 85], [0, 85], [-180, 85]]}]
_IS_DISPUTED: Final = "properties.kind == 'disputed'"


def base_layers(theme: Theme) -> list[pdk.Layer]:
    """Return the layers of the base map, bottom first."""
    base = palette.BASE_MAPS[theme]
    return [
        pdk.Layer("PolygonLayer", id="base-sea", pickable=False, data=_EVERYWHERE,
                  get_polygon="p", stroked=False, get_fill_color=list(base.sea)),
        _lines("base-shore", "land", base.shore, 5, line_joint_rounded=True,
               line_cap_rounded=True),
        _lines("base-land", "land", base.coast, 0.8, filled=True,
               get_fill_color=list(base.land)),
        _lines("base-water", "water", base.river, 1, filled=True,
               get_fill_color=list(base.water), line_joint_rounded=True, line_cap_rounded=True),
        _lines("base-provinces", "provinces", base.province_line, 0.7),
        _lines("base-borders", "borders", base.country_line, f"{_IS_DISPUTED} ? 0 : 1.1",
               line_joint_rounded=True),
        _lines("base-disputed", "borders", base.disputed_line, f"{_IS_DISPUTED} ? 1.3 : 0",
               extensions=[{"@@type": "PathStyleExtension", "dash": True}],
               get_dash_array=[4, 3], dash_justified=True),
    ]  # fmt: skip


def label_layers(theme: Theme) -> list[pdk.Layer]:
    """Return the names of countries and cities; the browser hides those that would collide."""
    base = palette.BASE_MAPS[theme]
    shared: dict[str, Any] = {
        "pickable": False,
        "get_position": "[lon, lat]",
        "get_text": "label",
        "size_units": _PIXELS,
        "font_family": FONT,
        "character_set": "'auto'",  # the default atlas is ASCII and drops other letters
        "font_settings": {"sdf": True, "fontSize": 32, "buffer": 6, "radius": 10, "cutoff": 0.25,
                          "smoothing": 0.25},
        "outline_width": 3,
        "outline_color": list(base.land),
        "extensions": [{"@@type": "CollisionFilterExtension"}],
        "collision_enabled": True,
        "collision_group": "'base-labels'",
        "get_collision_priority": "priority",
        # A clear ground makes room around a label, so that neighbours keep off.
        "background": True,
        "get_background_color": [*base.land, 0],
        "background_padding": [48, 7, 10, 7],
    }  # fmt: skip
    return [
        pdk.Layer("TextLayer", id="base-countries", data=static.built("basemap", "countries"),
                  get_size="15 - rank", get_color=list(base.country_label), font_weight=600,
                  **shared),
        pdk.Layer("TextLayer", id="base-cities", data=static.built("basemap", "cities"),
                  get_size="15 - rank * 0.75", get_color=list(base.city_label), font_weight=400,
                  get_text_anchor="'start'", get_alignment_baseline="'center'",
                  get_pixel_offset=[-3, 0], **shared),
    ]  # fmt: skip


def _lines(layer_id: str, name: str, colour: RGB, width: float | str,
           **props: Any) -> pdk.Layer:  # fmt: skip
    filled = props.pop("filled", False)
    return pdk.Layer(
        "GeoJsonLayer", id=layer_id, pickable=False, data=static.built("basemap", name),
        filled=filled, stroked=True, get_line_color=list(colour), get_line_width=width,
        line_width_units=_PIXELS, **props,
    )  # fmt: skip
