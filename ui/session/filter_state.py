"""One filter per session: in the widgets, in the URL, in every count.

    link --read--> widgets --params--> Filter --to_params--> link

The widgets' values live in `st.session_state` under `w_` and the parameter's name; the Filter is
read from them by the same reader that reads links. app.py writes the canonical link on every run.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import map_component
from geo.filter.filter import Filter, View, read_filter
from geo.filter.parse import PARAMETERS, REPEATABLE, parse_day
from ui.session import keys
from ui.session.keys import filter_widget, option_widget

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping
    from datetime import date

    from geo.errors import FilterProblem
    from geo.model.atlas import Atlas
    from maps.symbol_layout import SymbolLayout
    from ui.session.dataset import Loaded

APP_PARAMETERS: Final = ("incident", "layers", "version", "view")
# What pages ask beyond the filter; see ui.session.page_options.
OPTIONS: Final = (
    "by", "per", "lull", "since", "nth", "open", "profile", "measure", "then", "versus", "place",
    "km", "actor", "sort", "search", "columns", "show", "order", "chart",
    "old", "new", "scope", "form",
)  # fmt: skip
_KNOWN: Final = frozenset((*PARAMETERS, *APP_PARAMETERS, *OPTIONS))
_WIDGETS: Final = (
    keys.DATES,
    *(filter_widget(name) for name in PARAMETERS if name not in {"from", "to"}),
)
_MOST_LATITUDE: Final = 85.0  # where Web Mercator ends
_ALWAYS_DRAWN: Final = (keys.DATES, *map(filter_widget, ("group", "target", "type")))


@dataclass(frozen=True)
class Context:
    """What a page needs: the atlas, the filter, what it finds, and what in the link is invalid.

    While `problems` is not empty, export and links are off. `derived` holds what more than one part
    of a page makes of what the filter finds.
    """

    loaded: Loaded
    filter: Filter
    view: View
    problems: tuple[FilterProblem, ...]
    derived: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def atlas(self) -> Atlas:
        """The atlas that the filter is applied to."""
        return self.loaded.atlas

    @property
    def layout(self) -> SymbolLayout:
        """Where the atlas's symbols stand."""
        return self.loaded.layout


def read_link(atlas: Atlas) -> None:
    """Take over the link, unless the app itself wrote it."""
    state = st.session_state
    followed: dict[str, list[str]] | None = state.pop(keys.LINK_FOLLOWED, None)
    given = followed or {name: st.query_params.get_all(name) for name in st.query_params}
    state[keys.OPTIONS_DRAWN] = {}
    if state.get(keys.WIDGETS_VERSION, atlas.version) != atlas.version:
        # The words on screen, such as counts beside names, may have changed. The browser sends back
        # words, and the old ones mean nothing now: it has to be told its choice again.
        for name in map(filter_widget, REPEATABLE):
            if name in state:
                state[name] = list(state[name])
    state[keys.WIDGETS_VERSION] = atlas.version
    if state.pop(keys.ASKED_HERE, False) and keys.LINK in state and not followed:
        return  # the browser may not have got the link of the run before when it asked for this one
    if keys.LINK in state and (not given or given == state[keys.LINK]):
        return  # a page switch empties the link: the filter stays
    reading = read_filter({n: v for n, v in given.items() if n in PARAMETERS}, atlas)
    set_filter(reading.filter, atlas)
    state[keys.LINK] = given
    state[keys.LINK_PROBLEMS] = reading.problems
    view = view_of_link((given.get("view") or [""])[0])
    ignored = {"view"} if given.get("view") and view is None else set()
    state[keys.LINK_UNKNOWN] = tuple(n for n in given if n not in _KNOWN or n in ignored)
    if view and view != state.get(keys.VIEW):
        state[keys.VIEW] = view
        map_component.fly_to(keys.MAP, **view)  # a map that is there already
    state[keys.LINK_VERSION] = (given.get("version") or [""])[0]
    state[keys.INCIDENT] = next(iter(given.get("incident", [])), None)
    read_layers((given.get("layers") or [""])[0])
    state[keys.OPTIONS] = {name: given[name][0] for name in OPTIONS if given.get(name)}
    state[keys.OPTIONS_LINKED] = dict(state[keys.OPTIONS])
    for name in OPTIONS:
        state.pop(option_widget(name), None)


