"""The bases: a matrix of base by week or month, and the profile of one base."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo import codes
from geo.analysis import bases
from geo.model.column import LIST_SEPARATOR
from geo.utils.words import number, plural, short_day
from ui import text
from ui.places import base_matrix
from ui.runtime import fragments
from ui.session import links, page_options
from ui.widgets import drilldown, small_charts

if TYPE_CHECKING:
    from geo.analysis.bases import Matrix, Profile
    from geo.analysis.lulls import Lull
    from geo.filter.figure import Figure
    from geo.model.atlas import Atlas
    from ui.session.filter_state import Context


def draw_bases(context: Context) -> None:
    """Draw the matrix, the profile of the base that is chosen, and what is opened.

    Data in which no incident is at a base have nothing to draw here.
    """
    if not context.atlas.incidents["base_id"].notna().any():
        _say_no_bases(context.atlas)
        return
    matrix = bases.build_matrix(context.view, context.atlas)
    first, last = context.filter.period(context.atlas)
    small_charts.draw_note(
        f"{plural(sum(base.n for base in matrix.bases), 'incident')} at "
        f"{plural(len(matrix.bases), 'named base')} by {matrix.unit}, {short_day(first)} to "
        f"{short_day(last)}. Choose a number for its incidents, a name for the profile of its base."
    )
    one, two = st.columns(2, gap="large")
    with one:
        order = page_options.choose("Sort by", base_matrix.ORDER, bases.ORDERS, "number")
    with two:
        profile = _choose_profile(context, matrix)
    wide, beside = st.columns([3, 2], gap="large") if profile else (st.container(), None)
    with wide:
        _matrix(context, matrix, order, profile)
    fragments.let_paint()
    if profile and beside:
        with beside:
            _profile(context, profile)
    drilldown.draw_drilldown(context, [*matrix.figures, *(profile.figures if profile else [])])


def _say_no_bases(atlas: Atlas) -> None:
    st.info(
        "Your file names no bases." if "provenance" in atlas.package else
        "These data name no bases.",
        icon=":material/domain_disabled:",
    )  # fmt: skip
    st.markdown(
        "A row counts for one of the atlas’s bases if its location accuracy is “site” and its "
        "point lies within 2 km of the base. If your file has such rows, upload it again on **Your "
        "data**, match a column to *Location accuracy* or choose “site” for all rows, and import."
    )
    with st.container(horizontal=True):
        st.page_link("pages/your-data.py", label="Your data", icon=":material/upload_file:")
        st.page_link("pages/near.py", label="Near a place", icon=":material/my_location:")
        st.page_link("pages/map.py", label="Map", icon=":material/map:")


def _matrix(context: Context, matrix: Matrix, order: str, profile: Profile | None) -> None:
    """Draw how often each base was hit, and what the matrix leaves out below it."""
    if matrix.bases:
        base_matrix.draw_matrix(context, matrix, order, profile.base_id if profile else "")
    else:
        st.info("No incidents at named bases match your filters.", icon=":material/search_off:")
    why = (
        f" Columns are months where the period is longer than {bases.MOST_WEEKS} weeks."
        if matrix.unit == "month"
        else " Columns are weeks from Monday."
    )
    small_charts.draw_note(
        f"{number(matrix.elsewhere.n)} more were at no named base and are not in the matrix. An "
        f"empty cell means that no incident is known, not that none happened.{why}"
    )


def _choose_profile(context: Context, matrix: Matrix) -> Profile | None:
    """Draw the choice of a base and return its profile; those with most incidents stand first."""
    ranked = {bases.id_of(base): f"{base.label} ({base.n})" for base in matrix.bases}
    frame = context.atlas.bases.sort_values("name")
    rest = {
        base_id: f"{name} (0)"
        for base_id, name in zip(frame["base_id"], frame["name"], strict=True)
        if base_id not in ranked
    }
    chosen = page_options.choose(
        "Profile of a base", base_matrix.PROFILE, {"": "Choose a base…"} | ranked | rest, "",
        listed=True,
    )  # fmt: skip
    return bases.describe_base(context.view, context.atlas, chosen) if chosen else None


def _profile(context: Context, profile: Profile) -> None:
    """Draw the profile of a base."""
    name = profile.facts["name"]
    arabic = f' <span lang="ar" dir="rtl">{text.safe(profile.facts["name_ar"])}</span>' if (
        profile.facts["name_ar"]) else ""  # fmt: skip
    st.html(f'<h2 class="atlas-h2" id="profile">{text.safe(name)}{arabic}</h2>')
    if not profile.shown.n:
        st.info("No incidents at this base match your filters.", icon=":material/search_off:")
    st.html(_facts(context, profile))
    if profile.shown.n:
        overlap = "The rest of the filter stays. The rules overlap; do not add them up."
        two_weapons = "An incident with two weapons counts under both."
        opens = partial(links.figure_address, "bases", context.view, keep=base_matrix.KEEP)
        small_charts.draw_hours(
            profile.hours,
            "profile_hours",
            small_charts.bar_list("Under each attribution rule", profile.rules, opens, overlap),
            small_charts.bar_list("Weapon", profile.weapons, opens, two_weapons),
            small_charts.bar_list("Outcome", profile.outcomes, opens),
        )
    st.html(text.stacked(_rings(context, profile), _neighbours(context, profile)))


def _number(context: Context, figure: Figure) -> str:
    return links.figure_link("bases", context.view, figure, base_matrix.KEEP)


def _facts(context: Context, profile: Profile) -> str:
    facts, (publisher, url) = profile.facts, profile.source
    source = text.safe(publisher)
    if url:
        source = f'<a href="{text.safe(url)}" target="_blank" rel="noopener">{source}</a>'
    shown = _number(context, profile.shown)
    lines = {
        "Incidents": f"<b>{shown}</b> of {number(context.view.shown)} shown",
        "Days since last": text.safe(_since(profile)),
        "Longest lull": text.safe(_longest(profile.longest_lull)),
        "Kind": text.safe(codes.BASE_KIND[facts["kind"]]),
        "Where": text.safe(f"{facts['province']}, {facts['country']}"),
        "Operated by": text.safe(_joined(facts["operators"])),
        "Status": text.safe(facts["status_note"] or ""),
        "Also called": text.safe(_joined(facts["aliases"])),
        "Point and note from": source,
    }
    rows = "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in lines.items() if v)
    circle = links.address("near", context.view, place=f"base:{profile.base_id}", km="50")
    return (
        f'<div class="atlas-card"><dl>{rows}</dl>'
        f'<a href="{text.safe(circle)}" target="_self">What happened near it</a></div>'
    )


def _since(profile: Profile) -> str:
    last = profile.latest
    if last is None:
        return ""
    end = "end of data" if last.data_end else "end of your period"
    days = plural(last.days, "day")
    return f"{days} ({short_day(last.day)} to {short_day(last.as_of)}, {end})"


def _longest(lull: Lull | None) -> str:
    if lull is None:
        return "none"
    days = f"{plural(lull.days, 'day')}, {short_day(lull.start)} to {short_day(lull.end)}"
    return f"{days}; it reaches the edge of your period and may be longer" if lull.open else days


def _joined(cell: Any) -> str:
    return ", ".join(cell.split(LIST_SEPARATOR)) if cell else ""


def _rings(context: Context, profile: Profile) -> str:
    rows = "".join(
        f'<tr><th scope="row">{ring.radius_km:g} km</th><td>{_number(context, ring.inside)}</td>'
        f"<td>{_number(context, ring.maybe)}</td></tr>"
        for ring in profile.rings
    )
    return (
        '<div class="atlas-part"><h3>Incidents near the base (any target)</h3>'
        '<table class="atlas-figures"><thead><tr><th scope="col">Radius</th><th scope="col">Inside'
        f'</th><th scope="col">Possibly inside</th></tr></thead><tbody>{rows}</tbody></table>'
        '<p class="atlas-note">Distance from the base’s public point. Possibly inside: the '
        "location is too vague to tell. Each radius includes the smaller ones.</p></div>"
    )


def _neighbours(context: Context, profile: Profile) -> str:
    lines = ""
    for other in profile.neighbours:
        address = links.address(
            "bases", context.view, profile=other.base_id, order=page_options.get(base_matrix.ORDER)
        )
        lines += (
            f'<tr><th scope="row"><a href="{text.safe(address)}#profile" target="_self">'
            f"{text.safe(other.name)}</a></th>"
            f"<td>{other.distance_km:.1f} km</td><td>{_number(context, other.counted)}</td></tr>"
        )
    return (
        '<div class="atlas-part"><h3>Nearest named bases</h3>'
        '<table class="atlas-figures"><thead><tr>'
        '<th scope="col">base</th><th scope="col">distance</th><th scope="col">incidents shown</th>'
        f"</tr></thead><tbody>{lines}</tbody></table></div>"
    )
