"""The incidents that a filter finds, page by page, and one of them whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.analysis.incident import incident_record
from geo.answers.arguments import read_arguments, read_number
from geo.answers.receipts import MOST_OF_AN_ANSWER, bounded, receipt, size
from geo.errors import ExportError, FilterError, FilterProblem, closest
from geo.export.cite import cite_incident
from geo.export.writers import are_held_back, held_back
from geo.filter.metadata import incident_permalink, with_host
from geo.filter.records import records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.atlas import Atlas

DEFAULT_ROWS: Final = 10
MOST_ROWS: Final = 50
_MOST_OFFSET: Final = 10**9
# Comparing a name with a million ids would take half a minute.
_FEW_IDS: Final = 5000
_COLUMNS: Final = (
    "incident_id", "date", "date_precision", "country", "place", "geo_precision", "event_type",
    "target", "weapons", "outcome", "killed", "injured", "confirmation", "claimed_by",
    "acknowledged_by", "attributed_to", "denied_by", "summary",
)  # fmt: skip


def answer_incidents(arguments: Mapping[str, Any], atlas: Atlas, site: str) -> dict[str, Any]:
    """Answer with a receipt and a page of incidents by date.

    Incidents that may not be passed on are counted, and not listed. A page ends early where the
    answer would grow too long; `next_offset` is where the next one begins, None after the last.

    Raises:
        FilterError: an argument is not understood.
    """
    filter_, own = read_arguments(arguments, atlas, ("limit", "offset"))
    limit = read_number("limit", own, DEFAULT_ROWS, MOST_ROWS)
    offset = read_number("offset", own, 0, _MOST_OFFSET)
    view = filter_.view(atlas)
    listed = view.positions[~are_held_back(view.positions, atlas)]
    answer = receipt(view, site) | {"held_back": held_back(view.positions, atlas) or None,
                                    "listed": len(listed), "next_offset": 0}  # fmt: skip
    rows: list[dict[str, Any]] = []
    room = MOST_OF_AN_ANSWER - size(answer) - 100
    for record in records(listed[offset : offset + limit], atlas):
        row = {name: record[name] for name in _COLUMNS}
        row["permalink"] = with_host(incident_permalink(atlas, record["incident_id"]), site)
        room -= size(row) + 1
        if room < 0 and rows:
            break
        rows.append(row)
    following = offset + len(rows)
    answer["next_offset"] = following if rows and following < len(listed) else None
    return bounded({**answer, "incidents": rows})


def answer_incident(arguments: Mapping[str, Any], atlas: Atlas, site: str) -> dict[str, Any]:
    """Answer with one incident, its statements, origins and sources.

    Raises:
        FilterError: there is no such incident.
        ExportError: it may not be passed on.
    """
    own = read_arguments(arguments, atlas, ("incident",), has_filter=False).own
    position = find_incident(own.get("incident", ""), atlas)
    work = cite_incident(atlas, position)
    return bounded({"sentence": f"{work.text}.", **incident_record(atlas, position),
                    "permalink": with_host(work.link, site)})  # fmt: skip


def find_incident(incident_id: str, atlas: Atlas) -> int:
    """Return the row of an incident that may be passed on.

    Raises:
        FilterError: there is no such incident.
        ExportError: it may not be passed on.
    """
    position = atlas.row_of.get(incident_id)
    if position is None:
        near = closest(incident_id, atlas.row_of) if len(atlas.row_of) <= _FEW_IDS else ()
        hint = f"closest: {', '.join(near)}" if near else "the tool incidents lists them"
        message = f"there is no such incident in dataset version {atlas.version}; {hint}"
        raise FilterError([FilterProblem("incident", incident_id, message, near)])
    if reason := held_back(np.array([position]), atlas):
        message = f"{reason}. Ask who runs this atlas."
        raise ExportError(message)
    return position