def ignore_link() -> None:
    """Let the next run ignore the link, because a widget asks for it; for callbacks."""
    st.session_state[keys.ASKED_HERE] = True


def set_filter(filter_: Filter, atlas: Atlas) -> None:
    """Set all widgets to a filter."""
    whole = filter_.absolute(atlas)
    state = st.session_state
    state[keys.DATES] = (whole.date_from, whole.date_to)
    # The slider reaches as far as the data and as far as a link asks, so no link is changed.
    first, last = (
        min(atlas.first_date, state[keys.DATES][0]),
        max(atlas.last_date, state[keys.DATES][1]),
    )
    # A slider needs two ends, even if all incidents are of one day.
    state[keys.SPAN] = (first, max(last, first + timedelta(days=1)))
    for name in REPEATABLE:
        state[filter_widget(name)] = list(getattr(filter_, name))
    state[filter_widget("members")] = filter_.members
    state[filter_widget("rule")] = filter_.rule
    state[filter_widget("precision")] = filter_.precision
    state[filter_widget("q")] = filter_.q
    state[filter_widget("near")] = str(filter_.near) if filter_.near else ""
    state[keys.KEPT_PARAMETERS] = _widget_params(state)


def forget_widgets() -> None:
    """Let go of the filter's widgets, none of which is drawn; what is set next stands alone.

    A run that ends by a switch to another page does not settle what it has set: Streamlit would
    keep the value from before beside it, and bring that back after a page without the filter.
    """
    for name in _WIDGETS:
        st.session_state.pop(name, None)


def begin_dataset(atlas: Atlas) -> None:
    """Reset the session for another dataset: no filter, no selection; for callbacks."""
    set_filter(Filter(), atlas)
    state = st.session_state
    tables = [keys.table_page(table) for table in ("table", "opened")]
    chosen = (keys.VIEW, keys.VIEW_BOUNDS, keys.ALL_OPEN_WIDGET, keys.LICENCE_ALLOWS, *tables)
    for name in (*chosen, *map(option_widget, OPTIONS)):
        state.pop(name, None)
    state[keys.LINK_PROBLEMS], state[keys.LINK_UNKNOWN], state[keys.LINK_VERSION] = (), (), ""
    state[keys.INCIDENT] = None
    state[keys.OPTIONS], state[keys.OPTIONS_LINKED] = {}, {}
    read_layers("")


def set_parameters(params: Mapping[str, list[str]], atlas: Atlas) -> None:
    """Set all widgets to the filter of link parameters; values that are invalid are ignored."""
    set_filter(read_filter(params, atlas).filter, atlas)


def set_dates(first: date, last: date) -> None:
    """Set the period, both days included; for callbacks of buttons and brushes."""
    st.session_state[keys.DATES] = (first, last)
    forget_problem("from")
    forget_problem("to")


def forget_problem(parameter: str) -> None:
    """Drop the problems of a link parameter, because its widget has been set since."""
    problems = st.session_state.get(keys.LINK_PROBLEMS, ())
    st.session_state[keys.LINK_PROBLEMS] = tuple(p for p in problems if p.parameter != parameter)


def current_context(loaded: Loaded) -> Context:
    """Return the filter that the widgets hold, and what it finds; applied once while they stay."""
    state = st.session_state
    for name in _WIDGETS:
        # Streamlit forgets a widget that is not drawn, or falls back to what it held before.
        if name not in state or (state.get(keys.PANEL_HIDDEN) and name not in _ALWAYS_DRAWN):
            state[name] = _value_of(name, state[keys.KEPT_PARAMETERS])
    state[keys.KEPT_PARAMETERS] = _widget_params(state)
    before: tuple[dict[str, list[str]], Context] | None = state.get(keys.FILTERED)
    if before is None or before[0] != state[keys.KEPT_PARAMETERS] or before[1].loaded is not loaded:
        reading = read_filter(state[keys.KEPT_PARAMETERS], loaded.atlas)
        view = reading.filter.view(loaded.atlas)
        before = (
            state[keys.KEPT_PARAMETERS],
            Context(loaded, reading.filter, view, tuple(reading.problems)),
        )
        state[keys.FILTERED] = before
    if not (linked := state.get(keys.LINK_PROBLEMS, ())):
        return before[1]
    return replace(before[1], problems=(*linked, *before[1].problems))


