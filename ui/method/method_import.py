"""The Method page of an imported file: where its rows come from, and what is not known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geo.analysis import completeness
from geo.utils import words
from ui import text
from ui.method import prose
from ui.widgets import small_charts

if TYPE_CHECKING:
    from geo.model.atlas import Atlas


def draw_imported_file(atlas: Atlas) -> None:
    """Say what was imported; in place of what is known of the shipped data."""
    provenance: dict[str, Any] = dict(atlas.package["provenance"])
    n = atlas.n_incidents
    small_charts.draw_section("The imported file", "coverage")
    dataset = " ".join(filter(None, (provenance["dataset"], provenance["dataset_version"])))
    terms = str(atlas.package["licenses"][0]["title"])
    if provenance["redistributable"]:
        terms += "; its rows may be passed on"
    st.markdown(
        prose.read_prose(
            "imported_file",
            incidents=words.plural(n, "incident"),
            file=text.plain(str(provenance["file"])),
            schema=text.plain(str(provenance["schema"])),
            read=words.number(provenance["read"]),
            kept=words.number(provenance["kept"]),
            quarantined=words.number(provenance["quarantined"]),
            dataset=text.plain(dataset),
            terms=text.plain(terms),
            first_day=words.short_day(atlas.first_date),
            last_day=words.short_day(atlas.last_date),
        )
    )
    st.markdown("**Incidents by year and kind**")
    table = completeness.count_by_year(atlas).rename(columns=lambda c: c.replace("_", " "))
    st.table(table.set_axis(table.index.astype(str)))  # Streamlit hides an index of numbers
    st.markdown("**What is not known, and of how many incidents**")
    st.table(
        pd.DataFrame(
            [
                {"not known": gap.what, "incidents": words.share(gap.unknown, n)}
                for gap in completeness.count_unknown(atlas)
            ]
        ).set_index("not known")
    )
