"""The base map: land, water, borders, provinces and names, on a canvas of its own.

The browser draws it from a style file and the pieces that the style names, all of them static files
that it caches; see scripts/build_basemap.py and scripts/build_style.py. Nothing of it travels in
the deck but one address, and it is drawn anew when the view moves, not when an incident does.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from maps import palette, static_files
from maps.palette import css

if TYPE_CHECKING:
    from geo.cartography.symbology import RGB
    from maps.palette import Theme

_PIECES: Final = ("land", "water", "provinces", "borders")
_IS_DISPUTED: Final = ["==", ["get", "kind"], "disputed"]
# Left edge of a city's picture to the middle of its dot, in pixels.
_DOT_PX: Final = 4


@lru_cache(maxsize=64)  # browsers name the origin, so there may be many
def style_address(theme: Theme, origin: str) -> str | list[dict[str, Any]]:
    """Return where the browser finds the style, or the style itself where it has no address.

    Args:
        theme: light or dark.
        origin: scheme and host of the app as the browser sees it, such as `https://atlas.example`.
    """
    content = style(theme, origin)
    return static_files.publish(content) or [content]


def style(theme: Theme, origin: str) -> dict[str, Any]:
    """Return the style: sources and layers, bottom first (Mapbox style specification, version 8).

    The address of the names' pictures must be a whole one, host included; without an `origin`
    there are no names. Arguments as for `address`.
    """
    base = palette.BASE_MAPS[theme]
    sources = {name: static_files.built("basemap", name) for name in _PIECES}
    sources["labels"] = static_files.built("style", "labels")
    names = [_names()] if origin else []
    sprite = {"sprite": origin + static_files.built("style", f"sprite-{theme}")} if origin else {}
    return {
        "version": 8,
        "name": f"Incident Atlas, {theme}",
        **sprite,
        "sources": {n: {"type": "geojson", "data": data} for n, data in sources.items()},
        "layers": [
            {"id": "sea", "type": "background", "paint": {"background-color": css(base.sea)}},
            _line("shore", "land", base.shore, 5),
            _fill("land", "land", base.land),
            _line("coast", "land", base.coast, 0.8),
            _fill("lakes", "water", base.water, filter=["==", ["get", "kind"], "lake"]),
            _line("rivers", "water", base.river, 1),
            _line("provinces", "provinces", base.province_line, 0.7),
            _line("borders", "borders", base.country_line, 1.1, filter=["!", _IS_DISPUTED]),
            _line("disputed", "borders", base.disputed_line, 1.3, dashed=True, filter=_IS_DISPUTED),
            *names,
        ],
    }


def _names() -> dict[str, Any]:
    """Return the layer of the names; where two would collide the more important one stays."""
    return {
        "id": "names", "type": "symbol", "source": "labels",
        "layout": {
            "icon-image": ["get", "icon"],
            "symbol-sort-key": ["get", "order"],
            "icon-anchor": ["match", ["get", "kind"], "city", "left", "center"],
            "icon-offset": ["match", ["get", "kind"], "city",
                            ["literal", [-_DOT_PX, 0]], ["literal", [0, 0]]],
            "icon-padding": 7,
        },
    }  # fmt: skip


def _fill(layer: str, source: str, colour: RGB, **more: Any) -> dict[str, Any]:
    return {"id": layer, "type": "fill", "source": source, **more,
            "paint": {"fill-color": css(colour)}}  # fmt: skip


def _line(
    layer: str, source: str, colour: RGB, width_px: float, *, dashed: bool = False, **more: Any
) -> dict[str, Any]:
    paint: dict[str, Any] = {"line-color": css(colour), "line-width": width_px}
    if dashed:
        paint["line-dasharray"] = [4, 3]  # of the line's width
    ends = {} if dashed else {"line-cap": "round"}
    return {"id": layer, "type": "line", "source": source, "paint": paint,
            "layout": {"line-join": "round", **ends}, **more}  # fmt: skip
