"""The bases: how often each was hit and when, and what is known of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.places import bases_page
from ui.runtime import fragments
from ui.runtime.page_context import take_context
from ui.widgets import drilldown

if TYPE_CHECKING:
    from ui.session.filter_state import Context


def _body(context: Context) -> None:
    matrix = bases_page.matrix(context)
    fragments.let_paint()
    profile = bases_page.choose(context, matrix)
    drilldown.show(context, [*matrix.figures, *(profile.figures if profile else [])])
    if profile:
        bases_page.profile(context, profile)


if take_context() is not None:
    st.header("Bases", anchor="bases")
    fragments.part("bases", _body)
