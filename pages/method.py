"""The method: what counts, how it was coded, what is covered, what this cannot tell."""

from __future__ import annotations

import streamlit as st

from ui.method import method_data, method_import, method_page, method_terms
from ui.session import uploaded_dataset
from ui.shell import frame
from ui.widgets import small_charts

context = frame.context()
imported = context is not None and uploaded_dataset.is_import(context.atlas)
st.title("Method")
draw_contents = small_charts.contents()
if context is not None and imported:
    method_import.file(context.atlas)
method_page.what_counts()
method_page.codes_and_rules()
if context is not None:
    if not imported:
        method_data.coverage(context.atlas)
        method_data.tallies(context.loaded)
    method_data.places(context.atlas)
    method_data.quarantine(context.atlas)
method_terms.cannot_tell()
method_terms.do_no_harm()
method_terms.licence(context.atlas if context else None)
method_terms.mistakes()
method_terms.dictionary()
method_terms.changes()
draw_contents()
