"""Playback: the period walked through in steps, the browser filling in between them.

The points are sent once, by address. Each step sends only the range of days that the GPU lets
through, and the browser glides from the last range to the new one. The date that is shown is
always a whole step, and the last step ends on the last day of the period.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.utils.words import plural, short_day
from ui.runtime import fragments
from ui.session import keys

if TYPE_CHECKING:
    from datetime import date

KEY: Final = "playback"
STEPS: Final = {"day": 1, "week": 7, "30 days": 30}
TICK_S: Final = {"slow": 1.6, "normal": 0.8, "fast": 0.4}
CUMULATIVE: Final = "cumulative"
MOVING: Final = "moving window"


@dataclass(frozen=True, slots=True)
class Playback:
    """Where a playback is: the days `shown_from` to `at` are on the map.

    Steps count from `first`; the last one ends on `last`, however long it is.
    """

    first: date
    last: date
    at: date
    step_days: int
    moving: bool
    playing: bool

    @property
    def shown_from(self) -> date:
        """First day on the map: that of the period, or of the step."""
        if not self.moving:
            return self.first
        return max(self.first, self.at - timedelta(days=self.step_days - 1))

    @property
    def ended(self) -> bool:
        """Whether the last day is reached."""
        return self.at >= self.last

    def moved(self, steps: int) -> Playback:
        """Return the playback some steps on, or back; it stops where the period ends."""
        at = self.at + timedelta(days=self.step_days * steps)
        first_end = min(self.last, self.first + timedelta(days=self.step_days - 1))
        at = min(self.last, max(first_end, at))
        return replace(self, at=at, playing=self.playing and at < self.last)


def begin_playback(
    first: date, last: date, step_days: int, *, moving: bool, playing: bool
) -> Playback:
    """Return a playback at its first step."""
    end = min(last, first + timedelta(days=step_days - 1))
    return Playback(first, last, end, step_days, moving, playing)


def current_playback(first: date, last: date) -> Playback | None:
    """Return the session's playback, unless the period has changed under it."""
    playback: Playback | None = st.session_state.get(keys.PLAYBACK)
    if playback and (playback.first, playback.last) != (first, last):
        st.session_state[keys.PLAYBACK] = playback = None
    return playback


def tick_s() -> float | None:
    """Return the seconds from step to step while a playback runs, else None."""
    playback: Playback | None = st.session_state.get(keys.PLAYBACK)
    if playback is None or not playback.playing:
        return None
    return TICK_S[st.session_state.get(keys.PLAYBACK_SPEED, "normal")]


def advance() -> None:
    """Go on one step, if the playback runs; called once per tick."""
    playback: Playback | None = st.session_state.get(keys.PLAYBACK)
    if playback and playback.playing:
        st.session_state[keys.PLAYBACK] = playback.moved(1)


def draw_controls(playback: Playback | None) -> None:
    """Draw play, pause, step, and what to step by."""
    running = bool(playback and playback.playing)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button("Pause" if running else "Play", key="play", type="primary",
                  icon=":material/pause:" if running else ":material/play_arrow:",
                  on_click=_toggle,
                  help="Walks through the period above, with every incident drawn.")  # fmt: skip
        st.button("Step back", key="step_back", on_click=_step, args=(-1,),
                  icon=":material/skip_previous:")  # fmt: skip
        st.button("Step on", key="step_on", on_click=_step, args=(1,),
                  icon=":material/skip_next:")  # fmt: skip
        st.selectbox("Step by", list(STEPS), index=1, key=keys.PLAYBACK_STEP, width=120,
                     on_change=_again)  # fmt: skip
        st.selectbox("Show", [CUMULATIVE, MOVING], key=keys.PLAYBACK_WINDOW, width=170,
                     on_change=_again)  # fmt: skip
        st.selectbox("Speed", list(TICK_S), index=1, key=keys.PLAYBACK_SPEED, width=120,
                     on_change=_redraw)  # fmt: skip
        if playback:
            st.button("Leave playback", key="leave_playback", on_click=_leave)


def draw_step(playback: Playback, shown: int) -> None:
    """Draw the date that the map is at, and how many incidents it shows."""
    verb = "Ended at" if playback.ended else "At"
    since = f", since {short_day(playback.shown_from)}"
    st.markdown(f"**{verb} {short_day(playback.at)}**{since}: "
                f"{plural(shown, 'incident')} on the map")  # fmt: skip


def _redraw() -> None:
    fragments.redraw(*fragments.OF_THE_MAP, KEY)


def _settings() -> tuple[int, bool]:
    session = st.session_state
    step_days = STEPS[session.get(keys.PLAYBACK_STEP, "week")]
    return step_days, session.get(keys.PLAYBACK_WINDOW) == MOVING


def _period() -> tuple[date, date]:
    """Return the period as it is when a button is pressed: they are not drawn anew with it."""
    days = st.session_state[keys.DATES]
    return days[0], days[-1]


def _toggle() -> None:
    first, last = _period()
    playback = current_playback(first, last)
    step_days, moving = _settings()
    if playback is None or (playback.ended and not playback.playing):
        st.session_state[keys.PLAYBACK] = begin_playback(
            first, last, step_days, moving=moving, playing=True
        )
    else:
        st.session_state[keys.PLAYBACK] = replace(playback, playing=not playback.playing)
    _redraw()


def _step(steps: int) -> None:
    first, last = _period()
    step_days, moving = _settings()
    playback = current_playback(first, last)
    if playback is None:
        st.session_state[keys.PLAYBACK] = begin_playback(
            first, last, step_days, moving=moving, playing=False
        )
    else:
        st.session_state[keys.PLAYBACK] = replace(playback, playing=False).moved(steps)
    _redraw()


def _again() -> None:
    """Take new settings over into a playback that has begun."""
    playback = current_playback(*_period())
    if playback:
        step_days, moving = _settings()
        st.session_state[keys.PLAYBACK] = replace(playback, step_days=step_days, moving=moving)
    _redraw()


def _leave() -> None:
    st.session_state[keys.PLAYBACK] = None
    _redraw()
