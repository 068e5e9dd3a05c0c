"""Options of pages beyond the filter: kept in the session, carried by the link.

    link --read_link--> session[OPTIONS] --widget--> value --link_params--> link

An option is text in the link. An invalid value is named on the page and replaced by the
default; it never empties a page.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.errors import shorten
from ui import text
from ui.session import filter_state, keys
from ui.session.keys import option_widget

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_SHORT: Final = 5
_MOST_OFFERED: Final = 10
_COMPARED: Final = 60
_COMMA: Final = ","


def choose(label: str, name: str, allowed: Mapping[str, str], default: str,
           *, listed: bool = False, help_text: str | None = None) -> str:  # fmt: skip
    """Draw a choice of one option value, and return it.

    Args:
        label: the widget's label.
        name: the option, one of `filter_state.OPTIONS`.
        allowed: value in the link to words on screen.
        default: the value where the link has none.
        listed: a drop-down list, however few there are to choose from.
        help_text: a longer explanation.
    """
    session = st.session_state
    if session.get(option_widget(name)) not in allowed:
        given = _given(name, default)
        session[option_widget(name)] = given if given in allowed else default
    _reword(name, allowed)
    _say_unknown(name, label, lambda v: v in allowed, lambda v: _offered(v, allowed),
                 allowed.get(default, "none"))  # fmt: skip
    shared: dict[str, Any] = {
        "key": option_widget(name), "format_func": lambda v: allowed.get(v, v), "help": help_text,
        "on_change": _taken, "args": (name,),
    }  # fmt: skip
    if listed or len(allowed) > _SHORT:
        st.selectbox(text.plain(label), list(allowed), **shared)
    else:
        st.segmented_control(text.plain(label), list(allowed), required=True, **shared)
    return _keep(name)


def number(label: str, name: str, low: int, high: int, default: int) -> int:
    """Draw a field for a whole number from `low` to `high`, and return it."""

    def fits(given: str) -> bool:
        return given.isascii() and given.isdigit() and low <= int(given) <= high

    given = _given(name, str(default))
    if option_widget(name) not in st.session_state:
        st.session_state[option_widget(name)] = int(given) if fits(given) else default
    _say_unknown(
        name, label, fits, lambda _: f"whole numbers from {low} to {high}", str(default)
    )  # fmt: skip
    st.number_input(
        label, low, high, key=option_widget(name), step=1, on_change=_taken, args=(name,)
    )
    return int(_keep(name))


def words(label: str, name: str, placeholder: str, help_text: str) -> str:
    """Draw a field for words, and return them without blanks around them."""
    if option_widget(name) not in st.session_state:
        st.session_state[option_widget(name)] = _given(name, "")
    _mended(name)  # any words will do
    st.text_input(
        label, key=option_widget(name), placeholder=placeholder, help=help_text,
        on_change=_taken, args=(name,),
    )  # fmt: skip
    return _keep(name).strip()


def choose_several(label: str, name: str, allowed: Mapping[str, str]) -> list[str]:
    """Draw a choice of several values, and return them; without a choice all of them.

    Args:
        label: the widget's label.
        name: the option, one of `filter_state.OPTIONS`; in the link commas part its values.
        allowed: value in the link to words on screen, in the order of what is returned.
    """

    def known(given: str) -> list[str]:
        return [value for value in allowed if value in given.split(_COMMA)]

    if not st.session_state.get(option_widget(name)):
        st.session_state[option_widget(name)] = known(_given(name, "")) or list(allowed)
    _say_unknown(
        name, label, lambda v: set(v.split(_COMMA)) <= set(allowed),
        lambda v: _offered(v, allowed), "what of it is known, or all",
    )  # fmt: skip
    st.pills(
        label, list(allowed), key=option_widget(name), selection_mode="multi",
        format_func=lambda v: allowed.get(v, v), on_change=_taken, args=(name,),
    )  # fmt: skip
    chosen = known(_keep(name)) or list(allowed)
    if chosen == list(allowed):
        st.session_state[keys.OPTIONS][name] = ""  # the link is silent on what is the default
    return chosen


def is_linked(name: str) -> bool:
    """Return whether an option has its value from a link that the page has not yet followed."""
    return name in st.session_state.get(keys.OPTIONS_LINKED, {})


def get(name: str, default: str = "") -> str:
    """Return an option that the page draws in its own way."""
    filter_state.note_option(name)
    return _given(name, default)


def get_known(label: str, name: str, allowed: Collection[str], offer: str) -> str:
    """Return an option whose values the page draws as links or marks; "" where none is chosen.

    Args:
        label: what the visitor knows it by.
        name: the option, one of `filter_state.OPTIONS`.
        allowed: the values that are on the page.
        offer: what would be valid, in words.
    """
    value = get(name)
    _say_unknown(name, label, lambda v: v in allowed, lambda _: offer, "none")
    if value not in allowed and not is_linked(name):
        put(name, "")  # its mark is no longer on the page
    return value if value in allowed else ""


def put(name: str, value: str) -> None:
    """Set an option, in callbacks, before its widget is drawn."""
    st.session_state.setdefault(keys.OPTIONS, {})[name] = value
    st.session_state.pop(option_widget(name), None)
    _mended(name)


def _given(name: str, default: str) -> str:
    value: str = st.session_state.get(keys.OPTIONS, {}).get(name, default)
    return value


def _reword(name: str, allowed: Mapping[str, str]) -> None:
    """Send the choice to the browser again if its words have changed, such as a count.

    Streamlit by itself updates the list only: the closed box would keep the old words. A choice of
    the visitor is sent too, because the answer to an earlier move may arrive after it.
    """
    session, worded = st.session_state, keys.option_words(name)
    words = allowed.get(session[option_widget(name)])
    if session.get(worded, words) != words:
        session[option_widget(name)] = session[option_widget(name)]
    session[worded] = words


def _say_unknown(
    name: str, label: str, is_known: Callable[[str], bool], offer: Callable[[str], str], shown: str
) -> None:
    """Show, until the visitor chooses, that the link has an invalid value for an option.

    Args:
        name: the option.
        label: what the visitor knows it by.
        is_known: whether a value is valid.
        offer: what would be valid in words, most like the value first.
        shown: what is shown instead, in words.
    """
    given = st.session_state.get(keys.OPTIONS_LINKED, {}).get(name)
    if given is not None and is_known(given):
        _mended(name)  # used here, so another page that lacks the value shows no warning
    elif given is not None:
        st.warning(
            f"The link's value “{text.plain(shorten(given))}” is not valid for "
            f"“{text.plain(label)}”. Allowed: {text.plain(offer(given))}. Showing: "
            f"{text.plain(shown)}.",
            icon=":material/link:",
        )


def _offered(given: str, allowed: Mapping[str, str]) -> str:
    """Return the labels of the values that look most like `given`, and how many more there are."""
    folded = given[:_COMPARED].casefold()

    def likeness(item: tuple[str, str]) -> float:
        return max(
            SequenceMatcher(None, folded, word[:_COMPARED].casefold()).ratio() for word in item
        )  # fmt: skip

    labels = [label for _, label in sorted(allowed.items(), key=likeness, reverse=True)]
    more = len(labels) - _MOST_OFFERED
    return ", ".join(labels[:_MOST_OFFERED]) + (f" and {more} more" if more > 0 else "")


def _mended(name: str) -> None:
    st.session_state.get(keys.OPTIONS_LINKED, {}).pop(name, None)


def _taken(name: str) -> None:
    """Keep a choice before anything is drawn, so that links above the widget carry it too."""
    _mended(name)
    if option_widget(name) in st.session_state:  # `put` has removed it with a dialog that is closed
        _hold(name)


def _keep(name: str) -> str:
    filter_state.note_option(name)
    return _hold(name)


def _hold(name: str) -> str:
    held = st.session_state[option_widget(name)]
    value = _COMMA.join(held) if isinstance(held, list) else str(held)
    st.session_state.setdefault(keys.OPTIONS, {})[name] = value
    return value
