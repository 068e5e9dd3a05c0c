"""The Timeline page: how often, with lulls, answers, published counts and what was searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.analysis import bins, coverage, lulls, responses, tallies, timeline
from geo.analysis.quotation import build_quotation
from geo.filter.filter import day_of
from geo.utils.words import number, plural, short_day
from ui import text
from ui.runtime import browser, fragments
from ui.session import page_options
from ui.timeline import quotation_section, responses_section, tallies_section, timeline_chart
from ui.timeline.quotation_section import figure_link
from ui.widgets import drilldown, html_table, vega

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

    from geo.analysis.lulls import SearchedLull
    from geo.analysis.timeline import Timeline, Week
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

KEY: Final = "timeline"
_LONGEST_LULL: Final = 3650
# Above this a list of figures is too long to choose from: it keeps the totals of the bins.
_MOST_FIGURES: Final = 1500


def draw_timeline(context: Context) -> None:
    """Draw the page."""
    st.header("Timeline", anchor="timeline")
    compared = tallies.compare_tallies(context.view, context.atlas)
    quotation = build_quotation(context.view, context.atlas, compared)
    top = st.container()  # its links carry the options of the controls below
    per, by, lull_days = _controls()
    counted = timeline.build_timeline(context.view, context.atlas, per, by)
    quiet = lulls.find_searched_lulls(context.view, context.atlas, lull_days)
    marks = timeline.counterstrikes_by_day(context.view, context.atlas)
    strip = timeline.searched_weeks(context.view, context.atlas)
    with top:  # first, so that it does not wait until the chart is drawn
        quotation_section.draw_quotation(context, quotation)
    remark = _chart(context, counted, quiet, marks=marks, strip=strip, per=per)
    fragments.let_paint()
    _weeks(strip, remark)
    opened = st.container()
    _lulls(context, quiet, lull_days)
    with st.container():
        numbered = quotation_section.draw_nth_since(context)
    chains = responses.find_responses(context.view, context.atlas)
    responses_section.draw_responses(context, chains)
    tallies_section.draw_tallies(context, compared)
    with opened:
        st.subheader("Incidents behind a figure", anchor="rows")
        drilldown.draw_drilldown(context, [
            *quotation.figures, *_shortened(counted), *(figure for _, figure in marks),
            *(f for q in quiet for f in (q.before, q.after) if f), *numbered,
            *responses_section.response_figures(chains), *tallies_section.tally_figures(compared),
        ])  # fmt: skip


def _shortened(counted: Timeline) -> list[Figure]:
    figures = counted.figures()
    if len(figures) <= _MOST_FIGURES:
        return figures
    st.caption("The list has the totals only; count per week or month to open single values.")
    return [counted.total(i) for i in counted.totals.nonzero()[0].tolist()]


def _controls() -> tuple[str, str, int]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        per = page_options.choose("Count per", "per", bins.PER, "week")
        by = page_options.choose("Split by", "by", timeline.BY, "group", listed=True)
        lull_days = page_options.number(
            "Shortest lull to list (days)", "lull", 1, _LONGEST_LULL, lulls.DEFAULT_DAYS
        )
    return per, by, lull_days


def _chart(
    context: Context, counted: Timeline, quiet: Sequence[SearchedLull],
    *, marks: Sequence[tuple[date, Figure]], strip: Sequence[Week], per: str,
) -> str:  # fmt: skip
    """Draw the chart, and return how to read it, as text to stand below; "" for no chart."""
    if not counted.bins:
        st.info("The filter's period lies outside the data: there is nothing to draw.")
        return ""
    first, last = counted.bins[0].start, counted.bins[-1].end
    vega.draw_chart(
        timeline_chart.timeline_chart(
            counted,
            quiet,
            marks,
            strip=strip,
            per=per,
            dark=browser.theme() == "dark",
        ),
        key=f"{KEY}_{per}_{counted.by}",
        alt=f"Incidents per {per} by {timeline.BY[counted.by]}; lulls as thin bars. Every number "
        "is in the list below the chart.",
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
    return (
        "Click a bar or a mark to see its incidents. All lanes but the first use one scale. "
        f"Hatched: not searched day by day. Pale bars: partial {per}s. The "
        f"lowest strip is tall where reports were searched day by day.{overlap}{placeless}{beyond}"
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


def _lulls(context: Context, quiet: Sequence[SearchedLull], lull_days: int) -> None:
    st.subheader("Lulls", anchor="lulls")
    if not quiet:
        st.markdown(
            f"No run of {plural(lull_days, 'day')} or more without a matching incident."
            if context.view.shown
            else "No incident matches the filter, so there is no lull between two."
        )
        return
    targets = context.atlas.incidents["target"]
    heads = ["Days", "From", "To", "Last day before", "First day after", "Searched"]
    table = html_table.table("Lulls", heads, [_lull(context, q, targets) for q in quiet])
    st.html(
        f"<p>{plural(len(quiet), 'lull')} of at least {plural(lull_days, 'day')} without "
        "a matching incident, longest first. A lull that reaches the edge of your period may be "
        f"longer than shown.</p>{table}"
    )


def _lull(context: Context, quiet: SearchedLull, targets: pd.Series[str]) -> str:
    lull = quiet.lull
    is_open = " (open)" if lull.open else ""
    cells = (
        _neighbour(context, quiet.before, targets), _neighbour(context, quiet.after, targets),
        text.safe(coverage.EMPTY[quiet.level]),
    )  # fmt: skip
    days = "".join(html_table.day_cell(short_day(day)) for day in (lull.start, lull.end))
    return f"<td>{lull.days}{is_open}</td>{days}{''.join(f'<td>{cell}</td>' for cell in cells)}"


def _neighbour(context: Context, figure: Figure | None, targets: pd.Series[str]) -> str:
    if figure is None:
        return "edge of the period"
    atlas, first = context.atlas, figure.positions[0]
    about = "about " if atlas.approximate[figure.positions].any() else ""
    others = f" and {figure.n - 1} more" if figure.n > 1 else ""
    when = short_day(day_of(int(atlas.day[first])))
    return f"{about}{when}: {figure_link(context, figure, f'{targets.iloc[first]}{others}')}"
