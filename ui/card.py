"""The card of one incident: what is known, who says what, where it was read, what is uncertain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from geo import codes
from geo.schema import LIST_SEPARATOR
from ui import text

if TYPE_CHECKING:
    import pandas as pd

    from geo.atlas import Atlas


def show(atlas: Atlas, incident_id: str) -> None:
    """Draw the card of an incident of the atlas."""
    position = atlas.row_of[incident_id]
    row = atlas.incidents.iloc[position]
    parts = [
        _head(row),
        f'<p class="atlas-summary">{text.safe(row["summary"])}</p>',
        _facts(atlas, row),
        _uncertain(atlas, row),
        _statements(atlas, incident_id),
        _sources(atlas, position),
    ]
    st.html(f'<article class="atlas-card">{"".join(parts)}</article>')


def _head(row: pd.Series[Any]) -> str:
    about = "about " if row["date_precision"] == "approx" else ""
    at = f", {text.safe(row['time_local'])}" if text.known(row["time_local"]) else ""
    return (
        f'<p class="atlas-kicker">{about}{text.day(row["date"].date())}{at} · '
        f"{text.safe(row['event_type'])}</p><h3>{text.safe(row['target'])}</h3>"
        f'<p class="atlas-place">{text.safe(row["place"])}</p>'
    )


def _facts(atlas: Atlas, row: pd.Series[Any]) -> str:
    weapons = ", ".join(codes.WEAPON[w] for w in row["weapons"].split(LIST_SEPARATOR))
    munitions = f" (number reported: {row['munitions']})" if text.known(row["munitions"]) else ""
    facts = {
        "Weapon": f"{weapons}{munitions}",
        "Outcome": codes.OUTCOME[row["outcome"]],
        "Killed": _toll(row["killed"]),
        "Injured": _toll(row["injured"]),
        "Casualties": row["casualty_note"],
        "Target side": codes.TARGET_SIDE[row["target_side"]],
        "Confirmation": codes.CONFIRMATION[row["confirmation"]],
        "Fired from": row["origin_place"],
        "Province": _province(row),
        "Nearest base": _nearest(atlas, row),
        "Answer to": _answered(atlas, row["response_to"]),
    }
    lines = "".join(
        f"<dt>{name}</dt><dd>{text.safe(value)}</dd>"
        for name, value in facts.items()
        if text.known(value)
    )
    return f"<dl>{lines}</dl>"


def _toll(value: Any) -> str:
    return str(value) if text.known(value) else "unknown"


def _province(row: pd.Series[Any]) -> str | None:
    if not text.known(row["province"]):
        return None
    how = "" if row["province_method"] == "within" else " (nearest; the point lies just outside)"
    abroad = (
        f"; the point lies in {row['province_country']}"
        if row["province_country"] != row["country"]
        else ""
    )
    return f"{row['province']}, {row['country']}{how}{abroad}"


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
    return f"{row['target']}, {text.day(row['date'].date())}"


def _uncertain(atlas: Atlas, row: pd.Series[Any]) -> str:
    """Say in words what is not known, which a map cannot show by leaving it out."""
    doubts = []
    if row["date_precision"] == "approx":
        doubts.append("the date is inferred, a range, or differs between accounts")
    if row["geo_precision"] != "site":
        doubts.append(f"the place is {codes.GEO_PRECISION[row['geo_precision']]}")
    if row["confirmation"] == "claimed":
        doubts.append("only the claiming group reports it; it may not have happened")
    if row["confirmation"] == "media":
        doubts.append("the press reports it without a source")
    doubts += [
        f"the number {name} is unknown, which is not none"
        for name in ("killed", "injured")
        if not text.known(row[name])
    ]
    stances = set(atlas.statements.loc[
        atlas.statements["incident_id"] == row["incident_id"], "stance"])  # fmt: skip
    if "denied" in stances:
        doubts.append("somebody denies a part, or that it happened")
    if not doubts:
        return ""
    return f'<p class="atlas-doubt"><b>Uncertain:</b> {text.safe("; ".join(doubts))}.</p>'


def _statements(atlas: Atlas, incident_id: str) -> str:
    rows = atlas.statements[atlas.statements["incident_id"] == incident_id]
    if rows.empty:
        return "<h4>Who did it</h4><p>No statement is known.</p>"
    names = text.group_names(atlas)
    links = _links(atlas)
    items = []
    for row in rows.itertuples(index=False):
        group = names.get(row.group_id, "") if text.known(row.group_id) else ""
        said = f"<b>{text.safe(row.stance)}</b> {text.safe(group)}".strip()
        note = f" – {text.safe(row.note)}" if text.known(row.note) else ""
        items.append(
            f"<li>{said}, says {text.safe(row.speaker)}{note} {links.get(row.source_id, '')}</li>"
        )
    return f"<h4>Who did it: {text.plural(len(items), 'statement')}</h4><ul>{''.join(items)}</ul>"


def _links(atlas: Atlas) -> dict[str, str]:
    sources = atlas.sources
    return {
        # An imported file may name a source without a link.
        key: f'<a href="{text.safe(url)}" target="_blank" rel="noopener">{text.safe(publisher)}</a>'
        if text.known(url)
        else text.safe(publisher)
        for key, publisher, url in zip(
            sources["source_id"], sources["publisher"], sources["url"], strict=True
        )
    }


def _sources(atlas: Atlas, position: int) -> str:
    rows = atlas.sources.iloc[list(atlas.source_rows[position])]
    links = _links(atlas)
    items = []
    for row in rows.itertuples(index=False):
        when = f", {text.day(row.published.date())}" if text.known(row.published) else ""
        items.append(f"<li>{links[row.source_id]}{when}</li>")
    return f"<h4>{text.plural(len(items), 'source')}</h4><ul>{''.join(items)}</ul>"
