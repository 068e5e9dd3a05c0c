"""The Method page, second part: coverage, tallies, places, faults; all figures from the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo import codes
from geo.analysis import completeness, counts
from geo.analysis.bins import join_runs
from geo.filter import presets
from geo.filter.filter import Filter
from geo.spatial import joins
from geo.utils import words
from ui import text
from ui.method import prose
from ui.session import links
from ui.session.cached import cached
from ui.widgets import small_charts

if TYPE_CHECKING:
    from datetime import date

    from geo.model.atlas import Atlas
    from ui.session.dataset import Loaded

_NEWEST_TALLIES: Final = 3


def draw_coverage(atlas: Atlas) -> None:
    """Say what is covered and what is missing, with figures from the data."""
    small_charts.draw_section("Coverage and known gaps", "coverage")
    whole = Filter().view(atlas)
    many = int((atlas.source_rows.value_lengths().to_numpy() > 1).sum())
    dense = completeness.longest_searched_run(atlas)
    st.markdown(
        prose.read_prose(
            "coverage",
            incidents=whole.shown,
            first_day=words.short_day(atlas.first_date),
            last_day=words.short_day(atlas.last_date),
            dense=_dense(atlas, dense),
            several_sources=many,
        )
    )
    st.markdown("**Incidents by year and kind**")
    table = completeness.count_by_year(atlas).rename(columns=lambda c: c.replace("_", " "))
    st.table(table.set_axis(table.index.astype(str)))  # Streamlit hides an index of numbers
    st.markdown("**How each period was searched**")
    st.table(_searched(atlas))
    if dense:
        empty = completeness.find_empty_days(atlas, *dense)
        spans = ", ".join(_span(a, b) for a, b in join_runs((day, day) for day in empty))
        st.markdown(
            prose.read_prose(
                "empty_days",
                days=counts.days_between(*dense),
                empty_days=len(empty),
                spans=spans or "none",
            )
        )
    st.markdown("**What is not known, and of how many incidents**")
    st.table(
        pd.DataFrame(
            [
                {"not known": gap.what, "incidents": words.share(gap.unknown, whole.shown)}
                for gap in completeness.count_unknown(atlas)
            ]
        ).set_index("not known")
    )


def _dense(atlas: Atlas, days: tuple[date, date] | None) -> str:
    if days is None:
        return "The data do not say of any time that it was searched day by day. "
    shown = Filter(date_from=days[0], date_to=days[1]).view(atlas).shown
    return (
        f"It is **dense from {words.short_day(days[0])} to {words.short_day(days[1])}** "
        f"({shown} incidents), where the sources were searched day by day; before "
        "and after, it is a selection of notable incidents and must not be read as a count. "
    )


def _searched(atlas: Atlas) -> pd.DataFrame:
    """Return the spans of the coverage table in words, each with its note."""
    names = {"event_type": codes.EVENT_NAME, "target_side": codes.TARGET_SIDE,
             "confirmation": codes.CONFIRMATION}  # fmt: skip
    rows = []
    for row in atlas.coverage.to_dict("records"):
        only = [row["country"], *(names[c].get(row[c]) for c in names)]
        rows.append(
            {
                "period": _span(row["first_date"].date(), row["last_date"].date()),
                "for": "; ".join(text.plain(v) for v in only if text.known(v)) or "all incidents",
                "search": codes.COVERAGE[row["level"]],
                "note": text.plain(row["note"]),
            }
        )
    return pd.DataFrame(rows, columns=["period", "for", "search", "note"]).set_index("period")


def draw_review(atlas: Atlas) -> None:
    """Say how the rows were made and checked."""
    small_charts.draw_section("How the data were made and checked", "review")
    st.markdown(prose.read_prose("review"))
    if "review" not in atlas.incidents:
        return
    lines = ["| review | meaning | incidents |", "|---|---|---|"]
    for code, meaning in codes.REVIEW.items():
        filter_ = Filter(review=(code,))
        n = words.number(filter_.view(atlas).shown)
        opened = links.address_of_filter(links.MAP, filter_, atlas)
        lines.append(f"| {codes.REVIEW_NAME[code]} | {meaning} | [{n}]({opened}) |")
    st.markdown("\n".join(lines))


def _span(first: date, last: date) -> str:
    return (
        words.short_day(first)
        if first == last
        else f"{words.short_day(first)} to {words.short_day(last)}"
    )


def draw_tallies(loaded: Loaded) -> None:
    """Say how the atlas's counts differ from the Pentagon's, and why."""
    atlas = loaded.atlas
    small_charts.draw_section("Why the counts differ from the Pentagon's", "tallies")
    attacks = presets.ATTACKS.view(atlas)
    by = atlas.incidents["confirmation"].iloc[attacks.positions].value_counts()
    confirmed = ", ".join(f"{by.get(code, 0)} {code}" for code in codes.CONFIRMATION)
    rows = cached(loaded, "beside_tallies", completeness.tabulate_tallies)
    until = presets.LAST_DAY.isoformat()
    newest = rows[rows["as_of"] <= until].tail(_NEWEST_TALLIES)
    beside = "; ".join(
        f"{'about ' if row.approximate else ''}{row.published} by {row.as_of} "
        f"({text.plain(row.counted_by)}), where the atlas has {row.atlas}, {row.official} of them "
        "confirmed by an official"
        for row in newest.itertuples(index=False)
    )
    timeline = links.address_of_filter("timeline", presets.ATTACKS, atlas, show="tallies")
    st.markdown(
        prose.read_prose(
            "tallies",
            first_day=words.short_day(presets.WASHINGTON_FIRST_DAY),
            last_day=words.short_day(presets.LAST_DAY),
            attacks=attacks.shown,
            confirmed=confirmed,
            beside=beside or "none",
            timeline=timeline,
        )
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


def draw_places(atlas: Atlas) -> None:
    """Say how places were set and joined."""
    small_charts.draw_section("Places, borders and precision", "places")
    how = atlas.incidents["province_method"].value_counts()
    known = atlas.incidents["geo_precision"].value_counts()
    agree = atlas.incidents["province_country"].dropna()
    differs = int((agree != atlas.incidents.loc[agree.index, "country"]).sum())
    radius = codes.PRECISION_RADIUS_KM
    st.markdown(
        prose.read_prose(
            "precision", town_km=f"{radius['town']:g}", district_km=f"{radius['district']:g}"
        )
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
        prose.read_prose(
            "joins",
            within=how.get(joins.WITHIN, 0),
            nearest=how.get(joins.NEAREST, 0),
            nearest_km=f"{joins.NEAREST_PROVINCE_KM:g}",
            without=how.get(joins.NONE, 0),
            other_country=differs,
        )
    )
    st.subheader("Boundaries", anchor="boundaries")
    st.markdown(prose.read_prose("boundaries"))
    noted = atlas.provinces.loc[atlas.provinces["note"].notna(), ["country", "name", "note"]]
    with st.expander(f"All {len(noted)} notes on provinces"):
        st.table(noted.reset_index(drop=True).set_index("country"))


def draw_quarantine(atlas: Atlas) -> None:
    """List the rows that were read and left out because of a fault."""
    small_charts.draw_section("Quarantined rows", "quarantine")
    rows = atlas.quarantine
    if rows.empty:
        st.markdown("No row of this dataset version has a fault; none is quarantined.")
        return
    n = len(rows[["file", "row"]].drop_duplicates())
    st.markdown(
        f"{words.plural(n, 'row')} {'has' if n == 1 else 'have'} a fault, "
        f"{atlas.quarantined} of them incidents. They are counted as left out everywhere."
    )
    st.dataframe(rows, hide_index=True, alt="Quarantined rows and their faults")
