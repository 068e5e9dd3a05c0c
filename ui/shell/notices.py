"""Notices above the numbers: own data, invalid links, and data that cannot be read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from geo.filter import wording
from geo.filter.parse import REPEATABLE
from geo.utils import words
from ui import text
from ui.runtime import fragments, scroll
from ui.session import dataset, filter_state, keys, links, uploaded_dataset, versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.errors import FilterProblem
    from geo.record.changes import Kind
    from ui.session.filter_state import Context

_MOST_LINES = 20
_MOST_OPEN = 2
_MOST_CHANGED = 12


def draw_upload_notice() -> None:
    """Draw above every page whose data it shows, and the way back to the built-in data."""
    import_report = uploaded_dataset.report()
    if import_report is None:
        return
    if st.session_state.get(keys.UPLOAD_ARRIVED) == "tell":
        del st.session_state[keys.UPLOAD_ARRIVED]
        st.toast(f"All pages now show {text.plain(import_report.name)}.", icon=":material/check:",
                 duration="long")  # fmt: skip
        scroll.scroll_here("arrived")
    name = " ".join(filter(None, (import_report.dataset, import_report.dataset_version)))
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="own_notice"):
        st.markdown(
            f":material/lock: **Your own data:** {text.plain(name)}, "
            f"{words.plural(import_report.kept, 'incident')} of the file "
            f"{text.plain(import_report.name)}. Only this session has "
            "them; a reload of the browser's page ends it.",
            width="stretch",
        )
        st.button("Back to the built-in data", key="leave_own", icon=":material/undo:",
                  on_click=uploaded_dataset.leave)  # fmt: skip


def draw_notices(context: Context) -> None:
    """Draw the notices of the filter and of the link."""
    if context.problems:
        _draw_problems(context)
    if unknown := st.session_state.get(keys.LINK_UNKNOWN):
        names = ", ".join(text.plain(n) for n in unknown)
        st.info(f"Ignored unknown link parameters: {names}.", icon=":material/link:")
    link_version = st.session_state.get(keys.LINK_VERSION)
    if link_version and link_version != context.atlas.version:
        _draw_older_link(context, link_version)
    if context.loaded.trouble:
        st.warning(
            f"The data folder has changed and cannot be read now. You see the version that was "
            f"read before, {context.atlas.version}.\n\n{_lines(context.loaded.trouble)}",
            icon=":material/warning:",
        )


def _draw_older_link(context: Context, version: str) -> None:
    """Draw that the link is of another version, and which incidents of the view changed since."""
    kinds = versions.incidents_since(context.loaded, version)
    st.info(
        f"This link was made with dataset version {text.plain(version)}; you see "
        f"{context.atlas.version}. "
        + (f"Counts may differ.{_of_a_file(version)}" if kinds is None else _since(context, kinds)),
        icon=":material/history:",
    )
    if not kinds:
        return
    page = links.address("what-changed", context.view, old=version, scope="view")
    ids = context.atlas.incidents["incident_id"].iloc[context.view.positions[::-1]]
    changed = sorted((one for one in ids if one in kinds), key=lambda one: kinds[one] == "added")
    items = [
        f"<li>{links.incident_link(one, context.view, f' ({kinds[one]})')}</li>"
        for one in changed[:_MOST_CHANGED]
    ]
    more = len(changed) - _MOST_CHANGED
    items += [f"<li>and {words.number(more)} more</li>"] if more > 0 else []
    listed = (
        f"<details><summary>Which incidents</summary><ul>{''.join(items)}</ul></details>"
        if items
        else ""
    )
    st.html(
        f'<div class="atlas-account"><p>{links.link(page, "What changed since")}</p>{listed}</div>'
    )


def _since(context: Context, kinds: Mapping[str, Kind]) -> str:
    """Return how many incidents of the view are not as they were, and what of the chosen one is."""
    shown = context.atlas.incidents["incident_id"].iloc[context.view.positions]
    of_view = Counter(kinds.get(one) for one in shown)
    n, new = of_view["changed"], of_view["added"]
    account = (
        f"Of the incidents of this view {words.number(new)} were added and {words.number(n)} "
        "changed since."
        if n or new
        else "No incident of this view was added or changed since."
    )
    if gone := sum(kind == "withdrawn" for kind in kinds.values()):
        account += f" {words.plural(gone, 'incident')} of all were withdrawn."
    chosen = kinds.get(str(st.session_state.get(keys.INCIDENT)))
    return f"{account} The incident of the link was {chosen}." if chosen else account


def _of_a_file(version: str) -> str:
    if not version.startswith("imported-"):
        return ""
    return (
        " It points to an uploaded file: upload the same file with the same settings on Your data "
        "to see it."
    )


def draw_no_data(trouble: tuple[str, ...]) -> None:
    """Draw why there are no data. Pages that need none still work."""
    st.error(
        f"**The data folder cannot be loaded.**\n\n{_lines(trouble)}\n\nIf you run this server: "
        f"its log names the folder. Correct the files and reload, or set {dataset.FOLDER_VARIABLE} "
        "to another folder. `python -m geo validate` lists every error.",
        icon=":material/error:",
    )


def _lines(trouble: tuple[str, ...]) -> str:
    shown = [f"- {text.plain(line)}" for line in trouble[:_MOST_LINES]]
    more = len(trouble) - len(shown)
    return "\n".join(shown + ([f"- and {more} more"] if more else []))


def _draw_problems(context: Context) -> None:
    """Draw what of the link is ignored, in one box that leaves the page in sight, and its repairs.

    A few lines are shown at once; more can be unfolded.
    """
    problems = context.problems
    n = len(problems)
    with st.container(border=True, key="problems"):
        what = "part of the link was" if n == 1 else "parts of the link were"
        st.error(
            f"{n} {what} ignored; the counts use your other filters. Correct or remove "
            f"{'it' if n == 1 else 'them'} to turn downloads and sharing back on.",
            icon=":material/error:",
        )
        if n <= _MOST_OPEN:
            _draw_repairs(context)
            return
        with st.expander("Show what was ignored"):
            _draw_repairs(context)
        st.button("Remove all", key="drop_all", on_click=_drop, args=problems)


def _draw_repairs(context: Context) -> None:
    for i, problem in enumerate(context.problems):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(text.plain(wording.fault(problem)), width="content")
            if problem.fault == "swapped":
                st.button("Swap dates", key=f"swap_{i}", on_click=_swap, args=(context, problem))
            else:
                for value in problem.closest:
                    name = wording.offered_name(problem.parameter, value, context.atlas)
                    st.button(
                        text.plain(f"Use {name}"), key=f"use_{i}_{value}",
                        on_click=_use, args=(context, problem, value),
                    )  # fmt: skip
            st.button("Remove", key=f"drop_{i}", on_click=_drop, args=(problem,))


def _swap(context: Context, problem: FilterProblem) -> None:
    """Take the two ends of a period the other way round."""
    params = context.filter.to_params()
    (last,) = problem.closest
    params["from"], params["to"] = [last], [problem.value]
    filter_state.set_parameters(params, context.atlas)
    filter_state.forget_problem("from")
    fragments.redraw_page()


def _use(context: Context, problem: FilterProblem, value: str) -> None:
    params = context.filter.to_params()
    before = params.get(problem.parameter, []) if problem.parameter in REPEATABLE else []
    params[problem.parameter] = [*before, value]
    filter_state.set_parameters(params, context.atlas)
    filter_state.forget_problem(problem.parameter)
    fragments.redraw_page()


def _drop(*problems: FilterProblem) -> None:
    for problem in problems:
        if problem.parameter in {"q", "near"}:
            st.session_state[keys.filter_widget(problem.parameter)] = ""
        filter_state.forget_problem(problem.parameter)
    fragments.redraw_page()
