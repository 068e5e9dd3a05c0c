"""The period by its two days, typed or picked, and by the periods that are asked for most."""

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
    from ui.session.filter_state import Context

DATES: Final = "dates"
_LAST_DAYS: Final = 30
_MOST_BUTTONS: Final = 8  # of years; more of them are a list


def draw_dates(context: Context) -> None:
    """Draw the button *Dates*, and behind it two fields and the presets; for a fragment."""
    dates = st.popover("Dates", icon=":material/calendar_month:", key=DATES, on_change="rerun")
    if dates.open:  # closed, it sends none of its widgets on a rerun
        with dates:
            _draw_fields()
            _draw_presets(context.atlas)


def _draw_fields() -> None:
    """Draw a field for the first day and one for the last, and what takes both."""
    first, last = st.session_state[keys.DATES]
    low, high = st.session_state[keys.SPAN]
    # Named after the period: when slider, brush or preset set another, the fields are new ones, and
    # the browser has no old day to send back.
    ends = {f"{end}_{first}_{last}": day for end, day in (("from", first), ("to", last))}
    # A form: a day that is half typed is not taken, and the first does not move the second away.
    form = st.form(f"dates_{first}_{last}", border=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        for label, (key, day) in zip(("From", "To (included)"), ends.items(), strict=True):
            st.date_input(label, day, low, high, key=key, format="YYYY-MM-DD", width=150)
        st.form_submit_button("Set period", type="primary", on_click=_take, args=tuple(ends))
    typed = [st.session_state[key] for key in ends]
    if None not in typed and typed[0] > typed[1]:
        st.warning(
            f"{short_day(typed[0])} is after {short_day(typed[1])}. Showing "
            f"{short_day(first)} to {short_day(last)} until the last day is not before the first.",
            icon=":material/event_busy:",
        )


def _take(first_key: str, last_key: str) -> None:
    first, last = (st.session_state[key] for key in (first_key, last_key))
    if first and last and first <= last:
        set_period(first, last)


def _draw_presets(atlas: Atlas) -> None:
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
