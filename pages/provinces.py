"""The provinces: how many, how often, and what changed from one period to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.places import provinces_page
from ui.runtime import fragments
from ui.runtime.page_context import take_context
from ui.widgets import drilldown

if TYPE_CHECKING:
    from ui.session.filter_state import Context


def _body(context: Context) -> None:
    figures = provinces_page.show(context)
    fragments.let_paint()
    drilldown.show(context, figures)


if take_context() is not None:
    st.header("Provinces", anchor="provinces")
    fragments.part("provinces", _body)
