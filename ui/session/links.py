"""Addresses of the app's pages, with filter and options; relative, so that any host will do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

import streamlit as st

from geo.analysis import titles
from geo.utils.words import number, short_day
from ui import text
from ui.session import keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.filter.figure import Figure
    from geo.filter.filter import Filter, View
    from geo.model.atlas import Atlas

MAP: Final = "./"


def address(page: str, view: View, **options: str) -> str:
    """Return the link to a page with the filter of a view, in absolute terms.

    Args:
        page: `MAP`, or the page's path such as `timeline`.
        view: what the filter finds; its query is written once, however many links have it.
        options: options of the page, and `incident`; empty ones are left out.
    """
    return _joined(page, view.query, view.atlas, options)


def address_of_filter(page: str, filter_: Filter, atlas: Atlas, **options: str) -> str:
    """Return the link of `address` for a filter that has not been applied."""
    return _joined(page, filter_.absolute(atlas).to_query(), atlas, options)


def _joined(page: str, query: str, atlas: Atlas, options: Mapping[str, str]) -> str:
    asked = {name: value for name, value in options.items() if value}
    return f"{page}?{query}&{urlencode(asked | {'version': atlas.version}, quote_via=quote)}"


def incident_address(incident_id: str, view: View) -> str:
    """Return the permalink of an incident's own page."""
    return address("incident", view, incident=incident_id)


def propose_address(incident_id: str, view: View) -> str:
    """Return the link to the page that proposes a correction of an incident."""
    return address("propose", view, incident=incident_id)


def incident_link(incident_id: str, view: View, remark: str = "") -> str:
    """Return the HTML of a link to an incident's page: its day, what it was, and a remark."""
    row = view.atlas.incidents.iloc[view.atlas.row_of[incident_id]]
    words = f"{short_day(row['date'].date())}, {titles.short_title(row)}{remark}"
    return link(incident_address(incident_id, view), words)


def figure_address(page: str, view: View, key: str, keep: Iterable[str]) -> str:
    """Return the address that opens the incidents of a figure on its page.

    Args:
        page: the page's path.
        view: what the filter finds.
        key: the figure's key.
        keep: the page's options; they stay as they are.
    """
    kept = st.session_state.get(keys.OPTIONS, {})
    options = {name: kept.get(name, "") for name in keep} | {"open": key}
    return address(page, view, **options)


def figure_link(page: str, view: View, figure: Figure, keep: Iterable[str], words: str = "") -> str:
    """Return a figure as HTML: a link that opens its incidents, or plain words where it has none.

    Args:
        page: the page's path.
        view: what the filter finds.
        figure: what is counted.
        keep: the page's options; they stay as they are.
        words: what it says, text from anywhere; by default the number.
    """
    words = words or number(figure.n)
    if not figure.n:
        return text.safe(words)
    return link(figure_address(page, view, figure.key, keep), words)


def link(address: str, words: str) -> str:
    """Return the HTML of a link to a page of the app; `words` is text from anywhere."""
    return f'<a href="{text.safe(address)}" target="_self">{text.safe(words)}</a>'
