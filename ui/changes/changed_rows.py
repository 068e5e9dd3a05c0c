"""Rows that differ between two versions, field by field."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.model.schema import table
from geo.record import wording
from geo.utils import words
from ui import text
from ui.session import links
from ui.widgets import html_table, small_charts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.record.changes import Changes, Kind, RowChange
    from ui.session.filter_state import Context

_MOST_LINES: Final = 300
_MOST_ROWS: Final = 200
_NOUNS: Final = {
    "statements": ("statement", "statements"),
    "origins": ("launch site", "launch sites"),
    "incident_sources": ("link to a source", "links to sources"),
}


def draw_fields(context: Context, changes: Changes, kinds: dict[str, Kind]) -> None:
    """Draw what of the changed incidents differs: their fields, and rows about them."""
    st.subheader("Changed incidents, field by field", anchor="fields")
    changed = {one for one, kind in kinds.items() if kind == "changed"}
    lines = list(_field_lines(context, changes, changed))
    if not lines:
        st.markdown("No incident changed.")
        return
    st.html(
        html_table.table(
            "Changed incidents",
            ("Incident", "What", "Before", "After"),
            lines[:_MOST_LINES],
            is_wide=True,
        )
    )
    _draw_more(len(lines) - _MOST_LINES)


def _draw_more(left_out: int) -> None:
    if left_out > 0:
        small_charts.draw_note(
            f"{words.number(left_out)} more; `python -m geo diff OLD NEW` lists all."
        )


def _field_lines(context: Context, changes: Changes, changed: set[str]) -> Iterator[str]:
    """Yield the cells of one line per field, and per kind of row that came or went."""
    about: dict[str, Counter[tuple[str, str]]] = {one: Counter() for one in changed}
    for change in changes.rows:
        incident_id = change.row.split("|")[0]
        if incident_id not in changed:
            continue
        if change.table == "incidents":
            yield from _own_fields(context, change)
        elif change.table in _NOUNS:
            about[incident_id][change.table, change.kind] += 1
    for incident_id, counted in about.items():
        for (name, kind), n in counted.items():
            what = f"{words.plural(n, *_NOUNS[name])} {kind}"
            yield (
                f'<td>{_incident(context, incident_id)}</td><td colspan="3">{text.safe(what)}</td>'
            )


def _own_fields(context: Context, change: RowChange) -> Iterator[str]:
    head = f"<td>{_incident(context, change.row)}</td>"
    if not change.fields:
        yield f'{head}<td colspan="3">not as it was; the fields are listed with the version</td>'
    for field in change.fields:
        before, after = (
            text.safe(wording.cell_name("incidents", field.name, cell))
            for cell in (field.old, field.new)
        )
        name = text.safe(wording.column_name(field.name))
        yield f"{head}<td>{name}</td><td>{before}</td><td>{after}</td>"


def _incident(context: Context, incident_id: str) -> str:
    if incident_id not in context.atlas.row_of:
        return text.safe(incident_id)
    return links.incident_link(incident_id, context.view)


def draw_other_tables(changes: Changes) -> None:
    """Draw the rows of the tables that are not about one incident, each table folded."""
    for name in changes.tables():
        if name == "incidents" or name in _NOUNS:
            continue
        rows = [change for change in changes.rows if change.table == name]
        with st.expander(f"{table(name).file}: {wording.tally(changes, name)}"):
            cells = [
                f"<td>{text.safe(change.row)}</td><td>{change.kind}</td>"
                f"<td>{text.safe('; '.join(map(wording.cell_words, change.fields)))}</td>"
                for change in rows[:_MOST_ROWS]
            ]
            st.html(html_table.table(table(name).file, ("Row", "Change", "Fields"), cells))
            _draw_more(len(rows) - _MOST_ROWS)
