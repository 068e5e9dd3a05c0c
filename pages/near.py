"""Near a place: what happened within a radius, what may have, and one page to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.places import brief, near_page
from ui.runtime import fragments
from ui.runtime.page_context import take_context
from ui.widgets import drilldown

if TYPE_CHECKING:
    from ui.session.filter_state import Context


def _body(context: Context) -> None:
    around = near_page.ask(context)
    if around is not None:
        figures = near_page.show(context, around)
        drilldown.show(context, figures)
        brief.downloads(context, around)


if take_context() is not None:
    st.header("Near a place", anchor="near")
    fragments.part("near", _body)
