"""The picture of a chart: the page's own specification, with title, period and source around it.

vl-convert draws it, the converter that Altair uses: Vega-Lite itself, without a browser.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from geo.export import lettering
from geo.export.lettering import SEMIBOLD
from geo.export.look import LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from geo.export.chart_table import Words

_WIDE_PX: Final = 1000
_SCALE: Final = 2  # for print
_MARGIN_PX: Final = 20
_TITLE_PX, _DECK_PX, _FOOT_PX = 20, 13, 9.5
_PLOT: Final = 0.78  # of the width, beside the names of lanes
_BELOW_PX: Final = 40  # from the plot to the source: room for the axis
_FONTS: Final = f"{lettering.FAMILY}, DejaVu Sans, sans-serif"


def draw_chart(spec: Mapping[str, Any], words: Words, file_format: str) -> bytes:
    """Return the picture of a chart, light for print, without clock time.

    Args:
        spec: a layered Vega-Lite chart whose `datasets` are Arrow tables.
        words: what is written above and below it.
        file_format: `png` (2000 pixels wide) or `svg`.

    Raises:
        ValueError: another format.
    """
    whole, convert = _with_words(spec, words), _converter()
    if file_format == "png":
        png: bytes = convert.vegalite_to_png(whole, scale=_SCALE, allowed_base_urls=[])
        return png
    if file_format == "svg":
        svg: str = convert.vegalite_to_svg(whole, allowed_base_urls=[])
        return svg.encode()
    message = f"no format {file_format!r} of a chart; allowed are png, svg"
    raise ValueError(message)


@cache
def _converter() -> ModuleType:
    """Return the converter, which knows the app's font."""
    import vl_convert  # noqa: PLC0415 - half a second, for those who ask for a picture

    for folder in {file.parent for file in lettering.font_files().values()}:
        vl_convert.register_font_directory(str(folder))
    return vl_convert


def _with_words(spec: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Return the chart with its words around it, and its rows in it."""
    room = _WIDE_PX - 2 * _MARGIN_PX
    source = {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "baseline": "top", "fontSize": _FOOT_PX,
                 "color": LIGHT.grey, "text": lettering.wrap(words.source, room * _PLOT, _FOOT_PX)},
        "encoding": {"x": {"value": 0}, "y": {"value": {"expr": f"height + {_BELOW_PX}"}}},
    }  # fmt: skip
    return {
        **{name: value for name, value in spec.items() if name != "usermeta"},
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "datasets": {name: table.to_pylist() for name, table in spec["datasets"].items()},
        "layer": [*spec["layer"], source],
        "title": {
            "text": lettering.wrap(words.title, room, _TITLE_PX, SEMIBOLD),
            "subtitle": lettering.wrap(words.subtitle, room, _DECK_PX),
            "anchor": "start", "frame": "bounds", "offset": 14, "subtitlePadding": 6,
            "fontSize": _TITLE_PX, "fontWeight": 600, "color": LIGHT.ink,
            "subtitleFontSize": _DECK_PX, "subtitleColor": LIGHT.grey,
        },
        "width": _WIDE_PX, "padding": _MARGIN_PX, "background": "white",
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": {"font": _FONTS},
    }  # fmt: skip
