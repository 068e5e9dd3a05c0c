"""Small multiples of the Timeline page: a panel for each value, all on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.filter.filter import days_since_epoch
from geo.utils.words import plural
from ui.timeline import timeline_chart
from ui.widgets import vega

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.analysis.timeline import Timeline, Week

HEIGHT_PX: Final = 150
_MARK: Final = "cell"


def panel(counted: Timeline, j: int, strip: Sequence[Week]) -> vega.Spec:
    """Return the panel of value `j`: bars over time, on the scale of all panels.

    Args:
        counted: incidents per bin and value.
        j: the place of the value in `counted.values`.
        strip: weeks, and how well each was searched; the others are hatched.
    """
    first, last = counted.bins[0].start, counted.bins[-1].end
    edges = days_since_epoch(first), days_since_epoch(last) + 1
    most = max(1, int(counted.counts.max(initial=0)))
    value = counted.values[j]
    bars = [
        {
            "key": f"bin_{bin_.start}_{value.key}",
            "x": days_since_epoch(bin_.start),
            "x2": days_since_epoch(bin_.end) + 1,
            "y": 0,
            "y2": n,
            "colour": timeline_chart.colour_of(counted, value),
            "shade": 0.6 if bin_.partial else 1.0,
            "when": timeline_chart.bin_in_words(bin_),
            "what": plural(n, "incident"),
        }
        for i in np.flatnonzero(counted.counts[:, j]).tolist()
        for bin_, n in [(counted.bins[i], int(counted.counts[i, j]))]
    ]
    at = {
        "x": vega.quantitative("x", axis=timeline_chart.DAY_AXIS, scale=timeline_chart.AS_THE_DATA),
        "y": vega.quantitative("y", title=None, axis={"tickCount": 3, "tickMinStep": 1}),
    }
    box = {**at, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    layers = [
        timeline_chart.TICKS,
        vega.layer("edges", vega.NOTHING, at),
        vega.layer("hatch", timeline_chart.HATCH, box),
        vega.layer("bars", {"type": "rect", "cursor": "pointer"},
                   {**box, "fillOpacity": vega.quantitative("shade", scale=None),
                    "fill": vega.nominal("colour", scale=None),
                    "tooltip": vega.tooltip(when="When", what="What")}, _MARK),
    ]  # fmt: skip
    data: dict[str, list[vega.Spec]] = {
        "bars": bars,
        # The same in each panel: they share the period and the scale.
        "edges": [{"x": edges[0], "y": 0}, {"x": edges[1], "y": most}],
        "hatch": timeline_chart.hatch(strip, most, edges),
        "ticks": timeline_chart.day_ticks(first, last),
    }
    return vega.layered(layers, data, height_px=HEIGHT_PX)
