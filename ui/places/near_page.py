"""Near a place: the question, the map of the circle, and the incidents by distance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from geo import codes
from geo.analysis import breakdowns, groups, near, places, titles
from geo.cartography import symbology
from geo.filter.parse import Near
from geo.utils.words import plural, short_day
from map_component import Walk
from maps import circle, counted_rows, deck, incident_layers, legend, site_layers
from ui import text
from ui.places import brief, place_maps
from ui.runtime import fragments, map_widget
from ui.session import keys, links, page_options
from ui.widgets import drilldown, share, small_charts

if TYPE_CHECKING:
    from geo.analysis.breakdowns import Hours
    from geo.analysis.near import Neighbourhood
    from geo.analysis.places import Place
    from geo.filter.figure import Figure
    from geo.filter.filter import View
    from ui.session.filter_state import Context

KEY: Final = "near_map"
_TABLE: Final = "near_inside"
_MOST_ROWS: Final = 500
_HEIGHT_PX: Final = 460
NOT_SAFE: Final = (
    "An empty map does not mean a safe place: it shows what was reported and found. Past events do "
    "not predict the safety of a place."
)


def draw_near(context: Context) -> None:
    """Draw the page: place and radius, what is there, the rows of a figure, and the briefs."""
    # The answer stands above the question: on a phone the question fills the first screen.
    answer = st.container()
    around = _ask(context)
    if around is not None:
        with answer:
            st.html(_headline(context, around.hood))
            brief.draw_brief_downloads(context, around.brief_view, around.hood)
        _details(context, around)
        drilldown.draw_drilldown(context, around.figures)


@dataclass(frozen=True)
class Around:
    """What the page shows: a neighbourhood, and its incidents in reach split up.

    `brief_view` is what a brief of the circle is written for: the view of the page, where the
    circle is the filter's, else that of the filter without its circle.
    """

    hood: Neighbourhood
    brief_view: View
    weapons: list[Figure]
    hours: Hours
    months: list[Figure]

    @property
    def figures(self) -> list[Figure]:
        """Every number of the page."""
        figures = [*self.hood.figures, *self.weapons, *self.hours.figures, *self.months]
        return [figure for figure in figures if figure.n]


def _ask(context: Context) -> Around | None:
    """Draw the choice of a place and a radius, and return what is there."""
    circle_of_filter = context.filter.near
    labels = {place.key: place.label for place in places.list_places(context.atlas)}
    key = page_options.get("place", _default(context))
    place = places.find_place(key, context.atlas)
    if place is not None and key not in labels:
        labels = {key: place.label} | labels
    if circle_of_filter:
        labels = {near.FROM_FILTER: "the circle of the filter"} | labels
    one, two, three = st.columns([4, 2, 4], gap="medium", vertical_alignment="bottom")
    with one:
        chosen = page_options.choose("Place", "place", labels, _default(context), listed=True)
    of_filter = circle_of_filter if chosen == near.FROM_FILTER else None
    with two:
        if of_filter:
            radius_km = of_filter.radius_km
            st.markdown(f"Radius: {radius_km:g} km, of the filter")
        else:
            radius_km = page_options.number("Radius, km", "km", near.MIN_KM, near.MAX_KM,
                                       near.DEFAULT_KM)  # fmt: skip
    with three:
        st.text_input("or a point: latitude, longitude", key=keys.NEAR_POINT, on_change=_take_point,
                      placeholder=_example(context))  # fmt: skip
    if wrong := st.session_state.get(keys.NEAR_WRONG):
        st.warning(
            f"“{text.plain(wrong)}” is not a location. Enter latitude, longitude in degrees, for "
            f"example {_example(context)}.",
            icon=":material/wrong_location:",
        )
    place = _place(context, chosen)
    if place is None:
        st.info("These data have no place to measure from. Enter a point above.",
                icon=":material/location_off:")  # fmt: skip
        return None
    view = context.view
    if circle_of_filter:
        # The circle of the page takes its place: in a circle of points nothing is uncertain.
        view = replace(context.filter, near=None).view(context.atlas)
        st.info(
            "This page uses its own circle instead of the filter’s: it also counts incidents that "
            "may lie inside. Your other filters apply.",
            icon=":material/info:",
        )
    hood = near.find_neighbourhood(view, context.atlas, place, float(radius_km))
    return _split_up(context, hood, context.view if of_filter else view)


def _example(context: Context) -> str:
    """Return a point of the data as it is typed."""
    place = places.busiest_place(context.atlas)
    return f"{place.latitude:.2f}, {place.longitude:.2f}" if place else "33.79, 42.44"


def _default(context: Context) -> str:
    """Return the filter's circle, else the place with most incidents of the dataset."""
    if context.filter.near:
        return near.FROM_FILTER
    place = places.busiest_place(context.atlas)
    return place.key if place else ""


