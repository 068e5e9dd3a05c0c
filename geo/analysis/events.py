"""Well-known events beside the counts: a small selection with sources, which counts nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo.analysis.timeline import period_of_data

if TYPE_CHECKING:
    from datetime import date

    from geo.filter.filter import View
    from geo.model.atlas import Atlas


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its first and last day, what happened, and where that was read.

    `incident_id` is "" where it is no incident of the atlas, or one that is quarantined.
    """

    start: date
    end: date
    label: str
    description: str
    incident_id: str
    publisher: str
    url: str


def find_events(view: View, atlas: Atlas) -> list[Event]:
    """Return the events that touch the view's period as far as the data reach, by date.

    Nothing but the period of the filter counts: an event is no row, and may explain a gap.
    """
    period = period_of_data(view, atlas)
    if period is None:
        return []
    events = [
        Event(
            start=row.date_start.date(),
            end=(row.date_start if pd.isna(row.date_end) else row.date_end).date(),
            label=row.label,
            description=row.description,
            incident_id=row.incident_id if row.incident_id in atlas.row_of else "",
            publisher=row.publisher,
            url=row.source_url,
        )
        for row in atlas.events.itertuples(index=False)
    ]
    return [event for event in events if event.start <= period[1] and event.end >= period[0]]
