"""The method: what counts, how it was coded, what is covered, what this cannot tell."""

from __future__ import annotations

import streamlit as st

from ui import frame, method

found = frame.context()
st.title("Method")
method.what_counts()
method.codes_and_rules()
if found is not None:
    method.coverage(found.atlas)
    method.places(found.atlas)
    method.quarantine(found.atlas)
method.do_no_harm()
method.licence(found.atlas if found else None)
method.dictionary()
