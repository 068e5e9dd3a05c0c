"""The Timeline page: a quotation of the filter, and below it one view at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.analysis import tallies
from geo.analysis.quotation import build_quotation
from ui.timeline import (
    activity_section,
    lulls_section,
    quotation_section,
    responses_section,
    tallies_section,
    views,
)
from ui.widgets import drilldown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.analysis.tallies import ComparedTally
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context


def draw_timeline(context: Context) -> None:
    """Draw the page."""
    st.header("Timeline", anchor="timeline")
    compared = tallies.compare_tallies(context.view, context.atlas)
    quotation = build_quotation(context.view, context.atlas, compared)
    top = st.container()  # its links carry the view that is chosen below
    view = views.choose_view()
    with top:
        quotation_section.draw_quotation(context, quotation)
    figures = _draw_view(view, context, compared)
    drilldown.draw_drilldown(context, [*quotation.figures, *figures])


def _draw_view(
    view: str, context: Context, compared: Sequence[ComparedTally]
) -> list[Figure]:  # fmt: skip
    """Draw one of `views.VIEWS`, and return its figures."""
    if view == views.LULLS:
        return lulls_section.draw_lulls(context)
    if view == views.RESPONSES:
        return responses_section.draw_responses(context)
    if view == views.TALLIES:
        return tallies_section.draw_tallies(context, compared)
    if view == views.NTH:
        return quotation_section.draw_nth_since(context)
    return activity_section.draw_activity(context)