def _place(context: Context, chosen: str) -> Place | None:
    if chosen == near.FROM_FILTER and context.filter.near:
        at = context.filter.near
        return places.named_point(at.latitude, at.longitude, context.atlas)
    return places.find_place(chosen, context.atlas)


def _take_point() -> None:
    """Measure from the point that was typed, or note that it is no point."""
    typed = st.session_state[keys.NEAR_POINT]
    st.session_state[keys.NEAR_WRONG] = ""
    if not typed.strip():
        return
    key = f"at:{''.join(typed.split())}"
    if places.is_point(key):
        page_options.put("place", key)
    else:
        st.session_state[keys.NEAR_WRONG] = typed


def _split_up(context: Context, hood: Neighbourhood, brief_view: View) -> Around:
    reach, period = hood.within_reach, hood.view.filter.period(context.atlas)
    return Around(
        hood,
        brief_view,
        breakdowns.split_by_weapon(reach, context.atlas, "near_weapon"),
        breakdowns.split_by_hour(reach, context.atlas, "near_hour"),
        breakdowns.split_by_month(reach, context.atlas, period, "near_month"),
    )


def _details(context: Context, around: Around) -> None:
    """Draw what is inside the circle, and what may be."""
    hood = around.hood
    wide, narrow = st.columns([6, 5], gap="medium")
    with wide:
        _map(context, hood)
    with narrow:
        reach = len(hood.within_reach)
        if reach:
            weapons = small_charts.bar_list(
                "Weapon, inside and possibly inside",
                around.weapons,
                lambda key: links.figure_address("near", context.view, key, ("place", "km")),
                "An incident with two weapons counts under both.",
            )
            small_charts.draw_hours(around.hours, "near_hours", weapons)
    fragments.let_paint()
    if len(hood.within_reach):
        small_charts.draw_months(around.months, "near_months")
    within = f"ithin {hood.radius_km:g} km"
    _table(context, hood, hood.inside, f"W{within}", _TABLE)
    _table(context, hood, hood.maybe, f"Possibly w{within}", "near_maybe",
           "Their location is too vague to tell.")  # fmt: skip
    circle = Near(hood.place.latitude, hood.place.longitude, hood.radius_km)
    share.draw_follow(replace(hood.view.filter, near=circle), context)
    if hood.unplaced.n:
        small_charts.draw_note(
            f"{plural(hood.unplaced.n, 'incident')} matching your filters have no location (known "
            "to the country only) and may be anywhere, here too."
        )


def _headline(context: Context, hood: Neighbourhood) -> str:
    last = breakdowns.find_latest(hood.inside.positions, hood.view, context.atlas)
    first, end = hood.view.filter.period(context.atlas)
    since = (
        f"The last one inside was <b>{plural(last.days, 'day')}</b> before "
        f"{short_day(last.as_of)}, {last.reference}."
        if last
        else f"None known within {hood.radius_km:g} km from {short_day(first)} to {short_day(end)}."
    )
    counts = "".join(
        f"<b>{text.safe(clause.text)}</b>" if clause.figure else text.safe(clause.text)
        for clause in near.count_clauses(hood)
    ).replace("<b>", '<b class="atlas-big">', 1)
    return (
        f'<div class="atlas-answer"><p>{counts} {since}</p>'
        f'<p class="atlas-doubt">{NOT_SAFE}</p></div>'
    )


def _map(context: Context, hood: Neighbourhood) -> None:
    base = place_maps.base_map_colours()
    atlas, layout = context.atlas, context.layout
    # A province is no place to put a dot in the middle of.
    coarsest = list(codes.GEO_PRECISION).index("district")
    reach = hood.within_reach[atlas.precision_rank[hood.within_reach] <= coarsest]
    days = (int(atlas.day.min()), int(atlas.day.max()))
    sizes, place = site_layers.site_sizes(layout), hood.place
    discs = incident_layers.precision_rows(atlas, layout, reach)
    classes = symbology.group_classes(atlas)
    sites = counted_rows.count_rows(
        site_layers.site_rows(atlas, layout, reach), sizes, days, classes
    )
    drawn = [
        incident_layers.precision_discs(counted_rows.count_rows(discs, sizes, days, classes), base),
        *circle.circle_layers(place.latitude, place.longitude, hood.radius_km, base),
        *site_layers.site_layers(sites, base),
    ]
    bounds = circle.circle_bounds(place.latitude, place.longitude, hood.radius_km)
    map_widget.follow(KEY, bounds)
    map_widget.draw_map(
        place_maps.deck_over(drawn, deck.view_of(bounds)),
        key=KEY,
        height=_HEIGHT_PX,
        label=f"Map of the circle of {hood.radius_km:g} km around {place.label} with "
        f"{sum(int(site['n']) for site in sites)} incidents that have a point. The tables below "
        "hold them.",
        sections=legend.incident_sections(atlas, context.loaded.signs, reach, reach[:0]),
        walk=[Walk(site_layers.SITES_ID, "key")],
        opening=bounds,
        fit_to=bounds,
        tools=() if context.filter.near else ("point", "circle"),
        on_shape=_take_shape,
    )


