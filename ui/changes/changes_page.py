"""The page What changed: rows, fields and counts that differ between two versions of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from geo.filter import wording as filter_wording
from geo.filter.figure import Figure
from geo.model.schema import table
from geo.record import wording
from geo.utils import words
from ui import text
from ui.changes import changed_rows
from ui.session import links, page_options, uploaded_dataset, versions
from ui.widgets import drilldown, html_table, share, small_charts

if TYPE_CHECKING:
    from geo.record.changes import Changes, Field, Kind
    from ui.session.filter_state import Context
    from ui.session.versions import Versions

PAGE: Final = "what-changed"
_OPTIONS: Final = ("old", "new", "scope")
_KINDS: Final[dict[Kind, str]] = {
    "added": "Added", "changed": "Changed", "withdrawn": "Withdrawn",
}  # fmt: skip
_SCOPES: Final = {"all": "All incidents", "view": "Incidents matching your filters"}


def draw_changes_page(context: Context) -> None:
    """Draw the page."""
    st.header("What changed", anchor="what-changed")
    known = versions.versions(context.loaded)
    if not _can_compare(context, known):
        return
    st.markdown(
        "Each version of the data has a name, and links and downloads carry it. Choose two "
        "to see which rows were added, withdrawn or changed, and which counts moved."
    )
    share.draw_follow(context.filter, context)
    old, new = _choose_versions(context, known)
    changes = known.between(old, new)
    scope = page_options.choose("Incidents", "scope", _SCOPES, "all")
    small_charts.draw_note(
        f"Your filters: {filter_wording.title(context.filter, context.atlas)}. Withdrawn incidents "
        "are listed whatever the filter: the data no longer tell what they were."
    )
    kinds = _of_scope(context, changes, scope)
    figures = _draw_incidents(context, kinds)
    changed_rows.draw_fields(context, changes, kinds)
    _draw_counts(context, changes)
    _draw_tables(changes)
    changed_rows.draw_other_tables(changes)
    drilldown.draw_drilldown(context, figures)


def _can_compare(context: Context, known: Versions) -> bool:
    """Say what there is to compare where it is not two versions."""
    if uploaded_dataset.is_import(context.atlas):
        st.info(
            "You see your own file, which has one version. Go back to the built-in data to see "
            "what changed in them."
        )
        return False
    if known.trouble:
        st.error(f"The record of earlier versions cannot be read: {text.plain(known.trouble)}")
        return False
    if len(known.names) > 1:
        return True
    kept = f"One version is kept, {known.names[0]}" if known.names else "No version is kept"
    st.info(
        f"{kept}: there is nothing to compare it with yet. The next version of the data will be "
        "listed here with everything that it changes.",
        icon=":material/history:",
    )
    return False


def _choose_versions(context: Context, known: Versions) -> tuple[str, str]:
    """Draw the choice of two versions, and return them, the earlier one first."""
    days = {kept.version: words.short_day(kept.day) for kept in known.history.versions}
    names = {
        version: f"{version}, {days.get(version, 'not yet dated')}"
        + (" (shown)" if version == context.atlas.version else "")
        for version in known.names
    }
    left, right = st.columns(2)
    with left:
        old = page_options.choose(
            "Earlier version", "old", dict(list(names.items())[:-1]), known.names[-2], listed=True
        )
    later = dict(list(names.items())[known.names.index(old) + 1 :])
    with right:
        new = page_options.choose("Later version", "new", later, known.names[-1], listed=True)
    return old, new


def _of_scope(context: Context, changes: Changes, scope: str) -> dict[str, Kind]:
    """Return the incidents that changed; with the scope `view` those that the filter finds."""
    kinds = changes.incidents()
    if scope == "all":
        return kinds
    ids = set(context.atlas.incidents["incident_id"].iloc[context.view.positions])
    return {one: kind for one, kind in kinds.items() if one in ids or kind == "withdrawn"}


def _draw_incidents(context: Context, kinds: dict[str, Kind]) -> list[Figure]:
    """Draw how many incidents were added, changed and withdrawn; each number opens."""
    st.subheader("Incidents", anchor="incidents")
    figures, parts = [], []
    for kind, label in _KINDS.items():
        ids = [one for one, of in kinds.items() if of == kind]
        rows = sorted(context.atlas.row_of[one] for one in ids if one in context.atlas.row_of)
        figure = Figure(kind, f"{label} incidents", np.array(rows, dtype=np.intp))
        number = words.number(len(ids))
        if figure.n == len(ids):
            figures.append(figure)
            number = links.figure_link(PAGE, context.view, figure, _OPTIONS)
        parts.append(f"<span><strong>{number}</strong> {kind}</span>")
    gone = [one for one in kinds if one not in context.atlas.row_of]
    listed = (
        f"<p>No longer in the data that you see: {text.safe(', '.join(gone))}.</p>" if gone else ""
    )
    st.html(f'<div class="atlas-count">{"".join(parts)}</div>{listed}')
    small_charts.draw_note(
        "An incident is changed when a field of its own, a statement about it, a reported launch "
        "site or a link to a source is not as it was."
    )
    return figures


def _draw_counts(context: Context, changes: Changes) -> None:
    st.subheader("Counts that moved", anchor="counts")
    if not changes.counts:
        st.markdown("No headline count moved.")
        return
    rows = [
        f"<td>{text.safe(wording.count_name(count.name, context.atlas))}</td>"
        f"<td>{text.safe(count.old or '–')}</td><td>{text.safe(count.new or '–')}</td>"
        f"<td>{_difference(count)}</td>"
        for count in changes.counts
    ]
    heads = ("Count, over all incidents", changes.old_version, changes.new_version, "Difference")
    st.html(html_table.table("Counts that moved", heads, rows))


def _difference(count: Field) -> str:
    """Return by how much a number moved; "" for what is no number, such as a day."""
    try:
        moved = int(count.new or 0) - int(count.old or 0)
    except ValueError:
        return ""
    return f"{moved:+,}".replace("-", "−")


def _draw_tables(changes: Changes) -> None:
    st.subheader("Tables", anchor="tables")
    rows = [
        f"<td>{text.safe(table(name).file)}</td>"
        + "".join(f"<td>{words.number(changes.number(name, kind))}</td>" for kind in _KINDS)
        for name in changes.tables()
    ]
    if rows:
        st.html(html_table.table("Rows by table", ("Table", *_KINDS.values()), rows))
    else:
        st.markdown("No row was added, withdrawn or changed.")
    for kind, label in (("added", "New"), ("withdrawn", "Left out")):
        if names := _columns(changes, kind):
            small_charts.draw_note(f"{label} columns, which change no row by themselves: {names}.")


def _columns(changes: Changes, kind: str) -> str:
    """Return the columns that came or went, by table; of a table that did so whole its name."""
    by_table: dict[str, list[str]] = {}
    for name, column, of in changes.columns:
        if of == kind:
            by_table.setdefault(name, []).append(column)
    return "; ".join(
        f"{table(name).file} ({', '.join(columns)})"
        if not set(table(name).key) <= set(columns)
        else f"{table(name).file} (the whole table)"
        for name, columns in by_table.items()
    )
