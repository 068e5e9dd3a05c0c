"""The Method page, last part: limits, harm, licence, citation, mistakes, dictionary, changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.export import cite
from geo.filter import metadata
from geo.filter.filter import Filter
from geo.model.schema import TABLES
from geo.paths import ROOT
from ui import text
from ui.method import prose
from ui.widgets import small_charts

if TYPE_CHECKING:
    from geo.model.atlas import Atlas
    from geo.model.column import Column

CHANGES = "CHANGELOG.md"
# A phone's screen is narrower than the log's tables with their ids.
_STYLE = """
<style>
.st-key-changes :is(td, code) { overflow-wrap: anywhere; white-space: normal; }
</style>
"""
# The parts of the change log that are about the data, by the words of their headings.
_ABOUT_DATA = re.compile(r"\b(data|facts|known)\b", re.IGNORECASE)


def draw_limits() -> None:
    """Say which questions the atlas has no answer to."""
    small_charts.draw_section("What this cannot tell you", "limits")
    st.markdown(prose.read_prose("limits"))


def draw_do_no_harm() -> None:
    """Say how the atlas may and may not be used."""
    small_charts.draw_section("Do no harm", "do-no-harm")
    st.markdown(prose.read_prose("do_no_harm"))


def draw_mistakes() -> None:
    """Say how to report a mistake."""
    small_charts.draw_section("How to report a mistake", "mistakes")
    st.markdown(prose.read_prose("mistakes"))


def draw_licence(atlas: Atlas | None) -> None:
    """Say under which terms data, map and code may be used, and how to cite."""
    small_charts.draw_section("Licence and citation", "licence")
    st.markdown(prose.read_prose("licence"))
    if atlas:
        whole = Filter().view(atlas)
        st.markdown(
            "**How to cite** the whole dataset. *Cite or embed* beside the count gives text, "
            "BibTeX and RIS for what your filter finds, and *Cite* on an incident's page for that "
            "incident."
        )
        st.code(metadata.citation(whole), language=None, wrap_lines=True)
        example = atlas.n_incidents - 1
        st.markdown("One incident:")
        st.code(cite.cite_incident(atlas, example).text, language=None, wrap_lines=True)


def draw_dictionary() -> None:
    """List every column of every table, from the schema."""
    small_charts.draw_section("Data dictionary", "dictionary")
    st.markdown(
        "Every file is UTF-8 with one header line, ISO dates and WGS84 degrees; lists are joined "
        "by `;`. An empty cell means unknown. `datapackage.json` says the same to programs."
    )
    for table in TABLES:
        targets = {key.column: f"{key.table}.{key.target}" for key in table.foreign_keys}
        with st.expander(f"{table.file}: {table.title}"):
            st.markdown(f"Key: {', '.join(f'`{name}`' for name in table.key)}")
            st.table(
                pd.DataFrame(
                    {
                        "column": [c.name for c in table.columns],
                        "kind": [_kind(c) for c in table.columns],
                        "required": ["yes" if c.required else "" for c in table.columns],
                        "meaning": [c.description for c in table.columns],
                        "allowed": [_allowed(c, targets.get(c.name)) for c in table.columns],
                    }
                ).set_index("column")
            )


def _kind(column: Column) -> str:
    return f"{column.kind}, {column.unit}" if column.unit else column.kind


def _allowed(column: Column, target: str | None) -> str:
    """Return what a cell may hold beyond its kind: codes, bounds, a value of another table."""
    if column.codes:
        return ", ".join(column.codes)
    if target:
        return f"a value of {target}"
    bounds = [
        f"{word} {bound:g}"
        for word, bound in (("from", column.minimum), ("to", column.maximum))
        if bound is not None
    ]
    return " ".join(bounds)


def data_changes(log: str) -> str:
    """Return those parts of a change log that are about the data, under their versions.

    Args:
        log: the text of CHANGELOG.md: versions under `## `, parts under `### `.
    """
    kept = []
    for version in re.split(r"(?m)^(?=## )", log)[1:]:
        title, *parts = re.split(r"(?m)^(?=### )", version)
        about = [p.strip() for p in parts if _ABOUT_DATA.search(p.splitlines()[0])]
        if about:
            kept.append("\n\n".join([title.splitlines()[0].strip(), *about]))
    return "\n\n".join(kept)


def draw_changes() -> None:
    """List the changes of the data."""
    small_charts.draw_section("Change log of the data", "changes")
    log = data_changes((ROOT / CHANGES).read_text(encoding="utf-8"))
    st.html(_STYLE)
    # One level lower: the page has its own first two.
    with st.container(key="changes"):
        st.markdown(re.sub(r"(?m)^#", "##", log) or f"{text.plain(CHANGES)} lists none.")