def _take_shape(shape: dict[str, Any] | None) -> None:
    """Measure from the point that was set, or from the middle of the circle that was drawn."""
    if shape is None:
        return
    longitude, latitude = shape["centre"]
    page_options.put("place", f"at:{latitude:.4f},{longitude:.4f}")
    if "radiusKm" in shape:
        radius_km = round(min(max(shape["radiusKm"], near.MIN_KM), near.MAX_KM))
        page_options.put("km", str(radius_km))
    fragments.redraw_page()


def _table(  # noqa: PLR0917 - what one table is about
    context: Context, hood: Neighbourhood, part: Figure, title: str, key: str, note: str = ""
) -> None:
    """Draw incidents nearest first, with what their distance is worth."""
    st.subheader(f"{title} ({part.n})", anchor=key)
    if not part.n:
        small_charts.draw_note("None.")
        return
    entries = hood.by_distance(part)[:_MOST_ROWS]
    positions = hood.measured.positions[entries]
    incidents = context.atlas.incidents.iloc[positions]
    names = {**groups.group_names(context.atlas), "several": "several", "unknown": ""}
    about = incidents["date_precision"].map({"day": "exact", "approx": "about"})
    ids = incidents["incident_id"].tolist()
    st.dataframe(
        pd.DataFrame(
            {
                "Distance": [hood.measured.words(i) for i in entries.tolist()],
                "Date": incidents["date"].to_numpy(),
                "Day": about.to_numpy(),
                "Hour": incidents["time_local"].to_numpy(),
                "Target": [
                    target if titles.has_target(target) else None for target in incidents["target"]
                ],
                "Place": incidents["place"].to_numpy(),
                "Weapon": [breakdowns.weapons_in_words(w) for w in incidents["weapons"]],
                "Outcome": incidents["outcome"].map(dict(codes.OUTCOME)).to_numpy(),
                "Killed": incidents["killed"].to_numpy(),
                "Injured": incidents["injured"].to_numpy(),
                "Group": [names[context.atlas.ledger.leading_group[i]] for i in positions],
                "Confirmation": incidents["confirmation"].to_numpy(),
            }
        ),
        key=key, hide_index=True, placeholder="–", height=min(430, 40 + 36 * len(ids)),
        on_select=lambda: _choose(ids, key), selection_mode="single-row",
        column_config={"Date": st.column_config.DateColumn(format="D MMM YYYY")},
        alt=f"{title}: {part.n} incidents, nearest first",
    )  # fmt: skip
    more = f"The nearest {_MOST_ROWS} of {part.n}; the list below opens all. " if (
        part.n > _MOST_ROWS) else ""  # fmt: skip
    hint = f"{more}Nearest first. Empty means unknown. Choose a row to measure from it."
    small_charts.draw_note(f"{note} {hint}".strip())
    chosen: str | None = st.session_state.get(keys.chosen_row(key))
    if chosen is not None and chosen in ids:
        _measure_from(context, chosen, key)


def _choose(ids: list[str], key: str) -> None:
    chosen = st.session_state[key]["selection"]["rows"]
    st.session_state[keys.chosen_row(key)] = (
        ids[chosen[0]] if chosen and chosen[0] < len(ids) else None
    )


def _measure_from(context: Context, incident: str, key: str) -> None:
    """Offer to make a row the place, where it has one."""
    place = places.find_place(f"incident:{incident}", context.atlas)
    if place is None:
        small_charts.draw_note(
            "The location of this incident is known to the province only; there is no point to "
            "measure from."
        )
        return
    st.button(f"Measure from {place.label}", key=f"{key}_from", icon=":material/my_location:",
              on_click=page_options.put, args=("place", place.key))  # fmt: skip
