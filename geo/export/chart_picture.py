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
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from geo.export.chart_table import Words

_WIDE_PX: Final = 1000
_SCALE: Final = 2  # for print
_MARGIN_PX: Final = 20
_TITLE_PX, _DECK_PX, _FOOT_PX = 20, 13, 9.5
_PLOT: Final = 0.78  # of the width, beside the names of lanes
_BELOW_PX: Final = 40  # from the plot to the source: room for the axis
_ABREAST: Final = 3  # panels
_PANEL_PX: Final = 270, 130
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
    return _convert(_with_words(spec, words), file_format)


def draw_panels(panels: Sequence[tuple[str, Mapping[str, Any]]], words: Words,
                file_format: str) -> bytes:  # fmt: skip
    """Return the picture of small multiples, three abreast, like `draw_chart`.

    Args:
        panels: the title and the layered chart of each.
        words: what is written above and below them.
        file_format: `png` or `svg`.

    Raises:
        ValueError: another format.
    """
    width, height = _PANEL_PX
    datasets: dict[str, list[dict[str, Any]]] = {}
    drawn = []
    for i, (title, spec) in enumerate(panels):
        # Rows that panels share keep their name, by which expressions may call them.
        names = {}
        for name, rows in _rows(spec).items():
            names[name] = name if datasets.setdefault(name, rows) == rows else f"{name} {i}"
            datasets[names[name]] = rows
        layers = [one | {"data": {"name": names[one["data"]["name"]]}} for one in spec["layer"]]
        head = {"text": title, "anchor": "start", "fontSize": _DECK_PX, "color": LIGHT.ink}
        drawn.append({"title": head, "width": width, "height": height, "layer": layers})
    source = {"data": {"values": [{}]}, "mark": _source(words), "view": {"stroke": None},
              "encoding": {"x": {"value": 0}, "y": {"value": 0}}}  # fmt: skip
    body = {"concat": drawn, "columns": _ABREAST, "spacing": 24}
    whole = {"vconcat": [body, source], "datasets": datasets}
    return _convert(_framed(whole, words), file_format)


def _convert(whole: Mapping[str, Any], file_format: str) -> bytes:
    convert = _converter()
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
    below = {"value": {"expr": f"height + {_BELOW_PX}"}}
    source = {"data": {"values": [{}]}, "mark": _source(words),
              "encoding": {"x": {"value": 0}, "y": below}}  # fmt: skip
    whole = {name: value for name, value in spec.items() if name != "usermeta"}
    return _framed(
        whole | {
            "datasets": _rows(spec), "layer": [*spec["layer"], source], "width": _WIDE_PX,
            "autosize": {"type": "fit-x", "contains": "padding"},
        }, words,
    )  # fmt: skip


def _rows(spec: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {name: table.to_pylist() for name, table in spec["datasets"].items()}


def _source(words: Words) -> dict[str, Any]:
    room = (_WIDE_PX - 2 * _MARGIN_PX) * _PLOT
    return {"type": "text", "align": "left", "baseline": "top", "fontSize": _FOOT_PX,
            "color": LIGHT.grey, "text": lettering.wrap(words.source, room, _FOOT_PX)}  # fmt: skip


def _framed(chart: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Return the chart with title and subtitle above it, on white."""
    room = _WIDE_PX - 2 * _MARGIN_PX
    return {
        **chart,
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {
            "text": lettering.wrap(words.title, room, _TITLE_PX, SEMIBOLD),
            "subtitle": lettering.wrap(words.subtitle, room, _DECK_PX),
            "anchor": "start", "frame": "bounds", "offset": 14, "subtitlePadding": 6,
            "fontSize": _TITLE_PX, "fontWeight": 600, "color": LIGHT.ink,
            "subtitleFontSize": _DECK_PX, "subtitleColor": LIGHT.grey,
        },
        "padding": _MARGIN_PX, "background": "white",
        "config": {"font": _FONTS},
    }  # fmt: skip
