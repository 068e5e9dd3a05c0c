"""The card of one incident: facts, statements, sources, and what is uncertain."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo import codes
from geo.analysis import groups, titles
from geo.model.column import LIST_SEPARATOR
from geo.utils import words
from ui import text
from ui.session import links
from ui.widgets import share

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from geo.model.atlas import Atlas
    from ui.session.filter_state import Context

# How well the place of an origin is known, in words.
ORIGIN_PRECISION: Final[Mapping[str, str]] = {
    **codes.GEO_PRECISION,
    "site": "the point is known",
}

# What is uncertain of an incident's own place, unless its point is known.
_PLACE_DOUBT: Final[Mapping[str, str]] = {
    "town": "the location is known only to the nearest town",
    "district": "the location is known only to the district",
    "province": "the location is known only to the province",
    "country": "the location is known only to the country",
}
# A statement, by whom it names and who makes it.
_SAID: Final[Mapping[str, str]] = {
    "claimed": "<b>Claimed</b> by {group}",
    "acknowledged": "<b>Acknowledged</b> by {group}",
    "attributed": "<b>Attributed</b> to {group} by {speaker}",
    "suspected": "<b>Suspected</b> to be the work of {group}, by {speaker}",
    "denied": "<b>Denied</b> by {speaker}",
    "withdrew": "<b>Claim withdrawn</b> by {speaker}",
    "finding": "<b>Finding</b> by {speaker}",
    "party": "<b>Named as a party</b>: {group}, by {speaker}",
}


def card(atlas: Atlas, incident_id: str) -> str:
    """Return the card of an incident of the atlas, as HTML."""
    position = atlas.row_of[incident_id]
    row = atlas.incidents.iloc[position]
    parts = [
        card_head(row),
        f'<p class="atlas-summary">{text.safe(row["summary"])}</p>',
        facts(atlas, position),
        origins(atlas, incident_id),
        uncertain(atlas, row),
        _statements(atlas, incident_id),
        sources(atlas, position),
    ]
    return f'<article class="atlas-card">{"".join(parts)}</article>'


def draw_ways_on(context: Context, incident_id: str) -> None:
    """Draw the ways on from the card of an incident: its own page, and the link to that."""
    address = links.incident_address(incident_id, context.view)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(links.link(address, "Open the page of this incident"))
        share.draw_copy_link(context, "copy_link_incident", address)


def card_head(row: pd.Series[Any]) -> str:
    """Return when, what and where, as HTML."""
    return (
        f'<p class="atlas-kicker">{when(row)}</p>'
        f'<h2 class="atlas-card-title">{text.safe(titles.incident_title(row))}</h2>'
        f'<p class="atlas-place">{text.safe(row["place"])}</p>'
    )


def when(row: pd.Series[Any]) -> str:
    """Return day, hour where it is known, and kind of an incident, as HTML."""
    at = f", {text.safe(row['time_local'])}" if text.known(row["time_local"]) else ""
    kind = codes.EVENT_NAME[row["event_type"]]
    return f"{titles.day_in_words(row)}{at} · {kind}"


def facts(atlas: Atlas, position: int) -> str:
    """Return the facts of the incident in a row of `atlas.incidents`, as an HTML list."""
    row = atlas.incidents.iloc[position]
    weapons = ", ".join(codes.WEAPON[w] for w in row["weapons"].split(LIST_SEPARATOR))
    munitions = f" (number reported: {row['munitions']})" if text.known(row["munitions"]) else ""
    values = {
        "Weapon": f"{weapons}{munitions}",
        "Outcome": codes.OUTCOME[row["outcome"]],
        "Killed": _toll(row["killed"]),
        "Injured": _toll(row["injured"]),
        "Casualties": row["casualty_note"],
        "Target side": codes.TARGET_SIDE[row["target_side"]],
        "Confirmation": codes.CONFIRMATION[row["confirmation"]],
        "Nearest base": _nearest(atlas, row),
        "Answer to": _answered(atlas, row["response_to"]),
        "Review": _review(row),
        "Added in version": _edition(row.get("added")),
        "Changed in version": _edition(row.get("changed")),
    }
    shown = {name: text.safe(value) for name, value in values.items() if text.known(value)}
    shown |= {"Base": _base(atlas, row), "Province": _province(atlas, row)}
    order = (*list(values)[:7], "Base", "Province", *list(values)[7:])
    lines = "".join(f"<dt>{name}</dt><dd>{shown[name]}</dd>" for name in order if shown.get(name))
    return f"<dl>{lines}</dl>"


def _review(row: pd.Series[Any]) -> str | None:
    """Return how far a row is supported; imported rows do not say."""
    code = row.get("review")
    return f"{codes.REVIEW_NAME[code]}: {codes.REVIEW[code]}" if text.known(code) else None


def _edition(edition: Any) -> str | None:
    """Return a dataset version and its date as a reader sees them: `1.1.0, 30 Nov 2026`."""
    if not text.known(edition):
        return None
    version, day = edition.split(" ")
    return f"{version}, {words.short_day(date.fromisoformat(day))}"


def _base(atlas: Atlas, row: pd.Series[Any]) -> str:
    if not text.known(row["base_id"]):
        return ""
    base = atlas.bases.set_index("base_id").loc[row["base_id"]]
    return f"{text.safe(base['name'])} {text.arabic(base['name_ar'])}".strip()


def _toll(value: Any) -> str:
    return str(value) if text.known(value) else "unknown"


def _province(atlas: Atlas, row: pd.Series[Any]) -> str:
    if not text.known(row["province"]):
        return ""
    how = "" if row["province_method"] == "within" else " (nearest; the point lies just outside)"
    abroad = (
        f"; the point lies in {row['province_country']}"
        if row["province_country"] != row["country"]
        else ""
    )
    provinces = atlas.provinces.set_index("province_code")
    arabic = text.arabic(provinces.at[row["province_code"], "name_ar"])
    return f"{text.safe(row['province'])} {arabic}, {text.safe(row['country'] + how + abroad)}"


def origins(atlas: Atlas, incident_id: str, heading: str = "h3") -> str:
    """Return every place that the incident was reported to be fired from, as HTML."""
    rows = atlas.origins[atlas.origins["incident_id"] == incident_id]
    if rows.empty:
        return ""
    urls = source_links(atlas)
    items = []
    for row in rows.itertuples(index=False):
        place = row.place
        if text.known(row.country) and row.country not in place:
            place += f", {row.country}"
        known = ORIGIN_PRECISION[row.geo_precision]
        items.append(f"<li>{text.safe(place)} ({known}) {urls.get(row.source_id, '')}</li>")
    sites = "Reported launch sites" if len(items) > 1 else "Reported launch site"
    return f"<{heading}>{sites}</{heading}><ul>{''.join(items)}</ul>"


def _nearest(atlas: Atlas, row: pd.Series[Any]) -> str | None:
    if not text.known(row["nearest_base_id"]):
        return None
    name = dict(zip(atlas.bases["base_id"], atlas.bases["name"], strict=True))[
        row["nearest_base_id"]
    ]
    radius_km = codes.PRECISION_RADIUS_KM.get(row["geo_precision"])
    give = (
        f", give or take {radius_km:g} km" if radius_km and row["geo_precision"] != "site" else ""
    )
    return f"{name}, {row['nearest_base_km']:g} km{give}"


def _answered(atlas: Atlas, incident_id: Any) -> str | None:
    if not text.known(incident_id):
        return None
    if incident_id not in atlas.row_of:
        return f"{incident_id} (quarantined)"
    row = atlas.incidents.iloc[atlas.row_of[incident_id]]
    return f"{titles.short_title(row)}, {words.short_day(row['date'].date())}"


def uncertain(atlas: Atlas, row: pd.Series[Any]) -> str:
    """Return what is uncertain about an incident, as HTML; "" for nothing."""
    doubts = []
    if row["date_precision"] == "approx":
        doubts.append(_date_doubt(row))
    if row["geo_precision"] != "site":
        doubts.append(_PLACE_DOUBT[row["geo_precision"]])
    if row["confirmation"] == "claimed":
        doubts.append("only the claiming group reports it; it may not have happened")
    if row["confirmation"] == "media":
        doubts.append("the press reports it without a source")
    doubts += [
        f"no figure for {what} (that does not mean none)"
        for name, what in (("killed", "deaths"), ("injured", "injuries"))
        if not text.known(row[name])
    ]
    stances = set(atlas.statements.loc[
        atlas.statements["incident_id"] == row["incident_id"], "stance"])  # fmt: skip
    if "denied" in stances:
        doubts.append("a party denies involvement, or denies that it happened")
    if not doubts:
        return ""
    return f'<p class="atlas-doubt"><b>Uncertain:</b> {text.safe("; ".join(doubts))}.</p>'


def _date_doubt(row: pd.Series[Any]) -> str:
    if not text.known(row.get("date_end")):
        return "the exact date is uncertain"
    first = words.short_day(row["date"].date())
    return f"dated {titles.day_in_words(row)}, and counted on {first}"


def _statements(atlas: Atlas, incident_id: str) -> str:
    rows = atlas.statements[atlas.statements["incident_id"] == incident_id]
    if rows.empty:
        return "<h3>Who did it</h3><p>No statement is known.</p>"
    items = statement_items(atlas, rows)
    return f"<h3>Who did it: {words.plural(len(items), 'statement')}</h3><ul>{''.join(items)}</ul>"


def statement_items(atlas: Atlas, rows: pd.DataFrame) -> list[str]:
    """Return statements as HTML list items: stance, group, speaker, note, source."""
    names, urls = groups.group_names(atlas), source_links(atlas)
    arabic = dict(zip(atlas.groups["group_id"], atlas.groups["name_ar"], strict=True))
    items = []
    for row in rows.itertuples(index=False):
        name = names[row.group_id] if text.known(row.group_id) else ""
        group = f"{text.safe(name)} {text.arabic(arabic[row.group_id])}".rstrip() if name else ""
        said = _said(row.stance, group, row.speaker, same=name == row.speaker)
        note = f" – {text.safe(row.note)}" if text.known(row.note) else ""
        items.append(f"<li>{said}{note} {urls.get(row.source_id, '')}</li>")
    return items


def _said(stance: str, group: str, speaker: str, *, same: bool) -> str:
    """Return a statement in words, as HTML.

    Args:
        stance: a key of `codes.STANCE`.
        group: the name of the group that it is about, HTML; "" for none.
        speaker: who makes it, text from anywhere.
        same: whether the speaker is the group itself.
    """
    who = text.safe(speaker)
    pattern = _SAID[stance]
    said = pattern.format(group=group or who, speaker=group if same else who)
    if not group or same:
        return said
    if "{speaker}" not in pattern:
        return f"{said}, as {who} says"
    return said if "{group}" in pattern else f"{said} (about {group})"


def source_links(atlas: Atlas) -> dict[str, str]:
    """Return the link to each source by its id, as HTML."""
    sources = atlas.sources
    return {
        key: text.source_link(url, publisher)
        for key, publisher, url in zip(
            sources["source_id"], sources["publisher"], sources["url"], strict=True
        )
    }


def sources(atlas: Atlas, position: int, heading: str = "h3") -> str:
    """Return the pages that report an incident, as HTML."""
    rows = atlas.sources.iloc[atlas.source_rows[position].as_py()]
    urls = source_links(atlas)
    items = []
    for row in rows.itertuples(index=False):
        when = f", {words.short_day(row.published.date())}" if text.known(row.published) else ""
        items.append(f"<li>{urls[row.source_id]}{when}</li>")
    return f"<{heading}>{words.plural(len(items), 'source')}</{heading}><ul>{''.join(items)}</ul>"
