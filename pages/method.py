"""The method: what counts as an incident, coding, coverage, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.method import method_data, method_import, method_page, method_sources, method_terms
from ui.runtime.page_context import take_context
from ui.session import uploaded_dataset
from ui.widgets import drilldown, small_charts

if TYPE_CHECKING:
    from geo.filter.figure import Figure

context = take_context()
figures: list[Figure] = []
imported = context is not None and uploaded_dataset.is_import(context.atlas)
st.title("Method")
draw_contents = small_charts.reserve_contents()
if context is not None and imported:
    method_import.draw_imported_file(context.atlas)
method_page.draw_what_counts()
method_page.draw_codes_and_rules()
if context is not None:
    if not imported:
        method_data.draw_review(context.atlas)
        method_data.draw_coverage(context.atlas)
        figures = method_sources.draw_sources(context)
        method_data.draw_tallies(context.loaded)
    method_data.draw_places(context.atlas)
    method_data.draw_quarantine(context.atlas)
method_terms.draw_limits()
method_terms.draw_do_no_harm()
method_terms.draw_licence(context.atlas if context else None)
method_terms.draw_mistakes()
method_terms.draw_dictionary()
method_terms.draw_changes()
draw_contents()
if context is not None:
    drilldown.draw_drilldown(context, figures)
