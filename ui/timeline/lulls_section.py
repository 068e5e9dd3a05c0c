"""The view Lulls: runs of days without a matching incident, longest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.analysis import coverage, lulls
from geo.filter.filter import day_of
from geo.utils.words import plural, short_day
from ui import text
from ui.session import page_options
from ui.timeline.quotation_section import PAGE, figure_link
from ui.widgets import chart_unit, html_table

if TYPE_CHECKING:
    import pandas as pd

    from geo.analysis.lulls import SearchedLull
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

_LONGEST_DAYS: Final = 3650
_NEIGHBOURS: Final = tuple(
    f"{what} {side}" for side in ("before", "after")
    for what in ("day", "approximate", "target", "incidents")
)  # fmt: skip


def draw_lulls(context: Context) -> list[Figure]:
    """Draw the view, and return its figures."""
    st.subheader("Lulls", anchor="lulls")
    with st.container(horizontal=True):
        lull_days = page_options.number(
            "Shortest lull to list (days)", "lull", 1, _LONGEST_DAYS, lulls.DEFAULT_DAYS
        )
    quiet = lulls.find_searched_lulls(context.view, context.atlas, lull_days)
    if not quiet:
        st.markdown(
            f"No run of {plural(lull_days, 'day')} or more without a matching incident."
            if context.view.shown
            else "No incident matches the filter, so there is no lull between two."
        )
        return []
    targets = context.atlas.incidents["target"]
    heads = ["Days", "From", "To", "Last day before", "First day after", "Searched"]
    table = html_table.table("Lulls", heads, [_lull(context, q, targets) for q in quiet])
    st.html(
        f"<p>{plural(len(quiet), 'lull')} of at least {plural(lull_days, 'day')} without "
        "a matching incident, longest first. A lull that reaches the edge of your period may be "
        f"longer than shown.</p>{table}"
    )
    chart_unit.draw_table_files(
        context, page=PAGE, key="lulls", title="Lulls",
        measure=f"Runs of at least {plural(lull_days, 'day')} without a matching incident.",
        heads=("days", "from", "to", "reaches the edge", *_NEIGHBOURS, "searched"),
        rows=lambda: [
            (q.lull.days, q.lull.start, q.lull.end, "yes" if q.lull.open else "no",
             *_cells(context, q.before, targets), *_cells(context, q.after, targets),
             coverage.EMPTY[q.level])
            for q in quiet
        ],
    )  # fmt: skip
    return [figure for q in quiet for figure in (q.before, q.after) if figure]


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
    day, is_approximate, target, n = _cells(context, figure, targets)
    about = "about " if is_approximate == "yes" else ""
    others = f" and {n - 1} more" if n > 1 else ""
    return f"{about}{short_day(day)}: {figure_link(context, figure, f'{target}{others}')}"


def _cells(
    context: Context, figure: Figure | None, targets: pd.Series[str]
) -> tuple[Any, str, str, Any]:
    """Return day, whether it is approximate, the first target, and how many; blank at an edge."""
    if figure is None:
        return "", "", "", ""
    atlas, first = context.atlas, figure.positions[0]
    is_approximate = "yes" if atlas.approximate[figure.positions].any() else "no"
    return day_of(int(atlas.day[first])), is_approximate, str(targets.iloc[first]), figure.n
