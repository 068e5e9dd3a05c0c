"""The periods that are asked for most, one button each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.filter import presets
from geo.utils.words import short_day
from ui.runtime import fragments
from ui.session import filter_state, keys

if TYPE_CHECKING:
    from datetime import date

    from geo.model.atlas import Atlas

_LAST_DAYS: Final = 30


def draw_presets(atlas: Atlas) -> None:
    """Draw the buttons."""
    first, last = presets.PERIOD.period(atlas)
    recent = max(atlas.first_date, atlas.last_date - timedelta(days=_LAST_DAYS - 1))
    low, high = st.session_state[keys.SPAN]
    with st.container(horizontal=True):
        for label, start, end in (
            ("Whole dataset", atlas.first_date, atlas.last_date),
            (f"{short_day(first)} to {short_day(last)}", first, last),
            (f"Last {_LAST_DAYS} days of data", recent, atlas.last_date),
        ):
            if low <= start <= end <= high:  # imported data may lie elsewhere in time
                st.button(label, key=f"preset_{label}", type="tertiary", on_click=set_period,
                          args=(start, end))  # fmt: skip


def set_period(first: date, last: date) -> None:
    """Set the period and draw the whole page, whose slider moves too; for callbacks.

    Args:
        first: first day.
        last: last day, included.
    """
    filter_state.set_dates(first, last)
    fragments.redraw_page()
