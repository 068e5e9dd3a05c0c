"""Notices above the numbers: invalid links, and data that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.filter.parse import REPEATABLE
from ui import text
from ui.runtime import fragments
from ui.session import dataset, filter_state, keys

if TYPE_CHECKING:
    from geo.errors import FilterProblem
    from ui.session.filter_state import Context

_MOST_LINES = 20


def draw_notices(context: Context) -> None:
    """Draw the notices of the filter and of the link."""
    for i, problem in enumerate(context.problems):
        _problem(context, i, problem)
    if context.problems:
        st.markdown(
            "Values that are not valid are ignored, and the counts use your other filters. Correct "
            "or remove them to turn downloads and sharing back on."
        )
    if unknown := st.session_state.get(keys.LINK_UNKNOWN):
        names = ", ".join(text.plain(n) for n in unknown)
        st.info(f"Ignored unknown link parameters: {names}.", icon=":material/link:")
    link_version = st.session_state.get(keys.LINK_VERSION)
    if link_version and link_version != context.atlas.version:
        st.info(
            f"This link was made with dataset version {text.plain(link_version)}; you see "
            f"{context.atlas.version}. Counts may differ.{_of_a_file(link_version)}",
            icon=":material/history:",
        )
    if context.loaded.trouble:
        st.warning(
            f"The data folder has changed and cannot be read now. You see the version that was "
            f"read before, {context.atlas.version}.\n\n{_lines(context.loaded.trouble)}",
            icon=":material/warning:",
        )


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
        f"**The data folder cannot be loaded.** Folder: {text.plain(str(dataset.folder()))}\n\n"
        f"{_lines(trouble)}\n\nMend the files and reload, or set {dataset.FOLDER_VARIABLE} to "
        "another folder. `python -m geo validate` lists every fault.",
        icon=":material/error:",
    )


def _lines(trouble: tuple[str, ...]) -> str:
    shown = [f"- {text.plain(line)}" for line in trouble[:_MOST_LINES]]
    more = len(trouble) - len(shown)
    return "\n".join(shown + ([f"- and {more} more"] if more else []))


def _problem(context: Context, number: int, problem: FilterProblem) -> None:
    with st.container(border=True):
        st.error(text.plain(str(problem)), icon=":material/error:")
        with st.container(horizontal=True):
            for value in problem.closest:
                st.button(
                    f"Use {value}", key=f"use_{number}_{value}",
                    on_click=_use, args=(context, problem, value),
                )  # fmt: skip
            st.button("Remove", key=f"drop_{number}", on_click=_drop, args=(problem,))


def _use(context: Context, problem: FilterProblem, value: str) -> None:
    params = context.filter.to_params()
    before = params.get(problem.parameter, []) if problem.parameter in REPEATABLE else []
    params[problem.parameter] = [*before, value]
    filter_state.set_parameters(params, context.atlas)
    filter_state.forget_problem(problem.parameter)
    fragments.redraw_page()


def _drop(problem: FilterProblem) -> None:
    if problem.parameter in {"q", "near"}:
        st.session_state[keys.filter_widget(problem.parameter)] = ""
    filter_state.forget_problem(problem.parameter)
    fragments.redraw_page()
