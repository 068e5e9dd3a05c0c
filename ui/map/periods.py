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
_MOST_BUTTONS: Final = 8  # of years; more of them are a list


def draw_presets(atlas: Atlas) -> None:
    """Draw the buttons: what there is in these data, and nothing else."""
    first, last = atlas.first_date, atlas.last_date
    recent = max(first, last - timedelta(days=_LAST_DAYS - 1))
    periods = {"Whole dataset": (first, last), f"Latest {_LAST_DAYS} days": (recent, last)}
    if presets.has_campaign(atlas):
        start, end = presets.PERIOD.period(atlas)
        periods[f"Main campaign ({short_day(start)} – {short_day(end)})"] = start, end
    years = {str(year): (start, end) for year, start, end in presets.list_years(atlas)}
    if len(years) <= _MOST_BUTTONS:
        periods |= years
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, period in periods.items():
            st.button(label, key=f"preset_{label}", type="tertiary", on_click=set_period,
                      args=period)  # fmt: skip
        if len(years) > _MOST_BUTTONS:
            st.selectbox(
                "Year", list(years), index=None, key=keys.PRESET_YEAR, placeholder="Year",
                label_visibility="collapsed", width=140, on_change=_set_year, args=(years,),
            )  # fmt: skip


def _set_year(years: dict[str, tuple[date, date]]) -> None:
    year = st.session_state[keys.PRESET_YEAR]
    st.session_state[keys.PRESET_YEAR] = None  # the period itself says which is chosen
    if year in years:
        set_period(*years[year])


def set_period(first: date, last: date) -> None:
    """Set the period and draw the whole page, whose slider moves too; for callbacks.

    Args:
        first: first day.
        last: last day, included.
    """
    filter_state.set_dates(first, last)
    fragments.redraw_page()
