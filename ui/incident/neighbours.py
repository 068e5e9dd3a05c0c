"""What stands around an incident: answers, published counts, neighbours in time and in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geo import codes
from geo.analysis import incident, tallies, titles
from geo.filter.filter import Filter
from geo.utils import words
from ui import text
from ui.session import links
from ui.widgets import incident_card

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.analysis.incident import NearPlace
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context

_WHOLE_KM = 10


def draw_neighbours(context: Context, position: int) -> None:
    """Draw all of it; every number unfolds into the incidents that it counts."""
    time, place = st.columns(2, gap="large")
    with time:
        st.html(_section("Answer and answered", _responses(context, position)))
        st.html(_section("Before and after (all incidents)", _in_time(context, position)))
    with place:
        st.html(_section("Published counts of that date", _tallies(context, position)))
        st.html(_section("Nearby (all incidents)", _in_place(context, position)))


def _section(title: str, body: str) -> str:
    return f'<section class="atlas-around"><h3>{title}</h3>{body}</section>'


def apart(days: int) -> str:
    """Return a number of days from here as `3 days before`, `the same day`, `1 day after`."""
    if days == 0:
        return "the same day"
    return f"{words.plural(abs(days), 'day')} {'before' if days < 0 else 'after'}"


def _linked(context: Context, position: int, other: int) -> str:
    """Return one incident as a list item: a link to its page, and how far away in time."""
    row = context.atlas.incidents.iloc[other]
    address = links.incident_address(row["incident_id"], context.view)
    return (
        f'<li><a href="{text.safe(address)}" target="_self">'
        f"{titles.day_in_words(row)}, {text.safe(titles.short_title(row))}</a> "
        f"({codes.EVENT_NAME[row['event_type']].lower()}, "
        f"{apart(incident.days_apart(context.atlas, position, other))})</li>"
    )


def _folded(context: Context, position: int, summary: str, figure: Figure) -> str:
    """Return a number that unfolds into its rows; one that counts no other is plain text."""
    if not set(figure.positions.tolist()) - {position}:
        return f"<p>{summary}.</p>"
    items = "".join(_linked(context, position, int(p)) for p in figure.positions if p != position)
    return f"<details><summary>{summary}</summary><ul>{items}</ul></details>"


def _responses(context: Context, position: int) -> str:
    atlas = context.atlas
    cause, parts = incident.answered_incident(atlas, position), []
    if cause is None:
        parts.append("<p>No source says that it answered another incident.</p>")
    elif cause not in atlas.row_of:
        parts.append(f"<p>It answered {text.safe(cause)}, which is quarantined.</p>")
    else:
        parts.append(
            f"<p>It answered:</p><ul>{_linked(context, position, atlas.row_of[cause])}</ul>"
        )
    later = incident.responses_to(atlas, position)
    if later.n:
        items = "".join(_linked(context, position, int(p)) for p in later.positions)
        parts.append(f"<p>Answered by {words.plural(later.n, 'incident')}:</p><ul>{items}</ul>")
    else:
        parts.append("<p>No source names an answer to it.</p>")
    return "".join(parts)


def _in_time(context: Context, position: int) -> str:
    atlas = context.atlas
    parts = []
    here = incident.incidents_at_same_base(atlas, position)
    if here is None:
        parts.append("<p>It was not at a named base.</p>")
    else:
        at = incident.find_turn(here.positions, position)
        beside = [p for p in (at.before, at.after) if p is not None]
        items = "".join(_linked(context, position, p) for p in beside)
        parts.append(f"<p>The one before and the one after {text.safe(here.label[0].lower())}"
                     f"{text.safe(here.label[1:])} (number {at.number} of {at.of}):</p>"
                     f"<ul>{items or '<li>none</li>'}</ul>")  # fmt: skip
        others = words.plural(here.n - 1, "other incident")
        parts.append(_folded(context, position, f"{text.safe(here.label)}: {others}", here))
    near = incident.incidents_around(atlas, position)
    others = words.plural(near.n, "other incident")
    parts.append(_folded(context, position, f"{near.label}: {others}", near))
    if atlas.incidents["date_precision"].iloc[position] == "approx":
        parts.append("<p>Its own date is not certain; neither are these distances in time.</p>")
    return "".join(parts)


def _in_place(context: Context, position: int) -> str:
    if incident.radius_km(context.atlas, position) is None:
        known = context.atlas.incidents["geo_precision"].iloc[position]
        return (f"<p>Its location is known to the {text.safe(known)} only, so there is no distance."
                "</p>")  # fmt: skip
    near = incident.find_near_places(context.atlas, position)
    km = f"{incident.AROUND_KM:g} km"
    surely = [n for n in near if n.surely]
    possibly = [n for n in near if not n.surely]
    parts = [
        f"<p>Within {km}: {_total(surely)}.</p>", _listed(context, position, surely),
        f"<p>Possibly within {km}, location too vague to tell: {_total(possibly)}.</p>",
        _listed(context, position, possibly),
        "<p>Incidents without a precise location are not included.</p>",
    ]  # fmt: skip
    return "".join(parts)


def _total(places: list[NearPlace]) -> str:
    return words.plural(sum(n.incidents.n for n in places), "other incident")


def _listed(context: Context, position: int, places: Iterable[NearPlace]) -> str:
    return "".join(
        _folded(context, position, f"{text.safe(n.name)}, {distance(n.distance_km, n.give_km)}: "
                f"{words.number(n.incidents.n)}", n.incidents)
        for n in places
    )  # fmt: skip


def distance(km: float, give_km: float) -> str:
    """Return `12 km, give or take 11 km`."""
    rounded = f"{km:.0f} km" if km >= _WHOLE_KM else f"{km:.1f} km"
    return f"{rounded}, give or take {give_km:g} km"


def _tallies(context: Context, position: int) -> str:
    around = incident.tallies_around(context.atlas, position)
    parts = []
    if not around.counted:
        parts.append("<p>Published tallies cover only attacks on US or coalition forces, so none "
                     "applies here.</p>")  # fmt: skip
    for title, rows in (
        ("Of the same day", around.of_day), ("The nearest before", around.before),
        ("The nearest after", around.after),
    ):  # fmt: skip
        items = "".join(_tally(context, position, row) for row in rows.itertuples(index=False))
        if items:
            parts.append(f"<p>{title}:</p><ul>{items}</ul>")
    if around.of_day.empty and around.before.empty and around.after.empty:
        parts.append("<p>No published count covers this date.</p>")
    return "".join(parts)


def _tally(context: Context, position: int, row: Any) -> str:
    """Return a published count as a list item, beside the atlas's own by the same rule."""
    atlas = context.atlas
    day = row.as_of.date()
    own = next(
        tally.positions
        for tally in tallies.published_tallies(
            Filter(date_from=day, date_to=day).view(atlas), atlas
        )
        if (tally.row.counted_by, tally.row.source_id) == (row.counted_by, row.source_id)
    )
    by_country = {"": row.total, "Iraq ": row.iraq, "Syria ": row.syria, "Jordan ": row.jordan}
    published = ", ".join(f"{name}{int(n)}" for name, n in by_country.items() if not pd.isna(n))
    about = "about " if row.approximate else ""
    since = f" since {words.short_day(row.since.date())}" if not pd.isna(row.since) else ""
    days = (day - atlas.incidents["date"].iloc[position].date()).days
    mine = f"; the atlas holds {words.number(len(own))} by then" if own is not None else ""
    note = f" ({text.safe(row.note)})" if not pd.isna(row.note) else ""
    return (
        f"<li>{words.short_day(day)}, {apart(days)}: {about}<b>{published}</b>{since}, "
        f"{text.safe(row.counted_by)}{note}{mine} "
        f"[{incident_card.source_links(atlas).get(row.source_id, '')}]</li>"
    )
