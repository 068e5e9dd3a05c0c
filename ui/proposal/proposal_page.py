"""The page Propose a correction: a form, a check of what it would do, and a patch to send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.analysis import titles
from geo.record import wording
from geo.record.snapshot import read_snapshot
from ui import text
from ui.proposal import checked, fields
from ui.session import dataset, keys, links, page_options
from ui.session.cached import cached
from ui.widgets import small_charts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.proposal.checked import Checked
    from ui.session.filter_state import Context

_FORMS: Final = {"correction": "Correct this incident", "incident": "Report a missing incident"}
_NEW: Final = ""
_ACROSS: Final = 2


def draw_proposal_page(context: Context) -> None:
    """Draw the page."""
    st.header("Propose a correction", anchor="propose")
    if context.loaded.private:
        st.info(
            "You see your own file. Go back to the built-in data to propose a correction of them."
        )
        return
    incident_id = st.session_state.get(keys.INCIDENT)
    if incident_id not in context.atlas.row_of:
        incident_id = None
    st.markdown(
        "Anybody can propose a correction, or an incident that is missing. It needs a source that "
        "others can open. Do not name private persons, or positions that are not public."
    )
    if incident_id is None:
        st.html(
            f"<p>To correct an incident, open its page first: "
            f"{links.link(links.address('incident', context.view), 'Find an incident')}.</p>"
        )
    allowed = _FORMS if incident_id else {"incident": _FORMS["incident"]}
    form = page_options.choose("What do you propose?", "form", allowed, next(iter(allowed)))
    request = (
        _draw_correction(context, incident_id)
        if incident_id and form == "correction"
        else _draw_incident(context)
    )
    request |= _draw_words()
    _draw_check(context, request)


def _draw_correction(context: Context, incident_id: str) -> dict[str, Any]:
    """Draw the fields of an incident that are to be corrected, and return the request."""
    row = context.atlas.incidents.iloc[context.atlas.row_of[incident_id]]
    st.subheader(text.plain(titles.incident_title(row, dated=True)), anchor="incident")
    address = links.incident_address(incident_id, context.view)
    st.html(links.link(address, "Open the page of this incident"))
    columns = {column.name: column for column in fields.form_columns()}
    chosen = st.multiselect(
        "Fields to correct", list(columns), key=keys.proposal_field(incident_id, "fields"),
        format_func=wording.column_name, placeholder="Choose one or several",
    )  # fmt: skip
    now = _cells(context, incident_id)
    request: dict[str, Any] = {"incident": incident_id, "fields": {}}
    for name in chosen:
        value = fields.draw_field(context.atlas, columns[name], incident_id, now.get(name, ""))
        small_charts.draw_note(f"Now: {wording.cell_name('incidents', name, now.get(name, ''))}")
        if value != now.get(name, ""):
            request["fields"][name] = value
    return request


def _cells(context: Context, incident_id: str) -> Mapping[str, str]:
    """Return the cells of an incident as its file has them."""
    rows = cached(
        context.loaded, "cells of incidents",
        lambda _: read_snapshot(dataset.folder(), {}).rows["incidents"],
    )  # fmt: skip
    return rows.get(incident_id, {})


def _draw_incident(context: Context) -> dict[str, Any]:
    """Draw the fields of a new incident, and return the request."""
    st.subheader("A missing incident", anchor="incident")
    small_charts.draw_note("Fields with * are needed. Leave blank what no source says.")
    cells, columns = {}, fields.form_columns()
    for first in range(0, len(columns), _ACROSS):
        row = columns[first : first + _ACROSS]
        for side, column in zip(st.columns(_ACROSS), row, strict=False):
            with side:
                cells[column.name] = fields.draw_field(context.atlas, column, _NEW, "")
    return {"rows": {"incidents": [cells]}}


def _draw_words() -> dict[str, str]:
    """Draw reason, source and proposer."""
    st.subheader("Why, and by which source", anchor="why")

    def field(name: str, label: str, help_text: str | None = None) -> str:
        return st.text_input(label, key=keys.proposal_field("words", name), help=help_text).strip()

    why = st.text_area("Reason, in a sentence *", key=keys.proposal_field("words", "why")).strip()
    left, right = st.columns(_ACROSS)
    with left:
        source = field("source", "Address of the source *", "A page that others can open.")
        proposer = field("proposer", "Your name *", "A pseudonym will do. It stands in the patch.")
    with right:
        publisher = field(
            "publisher", "Publisher of the source",
            "Needed where the page is new to the atlas; it then becomes a source of the incident.",
        )  # fmt: skip
    return {"why": why, "source": source, "publisher": publisher, "proposer": proposer}


def _draw_check(context: Context, request: dict[str, Any]) -> None:
    """Draw the button that checks, and what the last check of this very request has said."""
    asked = st.button("Check the proposal", key="check_proposal", type="primary")
    last: Checked | None = st.session_state.get(keys.PROPOSAL)
    if asked:
        with st.spinner("Checking against the data"):
            last = checked.check(context, request)
        st.session_state[keys.PROPOSAL] = last
    if last and last.version == context.atlas.version:
        if last.request == request:
            checked.draw_checked(context, last)
        else:
            small_charts.draw_note("You have changed the form since: check it again.")
