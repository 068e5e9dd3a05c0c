"""The histogram under the map: its brush is the time slider, and the slider moves its brush."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from geo.filter import presets
from geo.filter.filter import day_of, days_since_epoch
from geo.utils.words import short_day
from ui.runtime import fragments, widget_keys
from ui.runtime.arrow import lean
from ui.session import filter_state, keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.atlas import Atlas
    from ui.session.filter_state import Context

KEY: Final = "histogram"
BRUSH: Final = "brush"
BAR: Final = "bar"
_FIRST_MONDAY: Final = 4  # 5 January 1970
_HAIR: Final = 1e-6  # a brush comes back a hair off the whole day that it was set to
_LAST_DAYS: Final = 30


def weekly_counts(context: Context) -> pd.DataFrame:
    """Return the incidents per week that match the filter whatever the period.

    Columns: day (the week's Monday, in days since 1970-01-01), end (the next Monday), n. Weeks
    without incidents are left out.
    """
    days = context.atlas.day[context.view.at_any_time]
    week = (days - _FIRST_MONDAY) // 7
    first = int(week.min(initial=0))
    counts = np.bincount(week - first)  # a million days need no sorting
    monday, n = (np.flatnonzero(counts) + first) * 7 + _FIRST_MONDAY, counts[counts > 0]
    return pd.DataFrame({"day": monday, "end": monday + 7, "n": n})


def period_of_brush(brush: Mapping[str, Any] | None) -> tuple[date, date] | None:
    """Return the days that a brush touches, first and last, or None for no brush.

    Args:
        brush: what the chart reports, `day` from and to in days since 1970-01-01; a day begins at
            its own number and ends before the next.
    """
    span = (brush or {}).get("day")
    if not span or None in span:
        return None
    first = math.floor(span[0] + _HAIR)
    last = max(first, math.ceil(span[1] - _HAIR) - 1)
    return day_of(first), day_of(last)


def period_of_bar(bars: list[Mapping[str, Any]] | None) -> tuple[date, date] | None:
    """Return the first and last day of the week whose bar was clicked, or None.

    Args:
        bars: what the chart reports, each with `day` and `end` in days since 1970-01-01.
    """
    if not bars:
        return None
    return day_of(int(bars[-1]["day"])), day_of(int(bars[-1]["end"]) - 1)


def draw_histogram(context: Context) -> None:
    """Draw the incidents per week, whatever the period, and the period as a brush."""
    first, last = context.filter.period(context.atlas)
    if st.session_state.get(keys.HISTOGRAM_BRUSHED) not in {None, (first, last)}:
        # The chart keeps a user's brush; only a new chart takes the slider's period instead.
        widget_keys.renew(KEY)
        st.session_state[keys.HISTOGRAM_BRUSHED] = None
    low, high = (days_since_epoch(day) for day in st.session_state[keys.SPAN])
    years = [
        days_since_epoch(date(year, 1, 1))
        for year in range(context.atlas.first_date.year, context.atlas.last_date.year + 1)
    ]
    brushed = [days_since_epoch(first), days_since_epoch(last) + 1]
    st.vega_lite_chart(
        lean(weekly_counts(context)[["day", "n"]].astype("int32")),
        _chart(brushed, [low, high + 1], years),
        key=widget_keys.key(KEY),
        on_select=lambda: _take_brush(context),
        selection_mode=[BRUSH, BAR],
        alt=f"Incidents per week; the period {short_day(first)} to {short_day(last)} is brushed. "
        "The slider above does the same by keyboard.",
    )


def _chart(brushed: list[int], domain: list[int], years: list[int]) -> dict[str, Any]:
    """Return the chart in Vega-Lite: written out, since Altair takes ten times as long to do so.

    Days are plain numbers here: a time axis would be read in the time zone of each browser.

    Args:
        brushed: first day of the period, and the day after its last.
        domain: the same of all that can be chosen.
        years: first days of the years.
    """
    when = "utcFormat({} * 864e5, '{}')"
    return {
        "height": 110,
        # Vega's SVG has marks without names; on a canvas the chart has its one name, the alt text.
        "usermeta": {"embedOptions": {"renderer": "canvas"}},
        "transform": [{"calculate": when.format("datum.day", "%d %b %Y"), "as": "week"},
                      {"calculate": "datum.day + 7", "as": "end"}],
        "params": [
            {"name": BRUSH, "select": {"type": "interval", "encodings": ["x"]},
             "value": {"x": brushed}},
            {"name": BAR, "select": {"type": "point", "fields": ["day", "end"]}},
        ],
        "mark": {"type": "bar", "minBandSize": 2},
        "encoding": {
            "x": {"field": "day", "type": "quantitative", "title": None,
                  "scale": {"domain": domain, "nice": False},
                  "axis": {"values": years, "labelExpr": when.format("datum.value", "%Y"),
                           "grid": False}},
            "x2": {"field": "end"},
            "y": {"field": "n", "type": "quantitative", "title": "per week",
                  "axis": {"tickMinStep": 1, "tickCount": 3}},
            "y2": {"datum": 0},
            "opacity": {"condition": {"param": BRUSH, "value": 1}, "value": 0.35},
            "tooltip": [{"field": "week", "type": "nominal", "title": "Week of"},
                        {"field": "n", "type": "quantitative", "title": "Incidents"}],
        },
    }  # fmt: skip


def draw_presets(atlas: Atlas) -> None:
    """Draw the periods that are asked for most, one button each."""
    first, last = presets.PERIOD.period(atlas)
    recent = max(atlas.first_date, atlas.last_date - timedelta(days=_LAST_DAYS - 1))
    low, high = st.session_state[keys.SPAN]
    with st.container(horizontal=True):
        for label, start, end in (
            ("Whole dataset", atlas.first_date, atlas.last_date),
            (f"{short_day(first)} to {short_day(last)}", first, last),
            (f"Last {_LAST_DAYS} days of data", recent, atlas.last_date),
        ):
            if low <= start <= end <= high:  # imported data may lie elsewhere in time
                st.button(label, key=f"preset_{label}", type="tertiary", on_click=_set_dates,
                          args=(start, end))  # fmt: skip


def _take_brush(context: Context) -> None:
    selection = st.session_state[widget_keys.key(KEY)]["selection"]
    clicked = period_of_bar(selection.get(BAR))
    period = clicked or period_of_brush(selection.get(BRUSH))
    if period is None:
        return
    low, high = st.session_state[keys.SPAN]
    first, last = max(low, period[0]), min(high, period[1])
    if first <= last and (first, last) != context.filter.period(context.atlas):
        # A clicked bar stays selected and would outlive the next brush: that takes a new chart.
        st.session_state[keys.HISTOGRAM_BRUSHED] = None if clicked else (first, last)
        if clicked:
            widget_keys.renew(KEY)
        _set_dates(first, last)


def _set_dates(first: date, last: date) -> None:
    filter_state.set_dates(first, last)
    fragments.redraw_page()  # the slider moves too
