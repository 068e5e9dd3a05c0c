"""Tables of incidents: those that the filter matches, and those behind a number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from geo import codes
from geo.analysis import groups, titles
from geo.model.column import LIST_SEPARATOR
from geo.model.statements import SEVERAL, UNKNOWN
from geo.utils import words
from ui.runtime import fragments, widget_keys
from ui.runtime.arrow import lean
from ui.session import keys, page_options
from ui.widgets import table_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.model.atlas import Atlas
    from ui.session.filter_state import Context

KEY = "table"
PAGE_ROWS = 20
SEARCH: Final = "search"
SORT: Final = "sort"
SHOWN: Final = "columns"
#: The columns, as the link names them, and their heads.
COLUMNS: Final = {
    "date": "Date", "target": "Target", "place": "Place", "province": "Province",
    "country": "Country", "group": "Group", "weapon": "Weapon", "outcome": "Outcome",
    "killed": "Killed", "injured": "Injured", "confirmation": "Confirmation", "kind": "Kind",
    "precision": "Place known to", "source": "Source", "link": "Link",
    "sources": "Sources", "id": "Id",
}  # fmt: skip
_HOST = r"https?://(?:www\.)?([^/]+)"
_DATE_PX: Final = 150  # "about 12 Nov 2024" whole
_CONFIG: Final[dict[str, Any]] = {
    "Date": st.column_config.TextColumn(width=_DATE_PX),
    "Link": st.column_config.LinkColumn(display_text=_HOST),
    "Target": st.column_config.TextColumn(width="medium"),
    "Group": st.column_config.TextColumn(width="medium"),
    "Killed": st.column_config.NumberColumn(help="Empty means unknown, never none."),
    "Injured": st.column_config.NumberColumn(help="Empty means unknown, never none."),
    "Sources": st.column_config.NumberColumn(
        help="How many pages report it; all of them are on the incident's card."
    ),
}

_COLUMNS: Final = (
    "incident_id", "date", "date_precision", "target", "place", "province", "country", "weapons",
    "outcome", "killed", "injured", "confirmation", "event_type", "geo_precision",
)  # fmt: skip


def _page(atlas: Atlas, positions: NDArray[np.intp]) -> pd.DataFrame:
    """Return the table of a page of incidents."""
    incidents = atlas.take(positions, *_COLUMNS)
    names = {**groups.group_names(atlas), SEVERAL: "several", UNKNOWN: ""}
    urls, publishers = atlas.sources["url"], atlas.sources["publisher"]
    sources = atlas.source_rows.take(positions).to_pylist()
    first = np.array([rows[0] if rows else -1 for rows in sources], dtype=np.intp)
    page = pd.DataFrame(
        {
            "Date": [
                titles.day_in_words(row)
                for row in incidents.filter(["date", "date_precision", "date_end"]).to_dict(
                    "records"
                )
            ],
            "Target": [
                target if titles.has_target(target) else None for target in incidents["target"]
            ],
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
            "Source": publishers.array.take(first, allow_fill=True),
            "Link": urls.array.take(first, allow_fill=True),
            "Sources": [len(rows) for rows in sources],
            "Id": incidents["incident_id"],
        }
    )
    return page if urls.notna().any() else page.drop(columns="Link")


def draw_filtered_incidents(context: Context) -> None:
    """Draw the table of what the filter matches."""
    draw_incidents(context, context.view.positions, KEY)


def draw_incidents(context: Context, positions: NDArray[np.intp], key: str) -> None:
    """Draw incidents a page at a time; choosing a row chooses its incident.

    Sorting and searching are of all incidents, not of those on the page. The link carries both, and
    the columns.

    Args:
        context: the context.
        positions: rows of `atlas.incidents`, ascending.
        key: what the table is called in the session.
    """
    session = st.session_state
    controls = st.container(horizontal=True, vertical_alignment="bottom")
    searched, sort, columns = "", table_order.NEWEST, list(COLUMNS)
    if len(positions) > 1:
        with controls:
            searched, sort, columns = _ask_order()
    if session.get(keys.table_asked(key)) != (searched, sort):
        if keys.table_asked(key) in session:
            session[keys.table_page(key)] = 1
        session[keys.table_asked(key)] = searched, sort
    rows = _ordered(context, positions, sort, searched)
    pages = max(1, math.ceil(len(rows) / PAGE_ROWS))
    # Kept apart from the widget, so that a shorter table does not lose the page for good.
    page = min(session.get(keys.table_page(key), 1), pages)
    first = (page - 1) * PAGE_ROWS
    shown = _page(context.atlas, rows[first : first + PAGE_ROWS])
    # Before the table: by keyboard its cells are walked through one after another.
    with controls:
        _open_by_keyboard(shown, f"{key}_open")
    with st.container(horizontal=True, vertical_alignment="center"):
        if pages > 1:
            st.pagination(pages, key=keys.table_page(key))
        among = len(positions) if searched else None
        which = _which(first, len(shown), len(rows), among=among)
        st.caption(f"{which}, {_in_words(sort)}." if len(rows) else which)
    widget = _widget(shown, key)
    # Its columns can be chosen, so that the grid itself, which holds one page, does not sort.
    with st.container(key=f"{key}_grid"):
        st.dataframe(
            lean(shown),
            key=widget,
            hide_index=True,
            height="content",
            placeholder="–",
            on_select=lambda: _choose(shown, widget, key),
            selection_mode=["single-row", "single-column"],
            column_order=[COLUMNS[column] for column in columns],
            column_config=_CONFIG,
            alt=f"Table of the {len(rows)} incidents, {_in_words(sort)}, page {page} of {pages}",
        )


def _ask_order() -> tuple[str, str, list[str]]:
    """Draw the search, the sort and the columns of a table, and return what is chosen."""
    searched = page_options.words(
        "Search in this table", SEARCH, "Target, place, group, date…",
        "Looks in all rows of the table, on every page. The filter, the map and the counts stay as "
        "they are.",
    )  # fmt: skip
    sort = page_options.choose(
        "Sort all rows", SORT, table_order.SORTS, table_order.NEWEST, listed=True
    )
    with st.popover("Columns", icon=":material/view_column:"):
        columns = page_options.choose_several("Columns shown", SHOWN, COLUMNS)
    return searched, sort, columns


def begin_table(key: str) -> None:
    """Show a table from its first page on, without a search; sort and columns stay."""
    st.session_state.pop(keys.table_page(key), None)
    page_options.put(SEARCH, "")


def _ordered(
    context: Context, positions: NDArray[np.intp], sort: str, searched: str
) -> NDArray[np.intp]:
    """Return the rows in the order of the table; sorted once for all its pages."""
    asked = (sort, searched)
    before = context.derived.get("table_rows")
    if before is None or before[0] != asked or before[1] is not positions:
        rows = table_order.search(context.atlas, positions, searched) if searched else positions
        before = asked, positions, table_order.sort(context.atlas, rows, sort)
        context.derived["table_rows"] = before
    rows_in_order: NDArray[np.intp] = before[2]
    return rows_in_order


def _in_words(sort: str) -> str:
    name = table_order.SORTS[sort]
    return name[0].lower() + name[1:]


def _which(first: int, on_page: int, rows: int, *, among: int | None) -> str:
    """Return which rows of the table are on the page; `among` how many are searched, if so."""
    if not rows:
        searched = "No row of this table matches the search."
        return searched if among else "No incident matches the filter."
    matches = f" that match the search, among {words.number(among)}" if among else ""
    return (
        f"Rows {words.number(first + 1)} to {words.number(first + on_page)} of "
        f"{words.number(rows)}{matches}"
    )


def _open_by_keyboard(shown: pd.DataFrame, key: str) -> None:
    """Draw a list of the page's rows: the table itself cannot be used by keyboard alone."""
    names = {
        id_: f"{day} · {place if pd.isna(target) else target} · {weapon}"
        for id_, day, target, place, weapon in zip(
            *(shown[name] for name in ("Id", "Date", "Target", "Place", "Weapon")), strict=True
        )
    }
    st.selectbox(
        "Open an incident from this page of the table", list(names), index=None, key=key,
        format_func=lambda i: names.get(i, i), placeholder="Type to search…",
        on_change=lambda: _open(st.session_state[key]),
    )  # fmt: skip


def _widget(shown: pd.DataFrame, key: str) -> str:
    """Return the key of the table: a new one where the ticked row would be another incident."""
    session, ids, widget = st.session_state, shown["Id"].tolist(), widget_keys.key(key)
    before, session[keys.table_ids(key)] = session.get(keys.table_ids(key), ids), ids
    ticked = session.get(widget, {}).get("selection", {}).get("rows")
    return widget_keys.renew(key) if ticked and before != ids else widget


def _choose(shown: pd.DataFrame, widget: str, key: str) -> None:
    """Open the row that was chosen, or sort all rows by the column whose head was."""
    selection = st.session_state[widget]["selection"]
    if columns := selection.get("columns"):
        sort = page_options.get(SORT, table_order.NEWEST)
        page_options.put(SORT, table_order.sort_of(columns[0], sort))
        widget_keys.renew(key)  # else the column would stay chosen
        return
    chosen = selection["rows"]
    _open(shown["Id"].iloc[chosen[0]] if chosen and chosen[0] < len(shown) else None)


def _open(incident: str | None) -> None:
    st.session_state[keys.INCIDENT] = incident
    fragments.redraw(*fragments.OF_THE_MAP, KEY)
