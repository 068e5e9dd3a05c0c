"""The page of one incident, by permalink."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

from geo import codes
from geo.analysis import groups, incident, titles
from geo.errors import closest
from geo.export import cite
from geo.filter import metadata, wording
from geo.utils import words
from maps import incident_map
from ui import text
from ui.incident import neighbours
from ui.runtime import browser, map_widget
from ui.session import keys, links
from ui.widgets import downloads, incident_card, incident_list, share, table_order

if TYPE_CHECKING:
    from geo.model.atlas import Atlas
    from ui.session.filter_state import Context

_STYLE = """
<style>
.atlas-incident h1 { margin: 0; padding: .1rem 0; font-size: 1.75rem; line-height: 1.2; }
.atlas-incident p { margin: 0; }
.atlas-sides { display: grid; gap: .4rem 2rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr)); }
.atlas-sides > section { border-top: 3px solid currentColor; padding-top: .4rem; }
.atlas-sides h3, .atlas-around h3 { font-size: 1rem; margin: 0; padding: .4rem 0 .2rem; }
.atlas-around { font-size: .93rem; line-height: 1.45; overflow-wrap: anywhere; }
.atlas-around p { margin: .3rem 0; font-size: .93rem; }
.atlas-around ul { margin: .1rem 0; padding-left: 1.1rem; }
.atlas-around li { margin: .15rem 0; font-size: .9rem; }
.atlas-around details { margin: .15rem 0; }
.atlas-around summary { cursor: pointer; }
</style>
"""


_LIST: Final = "all_incidents"
_CARDS: Final = 20


def draw_incident_page(context: Context) -> None:
    """Draw the page of the incident that the link names, or say how to find one."""
    incident_id = st.session_state.get(keys.INCIDENT)
    if incident_id is None or incident_id not in context.atlas.row_of:
        _search(context, incident_id)
        return
    position = context.atlas.row_of[incident_id]
    st.html(_STYLE)
    _head(context, position)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _known(context.atlas, position)
    with right:
        _place(context, position)
    st.subheader("Who did it: what is said", anchor="statements")
    st.html(_sides(context.atlas, position))
    st.subheader("Around it", anchor="around")
    neighbours.draw_neighbours(context, position)
    st.subheader("Record and permanent link", anchor="record")
    _record(context, position)


def _search(context: Context, given: Any) -> None:
    """Say what was expected and let an incident be searched."""
    atlas = context.atlas
    st.title("Incident")
    if given:
        st.warning(
            f"There is no incident “{text.plain(str(given))}” in dataset version "
            f"{text.plain(atlas.version)}.",
            icon=":material/link_off:",
        )
        if near := closest(str(given), atlas.row_of):
            st.html(f"<p>Closest: {', '.join(_way_to(context, other) for other in near)}</p>")
    _list(context)


def _way_to(context: Context, incident_id: str) -> str:
    return links.link(links.incident_address(incident_id, context.view), incident_id)


def _list(context: Context) -> None:
    """Draw a search in all incidents, whatever the filter, and what it finds, newest first."""
    atlas, session = context.atlas, st.session_state
    everything = np.arange(len(atlas.incidents))

    def from_the_first_page() -> None:
        session[keys.table_page(_LIST)] = 1

    searched = st.text_input(
        f"Search all {words.plural(len(everything), 'incident')} (ignores your filters)",
        key=keys.INCIDENT_SEARCHED, placeholder="Target, place, group, weapon, date…",
        on_change=from_the_first_page, persist_state="session",
    )  # fmt: skip
    rows = table_order.search(atlas, everything, searched) if searched else everything
    if not len(rows):
        st.info("No incident has all of these words. Try fewer words, or a part of a name.",
                icon=":material/search_off:")  # fmt: skip
        return
    incident_list.draw_list(context, rows, "Incidents:", _LIST, _CARDS)


def _head(context: Context, position: int) -> None:
    """Draw what happened, the ways to share it, and the ways to the next one."""
    row = context.atlas.incidents.iloc[position]
    st.html(
        f'<div class="atlas-incident"><p class="atlas-kicker">{incident_card.when(row)}</p>'
        f"<h1>{text.safe(titles.incident_title(row, dated=True))}</h1>"
        f'<p class="atlas-place">{text.safe(row["place"])}</p></div>'
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        share.draw_copy_link(context)
        with st.popover("Cite", icon=":material/format_quote:"):
            _citations(context.atlas, position)
        if not context.loaded.private:
            address = links.propose_address(row["incident_id"], context.view)
            st.html(links.link(address, "Propose a correction"), width="content")
    _turns(context, position)


def _turns(context: Context, position: int) -> None:
    """Draw where the incident stands among those of the filter, and the way to the next ones."""
    atlas = context.atlas
    at = incident.find_turn(context.view.positions, position)
    asked = wording.title(context.filter, atlas)
    if at.number is None:
        match = "incident matches" if at.of == 1 else "incidents match"
        account = f"This incident is outside your filters ({words.number(at.of)} {match}): {asked}."
    else:
        account = f"Incident {at.number} of {at.of} matching your filters: {asked}."
    if at.number is not None and at.before is not None:
        account += _gap(atlas, at.before, position)
    st.html(f'<p class="atlas-account">{text.safe(account)}</p>')
    with st.container(horizontal=True):
        for side, other, icon in (
            ("Previous", at.before, ":material/arrow_back:"),
            ("Next", at.after, ":material/arrow_forward:"),
        ):
            label = f"{side}: {_short(atlas, other)}" if other is not None else f"{side}: none"
            st.button(text.plain(label), key=f"turn_{side}", icon=icon, disabled=other is None,
                      on_click=_go, args=(atlas, other))  # fmt: skip


def _gap(atlas: Atlas, before: int, position: int) -> str:
    """Return for how long nothing matches before the incident; "" where that is no day."""
    empty = incident.days_apart(atlas, before, position) - 1
    if empty < 1:
        return ""
    return f" No matching incident in the {words.plural(empty, 'day')} before."


def _short(atlas: Atlas, position: int) -> str:
    row = atlas.incidents.iloc[position]
    return f"{words.short_day(row['date'].date())}, {titles.short_title(row)}"


def _go(atlas: Atlas, position: int | None) -> None:
    if position is not None:
        st.session_state[keys.INCIDENT] = atlas.incidents["incident_id"].iloc[position]


def _known(atlas: Atlas, position: int) -> None:
    row = atlas.incidents.iloc[position]
    launch_sites = incident_card.origins(atlas, row["incident_id"], "h2")
    sources = incident_card.sources(atlas, position, "h2")
    st.html(
        '<article class="atlas-card">'
        f'<p class="atlas-summary">{text.safe(row["summary"])}</p>'
        f"{incident_card.facts(atlas, position)}{launch_sites}"
        f"{incident_card.uncertain(atlas, row)}{sources}</article>"
    )


def _place(context: Context, position: int) -> None:
    """Draw where it was, or say why that cannot be drawn."""
    atlas = context.atlas
    row = atlas.incidents.iloc[position]
    known = codes.GEO_PRECISION[row["geo_precision"]]
    deck = incident_map.build_incident_deck(atlas, position, browser.theme(), map_widget.base_map(),
                             private=context.loaded.private)  # fmt: skip
    if deck is None:
        st.info(
            f"No map: this incident has no point. Its place is {known}: "
            f"{text.plain(row['place'])}.",
            icon=":material/location_off:",
        )
        return
    map_widget.draw_map(
        deck, height=400, key=f"incident_map_{position}",
        label=f"Map of {titles.short_title(row)}: {_drawn(atlas, position)}",
    )  # fmt: skip
    st.html(f'<p class="atlas-account">{text.safe(_drawn(atlas, position))}</p>')


def _drawn(atlas: Atlas, position: int) -> str:
    """Return in words what the map shows and how well that is known."""
    row = atlas.incidents.iloc[position]
    radius_km = codes.PRECISION_RADIUS_KM.get(row["geo_precision"])
    account = f"The place is {codes.GEO_PRECISION[row['geo_precision']]}."
    if row["geo_precision"] == "site":
        account += (
            " The dot is the site's public point, not an aim point; the disc around it has "
            f"{radius_km:g} km."
        )
    elif radius_km:
        account += f" It was anywhere in the disc of {radius_km:g} km."
    else:
        account += f" It was anywhere in the tinted province, {row['province']}."
    origins = incident_map.origins(atlas, position)
    total = int((atlas.origins["incident_id"] == row["incident_id"]).sum())
    if origins:
        account += f" The arc comes from {'; '.join(o.place for o in origins)}."
    if total > len(origins):
        account += f" {words.plural(total - len(origins), 'reported origin')} without a point."
    return account


def _sides(atlas: Atlas, position: int) -> str:
    """Return the statements for and against, side by side, as HTML."""
    told = incident.find_accounts(atlas, position)
    if told.supporting.empty and told.against.empty and told.findings.empty:
        return (
            '<article class="atlas-card"><p>No statement about who did it is known.</p></article>'
        )
    sides = [
        ("Says who did it", told.supporting),
        ("Denials and withdrawn claims", told.against),
        ("Finding of an inquiry", told.findings),
    ]
    columns = []
    for title, rows in sides[: 3 if len(told.findings) else 2]:
        items = incident_card.statement_items(atlas, rows)
        for i, stands in enumerate(rows["stands"]):
            if not stands:
                items[i] = items[i].replace("</li>", " <em>(taken back)</em></li>")
        body = f"<ul>{''.join(items)}</ul>" if items else "<p>None recorded.</p>"
        columns.append(f"<section><h3>{title}: {len(items)}</h3>{body}</section>")
    names = groups.group_names(atlas)
    rules = "; ".join(
        f"<b>{text.safe(names[group])}</b> {'under ' + ', '.join(ruled) if ruled else 'no rule'}"
        for group, ruled in incident.rules_by_group(atlas, position).items()
    )
    counted = f"<p>Counts for the group itself: {rules}.</p>" if rules else ""
    return (
        f'<article class="atlas-card"><div class="atlas-sides">{"".join(columns)}</div>'
        f"{counted}</article>"
    )


def _record(context: Context, position: int) -> None:
    """Draw the ways to take the incident along."""
    atlas, off = context.atlas, bool(context.problems)
    incident_id = atlas.incidents["incident_id"].iloc[position]
    record = incident.incident_record(atlas, position)
    link = metadata.with_host(
        metadata.incident_permalink(atlas, incident_id), browser.site()
    )  # fmt: skip
    st.markdown("Permanent link to this incident, without the filter:")
    st.code(link, language=None, wrap_lines=True)
    terms = downloads.ask_licence(replace(context.view, positions=np.array([position])))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "JSON", data=lambda: json.dumps(record, ensure_ascii=False, indent=2),
            file_name=f"{incident_id}.json", mime="application/json", icon=":material/download:",
            key="download_incident", on_click="ignore", disabled=off or terms.stop,
        )  # fmt: skip
    with st.expander("The record as JSON", icon=":material/data_object:"):
        st.json(record, expanded=1)


def _citations(atlas: Atlas, position: int) -> None:
    work, today = cite.cite_incident(atlas, position), datetime.now(UTC).date()
    for label, write in (("Text", work.as_plain), ("BibTeX", work.as_bibtex), ("RIS", work.as_ris)):
        st.caption(label)
        st.code(write(today, browser.site()), language=None, wrap_lines=True)
    st.caption("Please also cite the sources of the incident; they are listed above.")
