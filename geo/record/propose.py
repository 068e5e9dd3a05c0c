"""From what somebody wants to say to a patch.

    {"incident": ..., "field": ..., "value": ..., "why": ..., "source": ..., "proposer": ...}
    {"rows": {"incidents": [{...}], ...}, "why": ..., "source": ..., "proposer": ...}

`fields` in place of `field` and `value` changes several fields at once, as a point needs. With
`publisher` the page of `source` becomes a source of the incident, if it is none yet. A new incident
needs no id: it gets one.
"""

from __future__ import annotations

import hashlib
import re
from itertools import chain, count
from typing import TYPE_CHECKING, Any, Final

from geo.errors import closest, listed, shorten
from geo.model.column import LIST_SEPARATOR
from geo.model.schema import table
from geo.record.patch import (
    EDITABLE,
    KEPT_BY_ITSELF,
    Cell,
    NewRow,
    Patch,
    ProposalError,
    check_words,
    read_patch,
)  # fmt: skip
from geo.utils.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.record.snapshot import Row, Snapshot

WORDS: Final = ("why", "source", "publisher", "proposer")
_CORRECTION: Final = ("incident", "field", "value", "fields")
_DIGITS: Final = 8
_SEVERAL: Final = 2
_MOST_WORDS: Final = 3


def propose(request: Mapping[str, Any], now: Snapshot) -> Patch:
    """Return the patch for a correction or a new incident.

    Args:
        request: see the head of this file; values are texts, numbers or lists of texts.
        now: the data as they are.

    Raises:
        ProposalError: something is missing, not known or not allowed; says what.
    """
    allowed = (*WORDS, *_CORRECTION, "rows")
    if unknown := [name for name in request if name not in allowed]:
        message = f"{shorten(str(unknown[0]))!r} is not known; expected {', '.join(allowed)}"
        raise ProposalError(message)
    words = {name: as_text(request.get(name, "")).strip() for name in WORDS}
    publisher = words.pop("publisher")
    cells = _cells(request, now)
    rows = _rows(request.get("rows", {}), now)
    patch = Patch(now.version, words["proposer"], words["why"], words["source"], cells, rows)
    check_words(patch)
    rows += _source_rows(patch, publisher, now)
    _need_sources(rows)
    patch = Patch(patch.version, patch.proposer, patch.why, patch.source, cells, rows)
    return read_patch(_with_review(patch, now).to_json())


