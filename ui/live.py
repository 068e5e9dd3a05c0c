"""Parts of a page that are drawn anew by themselves, while the rest of the page stays as it is.

    widget --callback--> again() --> the parts that follow the filter, each from the session

A whole run sends some sixty elements, and the browser redraws every one of them. A move of the
filter needs a handful. What sets a widget outside of the parts, or moves to another page, still
takes a whole run.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import streamlit as st

from ui import data, state

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.data import Loaded
    from ui.state import Context

# What shows the chosen site or incident, wherever it was chosen.
OF_THE_MAP: Final = ("map", "beside", "legend")
_DRAWN: Final = "parts_drawn"  # those of the last whole run, and whether each follows the filter
_DUE: Final = "parts_due"  # parts that were asked for and are not drawn yet
_PAUSE: Final = "parts_pause"  # whether the browser has still to be given time to paint
_PAINT_S: Final = 0.3
_WHOLE: Final = "parts_whole"  # what the last whole run has drawn from, once it has come to its end


def _always() -> bool:
    return True


def begin() -> None:
    """Start a whole run: until its end no part is drawn by itself."""
    st.session_state[_DRAWN], st.session_state[_DUE] = {}, set()
    st.session_state[_WHOLE] = None
    st.session_state.pop(_PAUSE, None)


def end(loaded: Loaded) -> None:
    """End a whole run: from here on its parts can be drawn by themselves."""
    if not state.context(loaded).problems:  # what is wrong is said all over the page
        st.session_state[_WHOLE] = loaded


def part(
    name: str,
    draw: Callable[[Context], None],
    *,
    every_s: float | None = None,
    follows: Callable[[], bool] = _always,
    later: bool = False,
) -> None:
    """Draw a part of the page, here and now and whenever it is asked for again.

    Args:
        name: what `again` calls it.
        draw: draws it from the filter as it is then, and takes nothing else from outside that may
            change without a whole run.
        every_s: after how many seconds it is drawn again by itself, or None.
        follows: whether it says, at the time, something that depends on the filter.
        later: whether the browser shows what is drawn before it first; see `let_paint`.
    """
    st.session_state[_DRAWN][name] = follows
    in_whole_run = True

    def run() -> None:
        nonlocal in_whole_run
        alone, in_whole_run = not in_whole_run, False
        loaded = data.load()
        if isinstance(loaded, data.NoData) or (alone and loaded is not st.session_state[_WHOLE]):
            st.rerun()  # the data have changed: no part may show others than its neighbours
        if later:
            let_paint()
        found = state.context(loaded)
        if alone and found.problems:
            st.rerun()
        with state.options_of(name):
            draw(found)
        st.session_state[_DUE].discard(name)
        if alone:
            state.write_link(found)

    st.fragment(run, key=name, run_every=every_s)()


def let_paint() -> None:
    """Let the browser show what is sent so far, once in every answer to a move of the filter.

    It takes what arrives together as one piece of work: what is on the screen would wait for what
    is below it.
    """
    if st.session_state.pop(_PAUSE, False):
        time.sleep(_PAINT_S)


def again(*names: str) -> None:
    """Draw parts of the page anew instead of the whole; for callbacks, as their last step.

    Also drawn is what an earlier call asked for, if this one has broken it off.

    Args:
        names: parts to draw; without names those that follow the filter. Parts that the page does
            not have do not count; if none is left, what the widget draws by itself is enough.
    """
    session = st.session_state
    if session.get(_WHOLE) is None:
        st.rerun()
    asked = names or tuple(name for name, follows in session[_DRAWN].items() if follows())
    session[_DUE].update(name for name in asked if name in session[_DRAWN])
    session[_PAUSE] = True
    if session[_DUE]:
        st.rerun([name for name in session[_DRAWN] if name in session[_DUE]])


def again_and(*names: str) -> None:
    """Draw what follows the filter, and these parts beside; for callbacks."""
    st.session_state.get(_DUE, set()).update(names)
    again()


def whole() -> None:
    """Draw the whole page anew; for callbacks that set a widget outside of the parts."""
    st.rerun()
