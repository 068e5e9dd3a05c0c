"""The Method page, second part: coverage, tallies, places, faults; all figures from the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo import codes
from geo.analysis import completeness, counts
from geo.filter import presets
from geo.filter.filter import Filter
from geo.spatial import joins
from ui import text
from ui.session import links
from ui.session.cached import once
from ui.widgets import small_charts

if TYPE_CHECKING:
    from datetime import date

    from geo.model.atlas import Atlas
    from ui.session.dataset import Loaded

_NEWEST_TALLIES: Final = 3


def coverage(atlas: Atlas) -> None:
    """Say what is covered and what is missing, with figures from the data."""
    small_charts.section("Coverage and known gaps", "coverage")
    whole = Filter().view(atlas)
    many = sum(len(rows) > 1 for rows in atlas.source_rows)
    dense = completeness.dense(atlas)
    st.markdown(
        f"The atlas holds **{whole.shown} incidents** from {text.day(atlas.first_date)} to "
        f"{text.day(atlas.last_date)}. {_dense(atlas, dense)}"
        f"{many} of {whole.shown} incidents have two or more sources. In a sample of 44 rows "
        "compared with published reports, 2 had a wrong date or casualty figure (for the rows that "
        "were not compared 1 to 15 % is compatible with that) and 2 more a confirmation coded too "
        "low; all are corrected."
    )
    st.markdown("**Incidents by year and kind**")
    table = completeness.by_year(atlas).rename(columns=lambda c: c.replace("_", " "))
    st.table(table.set_axis(table.index.astype(str)))  # Streamlit hides an index of numbers
    if dense:
        empty = completeness.empty_days(atlas, *dense)
        spans = ", ".join(_span(a, b) for a, b in completeness.runs(empty))
        st.markdown(
            f"Of the {counts.days_between(*dense)} days of the dense stretch {len(empty)} have no "
            f"row: {spans or 'none'}. **A day without a row means that no report was found, not "
            "that nothing happened.** The Gaza truce ran from 24 to 30 November 2023; attacks that "
            "the running counts imply are still missing, around 13 to 16 November and 9 to 10 "
            "December 2023 for instance."
        )
    st.markdown("**What is not known, and of how many incidents**")
    st.table(
        pd.DataFrame(
            [
                {"not known": gap.what, "incidents": text.share(gap.unknown, whole.shown)}
                for gap in completeness.gaps(atlas)
            ]
        ).set_index("not known")
    )


def _dense(atlas: Atlas, days: tuple[date, date] | None) -> str:
    if days is None:
        return "The data do not say of any time that it was searched day by day. "
    shown = Filter(date_from=days[0], date_to=days[1]).view(atlas).shown
    return (
        f"It is **dense from {text.day(days[0])} to {text.day(days[1])}** ({shown} incidents), "
        "where the sources were searched day by day; before and after, it is a choice of notable "
        "incidents and must not be read as a count. "
    )


def _span(first: date, last: date) -> str:
    return text.day(first) if first == last else f"{text.day(first)} to {text.day(last)}"


def tallies(loaded: Loaded) -> None:
    """Say how the atlas's counts differ from the Pentagon's, and why."""
    atlas = loaded.atlas
    small_charts.section("Why the counts differ from the Pentagon's", "tallies")
    attacks = presets.ATTACKS.view(atlas)
    by = atlas.incidents["confirmation"].iloc[attacks.positions].value_counts()
    confirmed = ", ".join(f"{by.get(code, 0)} {code}" for code in codes.CONFIRMATION)
    rows = once(loaded, "beside_tallies", completeness.beside_tallies)
    until = presets.LAST_DAY.isoformat()
    newest = rows[rows["as_of"] <= until].tail(_NEWEST_TALLIES)
    beside = "; ".join(
        f"{'about ' if row.approximate else ''}{row.published} by {row.as_of} "
        f"({text.plain(row.counted_by)}), where the atlas has {row.atlas}, {row.official} of them "
        "confirmed by an official"
        for row in newest.itertuples(index=False)
    )
    timeline = links.address("timeline", presets.ATTACKS, atlas)
    st.markdown(
        f"From {text.day(presets.WASHINGTON_FIRST_DAY)} to {text.day(presets.LAST_DAY)} the "
        f"atlas holds **{attacks.shown} attacks on US or coalition forces** ({confirmed}). The "
        f"last published counts of that period: {beside or 'none'}.\n\n"
        "These are not the same thing:\n\n"
        "- The Pentagon counted attacks on its own forces; the atlas also has those that only a "
        "monitor, a claimant or the press reports, **some of which may not have happened**. The "
        "column *official* below is the nearest to the Pentagon's kind of attack, and it is too "
        "low: officials confirmed many attacks in sum that no report names one by one.\n"
        "- One attack in the official count may stand on two rows, or two on one: the atlas counts "
        "one target on one day, or at one reported time.\n"
        "- The Pentagon counted from 17 October, its own calendar; in Iraq and Syria that was 18 "
        "October, where tallies *since 17 October* therefore begin here. A count of one day may "
        "leave out the last 24 hours.\n"
        "- Other counters count other things: SOHR bases in Syria alone, the groups their own "
        "claims, research institutes wider sets.\n\n"
        f"The [Timeline]({timeline}) draws both curves."
    )
    of_all = f"{len(rows)} of the {len(atlas.tallies)} published counts"
    with st.expander(f"{of_all} beside the atlas's own"):
        st.markdown(
            "Those of all countries together that name their first day; the rest counts Syria "
            "alone, or does not say since when."
        )
        st.table(
            rows.assign(approximate=rows["approximate"].map({True: "about", False: ""}))
            .rename(columns={"as_of": "as of", "counted_by": "counted by", "approximate": "about",
                             "official": "of which official"})
            .set_index("as of")
        )  # fmt: skip


def places(atlas: Atlas) -> None:
    """Say how places were set and joined."""
    small_charts.section("Places, borders and precision", "places")
    how = atlas.incidents["province_method"].value_counts()
    known = atlas.incidents["geo_precision"].value_counts()
    agree = atlas.incidents["province_country"].dropna()
    differs = int((agree != atlas.incidents.loc[agree.index, "country"]).sum())
    radius = codes.PRECISION_RADIUS_KM
    st.markdown(
        "Coordinates are never more precise than what is known: three decimals for a site, two "
        "below that. **Site** is the base's own public point, not an aim point. **Town** and "
        f"**district** are drawn as discs of {radius['town']:g} and {radius['district']:g} km, "
        "within which the incident may have happened anywhere; a **province** is tinted, never a "
        "dot on its capital. Where no place was named there is no point, and the row is in the "
        "tables only. A distance between two places is given with what both may be off."
    )
    st.table(
        pd.DataFrame(
            {
                "known to the": list(codes.GEO_PRECISION),
                "meaning": list(codes.GEO_PRECISION.values()),
                "give or take": [
                    f"{radius[code]:g} km" if code in radius else "not bounded"
                    for code in codes.GEO_PRECISION
                ],
                "incidents": [int(known.get(code, 0)) for code in codes.GEO_PRECISION],
            }
        ).set_index("known to the")
    )
    st.markdown(
        "The **base** of an incident is set by hand and is the only one that filters and counts "
        "use; *nearest base* is a geodesic distance and nothing more. The **province** is the "
        "polygon that holds the point: "
        f"{how.get(joins.WITHIN, 0)} within, {how.get(joins.NEAREST, 0)} given to the nearest "
        f"polygon at most {joins.NEAREST_PROVINCE_KM:g} km away, {how.get(joins.NONE, 0)} without. "
        f"In {differs} rows near a border the point lies in another country than the one "
        "reported; the reported country counts."
    )
    st.subheader("Boundaries", anchor="boundaries")
    st.markdown(
        "Provinces are Natural Earth's (public domain, 1:10 million), with their peculiarities: "
        "Iraq without Halabja, Baghdad as the city only (so Camp Taji lies in Salah al-Din), "
        "Al-Tanf in Homs, the UNDOF strip in Quneitra, the Golan in Israel's polygon. Disputed "
        "lines are dashed on the map. None of this is an opinion on the status of any territory."
    )
    noted = atlas.provinces.loc[atlas.provinces["note"].notna(), ["country", "name", "note"]]
    with st.expander(f"All {len(noted)} notes on provinces"):
        st.table(noted.reset_index(drop=True).set_index("country"))


def quarantine(atlas: Atlas) -> None:
    """List the rows that were read and left out because of a fault."""
    small_charts.section("Quarantined rows", "quarantine")
    rows = atlas.quarantine
    if rows.empty:
        st.markdown("No row of this dataset version has a fault; none is quarantined.")
        return
    n = len(rows[["file", "row"]].drop_duplicates())
    st.markdown(
        f"{text.plural(n, 'row')} {'has' if n == 1 else 'have'} a fault, "
        f"{atlas.quarantined} of them incidents. They are counted as left out everywhere."
    )
    st.dataframe(rows, hide_index=True, alt="Quarantined rows and their faults")
