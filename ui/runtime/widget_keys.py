"""Widgets that are replaced when what was picked in them is stale.

The browser keeps what was clicked in a chart or ticked in a table for as long as the key stays,
and no server can take it back. Under another key it is another widget, with nothing picked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.session import keys

if TYPE_CHECKING:
    from collections.abc import MutableMapping


def key(name: str) -> str:
    """Return the session's key of the widget of this name as it is now."""
    times = _times().get(name, 0)
    return f"{name}_{times}" if times else name


def renew(name: str) -> str:
    """Replace the widget of this name by a new one, and return its key."""
    _times()[name] = _times().get(name, 0) + 1
    return key(name)


def _times() -> MutableMapping[str, int]:
    times: MutableMapping[str, int] = st.session_state.setdefault(keys.TIMES_RENEWED, {})
    return times
