"""Addresses of the app's pages, with filter and options; relative, so that any host will do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

import streamlit as st

from ui import text
from ui.session import keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.filter.filter import Filter
    from geo.model.atlas import Atlas
    from ui.session.filter_state import Context

MAP: Final = "./"
ROWS: Final = "#rows"


def address(page: str, filter_: Filter, atlas: Atlas, **options: str) -> str:
    """Return the link to a page in absolute terms.

    Args:
        page: `MAP`, or the page's path such as `timeline`.
        filter_: the filter.
        atlas: the atlas, whose version the link names.
        options: options of the page, and `incident`; empty ones are left out.
    """
    params = {
        **filter_.absolute(atlas).to_params(),
        **{name: [value] for name, value in options.items() if value},
        "version": [atlas.version],
    }
    return f"{page}?{urlencode(params, doseq=True, quote_via=quote)}"


def incident(incident_id: str, filter_: Filter, atlas: Atlas) -> str:
    """Return the permalink of an incident's own page."""
    return address("incident", filter_, atlas, incident=incident_id)


def opens(page: str, context: Context, key: str, words: str, keep: Iterable[str]) -> str:
    """Return the HTML of a link that opens the rows of a figure on its page.

    Args:
        page: the page's path.
        context: the context.
        key: the figure's key.
        words: what the link says, text from anywhere.
        keep: the page's options; they stay as they are.
    """
    kept = st.session_state.get(keys.OPTIONS, {})
    options = {name: kept.get(name, "") for name in keep} | {"open": key}
    href = address(page, context.filter, context.atlas, **options)
    return f'<a href="{text.safe(href)}{ROWS}" target="_self">{text.safe(words)}</a>'
