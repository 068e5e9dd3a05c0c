"""Opening a number: the incidents that it counts, in a dialog over the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.utils import words
from ui import text
from ui.runtime import fragments, widget_keys
from ui.session import keys, links, page_options
from ui.widgets import downloads, incident_card, incident_table, share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

OPTION: Final = "open"
TABLE: Final = "opened"
_LABEL: Final = "open"
_OFFER: Final = "the numbers of this page, each of which links to its incidents"


def open_figure(key: str) -> None:
    """Open the incidents of a figure; for callbacks of charts, matrices and buttons."""
    page_options.put(OPTION, key)
    st.session_state[keys.INCIDENT] = None


def close_figure() -> None:
    """Close what is opened; for callbacks."""
    page_options.put(OPTION, "")
    st.session_state[keys.INCIDENT] = None
    st.session_state.pop(keys.FIGURE_OPENED, None)
    incident_table.begin_table(TABLE)


def open_picked(chart: str, *selections: str) -> str | None:
    """Open the incidents of what was clicked in a chart whose point selections report a `key`.

    Returns the key; None for a click that takes one back, which closes nothing.
    """
    for figure in picked_figures(chart, *selections):
        open_figure(figure)
        return figure
    return None


def opened_figure() -> str:
    """Return the key of the figure that is opened."""
    return page_options.get(OPTION)


def picked_figures(chart: str, *selections: str) -> list[str]:
    """Return the keys of the figures that are selected in a chart."""
    chosen = st.session_state.get(chart, {}).get("selection", {})
    return [
        str(point["key"])
        for name in selections
        for point in chosen.get(name) or ()
        if point.get("key")
    ]


def table_key(name: str) -> str:
    """Return the key of a table whose cells or rows open figures.

    The browser keeps what was chosen, and a second click would take it back: once nothing is
    opened any more, the table is another one, with nothing chosen.
    """
    key = widget_keys.key(name)
    selection = st.session_state.get(key, {}).get("selection", {})
    return widget_keys.renew(name) if any(selection.values()) and not opened_figure() else key


def draw_drilldown(context: Context, figures: Iterable[Figure]) -> None:
    """Draw the dialog of the figure that is opened.

    Args:
        context: the context.
        figures: all that the page lets open: each is a link, a cell of a table, or a mark of a
            chart whose numbers also stand in a table of links.
    """
    named = {figure.key: figure for figure in figures}
    is_linked = page_options.is_linked(OPTION)
    chosen = page_options.get_known(_LABEL, OPTION, named, _OFFER)
    if not chosen:
        st.session_state.pop(keys.FIGURE_OPENED, None)
        return
    figure = named[chosen]
    if st.session_state.get(keys.FIGURE_OPENED) != figure.key:
        st.session_state[keys.FIGURE_OPENED] = figure.key
        if not is_linked:  # a link says what is searched for in the table
            incident_table.begin_table(TABLE)
    fragments.draw_dialog(
        f"{text.plain(figure.label)}: {words.plural(figure.n, 'incident')}",
        lambda now: _opened(now, figure), context, close_figure,
    )  # fmt: skip


def _opened(context: Context, figure: Figure) -> None:
    """Draw the incidents of a figure, or in their place the one that is chosen of them."""
    with st.container(key="opened_rows"):
        incident = st.session_state.get(keys.INCIDENT)
        if incident is not None and incident in context.atlas.row_of:
            st.button(
                f"Back to the {words.plural(figure.n, 'incident')}", key="back_to_rows",
                icon=":material/arrow_back:", on_click=_leave_incident,
            )  # fmt: skip
            st.html(incident_card.card(context.atlas, incident))
            incident_card.draw_ways_on(context, incident)
            return
        _draw_files(context, figure)
        incident_table.draw_incidents(context, figure.positions, TABLE)


def _leave_incident() -> None:
    st.session_state[keys.INCIDENT] = None


def _draw_files(context: Context, figure: Figure) -> None:
    """Draw what can be done with the incidents of a figure: a file, their map, a link."""
    view = replace(context.view, filter=figure.filter or context.filter, positions=figure.positions)
    with st.container(horizontal=True, vertical_alignment="center"):
        if figure.n:
            downloads.draw_csv(context, view, figure.key)
        share.draw_copy_link(context, "copy_link_opened")
        if figure.filter is not None:
            address = links.address_of_filter(links.MAP, figure.filter, context.atlas)
            st.html(links.link(address, "Show these incidents on the map"))
