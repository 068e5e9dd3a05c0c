"""Opening a number: the incidents that it counts, in a table on the same page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.utils import words
from ui import text
from ui.session import keys, links, page_options
from ui.widgets import incident_card, incident_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

OPTION: Final = "open"
TABLE: Final = "opened"
_NOTHING: Final = ""


def open_figure(key: str) -> None:
    """Open the rows of a figure; for callbacks of charts, matrices and buttons."""
    page_options.put(OPTION, key)
    st.session_state[keys.INCIDENT] = None


def open_picked(chart: str, *selections: str) -> str | None:
    """Open the rows of what was clicked in a chart whose point selections report a `key`.

    Returns the key; None for a click that takes one back, which closes nothing.
    """
    for figure in picked_figures(chart, *selections):
        open_figure(figure)
        return figure
    return None


def opened_figure() -> str:
    """Return the key of the figure that is opened, even before its list is drawn."""
    chosen: str = st.session_state.get(keys.option_widget(OPTION), page_options.get(OPTION))
    return chosen


def picked_figures(chart: str, *selections: str) -> list[str]:
    """Return the keys of the figures that are selected in a chart."""
    chosen = st.session_state.get(chart, {}).get("selection", {})
    return [
        str(point["key"])
        for name in selections
        for point in chosen.get(name) or ()
        if point.get("key")
    ]


def draw_drilldown(context: Context, figures: Iterable[Figure]) -> None:
    """Draw the list of a page's figures, and the rows of the one that is opened.

    The list is the keyboard's way to every number that a chart shows.
    """
    named = {figure.key: figure for figure in figures}
    labels = {_NOTHING: "nothing opened"} | {
        key: f"{figure.label}: {words.number(figure.n)}" for key, figure in named.items()
    }
    chosen = page_options.choose(
        "Open the rows behind a number", OPTION, labels, _NOTHING, listed=True
    )
    if chosen in named:
        _opened(context, named[chosen])


def _opened(context: Context, figure: Figure) -> None:
    if st.session_state.get(keys.FIGURE_OPENED) != figure.key:
        st.session_state[keys.FIGURE_OPENED] = figure.key
        st.session_state[keys.table_page(TABLE)] = 1
    with st.container(border=True, key="opened_rows"):
        st.markdown(f"**{text.plain(figure.label)}: {words.plural(figure.n, 'incident')}**")
        incident_table.draw_incidents(context, figure.positions, TABLE)
        incident = st.session_state.get(keys.INCIDENT)
        blocks = []
        if incident is not None and incident in context.atlas.row_of:
            address = links.incident_address(incident, context.view)
            blocks = [
                incident_card.card(context.atlas, incident),
                _link(address, "The page of this incident"),
            ]
        if figure.filter is not None:
            address = links.address_of_filter(links.MAP, figure.filter, context.atlas)
            blocks.append(_link(address, "These rows on the map"))
        if blocks:
            st.html(text.stacked(*blocks))


def _link(address: str, label: str) -> str:
    return f'<div><a href="{text.safe(address)}" target="_self">{label}</a></div>'