def as_text(value: Any) -> str:
    """Return a value of JSON as a cell holds it: a list joined, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return LIST_SEPARATOR.join(map(as_text, value))
    if isinstance(value, str | int | float):
        return str(value)
    message = f"expected a text, a number or a list of texts, found {shorten(str(value))!r}"
    raise ProposalError(message)


def _cells(request: Mapping[str, Any], now: Snapshot) -> tuple[Cell, ...]:
    if not any(name in request for name in _CORRECTION):
        return ()
    incident_id = as_text(request.get("incident"))
    rows = now.rows["incidents"]
    if incident_id not in rows:
        near = closest(incident_id, rows)
        hint = f"; closest: {', '.join(near)}" if near else ""
        message = f"incident {shorten(incident_id)!r} is not known{hint}"
        raise ProposalError(message)
    fields = request.get("fields", {})
    if not isinstance(fields, dict):
        message = f"fields: expected field and value, found {shorten(str(fields))!r}"
        raise ProposalError(message)
    fields = fields | ({request["field"]: request.get("value")} if request.get("field") else {})
    known = [name for name in now.columns["incidents"] if name not in KEPT_BY_ITSELF]
    cells = []
    for name, value in fields.items():
        if name not in known:
            near = closest(str(name), known)
            hint = f"is it {' or '.join(near)}?" if near else f"known are {listed(known)}"
            message = f"{shorten(str(name))!r} is no field of an incident; {hint}"
            raise ProposalError(message)
        old, new = rows[incident_id].get(name, ""), as_text(value).strip()
        cells.append(Cell("incidents", incident_id, name, old, new))
    return tuple(cells)


def _rows(given: Any, now: Snapshot) -> tuple[NewRow, ...]:
    if not isinstance(given, dict) or not all(isinstance(rows, list) for rows in given.values()):
        message = "rows: expected a list of rows for each table"
        raise ProposalError(message)
    added = []
    for name, rows in given.items():
        if name not in EDITABLE:
            message = f"{shorten(str(name))!r} is no table; known are {listed(tuple(EDITABLE))}"
            raise ProposalError(message)
        for row in rows:
            if not isinstance(row, dict):
                message = f"{name}: expected a row as column and value, found {shorten(str(row))}"
                raise ProposalError(message)
            cells = {column: as_text(value).strip() for column, value in row.items()}
            if name == "incidents" and not cells.get("incident_id"):
                cells = cells | {"incident_id": _new_id(cells, now)}
            added.append(NewRow(name, {column: cell for column, cell in cells.items() if cell}))
    if unread := {row.table for row in added} - {
        t for t, columns in now.columns.items() if columns
    }:
        message = f"the data folder has no {table(min(unread)).file}"
        raise ProposalError(message)
    return tuple(added)


def _new_id(cells: Mapping[str, str], now: Snapshot) -> str:
    """Return a key for a new incident: its date, and its base or place; a number if it is taken."""
    where = cells.get("base_id") or cells.get("place", "")
    words = re.findall(r"[a-z0-9]+", fold(where))[:_MOST_WORDS]
    start = "-".join([cells.get("date", "undated"), *words]).lower()
    known = now.rows["incidents"]
    numbered = (f"{start}-{n}" for n in count(2))
    return next(one for one in chain([start], numbered) if one not in known)


def _source_rows(patch: Patch, publisher: str, now: Snapshot) -> tuple[NewRow, ...]:
    """Return the rows that make the page a source of the incidents, where they are missing."""
    with_sources = {
        row.cells.get("incident_id") for row in patch.rows if row.table == "incident_sources"
    }
    new = {row.cells.get("incident_id", "") for row in patch.rows if row.table == "incidents"}
    asking = [one for one in patch.incidents() if publisher or one in new - with_sources]
    if not asking:
        return ()
    by_address = {row["url"]: key for key, row in now.rows["sources"].items()}
    source_id = by_address.get(patch.source, "")
    added = []
    if not source_id:
        if not publisher:
            message = "publisher is empty; the page is new to the atlas: who publishes it?"
            raise ProposalError(message)
        source_id = "p" + hashlib.sha256(patch.source.encode()).hexdigest()[:_DIGITS]
        added.append(
            NewRow(
                "sources",
                {"source_id": source_id, "publisher": publisher, "url": patch.source},
            )
        )
    linked = now.rows["incident_sources"]
    added += [
        NewRow("incident_sources", {"incident_id": one, "source_id": source_id})
        for one in asking if f"{one}|{source_id}" not in linked
    ]  # fmt: skip
    return tuple(added)


def _need_sources(rows: tuple[NewRow, ...]) -> None:
    linked = {row.cells.get("incident_id") for row in rows if row.table == "incident_sources"}
    for row in rows:
        if row.table == "incidents" and row.cells.get("incident_id") not in linked:
            message = f"{row.cells.get('incident_id', 'the new incident')} has no source"
            raise ProposalError(message)


def _with_review(patch: Patch, now: Snapshot) -> Patch:
    """Return the patch with the review of its incidents as their number of sources makes it.

    A provisional row stays so until somebody says otherwise.
    """
    if "review" not in now.columns["incidents"]:
        return patch
    sources: dict[str, int] = {}
    for link in now.rows["incident_sources"].values():
        sources[link["incident_id"]] = sources.get(link["incident_id"], 0) + 1
    for row in patch.rows:
        if row.table == "incident_sources":
            one = row.cells.get("incident_id", "")
            sources[one] = sources.get(one, 0) + 1
    told = {cell.row for cell in patch.cells if cell.column == "review"}
    cells, rows = list(patch.cells), []
    for row in patch.rows:
        if row.table == "incidents" and "review" not in row.cells:
            review = _review(sources, row.cells.get("incident_id", ""))
            rows.append(NewRow("incidents", row.cells | {"review": review}))
        else:
            rows.append(row)
    for one in patch.incidents():
        old = _old_review(now.rows["incidents"].get(one))
        review = _review(sources, one)
        if one not in told and old not in {"", "provisional", review}:
            cells.append(Cell("incidents", one, "review", old, review))
    return Patch(patch.version, patch.proposer, patch.why, patch.source, tuple(cells), tuple(rows))


def _review(sources: Mapping[str, int], incident_id: str) -> str:
    return "checked" if sources.get(incident_id, 0) >= _SEVERAL else "single_source"


def _old_review(row: Row | None) -> str:
    return "" if row is None else row.get("review", "")
