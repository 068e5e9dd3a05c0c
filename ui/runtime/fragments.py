"""Parts of a page that are drawn anew by themselves, and the order in which all of it arrives.

    filter widget --callback--> screen_first() --> the whole page, what is on the screen first
    click on the map --callback--> again(parts) --> these parts, each from the session

A click on the map changes a handful of things of some sixty, so it draws parts. A move of the
filter changes nearly all; there the second run that parts need would cost more than it saves,
for the browser goes through every element of the page at the beginning and end of each run.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NoReturn

import streamlit as st

from ui.session import dataset, filter_state, keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.session.filter_state import Context

# What shows the chosen site or incident, wherever it was chosen.
OF_THE_MAP: Final = ("map", "beside", "legend")
_PAINT_S: Final = 0.1
_SLICES: Final = 5  # as often in that time a newer move may break this one off


def begin(context: Context) -> None:
    """Start a whole run: until its end no part is drawn by itself."""
    st.session_state[keys.FRAGMENTS_DRAWN], st.session_state[keys.FRAGMENTS_DUE] = [], set()
    st.session_state[keys.FRAGMENTS_DATA], st.session_state[keys.FRAGMENTS_CONTEXT] = None, context


def end() -> None:
    """End a whole run: from here on its parts can be drawn by themselves."""
    st.session_state.pop(keys.PAUSE, None)
    found: Context = st.session_state.pop(keys.FRAGMENTS_CONTEXT)
    if not found.problems:  # what is wrong is said all over the page
        st.session_state[keys.FRAGMENTS_DATA] = found.loaded


def part(
    name: str,
    draw: Callable[[Context], None],
    *,
    every_s: float | None = None,
    later: bool = False,
) -> None:
    """Draw a part of the page, here and now and whenever it is asked for again.

    Args:
        name: what `again` calls it.
        draw: draws it from the filter as it is then, and takes nothing else from outside that may
            change without a whole run.
        every_s: after how many seconds it is drawn again by itself, or None.
        later: whether the browser shows what is drawn before it first; see `let_paint`.
    """
    st.session_state[keys.FRAGMENTS_DRAWN].append(name)
    in_whole_run = True

    def run() -> None:
        nonlocal in_whole_run
        alone, in_whole_run = not in_whole_run, False
        found: Context = _found_alone() if alone else st.session_state[keys.FRAGMENTS_CONTEXT]
        if later:
            let_paint()
        with filter_state.options_of(name):
            draw(found)
        st.session_state[keys.FRAGMENTS_DUE].discard(name)
        if alone:
            filter_state.write_link(found)

    st.fragment(run, key=name, run_every=every_s)()


def _found_alone() -> Context:
    """Return what a part that is drawn by itself draws, if it may be."""
    loaded = dataset.load()
    if isinstance(loaded, dataset.NoData) or loaded is not st.session_state[keys.FRAGMENTS_DATA]:
        _rerun()  # the data have changed: no part may show others than its neighbours
    found = filter_state.context(loaded)
    if found.problems:
        _rerun()
    return found


def _rerun() -> NoReturn:
    filter_state.asked_here()
    st.rerun()


def let_paint() -> None:
    """Let the browser show what is sent so far, once in every answer to a move of the filter.

    It takes what arrives together as one piece of work: what is on the screen would wait for what
    is below it.
    """
    if not st.session_state.pop(keys.PAUSE, False):
        return
    for _ in range(_SLICES):
        time.sleep(_PAINT_S / _SLICES)
        # Where Streamlit looks whether there is something newer to do.
        st.session_state.get(keys.PAUSE)


def screen_first() -> None:
    """Let the next run heed no link and send what is on the screen first; for filter widgets."""
    filter_state.asked_here()
    st.session_state[keys.PAUSE] = True


def again(*names: str) -> None:
    """Draw parts of the page anew instead of the whole; for callbacks, as their last step.

    Also drawn is what an earlier call asked for, if this one has broken it off.

    Args:
        names: parts to draw. Those that the page does not have do not count; if none is left, what
            the widget draws by itself is enough.
    """
    session = st.session_state
    if session.get(keys.FRAGMENTS_DATA) is None:
        _rerun()
    session[keys.FRAGMENTS_DUE].update(
        name for name in names if name in session[keys.FRAGMENTS_DRAWN]
    )
    if session[keys.FRAGMENTS_DUE]:
        st.rerun(
            [name for name in session[keys.FRAGMENTS_DRAWN] if name in session[keys.FRAGMENTS_DUE]]
        )


def whole() -> None:
    """Draw the whole page anew, whether or not the widget whose callback calls is in a part."""
    screen_first()
    st.rerun()
