"""The picture of a chart: the same marks as on the page, with title, period and source.

It takes a chart as `ui.widgets.vega` specifies it, so that page and picture cannot differ, and
draws of Vega-Lite what those charts use: rectangles, rules, lines, points and labels over two axes
of numbers, lanes with names, and one legend.
"""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from geo.export import lettering
from geo.export.lettering import REGULAR, SEMIBOLD
from geo.export.look import LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from geo.export.chart_table import Words

Rows = list[dict[str, Any]]
_PT_PER_INCH: Final = 72
_DPI: Final = 200
_WIDE_PT: Final = 720.0
_MARGIN_PT: Final = 18.0
_GREY: Final = "#5b6066"
_TITLE_PT, _DECK_PT, _TEXT_PT, _FOOT_PT = 15.0, 9.5, 7.6, 6.6
_LEADING: Final = 1.32
_LABEL_PX: Final = 11  # what is as large on the page as `_TEXT_PT` here
_PT_PER_PX: Final = 0.75
_PLOT_PT: Final = 250.0  # of a chart without lanes
_NAMES_PT, _NUMBERS_PT = 150.0, 36.0  # left of the plot
_AXIS_PT: Final = 20.0
_EPOCH: Final = date(1970, 1, 1)
_FORMATS: Final[Mapping[str, dict[str, str | None]]] = {
    "png": {"Software": None}, "svg": {"Date": None, "Creator": "Incident Atlas"},
}  # fmt: skip
_SHAPES: Final = {
    "triangle-down": "v", "triangle-up": "^", "circle": "o", "square": "s", "diamond": "D",
}  # fmt: skip


def draw_chart(spec: Mapping[str, Any], words: Words, file_format: str) -> bytes:
    """Return the picture of a chart, light for print, without clock time.

    Args:
        spec: a chart of `ui.widgets.vega.layered`, whose `datasets` are Arrow tables.
        words: what is written above and below it.
        file_format: `png` (2000 pixels wide) or `svg` (text as outlines).

    Raises:
        KeyError: another format.
    """
    metadata = _FORMATS[file_format]
    data = {name: table.to_pylist() for name, table in spec["datasets"].items()}
    out = io.BytesIO()
    lettering.font_files()
    with mpl.rc_context(lettering.STYLE):
        _figure(spec, data, words).savefig(out, format=file_format, dpi=_DPI, metadata=metadata)
    return out.getvalue()


def _figure(spec: Mapping[str, Any], data: Mapping[str, Rows], words: Words) -> Figure:
    wide = _WIDE_PT - 2 * _MARGIN_PT
    blocks = [
        (lettering.wrap(text, wide, size, weight), size, weight, colour)
        for text, size, weight, colour in (
            (words.title, _TITLE_PT, SEMIBOLD, LIGHT.ink),
            (words.subtitle, _DECK_PT, REGULAR, _GREY),
            (words.source, _FOOT_PT, REGULAR, _GREY),
        )
    ]  # fmt: skip
    foot = len(blocks[2][0]) * _FOOT_PT * _LEADING
    lanes = data.get("labels", [])
    plot = max(row["y"] for row in lanes) * _PT_PER_PX if lanes else _PLOT_PT
    legend = _signs(spec)
    below = _AXIS_PT + 10 + len(legend) * _TEXT_PT * 1.6
    head = sum(len(lines) * size * _LEADING for lines, size, *_ in blocks[:2]) + 14
    high = 2 * _MARGIN_PT + head + plot + below + foot
    whole = Figure(figsize=(_WIDE_PT / _PT_PER_INCH, high / _PT_PER_INCH), facecolor="white")
    y = high - _MARGIN_PT
    for i, (lines, size, weight, colour) in enumerate(blocks):
        y = _MARGIN_PT + foot if i == len(blocks) - 1 else y
        for line in lines:
            y -= size * _LEADING
            whole.text(_MARGIN_PT / _WIDE_PT, y / high, line, fontsize=size, fontweight=weight,
                       color=colour, parse_math=False)  # fmt: skip
    left = _MARGIN_PT + (_NAMES_PT if lanes else _NUMBERS_PT)
    bottom = _MARGIN_PT + foot + below
    axes = whole.add_axes((left / _WIDE_PT, bottom / high,
                           (_WIDE_PT - _MARGIN_PT - left) / _WIDE_PT, plot / high))  # fmt: skip
    for layer in spec["layer"]:
        _draw_layer(axes, layer, data.get(layer["data"]["name"], []))
    _draw_axes(axes, spec, data)
    if legend:
        handles = [
            axes.plot([], [], marker=shape, color=colour, linestyle="", markersize=5, label=name)[0]
            for name, colour, shape in legend
        ]
        axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, -_AXIS_PT / plot),
                    frameon=False, fontsize=_TEXT_PT, borderaxespad=0)  # fmt: skip
    return whole


