"""Fragments: parts of a page that are drawn by themselves; and what of a page arrives first.

    filter widget --callback--> screen_first() --> the whole page, what is on the screen first
    click on the map --callback--> redraw(names) --> these fragments, each from the session

A click on the map changes a handful of some fifty elements, so it draws fragments. A move of the
filter changes nearly all of them; there the second run that fragments need would cost more than it
saves, for the browser goes through every element of the page at the beginning and end of each run.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NoReturn

import streamlit as st

from ui.runtime import turns
from ui.session import dataset, filter_state, keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.session.filter_state import Context

# What shows the chosen site or incident, wherever it was chosen.
OF_THE_MAP: Final = ("map", "beside")
_PAINT_S: Final = 0.1
_SLICES: Final = 5  # as often in that time a newer move may break this one off


def begin_run(context: Context) -> None:
    """Start a whole run: until its end no fragment is drawn by itself."""
    st.session_state[keys.FRAGMENTS_DRAWN], st.session_state[keys.FRAGMENTS_DUE] = [], set()
    st.session_state[keys.FRAGMENTS_DATA], st.session_state[keys.FRAGMENTS_CONTEXT] = None, context


def end_run() -> None:
    """End a whole run: from here on its fragments can be drawn by themselves."""
    st.session_state.pop(keys.PAUSE, None)
    context: Context = st.session_state.pop(keys.FRAGMENTS_CONTEXT)
    if not context.problems:  # they are named all over the page
        st.session_state[keys.FRAGMENTS_DATA] = context.loaded


def draw_fragment(
    name: str,
    draw: Callable[[Context], None],
    *,
    later: bool = False,
) -> None:
    """Draw a fragment of the page, now and whenever `redraw` names it.

    Args:
        name: its name.
        draw: draws it from the context as it is then, and takes nothing else from outside that may
            change without a whole run.
        later: whether the browser first shows what stands before it; see `let_paint`.
    """
    st.session_state[keys.FRAGMENTS_DRAWN].append(name)
    in_whole_run = True

    def run() -> None:
        nonlocal in_whole_run
        alone, in_whole_run = not in_whole_run, False
        context: Context = _context_alone() if alone else st.session_state[keys.FRAGMENTS_CONTEXT]
        if later:
            let_paint()
        with turns.running(), filter_state.options_of_fragment(name):
            draw(context)
        st.session_state[keys.FRAGMENTS_DUE].discard(name)
        if alone:
            filter_state.write_link(context)

    st.fragment(run, key=name)()


def draw_dialog(
    title: str, draw: Callable[[Context], None], context: Context, on_dismiss: Callable[[], None]
) -> None:
    """Draw a dialog over the page; it stays for as long as each whole run draws it again.

    Args:
        title: its title, Markdown.
        draw: draws what is in it, now and whenever a widget in it is used.
        context: the context of the run.
        on_dismiss: called when the visitor closes it, before the part of the page that opened it
            is drawn again.
    """
    in_run_of_opener = True

    def run() -> None:
        nonlocal in_run_of_opener
        alone, in_run_of_opener = not in_run_of_opener, False
        now = _context_alone() if alone else context
        draw(now)
        if alone:
            filter_state.write_link(now)

    st.dialog(title, width="large", on_dismiss=on_dismiss)(run)()


def _context_alone() -> Context:
    """Return the context of a fragment that is drawn by itself, if it may be."""
    loaded = dataset.load()
    if isinstance(loaded, dataset.NoData) or loaded is not st.session_state[keys.FRAGMENTS_DATA]:
        _rerun()  # the data have changed: no fragment may show others than its neighbours
    context = filter_state.current_context(loaded)
    if context.problems:
        _rerun()
    return context


def _rerun() -> NoReturn:
    filter_state.ignore_link()
    st.rerun()


def let_paint() -> None:
    """Pause so that the browser shows what has been sent, once after each move of the filter.

    The browser takes what arrives together as one piece of work: what is on the screen would wait
    for what is below it. The pause ends early when a newer move breaks the run off.
    """
    if not st.session_state.pop(keys.PAUSE, False):
        return
    with turns.lent():
        for _ in range(_SLICES):
            time.sleep(_PAINT_S / _SLICES)
            # Streamlit looks here whether a newer run is asked for.
            st.session_state.get(keys.PAUSE)


def screen_first() -> None:
    """Let the next run ignore the link and send what is on the screen first; for filter widgets."""
    filter_state.ignore_link()
    st.session_state[keys.PAUSE] = True


def redraw(*names: str) -> None:
    """Draw fragments instead of the whole page; for callbacks, as their last step.

    Also draws what an earlier call asked for, if this one has broken it off.

    Args:
        names: fragments to draw. Those that the page does not have do not count; if none is left,
            what the widget draws by itself is enough.
    """
    session = st.session_state
    if session.get(keys.FRAGMENTS_DATA) is None:
        _rerun()
    drawn, due = session[keys.FRAGMENTS_DRAWN], session[keys.FRAGMENTS_DUE]
    due.update(name for name in names if name in drawn)
    if due:
        st.rerun([name for name in drawn if name in due])


def redraw_page() -> None:
    """Draw the whole page, also where the widget whose callback calls stands in a fragment."""
    screen_first()
    st.rerun()
