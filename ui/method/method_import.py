"""The Method page of an imported file: where its rows come from, and what is not known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geo.analysis import completeness
from ui import text
from ui.widgets import small_charts

if TYPE_CHECKING:
    from geo.model.atlas import Atlas


def file(atlas: Atlas) -> None:
    """Say what was imported; in place of what is known of the shipped data."""
    made: dict[str, Any] = dict(atlas.package["provenance"])
    n = atlas.n_incidents
    small_charts.section("The imported file", "coverage")
    dataset = " ".join(filter(None, (made["dataset"], made["dataset_version"])))
    passed_on = "may" if made["redistributable"] else "may not"
    st.markdown(
        f"You see {text.plural(n, 'incident')} of {text.plain(str(made['file']))}, read as "
        f"**{text.plain(str(made['schema']))}**: {text.number(made['read'])} rows read = "
        f"{text.number(made['kept'])} kept + {text.number(made['quarantined'])} quarantined. "
        f"Dataset: {text.plain(dataset)}. Terms: "
        f"{text.plain(str(atlas.package['licenses'][0]['title']))}; its rows {passed_on} be passed "
        f"on. From {text.day(atlas.first_date)} to {text.day(atlas.last_date)}.\n\n"
        "**What counts as an incident, and how complete this is, is said by the makers of that "
        "dataset**: their codebook holds, and the original codes stand in the source columns of "
        "every export. Below stand the rules of the shipped data, whose codes, groups and "
        "provinces the atlas uses for your rows as well. A party is not an attacker: actors of "
        "ACLED and UCDP count under the rule *any* only."
    )
    st.markdown("**Incidents by year and kind**")
    table = completeness.by_year(atlas).rename(columns=lambda c: c.replace("_", " "))
    st.table(table.set_axis(table.index.astype(str)))  # Streamlit hides an index of numbers
    st.markdown("**What is not known, and of how many incidents**")
    st.table(
        pd.DataFrame(
            [
                {"not known": gap.what, "incidents": text.share(gap.unknown, n)}
                for gap in completeness.gaps(atlas)
            ]
        ).set_index("not known")
    )
