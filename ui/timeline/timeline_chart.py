"""The Timeline page's chart: a lane for all incidents, one per value, marks, lulls, coverage.

Every value has a lane of its own with its name and its number, so that colour is never the only
sign and that values which overlap are not stacked into a sum that nothing has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.analysis import coverage
from geo.cartography.symbology import CLASS_OF_KEY
from geo.filter.filter import days_since_epoch
from geo.utils.words import plural, short_day
from ui.timeline import event_marks
from ui.widgets import vega

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.analysis.bins import Bin
    from geo.analysis.events import Event
    from geo.analysis.lulls import SearchedLull
    from geo.analysis.timeline import Timeline, Value, Week
    from geo.filter.figure import Figure

CELL: Final = "cell"
MARK: Final = "mark"
_TOTAL_PX, _LANE_PX, _GAP_PX, _STRIP_PX = 104, 34, 10, 14
_LULL_PX: Final = 4
_LABEL_PX: Final = 12  # the size of the letters
_HATCH_LINES: Final = 70  # over the whole period
_HATCH_SLANT: Final = 0.12  # of the period, from the foot of a line to its head
GREY: Final = "#808890"
_BAR: Final = "#0072B2"
INK: Final = {"light": "#454B52", "dark": "#C3C7CC"}  # Vega's own text is black on any theme
# How tall a week of the strip is, by how well it was searched: the sign beside the shade.
_STRIP_HEIGHT: Final = {
    "searched": 1.0, "gap": 0.7, "notable": 0.3, coverage.OUTSIDE: 0.08, coverage.UNSTATED: 0.3,
}  # fmt: skip
_STRIP_SHADE: Final = {
    "searched": 0.85, "gap": 0.6, "notable": 0.4, coverage.OUTSIDE: 0.3, coverage.UNSTATED: 0.4,
}  # fmt: skip
UNSEARCHED: Final = frozenset({"notable", coverage.OUTSIDE})
_LONG_DAYS, _MONTHS_DAYS = 1100, 75
_WEEK_DAYS: Final = 7
AXIS_PX: Final = 34  # what the axis takes of the height that the chart is given
# An axis of days, which are plain numbers, of no time zone; its ticks are a data set, see
# `vega.layered`.
DAY_AXIS: Final[vega.Spec] = {
    "values": {"expr": "pluck(data('ticks'), 'day')"}, "title": None, "grid": True,
    "gridOpacity": 0.35, "labelExpr": "utcFormat(datum.value * 864e5, data('ticks')[0].form)",
    "labelOverlap": True, "labelFlush": True,
}  # fmt: skip
# Names stand left of the lanes, in two lines; on a phone they have less room.
_GUTTER_PX: Final[vega.Spec] = {"expr": "containerSize()[0] < 500 ? 104 : 176"}
LANE_AXIS: Final[vega.Spec] = {
    "values": {"expr": "pluck(data('labels'), 'y')"}, "title": None, "grid": False,
    "domain": False, "ticks": False, "labelFontSize": _LABEL_PX, "labelLineHeight": 14,
    "labelOverlap": False, "labelPadding": 8, "minExtent": _GUTTER_PX, "maxExtent": _GUTTER_PX,
    "labelLimit": {"expr": "containerSize()[0] < 500 ? 96 : 168"},
    "labelExpr": "[data('labels')[indexof(pluck(data('labels'), 'y'), datum.value)].label, "
                 "data('labels')[indexof(pluck(data('labels'), 'y'), datum.value)].note]",
}  # fmt: skip
HATCH: Final[vega.Spec] = {
    "type": "rule", "color": GREY, "opacity": 0.22, "strokeWidth": 1, "tooltip": None
}  # fmt: skip
TICKS: Final = vega.layer("ticks", vega.NOTHING, {})
AS_THE_DATA: Final[vega.Spec] = {"zero": False, "nice": False}


@dataclass
class _Lanes:
    """Places lanes from the top down; a lane's own zero line is `base`, in pixels from the top."""

    y: float = 0.0

    def next(self, height_px: float) -> tuple[float, float]:
        """Return where the middle and the zero line of the next lane are."""
        self.y += height_px + _GAP_PX
        base = self.y - _GAP_PX
        return base - height_px / 2, base