def _draw_layer(axes: Axes, layer: Mapping[str, Any], rows: Rows) -> None:
    mark, encoding = layer["mark"], layer["encoding"]
    if not rows or "x" not in encoding or not mark.get("opacity", 1):
        return
    kind = mark["type"]
    if kind == "rect":
        axes.add_collection(
            PatchCollection(
                [Rectangle((r["x"], r["y"]), r["x2"] - r["x"], r["y2"] - r["y"]) for r in rows],
                facecolor=[
                    (r["colour"] if "fill" in encoding else mark["fill"],
                     r["shade"] if "fillOpacity" in encoding else mark.get("opacity", 1))
                    for r in rows
                ],
                linewidth=0,
            )
        )  # fmt: skip
    elif kind == "rule":
        ends = [(r["x2"] if "x2" in encoding else r["x"], r["y2"]) for r in rows]
        starts = [(r["x"], r["y"]) for r in rows]
        axes.add_collection(
            LineCollection(
                list(zip(starts, ends, strict=True)), color=mark["color"],
                alpha=mark.get("opacity", 1), linewidth=0.6,
                linestyle=(0, (1, 2)) if "strokeDash" in mark else "solid",
            )
        )  # fmt: skip
    elif kind == "text":
        for r in rows:
            at = r[encoding["x"]["field"]], r[encoding["y"]["field"]]
            away = {"left": 3, "right": -3}.get(r["side"], 0)
            axes.annotate(r["words"], at, (away, 0), textcoords="offset points", ha=r["side"],
                          va="center_baseline", fontsize=_TEXT_PT * mark["fontSize"] / _LABEL_PX,
                          color=r.get("ink", LIGHT.ink), parse_math=False)  # fmt: skip
    elif kind == "line":
        ordered = sorted(rows, key=lambda r: r["x"])
        axes.plot([r["x"] for r in ordered], [r["n"] for r in ordered], color=mark["color"],
                  drawstyle="steps-post", linewidth=1.6)  # fmt: skip
    else:
        _draw_points(axes, mark, encoding, rows)


def _draw_points(
    axes: Axes, mark: Mapping[str, Any], encoding: Mapping[str, Any], rows: Rows
) -> None:
    y = encoding["y"]["field"]
    signs = {name: (colour, shape) for name, colour, shape in _legend_of(encoding)}
    for r in rows:
        named = signs.get(r[encoding["color"]["field"]]) if signs else None
        colour, shape = named or (mark["color"], _SHAPES[mark["shape"]])
        axes.plot(r["x"], r[y], marker=shape, color=colour, markersize=4.5, linestyle="",
                  clip_on=False)  # fmt: skip


def _signs(spec: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return name, colour and shape of each sign of the legend."""
    return [sign for layer in spec["layer"] for sign in _legend_of(layer["encoding"])]


def _legend_of(encoding: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    if "shape" not in encoding:
        return []
    scales = encoding["color"]["scale"], encoding["shape"]["scale"]
    shapes = [_SHAPES[shape] for shape in scales[1]["range"]]
    return list(zip(scales[0]["domain"], scales[0]["range"], shapes, strict=True))


def _draw_axes(axes: Axes, spec: Mapping[str, Any], data: Mapping[str, Rows]) -> None:
    lanes = data.get("labels", [])
    spans = [
        (r["x"], r.get("x2") or r["x"])
        for name in {layer["data"]["name"] for layer in spec["layer"]}
        for r in data.get(name, [])
        if "x" in r
    ]
    low, high = min(x for x, _ in spans), max(x for _, x in spans)
    axes.set_xlim(low, high if high > low else low + 1)
    ticks = [r for r in data["ticks"] if low <= r["day"] <= high]
    axes.set_xticks([r["day"] for r in ticks], [_day_in_words(r) for r in ticks])
    axes.tick_params(labelsize=_TEXT_PT, colors=_GREY, length=0, pad=3)
    axes.grid(axis="x" if lanes else "both", color="#e3e1dc", linewidth=0.5)
    axes.set_axisbelow(True)
    if lanes:
        axes.set_ylim(max(r["y"] for r in lanes), 0)
        named = [r for r in lanes if r["label"]]
        axes.set_yticks([r["y"] for r in named], [_lane_in_words(r) for r in named])
    else:
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    for name, side in axes.spines.items():
        side.set(visible=name == "bottom", color="#b9b5ad", linewidth=0.6)


def _day_in_words(tick: Mapping[str, Any]) -> str:
    """Return a tick as the axis on the page has it; `%-d` is not known to every platform."""
    day = _EPOCH + timedelta(days=tick["day"])
    return day.strftime(tick["form"].replace("%-d", str(day.day)))


def _lane_in_words(lane: Mapping[str, Any]) -> str:
    return "\n".join(
        lettering.fit(text, _NAMES_PT - 10, (_TEXT_PT,), 1, REGULAR)[1][0]
        for text in _texts(lane["label"], lane["note"])
    )


def _texts(*texts: str) -> Sequence[str]:
    return [text for text in texts if text]
