"""The base map: land, borders, provinces and cities from files that the browser caches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pydeck as pdk

from maps import palette, static

if TYPE_CHECKING:
    from maps.palette import Theme

# Without a basemap the page shines through: the sea is a sheet under everything.
_EVERYWHERE: Final = {
    "type": "Polygon",
    "coordinates": [[[-100, -60], [175, -60], [175, 80], [-100, 80], [-100, -60]]],
}


def base_layers(theme: Theme) -> list[pdk.Layer]:
    """Return the layers of the base map, bottom first; none can be picked."""
    base = palette.BASE_MAPS[theme]
    return [
        pdk.Layer(
            "GeoJsonLayer", id="sea", data=_EVERYWHERE, pickable=False, filled=True, stroked=False,
            get_fill_color=list(base.sea),
        ),
        pdk.Layer(
            "GeoJsonLayer", id="land", data=static.built("basemap", "land"), pickable=False,
            filled=True, stroked=True, get_fill_color=list(base.land),
            get_line_color=list(base.land_edge), line_width_units="'pixels'", get_line_width=1,
        ),
        pdk.Layer(
            "GeoJsonLayer", id="province-lines", data=static.built("basemap", "provinces"),
            pickable=False, get_line_color=list(base.province_line), line_width_units="'pixels'",
            get_line_width=0.8,
        ),
        pdk.Layer(
            "GeoJsonLayer", id="borders", data=static.built("basemap", "borders"), pickable=False,
            get_line_color=list(base.country_line), line_width_units="'pixels'", get_line_width=1.2,
        ),
    ]  # fmt: skip
