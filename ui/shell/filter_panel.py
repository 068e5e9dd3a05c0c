"""The filter bar that all pages share: period, group, target and kind, the rest behind a button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import streamlit as st

from geo import codes
from geo.analysis import groups
from geo.filter import restrictions
from geo.filter.filter import Filter
from geo.filter.parse import PARAMETERS
from geo.model.statements import RULE_STANCES
from geo.utils import words
from ui import text
from ui.runtime import fragments
from ui.session import filter_state, keys, uploaded_dataset
from ui.session.cached import cached
from ui.session.keys import filter_widget
from ui.shell import periods

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.filter.restrictions import Restriction
    from geo.model.atlas import Atlas
    from ui.session.dataset import Loaded

MORE = "more"
_WIDTH_PX = 160
_CODED = {
    "weapon": ("Weapon", codes.WEAPON),
    "outcome": ("Outcome", codes.OUTCOME),
    "confirmation": ("Confirmation", codes.CONFIRMATION),
}


def draw_filter_panel(context: filter_state.Context) -> None:
    """Draw the bar, and below it all that is set; the session holds the values beforehand."""
    atlas = context.atlas
    parts = restrictions.list_restrictions(context.filter, atlas)
    with st.container(key="filter_bar"):
        with st.container(
            key="filter_row", horizontal=True, gap="small", vertical_alignment="bottom"
        ):
            first, last = st.session_state[keys.SPAN]
            st.slider(
                "Period", first, last, key=keys.DATES, format="D MMM YYYY",
                on_change=_moved_in_front, args=("from", "to"),
            )  # fmt: skip
            with st.container(width="content"):
                fragments.draw_fragment(periods.DATES, periods.draw_dates)
            _draw_groups(context.loaded)
            _choose("Target side", "target", codes.TARGET_SIDE, _moved_in_front, _WIDTH_PX)
            _choose("Kind of incident", "type", _kinds(atlas), _moved_in_front, _WIDTH_PX)
            with st.container(width="content"):
                fragments.draw_fragment(MORE, _behind)
        if parts or context.problems:
            _chips(context, parts)


def _draw_groups(loaded: Loaded) -> None:
    names = groups.group_names(loaded.atlas)
    named = cached(loaded, "incidents_by_group", _incidents_by_group)
    st.multiselect(
        "Group", sorted(names, key=lambda g: (-named[g], names[g])), key=filter_widget("group"),
        format_func=lambda g: f"{names[g]} ({named[g]})", placeholder="all groups",
        on_change=_moved_in_front, args=("group",), width=_WIDTH_PX,
    )  # fmt: skip


def _behind(context: filter_state.Context) -> None:
    """Draw the less common filters behind a button."""
    # Closed, it sends none of its dozen widgets on a rerun; the session keeps their values.
    more = st.popover("More filters", icon=":material/tune:", key=MORE, on_change="rerun")
    with more:
        st.session_state[keys.PANEL_HIDDEN] = not more.open
        if more.open:
            _more(context.loaded)


def _chips(context: filter_state.Context, parts: list[Restriction]) -> None:
    """Draw all that restricts the filter; pressed, a restriction is removed, or all are."""
    with st.container(horizontal=True, gap="small", key="chips"):
        for part in parts:
            st.button(
                text.plain(part.label), key=f"chip_{part.parameter}_{part.value}",
                icon=":material/close:", icon_position="right", type="secondary",
                help=f"Remove this filter: {text.plain(part.label)}",
                on_click=_set, args=(restrictions.remove(context.filter, part), context.atlas),
            )  # fmt: skip
        st.button(
            "Clear filters", on_click=_clear, args=(context.atlas,), type="tertiary",
            help="Remove all filters",
        )  # fmt: skip


def draw_ways_out(context: filter_state.Context) -> None:
    """Say that nothing matches, and offer what to remove so that something does."""
    with st.container(border=True, key="no_match"):
        st.markdown("**No incidents match your filters.**")
        ways = restrictions.find_ways_out(context.filter, context.atlas)
        if not ways:
            st.markdown("Removing a single filter does not help; clear all of them.")
        with st.container(horizontal=True):
            for parts, n in ways:
                names = ", ".join(part.label for part in parts)
                left = restrictions.remove_parameter(context.filter, parts[0].parameter)
                st.button(
                    f"Remove {text.plain(names)} ({words.number(n)})",
                    key=f"way_out_{parts[0].parameter}", on_click=_set, args=(left, context.atlas),
                )  # fmt: skip
            st.button("Clear all filters", key="way_out", on_click=_clear, args=(context.atlas,))


def _set(filter_: Filter, atlas: Atlas) -> None:
    filter_state.set_filter(filter_, atlas)
    fragments.redraw_page()


def _moved_in_front(*parameters: str) -> None:
    """Drop the problems of these parameters; Streamlit then redraws the page."""
    for parameter in parameters:
        filter_state.forget_problem(parameter)
    fragments.screen_first()


def _moved(parameter: str) -> None:
    """Do the same for one behind *More filters*, and redraw the page, not its fragment only."""
    filter_state.forget_problem(parameter)
    fragments.redraw_page()


def _clear(atlas: Atlas) -> None:
    filter_state.set_filter(Filter(), atlas)
    for parameter in PARAMETERS:
        filter_state.forget_problem(parameter)
    fragments.redraw_page()


def _incidents_by_group(atlas: Atlas) -> dict[str, int]:
    ledger, graph = atlas.ledger, atlas.graph
    alone = dict.fromkeys(graph.group_ids, 0)
    _, group = ledger.naming(RULE_STANCES["any"])
    alone |= {graph.group_ids[g]: int(n) for g, n in zip(*np.unique(group, return_counts=True),
                                                         strict=True)}  # fmt: skip
    # Only groups with members need the slower rule of the filter; an import has thousands without.
    with_members = [g for g in graph.group_ids if len(graph.members(g)) > 1]
    return alone | {g: int(ledger.matching("any", [g]).sum()) for g in with_members}


def _more(loaded: Loaded) -> None:
    atlas = loaded.atlas
    one, two, three = st.columns(3, gap="medium")
    with one:
        st.selectbox(
            "Attribution rule", list(codes.RULE), key=filter_widget("rule"),
            format_func=lambda r: f"{r}: {codes.RULE[r]}", on_change=_moved, args=("rule",),
            help="Which evidence links a group to an incident: its own claim, other people's "
            "accusations, or either. The number beside a group's name is how many incidents it or "
            "its members claimed or were blamed for. A member counts only on days on which it "
            "belonged to the group.",
        )  # fmt: skip
        st.toggle(
            "A group includes its members", key=filter_widget("members"),
            on_change=_moved, args=("members",),
        )  # fmt: skip
        _choose("Base", "base", dict(zip(atlas.bases["base_id"], atlas.bases["name"], strict=True)))
        st.text_input(
            "Near a point", key=filter_widget("near"),
            placeholder="lat,lon,km such as 33.79,42.44,50", on_change=_moved, args=("near",),
            help="Everything within the radius, in geodesic kilometres.",
        )  # fmt: skip
    with two:
        _choose("Country", "country", {c: c for c in sorted(set(atlas.incidents["country"]))})
        _choose("Province", "province", cached(loaded, "provinces", _provinces))
        st.selectbox(
            "Location accuracy (at least)", [None, *codes.GEO_PRECISION],
            key=filter_widget("precision"), format_func=lambda p: p or "any",
            on_change=_moved, args=("precision",),
        )  # fmt: skip
        st.text_input(
            "Search", key=filter_widget("q"), placeholder="Target, place, summary or publisher",
            on_change=_moved, args=("q",),
        )  # fmt: skip
    with three:
        for name, (label, meanings) in _CODED.items():
            _choose(label, name, meanings)
        if "review" in atlas.incidents:
            _choose("Review", "review", codes.REVIEW_NAME)


def _kinds(atlas: Atlas) -> Mapping[str, str]:
    """Return the kinds to choose from; those that only imports have are for imports."""
    if uploaded_dataset.is_import(atlas):
        return codes.EVENT_NAME
    only = codes.IMPORTED_ONLY["event_type"]
    return {code: words for code, words in codes.EVENT_NAME.items() if code not in only}


def _choose(
    label: str,
    parameter: str,
    options: Mapping[str, str],
    moved: Callable[[str], None] | None = None,
    width: int | Literal["stretch"] = "stretch",
) -> None:
    chosen = st.session_state[filter_widget(parameter)]
    extra = [c for c in chosen if c not in options]
    st.multiselect(
        label, [*options, *extra], key=filter_widget(parameter),
        format_func=lambda c: options.get(c, c), placeholder="all",
        on_change=moved or _moved, args=(parameter,), width=width,
    )  # fmt: skip


def _provinces(atlas: Atlas) -> dict[str, str]:
    """Return the provinces by country and name, those with incidents first."""
    provinces = atlas.provinces
    here = provinces["province_code"].isin(set(atlas.incidents["province_code"].dropna()))
    rows = provinces.assign(empty=~here).sort_values(["empty", "country", "name"])
    return {
        code: f"{name}, {country}"
        for code, name, country in zip(
            rows["province_code"], rows["name"], rows["country"], strict=True
        )
    }
