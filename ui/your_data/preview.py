"""The first rows of a file as the atlas will read them, before they are imported."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import codes, importers
from geo.analysis import breakdowns
from geo.errors import ImportRefusedError
from geo.utils import words
from ui import text
from ui.widgets import html_table

if TYPE_CHECKING:
    from geo.importers import GuessedMapping, Imported, Options, Raw

# So many rows are read for it: enough to decide about a column, and quick on every change.
_READ: Final = 1_000
_SHOWN: Final = 5
_MOST_CHARS: Final = 60
_DATE: Final = "Date"


def draw_preview(raw: Raw, schema: str, mapping: GuessedMapping, options: Options) -> None:
    """Draw the first rows as they will be read, or say why none can be.

    Args:
        raw: the file.
        schema: what it is read as.
        mapping: which column is what.
        options: how it is converted.
    """
    head = raw.head(_READ)
    try:
        imported = importers.convert(head, schema, mapping, options)
    except ImportRefusedError as error:
        st.warning(f"No row can be read yet. {text.plain(str(error))}.",
                   icon=":material/warning:")  # fmt: skip
        return
    rows = _rows(imported)
    heads = [head for head in rows[0] if any(_short(row[head]) for row in rows)]
    st.markdown("**The first rows as the atlas reads them**")
    cells = [
        html_table.day_cell(row[_DATE])
        + "".join(f"<td>{text.safe(_short(row[head]))}</td>" for head in heads[1:])
        for row in rows
    ]
    st.html(html_table.table("The first rows as the atlas reads them", heads, cells))
    st.caption(_account(raw, imported))


def _account(raw: Raw, imported: Imported) -> str:
    """Return in words what the preview rests on, and what it cannot read."""
    report = imported.report
    rows = words.plural(report.read, report.unit)
    account = f"Of {'the first ' if report.read < raw.rows_read else ''}{rows}, "
    if not report.quarantined:
        return f"{account}all can be read. Empty cells are unknown."
    reasons = [f for f in report.findings if f.kind == "quarantined"]
    often = max(reasons, key=lambda f: f.rows)
    return (
        f"{account}{words.number(report.quarantined)} cannot be read, most often: "
        f"{text.plain(often.message)}. Empty cells are unknown."
    )


def _rows(imported: Imported) -> list[dict[str, str]]:
    """Return the first rows in the words of the pages, by the head of the column."""
    incidents = imported.tables["incidents"].slice(0, _SHOWN).to_pylist()
    actors, publishers = _actors(imported), _publishers(imported)
    return [
        {
            _DATE: words.short_day(date.fromisoformat(row["date"])),
            "What": codes.EVENT_NAME[row["event_type"]],
            "Target": row["target"],
            "Place": row["place"],
            "Country": row["country"],
            "Latitude": row["latitude"],
            "Longitude": row["longitude"],
            "Weapon": breakdowns.weapons_in_words(row["weapons"] or "unknown"),
            "Actors": "; ".join(actors[row["incident_id"]]),
            "Killed": row["killed"],
            "Injured": row["injured"],
            "Source": "; ".join(publishers[row["incident_id"]]),
            "Summary": row["summary"],
        }
        for row in incidents
    ]  # fmt: skip


def _actors(imported: Imported) -> dict[str, list[str]]:
    """Return by incident who is named, and as what."""
    names = {g["group_id"]: g["name"] for g in imported.tables["groups"].to_pylist()}
    named: dict[str, list[str]] = defaultdict(list)
    for row in imported.tables["statements"].to_pylist():
        name = f"{names[row['group_id']]} ({row['stance']})"
        if name not in named[row["incident_id"]]:
            named[row["incident_id"]].append(name)
    return named


def _publishers(imported: Imported) -> dict[str, list[str]]:
    names = {s["source_id"]: s["publisher"] for s in imported.tables["sources"].to_pylist()}
    named: dict[str, list[str]] = defaultdict(list)
    for row in imported.tables["incident_sources"].to_pylist():
        named[row["incident_id"]].append(names[row["source_id"]])
    return named


def _short(cell: str | None) -> str:
    """Return what a cell of the preview says: "" where the file says nothing."""
    told = "" if cell in {None, codes.NOT_STATED} else str(cell)
    return told if len(told) <= _MOST_CHARS else f"{told[:_MOST_CHARS]}…"