@contextmanager
def options_of_fragment(fragment: str) -> Iterator[None]:
    """Note which options a fragment has, in place of those that it had before."""
    state = st.session_state
    state[keys.OPTIONS_DRAWN] = {
        name: of for name, of in state.get(keys.OPTIONS_DRAWN, {}).items() if of != fragment
    }
    state[keys.OPTIONS_FRAGMENT] = fragment
    try:
        yield
    finally:
        state[keys.OPTIONS_FRAGMENT] = ""


def note_option(option: str) -> None:
    """Note that the page has an option, so that links carry it."""
    state = st.session_state
    state.setdefault(keys.OPTIONS_DRAWN, {})[option] = state.get(keys.OPTIONS_FRAGMENT, "")


def _widget_params(state: MutableMapping[str | int, Any]) -> dict[str, list[str]]:
    params: dict[str, list[str]] = {name: list(state[filter_widget(name)]) for name in REPEATABLE}
    dates = state[keys.DATES]
    params["from"], params["to"] = [dates[0].isoformat()], [dates[-1].isoformat()]
    params["members"] = [] if state[filter_widget("members")] else ["0"]
    for name in ("rule", "precision", "q", "near"):
        params[name] = [state[filter_widget(name)]] if state[filter_widget(name)] else []
    return params


def _value_of(name: str, params: Mapping[str, list[str]]) -> Any:
    """Return a widget's value from the parameters as they were typed, valid or not."""
    if name == keys.DATES:
        return tuple(parse_day(p, params[p][0]) for p in ("from", "to"))
    parameter = name.removeprefix("w_")
    if parameter in REPEATABLE:
        return list(params[parameter])
    if parameter == "members":
        return not params[parameter]
    default = {"rule": "any", "precision": None}.get(parameter, "")
    return params[parameter][0] if params[parameter] else default


def link_params(context: Context) -> dict[str, list[str]]:
    """Return the whole view in absolute terms: filter, selection, layers and dataset version.

    Of the options those that the page asked for in this run.
    """
    state = st.session_state
    kept, drawn = state.get(keys.OPTIONS, {}), state.get(keys.OPTIONS_DRAWN, {})
    options = {name: kept.get(name) for name in OPTIONS if name in drawn}
    chosen = {"incident": state.get(keys.INCIDENT), "layers": layers_text(), **options}
    return {
        **context.filter.absolute(context.atlas).to_params(),
        **{name: [value] for name, value in chosen.items() if value},
        "version": [context.atlas.version],
        # The last one: the browser itself keeps it up to date behind all others.
        **({"view": [view_text(state[keys.VIEW])]} if state.get(keys.VIEW) else {}),
    }


def view_text(view: Mapping[str, float]) -> str:
    """Return where the visitor looks as the link has it: latitude, longitude, zoom."""
    return f"{view['latitude']:.4f},{view['longitude']:.4f},{view['zoom']:.2f}"


def view_of_link(given: str) -> dict[str, float] | None:
    """Return latitude, longitude (degrees) and zoom of a link, or None if they are none."""
    try:
        latitude, longitude, zoom = map(float, given.split(","))
    except ValueError:
        return None
    if not (abs(latitude) <= _MOST_LATITUDE and abs(longitude) <= 180 and 0 <= zoom <= 22):  # noqa: PLR2004 - what a map has
        return None
    return {"latitude": latitude, "longitude": longitude, "zoom": zoom}


def read_layers(given: str) -> None:
    """Set the open sites of the map from a link: `all` opens every site, `site:KEY` one."""
    state = st.session_state
    tokens = given.split(",")
    state[keys.ALL_OPEN] = "all" in tokens
    state[keys.SITE] = next(
        (t.removeprefix("site:") for t in tokens if t.startswith("site:")), None
    )


def layers_text() -> str:
    """Return the open sites of the map as the link has them."""
    state = st.session_state
    tokens = ["all"] if state.get(keys.ALL_OPEN) else []
    return ",".join([*tokens, f"site:{state[keys.SITE]}"] if state.get(keys.SITE) else tokens)


def write_link(context: Context) -> None:
    """Write the canonical link into the browser's address, unless the last one has problems."""
    if context.problems:
        return
    params = link_params(context)
    if params != st.session_state.get(keys.LINK):
        st.session_state[keys.LINK] = params
    if params != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(params)
