"""What a proposal would do: old and new, likely duplicates, counts that move, and the patch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.errors import AtlasError
from geo.model.schema import table
from geo.record import wording
from geo.record.preview import Preview, preview_patch
from geo.record.propose import propose
from geo.record.snapshot import read_snapshot
from geo.utils import words
from ui import text
from ui.session import dataset, links
from ui.widgets import html_table, small_charts

if TYPE_CHECKING:
    from geo.record.patch import Patch
    from ui.session.filter_state import Context


@dataclass(frozen=True)
class Checked:
    """A request that was checked: its patch and what that would do, or why it is refused."""

    request: dict[str, Any]
    version: str
    patch: Patch | None = None
    preview: Preview | None = None
    refused: str = ""


def check(context: Context, request: dict[str, Any]) -> Checked:
    """Return what a request would do; nothing of it stays on the server's disk."""
    folder, version = dataset.folder(), context.atlas.version
    try:
        patch = propose(request, read_snapshot(folder, {}))
        if patch.version != version:
            moved = "The data have just changed. Reload the page and check again."
            return Checked(request, version, refused=moved)
        return Checked(request, version, patch, preview_patch(folder, patch, context.atlas))
    except AtlasError as error:
        return Checked(request, version, refused=str(error))


def draw_checked(context: Context, checked: Checked) -> None:
    """Draw the outcome of a check."""
    if checked.patch is None or checked.preview is None:
        st.error(f"Not yet: {text.plain(checked.refused)}.", icon=":material/error:")
        return
    if checked.preview.problems:
        faults = "\n".join(
            f"- {text.plain(wording.column_name(p.column))}: {text.plain(p.message)}"
            for p in checked.preview.problems
        )
        st.error(f"The data would have these faults:\n\n{faults}", icon=":material/error:")
        return
    st.subheader("What it changes", anchor="what-it-changes")
    _draw_cells(checked.patch)
    _draw_pairs(context, checked.preview)
    _draw_counts(context, checked.preview)
    _draw_patch(checked.patch)


def _draw_cells(patch: Patch) -> None:
    rows = [
        f"<td>{text.safe(wording.column_name(cell.column))}</td>"
        f"<td>{text.safe(wording.cell_name(cell.table, cell.column, cell.old))}</td>"
        f"<td>{text.safe(wording.cell_name(cell.table, cell.column, cell.new))}</td>"
        for cell in patch.cells
    ]
    if rows:
        st.html(html_table.table("Old and new", ("Field", "Now", "Proposed"), rows))
    rows = [
        f"<td>{text.safe(table(row.table).file)}</td><td>"
        + "; ".join(
            f"{text.safe(wording.column_name(name))}: "
            f"{text.safe(wording.cell_name(row.table, name, cell))}"
            for name, cell in row.cells.items()
        )
        + "</td>"
        for row in patch.rows
    ]
    if rows:
        st.html(html_table.table("New rows", ("Table", "New row"), rows))


def _draw_pairs(context: Context, preview: Preview) -> None:
    if not preview.pairs:
        small_charts.draw_note("No incident of the same kind within 25 km and 2 days.")
        return
    items = "".join(
        f"<li>{links.incident_link(pair.other_id, context.view)}: {pair.km:g} km and "
        f"{words.plural(pair.days, 'day')} away</li>"
        for pair in preview.pairs if pair.other_id in context.atlas.row_of
    )  # fmt: skip
    st.html(
        '<div class="atlas-card"><p class="atlas-doubt"><strong>Perhaps the same incident:</strong>'
        " of the same kind, within 25 km and 2 days. Say in your reason what tells them apart.</p>"
        f"<ul>{items}</ul></div>"
    )


def _draw_counts(context: Context, preview: Preview) -> None:
    st.markdown("**Counts that move**")
    if not preview.counts:
        st.markdown("No headline count moves.")
        return
    rows = [
        f"<td>{text.safe(wording.count_name(count.name, context.atlas))}</td>"
        f"<td>{text.safe(count.old or '–')}</td><td>{text.safe(count.new or '–')}</td>"
        for count in preview.counts
    ]
    st.html(html_table.table("Counts that move", ("Over all incidents", "Now", "Then"), rows))


def _draw_patch(patch: Patch) -> None:
    st.subheader("Send it", anchor="send")
    st.markdown(
        "This site keeps nothing of what you typed. Download the file, or copy the text, and send "
        "it to the maintainers as an issue in the project's repository. Somebody else checks the "
        "source before the data change."
    )
    st.download_button(
        "Download the patch", patch.to_json(), patch.file_name, "application/json",
        icon=":material/download:", on_click="ignore", key="download_patch",
    )  # fmt: skip
    st.code(patch.to_json(), language="json", wrap_lines=True)
