"""Vega-Lite charts as plain specifications: Altair would check each against its whole schema.

That check took four fifths of a rerun of the Timeline page, and Altair itself a fifth of a second
of every cold start; tests read the specifications instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import pyarrow as pa
import streamlit as st

from ui.runtime import widget_keys
from ui.widgets import drilldown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Spec = dict[str, Any]
# The mark of a layer that draws nothing: expressions cannot read a data set without a layer.
NOTHING: Final[Spec] = {"type": "point", "size": 0, "opacity": 0, "tooltip": None}


def quantitative(field: str, **more: Any) -> Spec:
    """Return the channel of a number."""
    return {"field": field, "type": "quantitative", **more}


def nominal(field: str, **more: Any) -> Spec:
    """Return the channel of a name."""
    return {"field": field, "type": "nominal", **more}


def ordinal(field: str, **more: Any) -> Spec:
    """Return the channel of what has an order."""
    return {"field": field, "type": "ordinal", **more}


def counts(title: str = "incidents", ticks: int = 3, **more: Any) -> Spec:
    """Return the channel of the counts `n`, whose axis has whole numbers only."""
    return quantitative("n", title=title, axis={"tickMinStep": 1, "tickCount": ticks}, **more)


def unless_picked(selection: str, faded: float) -> Spec:
    """Return the opacity channel: `faded` for what is not picked while something is."""
    return {"condition": {"param": selection, "value": 1}, "value": faded}


def tooltip(**titles: str) -> list[Spec]:
    """Return a tooltip of fields with their titles."""
    return [nominal(field, title=title) for field, title in titles.items()]


def layer(data: str, mark: Spec, encoding: Spec, opens: str = "") -> Spec:
    """Return a layer over a named data set; `opens` names the selection that reports a `key`."""
    spec: Spec = {
        "data": {"name": data},
        "mark": {"tooltip": True, "aria": False, **mark},
        "encoding": encoding,
    }
    if opens:
        spec["params"] = [{"name": opens, "select": {"type": "point", "fields": ["key"]}}]
    return spec


def layered(
    layers: Sequence[Spec], data: Mapping[str, Iterable[Spec]], *,
    height_px: float | None = None, row_px: float | None = None,
) -> Spec:  # fmt: skip
    """Return a chart of layers over named data sets.

    What follows the filter belongs into the data, not into the layers: while nothing else changes,
    the browser puts new data into the chart that it has, in a fifth of the time of a new one.

    Args:
        layers: charts of `layer`.
        data: the rows of each data set.
        height_px: how tall the chart is, axes and legends included.
        row_px: instead, how tall each row of names is; the chart then grows with its data, at the
            same moment in which it draws them.
    """
    height = {"height": height_px} if row_px is None else {
        "height": {"step": row_px}, "autosize": {"type": "fit-x", "contains": "padding"}
    }  # fmt: skip
    return {
        "layer": list(layers),
        "datasets": {name: _table(list(rows_)) for name, rows_ in data.items()},
        # Vega's SVG has marks without names; on a canvas the chart has its one name, the alt text.
        "usermeta": {"embedOptions": {"renderer": "canvas"}},
        **height,
    }


def _table(rows_: Sequence[Spec]) -> pa.Table:
    """Return rows as an Arrow table; going through pandas took half of the chart's time."""
    columns = dict.fromkeys(name for row in rows_ for name in row)
    return pa.table({name: [row.get(name) for row in rows_] for name in columns})


def draw_chart(spec: Spec, key: str, alt: str, on_pick: Callable[..., Any] | None = None) -> None:
    """Draw a chart; what is clicked in it opens its rows.

    A chart keeps what was clicked in it, and says nothing of a second click on that. When other
    rows have been opened since, it is therefore drawn as a new one.

    Args:
        spec: a chart of `layered`.
        key: what it is called in the session.
        alt: what it shows. Another alt is another chart, as `layered` says of the layers.
        on_pick: what to do instead when something is clicked; takes the key of the chart.
    """
    selections = [param["name"] for one in spec["layer"] for param in one.get("params", ())]
    height: int | Literal["content"] = "content"
    if not isinstance(spec["height"], dict):
        # Passed beside the specification: with another height in it, it would be a new chart.
        height = round(spec["height"])
        spec = {name: value for name, value in spec.items() if name != "height"}
    if not selections:
        st.vega_lite_chart(spec=spec, key=key, alt=alt, height=height)
        return
    chart = widget_keys.key(key)
    picked = drilldown.picked_figures(chart, *selections)
    if picked and drilldown.opened_figure() not in picked:
        chart = widget_keys.renew(key)
    st.vega_lite_chart(
        spec=spec, key=chart, alt=alt, height=height, selection_mode=selections,
        on_select=lambda: (on_pick or _open)(chart, *selections),
    )  # fmt: skip


def _open(chart: str, *selections: str) -> None:
    drilldown.open_picked(chart, *selections)
