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

from geo.filter.filter import PARAMETERS, REPEATABLE, Filter, View, parse_day, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from geo.errors import FilterProblem
    from geo.model.atlas import Atlas
    from maps.symbol_layout import SymbolLayout
    from ui.session.dataset import Loaded

APP_PARAMETERS: Final = ("incident", "layers", "version")
# What pages ask beyond the filter; see ui.session.page_options.
OPTIONS: Final = (
    "by", "per", "lull", "since", "nth", "open", "profile", "measure", "then", "versus", "place",
    "km", "actor",
)  # fmt: skip
OPTION_PREFIX: Final = "o_"
_KNOWN: Final = frozenset((*PARAMETERS, *APP_PARAMETERS, *OPTIONS))
DATES: Final = "w_dates"
KEPT: Final = "kept_params"
DRAWN: Final = "options_drawn"  # which options the page asks, and in which of its parts
_FOUND: Final = "found"
_OF_DATA: Final = "widgets_of_data"  # the dataset version that the widgets were drawn with
_PART: Final = "options_part"
_ASKED_HERE: Final = "asked_here"  # whether a widget asks for the run, and no link, old or new
HIDDEN: Final = "panel_hidden"  # whether the widgets behind the expander were not drawn
_WIDGETS: Final = (DATES, *(f"w_{name}" for name in PARAMETERS if name not in {"from", "to"}))
_ALWAYS_DRAWN: Final = (DATES, "w_group")


@dataclass(frozen=True)
class Context:
    """What a page needs: the atlas, the filter, what it finds, and what of a link was not obeyed.

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


def widget(parameter: str) -> str:
    """Return the session key of a parameter's widget."""
    return f"w_{parameter}"


def read_link(atlas: Atlas) -> None:
    """Take over the link, if it is another one than the app wrote itself."""
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    state = st.session_state
    state[DRAWN] = {}
    if state.get(_OF_DATA, atlas.version) != atlas.version:
        # Words on screen, such as counts beside names, may be others now; a browser that is not
        # told its choice anew would send it back in the old ones, which nobody knows.
        for name in map(widget, REPEATABLE):
            if name in state:
                state[name] = list(state[name])
    state[_OF_DATA] = atlas.version
    if state.pop(_ASKED_HERE, False) and "link" in state:
        return  # the browser may not have got the link of the run before when it asked for this one
    if "link" in state and (not given or given == state["link"]):
        return  # a page switch empties the link: the filter stays
    reading = read({n: v for n, v in given.items() if n in PARAMETERS}, atlas)
    seed(reading.filter, atlas)
    state["link"] = given
    state["link_problems"] = reading.problems
    state["link_unknown"] = tuple(n for n in given if n not in _KNOWN)
    state["link_version"] = (given.get("version") or [""])[0]
    state["incident"] = (given.get("incident") or [None])[0]
    read_layers((given.get("layers") or [""])[0])
    state["options"] = {name: given[name][0] for name in OPTIONS if given.get(name)}
    state["options_linked"] = dict(state["options"])
    for name in OPTIONS:
        state.pop(f"{OPTION_PREFIX}{name}", None)


def asked_here() -> None:
    """Note that a widget asks for the next run, so that it heeds no link; for callbacks."""
    st.session_state[_ASKED_HERE] = True


def seed(filter_: Filter, atlas: Atlas) -> None:
    """Set all widgets to a filter."""
    whole = filter_.absolute(atlas)
    state = st.session_state
    state[DATES] = (whole.date_from, whole.date_to)
    # The slider reaches as far as the data and as far as a link asks, so no link is bent.
    first, last = min(atlas.first_date, state[DATES][0]), max(atlas.last_date, state[DATES][1])
    # A slider needs two ends, though all incidents be of one day.
    state["span"] = (first, max(last, first + timedelta(days=1)))
    for name in REPEATABLE:
        state[widget(name)] = list(getattr(filter_, name))
    state[widget("members")] = filter_.members
    state[widget("rule")] = filter_.rule
    state[widget("precision")] = filter_.precision
    state[widget("q")] = filter_.q
    state[widget("near")] = str(filter_.near) if filter_.near else ""
    state[KEPT] = _widget_params(state)


