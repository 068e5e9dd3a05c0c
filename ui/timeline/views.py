"""The views of the Timeline page: which there are, and which one a link leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.analysis.lulls import DEFAULT_DAYS
from ui.session import keys, page_options

if TYPE_CHECKING:
    from collections.abc import Mapping

OPTION: Final = "show"
ACTIVITY, LULLS, RESPONSES, TALLIES, NTH = "activity", "lulls", "responses", "tallies", "nth"
VIEWS: Final[Mapping[str, str]] = {
    ACTIVITY: "Activity",
    LULLS: "Lulls",
    RESPONSES: "Strikes and responses",
    TALLIES: "Against official counts",
    NTH: "Find the nth",
}
# How the keys of a view's figures begin; a link that opens a figure leads to its view.
_FIGURES: Final[Mapping[str, tuple[str, ...]]] = {
    LULLS: ("lull_",),
    RESPONSES: ("answer_", "unlinked", "unread"),
    TALLIES: ("tally_",),
    NTH: ("nth", "later"),
}
# A link may end with the anchor of a view's heading. The server never sees it, and the browser has
# lost it by the time this is drawn; the address that was first asked for is still known.
_JS: Final = """
let isFirst = true;
export default function ({ setTriggerValue }) {
  const tell = (address) => {
    const anchor = address.hash.slice(1);
    if (anchor) setTriggerValue("anchor", anchor);
  };
  if (isFirst) {
    isFirst = false;
    const asked = new URL(performance.getEntriesByType("navigation")[0].name);
    if (asked.pathname === location.pathname && !asked.searchParams.has("show")) tell(asked);
  }
  const onChange = () => tell(location);
  addEventListener("hashchange", onChange);
  return () => removeEventListener("hashchange", onChange);
}
"""
_anchor = st.components.v2.component("timeline_anchor", js=_JS)
_ANCHOR: Final = "timeline_anchor"


def choose_view() -> str:
    """Draw the choice of a view, and return it: one of `VIEWS`."""
    _anchor(key=_ANCHOR, on_anchor_change=_go_to_anchor, height=1)
    return page_options.choose("View", OPTION, VIEWS, _asked_for())


def _go_to_anchor() -> None:
    anchor = st.session_state[_ANCHOR].get("anchor")
    if anchor in VIEWS:
        page_options.put(OPTION, anchor)


def _asked_for() -> str:
    """Return the view that the other options of a link belong to."""
    given = st.session_state.get(keys.OPTIONS, {})
    opened = given.get("open", "")
    for view, beginnings in _FIGURES.items():
        if opened.startswith(beginnings):
            return view
    if given.get("since") or given.get("nth", "1") != "1":
        return NTH
    return LULLS if given.get("lull", str(DEFAULT_DAYS)) != str(DEFAULT_DAYS) else ACTIVITY
