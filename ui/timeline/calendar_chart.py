"""The calendar of the Timeline page: a cell for each day, a block of weeks and weekdays a year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.analysis import coverage
from geo.filter.filter import days_since_epoch
from geo.utils.words import plural, short_day
from ui.timeline import timeline_chart
from ui.widgets import vega

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.analysis.timeline import Timeline

MOST_YEARS: Final = 10
#: From how many incidents on a day has each colour, and whether words on it are light.
STEPS: Final = ((1, "#FBD3AE", False), (2, "#F5A35C", False), (3, "#DD6F1E", False),
                (5, "#A94400", True), (8, "#642800", True))  # fmt: skip
_NONE: Final = {"light": "#E6E8EA", "dark": "#2E343B"}
_CELL_PX, _GAP_PX, _LABEL_PX = 15, 18, 11
_SPACE: Final = 0.06  # of a cell, left free around it
_WEEK_DAYS: Final = 7
_WIDE_PX: Final = 900  # from here on a cell has room for its number
# All years are drawn over one whose first day is a Monday, so that months have one place.
_YEAR: Final = date(2024, 1, 1)
_MARK: Final = "cell"


def years_drawn(counted: Timeline) -> list[int]:
    """Return the years that are drawn: the last `MOST_YEARS` of the period."""
    years = sorted({bin_.start.year for bin_ in counted.bins})
    return years[-MOST_YEARS:]


def calendar_chart(counted: Timeline, levels: Sequence[int], *, dark: bool) -> vega.Spec:
    """Return the calendar as a Vega-Lite specification; its selection reports keys of figures.

    Args:
        counted: incidents per day.
        levels: how well each of those days was searched, as places in `coverage.LEVELS`.
        dark: whether the page is dark.
    """
    ink = timeline_chart.INK["dark" if dark else "light"]
    years = years_drawn(counted)
    names = tuple(coverage.LEVELS)
    cells, hatch = [], []
    for bin_, n, level in zip(counted.bins, counted.totals.tolist(), levels, strict=True):
        day = bin_.start
        if day.year not in years:
            continue
        box = _place(day, years.index(day.year))
        colour, is_dark = _colour(n, _NONE["dark" if dark else "light"])
        searched = names[level] not in timeline_chart.UNSEARCHED
        if n or searched:
            cells.append(
                {
                    "key": f"bin_{day}" if n else "",
                    **box,
                    "colour": colour,
                    "shade": 1.0,
                    "cx": (box["x"] + box["x2"]) / 2,
                    "cy": (box["y"] + box["y2"]) / 2,
                    "words": str(n) if n else "",
                    "side": "center",
                    "ink": "#FFFFFF" if is_dark else "#1E2125",
                    "when": f"{day:%A}, {short_day(day)}",
                    "what": plural(n, "incident") if n else coverage.EMPTY[names[level]],
                }
            )
        if not searched:
            hatch.append({"x": box["x"], "x2": box["x2"], "y": box["y2"], "y2": box["y"]})
    start = days_since_epoch(_YEAR)
    height = len(years) * (_WEEK_DAYS * _CELL_PX + _GAP_PX)
    labels = [
        {"x": start, "y": _top(i) + _WEEK_DAYS * _CELL_PX / 2, "label": str(year),
         "note": plural(_in_year(counted, year), "incident")}
        for i, year in enumerate(years)
    ]  # fmt: skip
    # Both ends of the axes, so that every calendar has the width of a year.
    labels += [
        {"x": x, "y": y, "label": "", "note": ""}
        for x, y in ((start, 0), (start + _WEEK_DAYS * 54, height))
    ]
    return vega.layered(
        _layers(ink), {"days": cells, "hatch": hatch, "labels": labels, "ticks": _months()},
        height_px=height + timeline_chart.AXIS_PX,
    )  # fmt: skip


def _layers(ink: str) -> list[vega.Spec]:
    at = {
        "x": vega.quantitative(
            "x", axis=timeline_chart.DAY_AXIS | {"grid": False}, scale=timeline_chart.AS_THE_DATA
        ),
        "y": vega.quantitative(
            "y", axis=timeline_chart.LANE_AXIS | {"labelColor": ink},
            scale={**timeline_chart.AS_THE_DATA, "reverse": True},
        ),
    }  # fmt: skip
    box = {**at, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    shade = vega.quantitative("shade", scale=None)
    number = {"type": "text", "fontSize": 10, "baseline": "middle", "align": "center",
              "tooltip": None, "color": {"expr": "datum.ink"},
              "text": {"expr": f"containerSize()[0] < {_WIDE_PX} ? '' : datum.words"}}  # fmt: skip
    return [
        timeline_chart.TICKS,
        vega.layer("days", {"type": "rect", "cursor": "pointer"},
                   {**box, "fillOpacity": shade, "fill": vega.nominal("colour", scale=None),
                    "tooltip": vega.tooltip(when="When", what="What")}, _MARK),
        vega.layer("hatch", {"type": "rule", "color": timeline_chart.GREY, "opacity": 0.45,
                             "strokeWidth": 1, "tooltip": None}, box),
        vega.layer("days", number,
                   {"x": at["x"] | {"field": "cx"}, "y": at["y"] | {"field": "cy"}}),
        vega.layer("labels", vega.NOTHING, at),
    ]  # fmt: skip


def _place(day: date, block: int) -> dict[str, float]:
    """Return the cell of a day: x in days of the drawn year, y in pixels from the top."""
    first = date(day.year, 1, 1)
    week = ((day - first).days + first.weekday()) // _WEEK_DAYS
    x, y = days_since_epoch(_YEAR) + week * _WEEK_DAYS, _top(block) + day.weekday() * _CELL_PX
    wide, high = _SPACE * _WEEK_DAYS, _SPACE * _CELL_PX
    return {"x": x + wide, "x2": x + _WEEK_DAYS - wide, "y": y + high, "y2": y + _CELL_PX - high}


def _top(block: int) -> float:
    return block * (_WEEK_DAYS * _CELL_PX + _GAP_PX) + _GAP_PX / 2


def _colour(n: int, of_none: str) -> tuple[str, bool]:
    fitting = [(colour, is_dark) for least, colour, is_dark in STEPS if n >= least]
    return fitting[-1] if fitting else (of_none, False)


def _in_year(counted: Timeline, year: int) -> int:
    of_year = np.array([bin_.start.year == year for bin_ in counted.bins])
    return int(counted.totals[of_year].sum())


def _months() -> list[vega.Spec]:
    return [
        {"day": days_since_epoch(date(_YEAR.year, month, 1)), "form": "%b"}
        for month in range(1, 13)
    ]
