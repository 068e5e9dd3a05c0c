"""The search above every page: bases, places, groups and incidents, each with the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.analysis import search
from geo.filter.filter import Filter
from geo.utils import words
from ui import text
from ui.runtime import fragments, widget_keys
from ui.session import keys, links

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.analysis.search import Matches, Results
    from ui.session.filter_state import Context

_NAME: Final = "search_all"
_PX: Final = 380


def draw_search(page: str, *, anew: bool) -> None:
    """Draw the field, and below it what was found; a page that is opened begins without words.

    Args:
        page: the path of the page that is open.
        anew: empty the field, because a result on this page was opened.
    """
    name = f"{_NAME}_{page}"
    if anew:
        widget_keys.renew(name)
    with st.container(key="search", width=_PX):
        fragments.draw_fragment(_NAME, lambda context: _draw(context, widget_keys.key(name)))


def _draw(context: Context, widget: str) -> None:
    typed = st.text_input(
        "Search places, groups and incidents", key=widget, type="search", live="400ms",
        icon=":material/search:", label_visibility="collapsed", autocomplete="off",
        placeholder="Search places, groups, incidents",
    )  # fmt: skip
    if not typed or not typed.strip():
        return
    before = st.session_state.get(keys.SEARCH_RESULTS)
    if before is None or before[:2] != (typed, context.atlas.version):
        before = typed, context.atlas.version, search.search(context.atlas, typed)
        st.session_state[keys.SEARCH_RESULTS] = before
    st.html(_results(context, typed.strip(), before[2]))


def _results(context: Context, typed: str, results: Results) -> str:
    view = context.view
    parts = (
        ("Bases", results.bases, lambda key: links.address("bases", view, profile=key)),
        ("Places", results.places, lambda key: links.address("near", view, place=key)),
        ("Groups", results.groups, lambda key: links.address("groups", view, actor=key)),
        ("Incidents", results.incidents, lambda key: links.incident_address(key, view)),
    )
    lists = "".join(_list(*part) for part in parts if part[1].n)
    said = "Results" if lists else f"Nothing found for “{typed}”. Try another spelling."
    return (
        f'<nav class="atlas-found" aria-label="Search results"><p role="status">{text.safe(said)}'
        f"</p>{lists}{_all_incidents(context, typed, results.with_words)}</nav>"
    )


def _list(heading: str, matches: Matches, address: Callable[[str], str]) -> str:
    items = "".join(
        f"<li>{links.link(address(match.key), match.label)}</li>" for match in matches.best
    )
    more = matches.n - len(matches.best)
    rest = f"<li>and {words.number(more)} more</li>" if more else ""
    return f"<p><b>{heading}</b></p><ul>{items}{rest}</ul>"


def _all_incidents(context: Context, typed: str, n: int) -> str:
    if not n:
        return ""
    address = links.address_of_filter(links.MAP, Filter(q=typed), context.atlas)
    say = f"Show {words.plural(n, 'incident')} with these words on the map"
    return f"<p>{links.link(address, say)}</p>"
