"""The numbers of the Activity charts as a table of links: the keyboard's way into every bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from geo.utils.words import short_day
from ui import text
from ui.timeline.quotation_section import figure_link
from ui.widgets import html_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.analysis.timeline import Timeline
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

KEY: Final = "numbers_table"
# Above this the table would be too long to read: it keeps the totals of the bins.
_MOST_NUMBERS: Final = 1500


def opened_by(counted: Timeline, *, values: bool) -> list[Figure]:
    """Return the figures that the table and its chart open.

    Args:
        counted: incidents per bin and value.
        values: whether single values are told apart, where they are not too many.
    """
    if values and len(figures := counted.figures()) <= _MOST_NUMBERS:
        return figures
    return [counted.total(i) for i in np.flatnonzero(counted.totals).tolist()]


def draw_numbers(
    context: Context, counted: Timeline, figures: Sequence[Figure],
    marks: Sequence[tuple[date, Figure]] = (),
) -> None:  # fmt: skip
    """Draw the table, closed at first: a row for each bin that has incidents.

    Args:
        context: the context.
        counted: incidents per bin and value.
        figures: what `opened_by` returned.
        marks: counterstrikes by day.
    """
    # Closed, it sends none of its hundreds of links on a rerun.
    whole = st.expander("The numbers as a table, each a link to its incidents", key=KEY,
                        on_change="rerun")  # fmt: skip
    if not whole.open:
        return
    by_key = {figure.key: figure for figure in figures}
    told_apart = len(figures) > np.count_nonzero(counted.totals)
    values = counted.values if told_apart else ()
    rows = []
    for i in np.flatnonzero(counted.totals).tolist():
        total = counted.total(i)
        keys = [total.key, *(f"{total.key}_{value.key}" for value in values)]
        cells = "".join(_cell(context, by_key.get(key)) for key in keys)
        rows.append(html_table.day_cell(total.label) + cells)
    with whole:
        if not told_apart and len(counted.values) > 1:
            st.caption("Totals only; count per week or month to open single values.")
        heads = ["Period", "All", *(value.label for value in values)]
        st.html(text.stacked(html_table.table("Numbers of the chart", heads, rows),
                             _strikes(context, marks)))  # fmt: skip


def _cell(context: Context, figure: Figure | None) -> str:
    return f"<td>{figure_link(context, figure, '') if figure else '–'}</td>"


def _strikes(context: Context, marks: Sequence[tuple[date, Figure]]) -> str:
    if not marks:
        return ""
    opened = " · ".join(
        f"{short_day(day)} ({figure_link(context, figure, '')})" for day, figure in marks
    )
    return f"<p>Counterstrikes, marked on the chart: {opened}.</p>"
