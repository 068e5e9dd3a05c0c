"""The Method page: how many independent sources the incidents have, by year, and their kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo import codes
from geo.analysis import sources
from geo.utils import words
from ui.method import prose
from ui.session import links
from ui.widgets import html_table, small_charts

if TYPE_CHECKING:
    from geo.analysis.sources import Support
    from geo.filter.figure import Figure
    from ui.session.filter_state import Context


def draw_sources(context: Context) -> list[Figure]:
    """Draw how well the incidents of each year are supported; return the figures that open."""
    atlas = context.atlas
    small_charts.draw_section("Sources", "sources")
    by_kind = sources.count_kinds(atlas)
    years = sources.support_by_year(atlas)
    st.markdown(
        prose.read_prose(
            "sources",
            incidents=words.number(atlas.n_incidents),
            independent=words.number(sum(year.independent.n for year in years)),
            unknown=words.number(len(atlas.sources) - sum(by_kind.values())),
            sources=words.number(len(atlas.sources)),
        )
    )
    st.markdown("**How well the incidents are supported, by year**")
    heads = ["Year", "Incidents", "Two or more independent sources", "Confirmed by an official",
             "Known from the claiming group only"]  # fmt: skip
    st.html(
        html_table.table("Support by year", heads, [_row(context, support) for support in years])
    )
    st.markdown("**Kind of source**")
    st.table(
        pd.DataFrame(
            {
                "kind": list(codes.SOURCE_KIND),
                "meaning": list(codes.SOURCE_KIND.values()),
                "sources": [by_kind[kind] for kind in codes.SOURCE_KIND],
            }
        ).set_index("kind")
    )
    return [figure for year in years for figure in year.figures]


def _row(context: Context, support: Support) -> str:
    every, *parts = support.figures
    cells = [
        links.figure_link("method", context.view, every, ()),
        *(
            links.figure_link("method", context.view, part, (), words.share(part.n, every.n))
            for part in parts
        ),
    ]
    return "".join(f"<td>{cell}</td>" for cell in (str(support.year), *cells))