def begin(atlas: Atlas) -> None:
    """Start on another dataset: its whole period, no filter, nothing chosen; for callbacks."""
    seed(Filter(), atlas)
    state = st.session_state
    widgets = ("w_all_open", "table_page", "opened_page", "licence_allows")
    for name in ("view", "playback", *widgets, *(f"{OPTION_PREFIX}{o}" for o in OPTIONS)):
        state.pop(name, None)
    state["link_problems"], state["link_unknown"], state["link_version"] = (), (), ""
    state["incident"] = None
    state["options"], state["options_linked"] = {}, {}
    read_layers("")


def take(params: Mapping[str, list[str]], atlas: Atlas) -> None:
    """Set all widgets to the filter that the parameters say, as far as it is understood."""
    seed(read(params, atlas).filter, atlas)


def set_dates(first: date, last: date) -> None:
    """Move the period; for buttons and brushes, before the widgets are drawn."""
    st.session_state[DATES] = (first, last)
    mended("from")
    mended("to")


def mended(parameter: str) -> None:
    """Forget what was wrong with a parameter of the link: its widget has been set anew."""
    problems = st.session_state.get("link_problems", ())
    st.session_state["link_problems"] = tuple(p for p in problems if p.parameter != parameter)


def context(loaded: Loaded) -> Context:
    """Return the filter that the widgets say, and what it finds; found once while they stay."""
    state = st.session_state
    for name in _WIDGETS:
        # Streamlit forgets a widget that is not drawn, or falls back to what it held before.
        if name not in state or (state.get(HIDDEN) and name not in _ALWAYS_DRAWN):
            state[name] = _value_of(name, state[KEPT])
    state[KEPT] = _widget_params(state)
    before: tuple[dict[str, list[str]], Context] | None = state.get(_FOUND)
    if before is None or before[0] != state[KEPT] or before[1].loaded is not loaded:
        reading = read(state[KEPT], loaded.atlas)
        view = reading.filter.view(loaded.atlas)
        before = state[KEPT], Context(loaded, reading.filter, view, tuple(reading.problems))
        state[_FOUND] = before
    if not (linked := state.get("link_problems", ())):
        return before[1]
    return replace(before[1], problems=(*linked, *before[1].problems))


@contextmanager
def options_of(part: str) -> Iterator[None]:
    """Note which options a part of the page asks, in place of those that it asked before."""
    state = st.session_state
    state[DRAWN] = {name: of for name, of in state.get(DRAWN, {}).items() if of != part}
    state[_PART] = part
    try:
        yield
    finally:
        state[_PART] = ""


def asked(option: str) -> None:
    """Note that the page asks an option, so that links carry it."""
    state = st.session_state
    state.setdefault(DRAWN, {})[option] = state.get(_PART, "")


def _widget_params(state: Mapping[str, Any]) -> dict[str, list[str]]:
    params: dict[str, list[str]] = {name: list(state[widget(name)]) for name in REPEATABLE}
    dates = state[DATES]
    params["from"], params["to"] = [dates[0].isoformat()], [dates[-1].isoformat()]
    params["members"] = [] if state[widget("members")] else ["0"]
    for name in ("rule", "precision", "q", "near"):
        params[name] = [state[widget(name)]] if state[widget(name)] else []
    return params


def _value_of(name: str, params: Mapping[str, list[str]]) -> Any:
    """Return a widget's value from the parameters as they were typed, right or wrong."""
    if name == DATES:
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
    kept, drawn = state.get("options", {}), state.get(DRAWN, {})
    options = {name: kept.get(name) for name in OPTIONS if name in drawn}
    chosen = {"incident": state.get("incident"), "layers": layers_text(), **options}
    return {
        **context.filter.absolute(context.atlas).to_params(),
        **{name: [value] for name, value in chosen.items() if value},
        "version": [context.atlas.version],
    }


def read_layers(given: str) -> None:
    """Take over what a link says of the map: `all` opens every site, `site:KEY` one."""
    state = st.session_state
    tokens = given.split(",")
    state["all_open"] = "all" in tokens
    state["site"] = next((t.removeprefix("site:") for t in tokens if t.startswith("site:")), None)


def layers_text() -> str:
    """Return what the link says of the map."""
    state = st.session_state
    tokens = ["all"] if state.get("all_open") else []
    return ",".join([*tokens, f"site:{state['site']}"] if state.get("site") else tokens)


def write_link(context: Context) -> None:
    """Put the canonical link into the browser's address, unless something in it is to be mended."""
    if context.problems:
        return
    params = link_params(context)
    if params != st.session_state.get("link"):
        st.session_state["link"] = params
    if params != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(params)
