"""The calendar of the view Activity: incidents per day, and which days were searched."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import streamlit as st

from geo.analysis import coverage, timeline
from geo.filter.filter import days_since_epoch
from geo.utils.words import number, plural
from ui import text
from ui.timeline import calendar_chart, numbers_table
from ui.timeline.quotation_section import PAGE
from ui.widgets import chart_unit
from ui.widgets.chart_unit import Unit

if TYPE_CHECKING:
    from geo.analysis.timeline import Timeline
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context


def draw_calendar(context: Context) -> list[Figure]:
    """Draw the calendar, and return the figures of its days."""
    counted = timeline.build_timeline(context.view, context.atlas, "day", "group")
    if not counted.bins:
        st.info("The filter's period lies outside the data: there is nothing to draw.")
        return []
    first, last = (days_since_epoch(counted.bins[i].start) for i in (0, -1))
    levels = coverage.coverage_levels(context.filter, context.atlas, first, last).tolist()
    names = tuple(coverage.LEVELS)
    chart_unit.draw_unit(
        context,
        Unit(
            page=PAGE,
            key="calendar",
            title="Incidents by day",
            measure="Number of incidents per day; hatched: not searched day by day.",
            spec=lambda dark: calendar_chart.calendar_chart(counted, levels, dark=dark),
            alt="A calendar with the incidents of each day. Every number is in the table below.",
            heads=("date", "incidents", "how well searched"),
            rows=lambda: [
                (bin_.start, n, coverage.LEVELS[names[level]])
                for bin_, n, level in zip(
                    counted.bins, counted.totals.tolist(), levels, strict=True
                )
            ],
        ),
    )
    st.html(f'<p class="atlas-note">{_legend()}</p><p class="atlas-note">{_remark(counted)}</p>')
    figures = numbers_table.opened_by(counted, values=False)
    numbers_table.draw_numbers(context, counted, figures)
    return figures


def _legend() -> str:
    """Return the colours with the numbers that they stand for, as HTML."""
    least = [n for n, *_ in calendar_chart.STEPS]
    spans = [
        f"{n}" if following == n + 1 else f"{n}–{following - 1}" for n, following in pairwise(least)
    ]
    return "Incidents on a day: " + " ".join(
        f'<span style="background:{colour};display:inline-block;width:.9em;height:.9em"></span> '
        f"{text.safe(words)} &nbsp;"
        for (_, colour, _), words in zip(
            calendar_chart.STEPS, [*spans, f"{least[-1]} or more"], strict=True
        )
    )


def _remark(counted: Timeline) -> str:
    """Return how to read the calendar, and what of the count is not on it."""
    first = calendar_chart.years_drawn(counted)[0]
    earlier = sum(
        n
        for bin_, n in zip(counted.bins, counted.totals.tolist(), strict=True)
        if bin_.start.year < first
    )
    left_out = (
        f" Only the last {calendar_chart.MOST_YEARS} years are drawn: {number(earlier)} of "
        f"{plural(counted.view.shown, 'incident')} are earlier. Narrow the period to see them."
        if earlier else ""
    )  # fmt: skip
    return (
        "Each block is a year, each column a week, Monday at the top. Click a day to see its "
        "incidents. A grey day was searched and none is known; a hatched day was not searched day "
        f"by day, and says nothing where it is empty.{left_out}"
    )
