"""The view Activity: how often, by what, and how well each week was searched."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.analysis import bins, coverage, events, lulls, timeline
from geo.utils.words import number, plural, short_day
from ui import text
from ui.runtime import fragments
from ui.session import page_options
from ui.timeline import (
    calendar_section,
    event_marks,
    numbers_table,
    panels_chart,
    timeline_chart,
)
from ui.timeline.quotation_section import PAGE
from ui.widgets import chart_unit, vega
from ui.widgets.chart_unit import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.analysis.events import Event
    from geo.analysis.lulls import SearchedLull
    from geo.analysis.timeline import Timeline, Week
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

KEY: Final = "timeline"
LANES, PANELS, CALENDAR = "lanes", "panels", "calendar"
CHARTS: Final = {LANES: "Lanes", PANELS: "Small multiples", CALENDAR: "Calendar"}
_PANELS_WIDE: Final = 3


def draw_activity(context: Context) -> list[Figure]:
    """Draw the view, and return its figures."""
    st.subheader("Activity", anchor="activity")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chart = page_options.choose("Chart", "chart", CHARTS, LANES)
        if chart != CALENDAR:
            per = page_options.choose("Count per", "per", bins.PER, "week")
            by = page_options.choose("Split by", "by", timeline.BY, "group", listed=True)
    if chart == CALENDAR:
        return calendar_section.draw_calendar(context)
    counted = timeline.build_timeline(context.view, context.atlas, per, by)
    quiet = lulls.find_searched_lulls(context.view, context.atlas)
    marks = timeline.counterstrikes_by_day(context.view, context.atlas)
    strip = timeline.searched_weeks(context.view, context.atlas)
    known = events.find_events(context.view, context.atlas)
    remark = _chart(context, counted, quiet, marks=marks, strip=strip, known=known, per=per,
                    in_panels=chart == PANELS)  # fmt: skip
    fragments.let_paint()
    figures = numbers_table.opened_by(counted, values=True)
    numbers_table.draw_numbers(context, counted, figures, marks)
    _weeks(strip, remark)
    if chart == LANES:
        event_marks.draw_list(context, known)
    return [*figures, *(figure for _, figure in marks)]


def _chart(
    context: Context, counted: Timeline, quiet: Sequence[SearchedLull],
    *, marks: Sequence[tuple[date, Figure]], strip: Sequence[Week], known: Sequence[Event],
    per: str, in_panels: bool,
) -> str:  # fmt: skip
    """Draw the chart, and return how to read it, as text to stand below; "" for no chart."""
    if not counted.bins:
        st.info("The filter's period lies outside the data: there is nothing to draw.")
        return ""
    first, last = counted.bins[0].start, counted.bins[-1].end
    drawn = None if context.atlas.events.empty else known
    by = timeline.BY[counted.by]
    chart_unit.draw_unit(
        context,
        Unit(
            page=PAGE,
            key=f"{KEY}_{per}_{counted.by}",
            title=f"Incidents per {per}, by {by}",
            measure=f"Number of incidents per {per}; hatched: not searched day by day.",
            spec=lambda dark: timeline_chart.timeline_chart(
                counted, quiet, marks, strip=strip, events=drawn, per=per, dark=dark
            ),
            alt=f"Incidents per {per} by {by}; lulls as thin bars. Every number is in the table "
            "below the chart.",
            heads=("from", "to", "partial", "all", *(value.label for value in counted.values)),
            rows=lambda: [
                (bin_.start, bin_.end, "yes" if bin_.partial else "no", total, *of_values)
                for bin_, total, of_values in zip(
                    counted.bins, counted.totals.tolist(), counted.counts.tolist(), strict=True
                )
            ],
            panels=partial(_panels, counted, strip) if in_panels else None,
        ),
        draw=partial(_draw_panels, counted, strip, per) if in_panels else None,
    )
    period = context.filter.period(context.atlas)
    beyond = (
        f" The filter asks for {short_day(period[0])} to {short_day(period[1])}; drawn is as far "
        "as the data reach."
        if period != (first, last)
        else ""
    )
    n = context.view.not_drawn
    # The map's legend leaves them out; the lanes do not.
    placeless = (
        f" {number(n)} without a location {'is' if n == 1 else 'are'} counted here and not on the "
        "map." if n else ""
    )  # fmt: skip
    overlap = (
        " An incident with two weapons is in two lanes, so they may add up to more than all."
        if counted.by == "weapon"
        else ""
    )
    if in_panels:
        return (
            "Click a bar to see its incidents. All panels use one scale and one period. Hatched: "
            f"not searched day by day. Pale bars: partial {per}s."
            f"{overlap}{placeless}{beyond}"
        )
    return (
        "Click a bar or a mark to see its incidents. All lanes but the first use one scale. "
        f"Thin grey bars: lulls of {lulls.DEFAULT_DAYS} days or more. Hatched: not searched day by "
        f"day. Pale bars: partial {per}s. The lowest strip is tall where reports were searched day "
        f"by day.{overlap}{placeless}{beyond}"
        f"{' Dotted lines: the events listed below.' if known else ''}"
    )


def _panels(counted: Timeline, strip: Sequence[Week]) -> list[tuple[str, vega.Spec]]:
    """Return a panel for each value, with its name and number as title."""
    return [
        (f"{value.label}: {number(n)}", panels_chart.panel(counted, j, strip))
        for j, value in enumerate(counted.values)
        for n in [int(counted.has[j].sum())]
    ]


def _draw_panels(counted: Timeline, strip: Sequence[Week], per: str) -> None:
    """Draw the panels, each below its title."""
    for j, (title, panel) in enumerate(_panels(counted, strip)):
        value = counted.values[j]
        if j % _PANELS_WIDE == 0:  # row by row: on a phone they stand in this order
            columns = st.columns(_PANELS_WIDE)
        with columns[j % _PANELS_WIDE]:
            st.html(f'<div class="atlas-part"><h4>{text.safe(title)}</h4></div>')
            vega.draw_chart(
                panel,
                key=f"{KEY}_panel_{per}_{counted.by}_{value.key}",
                alt=f"{value.label}: incidents per {per}, on the scale of all panels.",
            )


def _weeks(strip: Sequence[Week], remark: str) -> None:
    """Draw the remark on the chart, and how many weeks are empty, and what that means."""
    empty = [week for week in strip if not week.n]
    by_level = {
        level: sum(week.level == level for week in empty) for level in coverage.LEVELS
    }  # fmt: skip
    parts = [f"{coverage.EMPTY[level]}: {n}" for level, n in by_level.items() if n]
    with_rows = len(strip) - len(empty)
    without = f", {len(empty)} without ({text.safe('; '.join(parts))})." if empty else "."
    if empty and by_level["notable"] == len(empty):
        without = f", {len(empty)} without, all outside the systematically searched period."
    st.html(
        text.stacked(
            f'<p class="atlas-caption">{text.safe(remark)}</p>' if remark else "",
            f"<p><strong>{plural(len(strip), 'week')}</strong>: {with_rows} with incidents"
            f"{without}</p>",
        )
    )
    with st.expander("The weeks as a table"):
        st.dataframe(
            {
                "Week": [week.bin.words for week in strip],
                "Incidents": [week.n for week in strip],
                "What is known": [timeline_chart.week_in_words(week) for week in strip],
            },
            hide_index=True,
            alt="Every week with its incidents and how well it was searched",
        )