def timeline_chart(
    counted: Timeline, quiet: Sequence[SearchedLull], marks: Sequence[tuple[date, Figure]],
    *, strip: Sequence[Week], events: Sequence[Event] | None, per: str, dark: bool,
) -> vega.Spec:  # fmt: skip
    """Return the chart as a Vega-Lite specification; its selections report keys of figures.

    Args:
        counted: incidents per bin, all and by value.
        quiet: lulls, each a thin bar.
        marks: counterstrikes by day.
        strip: weeks, and how well each was searched.
        events: what is marked above the lanes; None where the data know no events, so that no room
            is kept for them.
        per: what a bin is, such as `week`.
        dark: whether the page is dark.
    """
    lanes, ink = _Lanes(), INK["dark" if dark else "light"]
    first, last = counted.bins[0].start, counted.bins[-1].end
    start = days_since_epoch(first)
    edges = start, days_since_epoch(last) + 1
    if events is not None:
        lanes.next(event_marks.ROWS * event_marks.ROW_PX)
    bars, labels = _bars(counted, lanes, per, ink)
    strikes, strike_label = _strikes(marks, lanes)
    lulls, lull_label = _lulls(quiet, lanes, edges)
    weeks, strip_label = _weeks(strip, lanes)
    height = lanes.y
    corners = [{"y": y, "label": "", "note": ""} for y in (0, height)]
    labels = [
        {"x": start, **label}
        for label in (*labels, *strike_label, *lull_label, *strip_label, *corners)
    ]  # fmt: skip
    at = {
        "x": vega.quantitative("x", axis=DAY_AXIS, scale=AS_THE_DATA),  # the weeks fill the period
        "y": vega.quantitative(
            "y", axis=LANE_AXIS | {"labelColor": ink}, scale={**AS_THE_DATA, "reverse": True}
        ),
        "tooltip": vega.tooltip(when="When", what="What"),
    }
    box = {**at, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    shade = vega.quantitative("shade", scale=None)
    layers = [
        TICKS,
        vega.layer("hatch", HATCH, {name: box[name] for name in ("x", "x2", "y", "y2")}),
        *event_marks.layers(at, box, ink),
        vega.layer("lulls", {"type": "rect", "fill": GREY}, box),
        vega.layer("weeks", {"type": "rect", "fill": GREY}, {**box, "fillOpacity": shade}),
        vega.layer("bars", {"type": "rect", "cursor": "pointer"},
                   {**box, "fillOpacity": shade, "fill": vega.nominal("colour", scale=None)}, CELL),
        vega.layer("strikes", {"type": "point", "shape": "triangle-down", "filled": True,
                               "size": 60, "color": GREY, "cursor": "pointer", "opacity": 1},
                   at, MARK),
        vega.layer("labels", vega.NOTHING, {"x": at["x"], "y": at["y"]}),
    ]  # fmt: skip
    # Streamlit's own table of the chart shows the first of them.
    data = {"bars": bars, "lulls": lulls, "weeks": weeks, "hatch": hatch(strip, height, edges),
            "events": event_marks.place_labels(events or (), edges, height),
            "strikes": strikes, "labels": labels, "ticks": day_ticks(first, last)}  # fmt: skip
    return vega.layered(layers, data, height_px=height + AXIS_PX)


def _bars(
    counted: Timeline, lanes: _Lanes, per: str, ink: str
) -> tuple[list[vega.Spec], list[vega.Spec]]:  # fmt: skip
    """Return the bars of all lanes, and the lanes' labels; `ink` is the colour of the first."""
    totals, counts = counted.totals, counted.counts
    most = max(1, int(totals.max(initial=0)))
    label, base = lanes.next(_TOTAL_PX)
    labels = [{"y": label, "label": f"All: {plural(counted.view.shown, 'incident')}",
               "note": f"most in a {per}: {totals.max(initial=0)}"}]  # fmt: skip
    rows = _lane(counted, totals, None, base=base, px_each=_TOTAL_PX / most, colour=ink)
    px_each = _LANE_PX / max(1, int(counts.max(initial=0)))
    for j, value in enumerate(counted.values):
        label, base = lanes.next(_LANE_PX)
        n, tallest = int(counted.has[j].sum()), int(counts[:, j].max(initial=0))
        labels.append(
            {"y": label, "label": value.label, "note": f"{n}{f', most {tallest}' if n else ''}"}
        )
        colour = colour_of(counted, value)
        rows += _lane(counted, counts[:, j], value, base=base, px_each=px_each, colour=colour)
    return rows, labels


def colour_of(counted: Timeline, value: Value) -> str:
    """Return the colour of a value's bars: a group's as on the map."""
    of_group = CLASS_OF_KEY.get(value.key) if counted.by == "group" else None
    return "#{:02x}{:02x}{:02x}".format(*of_group.colour) if of_group else _BAR


def bin_in_words(bin_: Bin) -> str:
    """Return the days of a bin, and whether they are all of its week or month."""
    return bin_.words + (" (the period cuts it)" if bin_.partial else "")


def _lane(
    counted: Timeline, counts: NDArray[np.intp], value: Value | None,
    *, base: float, px_each: float, colour: str,
) -> list[vega.Spec]:  # fmt: skip
    """Return the bars of one lane, empty bins left out."""
    rows = []
    for i in np.flatnonzero(counts).tolist():
        bin_, n = counted.bins[i], int(counts[i])
        rows.append(
            {
                "key": f"bin_{bin_.start}_{value.key}" if value else f"bin_{bin_.start}",
                "x": days_since_epoch(bin_.start),
                "x2": days_since_epoch(bin_.end) + 1,
                "y": base,
                "y2": base - n * px_each,
                "colour": colour,
                "shade": 0.6 if bin_.partial else 1.0,
                "when": bin_in_words(bin_),
                "what": f"{value.label + ': ' if value else ''}{plural(n, 'incident')}",
            }
        )
    return rows


def _strikes(
    marks: Sequence[tuple[date, Figure]], lanes: _Lanes
) -> tuple[list[vega.Spec], list[vega.Spec]]:
    label, base = lanes.next(_STRIP_PX)
    n = sum(figure.n for _, figure in marks)
    rows = [
        {
            "key": figure.key,
            "x": days_since_epoch(day) + 0.5,
            "y": base - _STRIP_PX / 2,
            "when": short_day(day),
            "what": plural(figure.n, "counterstrike"),
        }
        for day, figure in marks
    ]
    return rows, [{"y": label, "label": f"All counterstrikes: {n}", "note": ""}]


def _weeks(strip: Sequence[Week], lanes: _Lanes) -> tuple[list[vega.Spec], list[vega.Spec]]:
    label, base = lanes.next(_STRIP_PX)
    rows = []
    # Empty weeks that mean the same are drawn as one: there may be hundreds.
    for _, same in groupby(strip, lambda week: (week.bin.start if week.n else None, week.level)):
        first, *more = same
        last = more[-1] if more else first
        count = f"{plural(len(more) + 1, 'week')}: " if more else ""
        rows.append(
            {
                "x": days_since_epoch(first.bin.start),
                "x2": days_since_epoch(last.bin.end) + 1,
                "y": base,
                "y2": base - _STRIP_PX * _STRIP_HEIGHT[first.level],
                "shade": _STRIP_SHADE[first.level],
                "when": replace(first.bin, end=last.bin.end).words,
                "what": count + week_in_words(first),
            }
        )
    return rows, [{"y": label, "label": "How well searched", "note": ""}]


def week_in_words(week: Week) -> str:
    """Return what is known of a week: incidents, none known, or not covered."""
    if not week.n:
        return coverage.EMPTY[week.level]
    return f"{plural(week.n, 'incident')}; {coverage.LEVELS[week.level]}"


def _lulls(
    quiet: Sequence[SearchedLull], lanes: _Lanes, edges: tuple[int, int]
) -> tuple[list[vega.Spec], list[vega.Spec]]:
    """Return the lulls as thin bars in a lane of their own, as far as the days that are drawn."""
    middle, _ = lanes.next(_STRIP_PX)
    rows = [
        {
            "x": max(edges[0], days_since_epoch(q.lull.start)),
            "x2": min(edges[1], days_since_epoch(q.lull.end) + 1),
            "y": middle - _LULL_PX / 2,
            "y2": middle + _LULL_PX / 2,
            "when": f"{short_day(q.lull.start)} to {short_day(q.lull.end)}",
            "what": f"lull of {plural(q.lull.days, 'day')}"
            + (", open at the edge of the period" if q.lull.open else ""),
        }
        for q in quiet
    ]
    return rows, [{"y": middle, "label": f"Lulls: {len(quiet)}", "note": ""}]


def hatch(strip: Sequence[Week], height: float, edges: tuple[int, int]) -> list[vega.Spec]:
    """Return slanted lines over all lanes where reports were not searched day by day.

    Vega has no patterns. Where the data do not say how well they were searched there are none.
    """
    start, end = edges
    step, slant = (end - start) / _HATCH_LINES, (end - start) * _HATCH_SLANT
    rows: list[vega.Spec] = []
    for is_hatched, weeks in groupby(strip, lambda week: week.level in UNSEARCHED):
        if not is_hatched:
            continue
        first, *more = weeks
        left = max(start, days_since_epoch(first.bin.start))
        right = min(end, days_since_epoch((more or [first])[-1].bin.end) + 1)
        # One grid of lines for the whole period: neighbouring spans look like one.
        for k in range(int((left - start - slant) // step), int((right - start) // step) + 1):
            foot = start + k * step
            x, x2 = max(left, foot), min(right, foot + slant)
            if x < x2:
                rows.append(
                    {
                        "x": x,
                        "x2": x2,
                        "y": height * (1 - (x - foot) / slant),
                        "y2": height * (1 - (x2 - foot) / slant),
                    }
                )
    return rows


def day_ticks(first: date, last: date) -> list[vega.Spec]:
    """Return the data set "ticks" of `DAY_AXIS`: years, months or Mondays."""
    length = (last - first).days
    if length > _LONG_DAYS:
        ticks = [date(y, 1, 1) for y in range(first.year, last.year + 1)]
        form = "%Y"
    elif length > _MONTHS_DAYS:
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        ticks, form = [date(m // 12, m % 12 + 1, 1) for m in months], "%b %Y"
    else:
        monday = first - timedelta(days=first.weekday())
        ticks = [monday + timedelta(days=d) for d in range(0, length + 8, _WEEK_DAYS)]
        form = "%-d %b %y"
    return [{"day": days_since_epoch(t), "form": form} for t in ticks]
