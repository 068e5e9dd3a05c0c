"""The bases: a matrix of base by week or month, and the profile of one base."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo import codes
from geo.analysis import bases
from geo.model.schema import LIST_SEPARATOR
from geo.utils.words import number, plural, short_day
from maps import choropleth, palette
from ui import text
from ui.runtime import browser, fragments
from ui.session import links, page_options
from ui.widgets import drilldown, small_charts, vega

if TYPE_CHECKING:
    from geo.analysis.bases import Matrix, Profile
    from geo.analysis.lulls import Lull
    from geo.model.atlas import Atlas
    from ui.session.filter_state import Context
    from ui.widgets.vega import Spec

KEY: Final = "matrix"
_PICK: Final = "cell"
_ROW_PX: Final = 24
_CELL_PX: Final = 13
_NAMES_PX: Final = 240
_NO_LETTERS: Final = 80  # more columns than these have no room for digits
_ROOM_FOR_MONTHS: Final = 24  # for the name of each
_DARK_SHARE: Final = 0.55  # of the highest count: from here on the digits are of the other ink


def draw_bases(context: Context) -> None:
    """Draw the matrix, the rows of the figure that is opened, and the profile of one base.

    Data in which no incident is at a base have nothing to draw here.
    """
    if not context.atlas.incidents["base_id"].notna().any():
        _say_no_bases(context.atlas)
        return
    matrix = _matrix(context)
    fragments.let_paint()
    profile = _choose_profile(context, matrix)
    drilldown.draw_drilldown(context, [*matrix.figures, *(profile.figures if profile else [])])
    if profile:
        _profile(context, profile)


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


def _matrix(context: Context) -> Matrix:
    """Draw how often each base was hit, and return the figures."""
    matrix = bases.build_matrix(context.view, context.atlas)
    at_base = sum(base.n for base in matrix.bases)
    why = (
        f"Columns are months, because the period is longer than {bases.MOST_WEEKS} weeks; "
        "choose a shorter one for weeks. "
        if matrix.unit == "month"
        else "Columns are weeks from Monday. "
    )
    first, last = context.filter.period(context.atlas)
    small_charts.draw_note(
        f"{plural(at_base, 'incident')} at {plural(len(matrix.bases), 'named base')}, "
        f"{short_day(first)} to {short_day(last)}; {matrix.elsewhere.n} more were at no named base "
        f"and are not in the matrix. {why}An empty cell means that no incident is known, not that "
        "none happened. A click on a cell opens its rows; the list below does the same by keyboard."
    )
    if matrix.bases:
        _chart(matrix)
    else:
        st.info("No incidents at named bases match your filters.", icon=":material/search_off:")
    return matrix


def _chart(matrix: Matrix) -> None:
    names = {base.key: f"{base.label}  ·  {base.n}" for base in matrix.bases}
    rank = {key: i for i, key in enumerate(names)}
    theme = browser.theme()
    most = max(cell.counted.n for cell in matrix.cells)
    low, high = ("white", "#14171b") if theme == "dark" else ("#1f2328", "white")
    cells = [
        {
            "base": names[f"base:{cell.base_id}"],
            "rank": rank[f"base:{cell.base_id}"],
            "step": cell.step.key,
            "when": cell.step.label,
            "n": cell.counted.n,
            "key": cell.counted.key,
            "ink": high if cell.counted.n > _DARK_SHARE * max(most, 2) else low,
        }
        for cell in matrix.cells
    ]
    place = {
        "x": _across(matrix),
        "y": vega.ordinal("base", title=None, sort={"field": "rank", "op": "min"},
                          axis={"labelLimit": _NAMES_PX, "labelOverlap": False,
                                "labelFlush": False, "grid": False, "ticks": False,
                                "domain": False}),
    }  # fmt: skip
    boxes = {
        **place,
        "color": vega.quantitative(
            "n",
            scale={
                "range": [palette.css(c) for c in choropleth.RAMPS[theme]],
                "domainMin": 1,
                "domainMax": {"expr": "max(2, extent(pluck(data('cells'), 'n'))[1])"},
            },
            legend={"title": "incidents", "orient": "top", "tickMinStep": 1, "gradientLength": 160},
        ),
        "opacity": vega.unless_picked(_PICK, 0.5),
        "tooltip": vega.tooltip(base="Base", when="When", n="Incidents"),
    }  # fmt: skip
    mark = {"type": "rect", "cursor": "pointer", "cornerRadius": 2}
    # Every week or month has its place, also one without an incident.
    places = [vega.layer(name, vega.NOTHING, {"x": place["x"]}) for name in ("steps", "named")]
    layers = [*places, vega.layer("cells", mark, boxes, opens=_PICK)]
    if len(matrix.steps) <= _NO_LETTERS:
        digits = {**place, "text": vega.quantitative("n"), "fill": vega.nominal("ink", scale=None)}
        layers.append(
            vega.layer("cells", {"type": "text", "fontSize": 10, "fontWeight": 600}, digits)
        )
    # The first table is the one that Streamlit's own table of the chart shows.
    data: dict[str, list[Spec]] = {
        "cells": cells,
        "steps": [{"step": step.key} for step in matrix.steps],
        "named": _named(matrix),
    }
    chart = vega.layered(layers, data, row_px=_ROW_PX)
    # On a phone the matrix keeps its size and moves sideways inside its own frame.
    wide = _NAMES_PX + _CELL_PX * len(matrix.steps)
    st.html(
        "<style>.st-key-matrix_frame { overflow-x: auto; "
        f"--matrix-width: {min(wide, 1150)}px; }}</style>"
    )
    with st.container(key="matrix_frame"):
        vega.draw_chart(
            chart, KEY,
            f"Incidents by base and {matrix.unit}, the base with most at the top. Every number is "
            "in the list below the chart.",
            _picked,
        )  # fmt: skip


def _across(matrix: Matrix) -> Spec:
    """Return the axis of time: every week or month has a place, years or months a word."""
    keys = "pluck(data('named'), 'step')"
    axis = {
        "values": {"expr": keys}, "labelExpr": f"data('named')[indexof({keys}, datum.value)].word",
        "labelAngle": -60 if _is_each_named(matrix) else 0, "orient": "top", "grid": False,
    }  # fmt: skip
    return vega.ordinal("step", title=None, axis=axis, scale={"paddingInner": 0.06})


def _named(matrix: Matrix) -> list[Spec]:
    """Return which steps have a word on the axis of time."""
    if matrix.unit == "week":
        every = max(1, len(matrix.steps) // 10)
        return [
            {"step": s.key, "word": f"{date.fromisoformat(s.key):%d %b %Y}"}
            for s in matrix.steps[::every]
        ]
    if _is_each_named(matrix):
        return [{"step": s.key, "word": s.key} for s in matrix.steps]
    januaries = [s for s in matrix.steps if s.key.endswith("-01")] or matrix.steps[:1]
    return [{"step": s.key, "word": s.key[:4]} for s in januaries]


def _is_each_named(matrix: Matrix) -> bool:
    return matrix.unit == "month" and len(matrix.steps) <= _ROOM_FOR_MONTHS


def _picked(chart: str, *selections: str) -> None:
    """Open the rows of a cell, and show the profile of its base."""
    key = drilldown.open_picked(chart, *selections)
    if key is not None:
        page_options.put("profile", key.split(":")[1])


def _choose_profile(context: Context, matrix: Matrix) -> Profile | None:
    """Draw the choice of a base and return its profile; those with most incidents stand first.

    None where the dataset names no base at all.
    """
    ranked = {base.key.removeprefix("base:"): f"{base.label} ({base.n})" for base in matrix.bases}
    frame = context.atlas.bases.sort_values("name")
    rest = {
        base_id: f"{name} (0)"
        for base_id, name in zip(frame["base_id"], frame["name"], strict=True)
        if base_id not in ranked
    }
    allowed = ranked | rest
    if not allowed:
        return None
    chosen = page_options.choose("Profile of a base", "profile", allowed, next(iter(allowed)),
                            listed=True)  # fmt: skip
    return bases.describe_base(context.view, context.atlas, chosen)


def _profile(context: Context, profile: Profile) -> None:
    """Draw the profile of a base."""
    name = profile.facts["name"]
    arabic = f' <span lang="ar" dir="rtl">{text.safe(profile.facts["name_ar"])}</span>' if (
        profile.facts["name_ar"]) else ""  # fmt: skip
    st.html(f'<h2 class="atlas-h2" id="profile">{text.safe(name)}{arabic}</h2>')
    if not profile.shown.n:
        st.info("No incidents at this base match your filters.", icon=":material/search_off:")
    one, two = st.columns([5, 6], gap="large")
    with one:
        st.html(
            text.stacked(_facts(context, profile), _rings(profile), _neighbours(context, profile))
        )
    with two:
        if profile.shown.n:
            overlap = "The rest of the filter stays. The rules overlap; do not add them up."
            two_weapons = "An incident with two weapons counts under both."
            small_charts.draw_hours(
                profile.hours,
                "profile_hours",
                small_charts.bar_list("Under each attribution rule", profile.rules, overlap),
                small_charts.bar_list("Weapon", profile.weapons, two_weapons),
                small_charts.bar_list("Outcome", profile.outcomes),
            )


def _facts(context: Context, profile: Profile) -> str:
    facts, (publisher, url) = profile.facts, profile.source
    source = text.safe(publisher)
    if url:
        source = f'<a href="{text.safe(url)}" target="_blank" rel="noopener">{source}</a>'
    lines = {
        "Incidents": f"<b>{number(profile.shown.n)}</b> of {number(context.view.shown)} shown",
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


def _rings(profile: Profile) -> str:
    rows = "".join(
        f'<tr><th scope="row">{ring.radius_km:g} km</th><td>{ring.inside.n}</td>'
        f"<td>{ring.maybe.n}</td></tr>"
        for ring in profile.rings
    )
    return (
        '<div class="atlas-part"><h4>Incidents near the base (any target)</h4>'
        '<table class="atlas-figures"><thead><tr><th scope="col">Radius</th><th scope="col">Inside'
        f'</th><th scope="col">Possibly inside</th></tr></thead><tbody>{rows}</tbody></table>'
        '<p class="atlas-note">Distance from the base’s public point. Possibly inside: the '
        "location is too vague to tell. Each radius includes the smaller ones.</p></div>"
    )


def _neighbours(context: Context, profile: Profile) -> str:
    lines = ""
    for other in profile.neighbours:
        address = links.address("bases", context.view, profile=other.base_id)
        lines += (
            f'<tr><th scope="row"><a href="{text.safe(address)}" target="_self">'
            f"{text.safe(other.name)}</a></th>"
            f"<td>{other.distance_km:.1f} km</td><td>{other.counted.n}</td></tr>"
        )
    return (
        '<div class="atlas-part"><h4>Nearest named bases</h4>'
        '<table class="atlas-figures"><thead><tr>'
        '<th scope="col">base</th><th scope="col">distance</th><th scope="col">incidents shown</th>'
        f"</tr></thead><tbody>{lines}</tbody></table></div>"
    )
