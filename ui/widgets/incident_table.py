"""Tables of incidents: those that the filter matches, and those behind a number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo import codes
from geo.analysis import groups
from geo.model.schema import LIST_SEPARATOR
from geo.model.statements import SEVERAL, UNKNOWN
from geo.utils import words
from ui.runtime import fragments, widget_keys
from ui.runtime.arrow import lean
from ui.session import keys

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas
    from ui.session.filter_state import Context

KEY = "table"
PAGE_ROWS = 20
_HOST = r"https?://(?:www\.)?([^/]+)"


def _page(atlas: Atlas, positions: NDArray[np.intp]) -> pd.DataFrame:
    """Return the table of a page of incidents."""
    incidents = atlas.incidents.iloc[positions]
    names = {**groups.group_names(atlas), SEVERAL: "several", UNKNOWN: ""}
    urls, sources = atlas.sources["url"], atlas.source_rows.take(positions).to_pylist()
    return pd.DataFrame(
        {
            "Date": incidents["date"].dt.strftime("%Y-%m-%d")
            + incidents["date_precision"].map({"day": "", "approx": " (about)"}),
            "Target": incidents["target"],
            "Place": incidents["place"],
            "Province": incidents["province"],
            "Country": incidents["country"],
            "Group": [names[atlas.ledger.leading_group[i]] for i in positions],
            "Weapon": [
                ", ".join(codes.WEAPON[w] for w in cell.split(LIST_SEPARATOR))
                for cell in incidents["weapons"]
            ],
            "Outcome": incidents["outcome"].map(dict(codes.OUTCOME)),
            "Killed": incidents["killed"],
            "Injured": incidents["injured"],
            "Confirmation": incidents["confirmation"],
            "Kind": incidents["event_type"],
            "Place known to": incidents["geo_precision"],
            "Source": [urls.iloc[rows[0]] if rows else None for rows in sources],
            "Sources": [len(rows) for rows in sources],
            "Id": incidents["incident_id"],
        }
    )


def draw_filtered_incidents(context: Context) -> None:
    """Draw the table of what the filter matches."""
    draw_incidents(context, context.view.positions, KEY)


def draw_incidents(context: Context, positions: NDArray[np.intp], key: str) -> None:
    """Draw incidents, newest first, a page at a time; choosing a row chooses its incident.

    Args:
        context: the context.
        positions: rows of `atlas.incidents`, ascending.
        key: what the table is called in the session; one page may have several.
    """
    newest_first = positions[::-1]
    pages = max(1, math.ceil(len(newest_first) / PAGE_ROWS))
    # Kept apart from the widget, so that a shorter table does not lose the page for good.
    page = min(st.session_state.get(keys.table_page(key), 1), pages)
    first = (page - 1) * PAGE_ROWS
    shown = _page(context.atlas, newest_first[first : first + PAGE_ROWS])
    # Before the table: by keyboard its cells are walked through one after another.
    _open_by_keyboard(shown, f"{key}_open")
    with st.container(horizontal=True, vertical_alignment="center"):
        if pages > 1:
            st.pagination(pages, key=keys.table_page(key))
        last = min(first + PAGE_ROWS, len(positions))
        st.caption(
            f"Rows {words.number(first + 1)} to {words.number(last)} of "
            f"{words.number(len(positions))}, newest first."
            if len(positions)
            else "No incident matches the filter."
        )
    widget = _widget(shown, key)
    st.dataframe(
        lean(shown),
        key=widget,
        hide_index=True,
        height="content",
        placeholder="–",
        on_select=lambda: _choose(shown, widget),
        selection_mode="single-row",
        column_config={
            "Source": st.column_config.LinkColumn(display_text=_HOST),
            "Target": st.column_config.TextColumn(width="medium"),
            "Killed": st.column_config.NumberColumn(help="Empty means unknown, never none."),
            "Injured": st.column_config.NumberColumn(help="Empty means unknown, never none."),
            "Sources": st.column_config.NumberColumn(
                help="How many pages report it; all of them are on the incident's card."
            ),
        },
        alt=f"Table of the {len(positions)} incidents, newest first, page {page} of {pages}",
    )


def _open_by_keyboard(shown: pd.DataFrame, key: str) -> None:
    """Draw a list of the page's rows: the table itself cannot be used by keyboard alone."""
    names = {
        row.Id: f"{row.Date} · {row.Target} · {row.Weapon}" for row in shown.itertuples(index=False)
    }
    st.selectbox(
        "Open an incident of this page", list(names), index=None, key=key,
        format_func=lambda i: names.get(i, i), placeholder="type or choose",
        on_change=lambda: _open(st.session_state[key]),
    )  # fmt: skip


def _widget(shown: pd.DataFrame, key: str) -> str:
    """Return the key of the table: a new one where the ticked row would be another incident."""
    session, ids, widget = st.session_state, shown["Id"].tolist(), widget_keys.key(key)
    before, session[keys.table_ids(key)] = session.get(keys.table_ids(key), ids), ids
    ticked = session.get(widget, {}).get("selection", {}).get("rows")
    return widget_keys.renew(key) if ticked and before != ids else widget


def _choose(shown: pd.DataFrame, key: str) -> None:
    chosen = st.session_state[key]["selection"]["rows"]
    _open(shown["Id"].iloc[chosen[0]] if chosen and chosen[0] < len(shown) else None)


def _open(incident: str | None) -> None:
    st.session_state[keys.INCIDENT] = incident
    fragments.redraw(*fragments.OF_THE_MAP, KEY)
