"""How a page gets what app.py has prepared for it, also where Streamlit leaves app.py out.

app.py --run_page--> st.session_state --take_context--> the file in pages/
"""

from __future__ import annotations

import runpy
from typing import TYPE_CHECKING

import streamlit as st

from geo.paths import ROOT
from ui.session import keys

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from ui.session.filter_state import Context


def run_page(page: StreamlitPage, context: Context | None) -> None:
    """Run a page; `context` is what it gets from `take_context`, None where there are no data."""
    st.session_state[keys.CONTEXT] = context
    page.run()
    del st.session_state[keys.CONTEXT]


def take_context() -> Context | None:
    """Return what app.py has prepared for the page, or None where there are no data.

    Streamlit takes a folder called pages/ for its older kind of multipage app until a script has
    called `st.navigation`: the first visitor of a fresh server who opens a page by its own address
    would get that page without app.py. Then app.py is run from here, and draws the page itself.
    """
    if keys.CONTEXT not in st.session_state:
        runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
        st.stop()
    context: Context | None = st.session_state[keys.CONTEXT]
    return context
