"""The parts of the Method page; every figure in it is computed from the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo import codes, filters, joins, records
from geo.schema import TABLES
from ui import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas import Atlas

# The stretch in which the sources were searched day by day; outside it the rows are a choice.
DENSE = "from=2023-10-17&to=2024-02-13"
CAMPAIGN = "from=2023-10-17&to=2024-02-04&type=attack&target=us_coalition"


def what_counts() -> None:
    """Say what an incident is and is not."""
    st.header("What counts as an incident", anchor="incident")
    st.markdown(
        "One incident is **one target on one day, or at one reported time**, as the press or a "
        "public statement reported it. Attacks on US or coalition forces and on Israel by the "
        "groups, the strikes that answered them, other strikes by states, explosions of unknown "
        "cause and interceptions are all incidents and are told apart by their kind. Several "
        "rockets of one salvo are one incident; two bases hit on one night are two.\n\n"
        "Nothing here is live. A date is the **local** date; announcements from Washington often "
        "carry the day before. A date marked *about* was inferred, is a range, or differs between "
        "accounts, and counts by its best date. **Empty means unknown, never none**: 0 killed is "
        "written only where a source reports none."
    )


def _code_table(title: str, meanings: Mapping[str, str]) -> None:
    st.markdown(f"**{title}**")
    st.table(pd.DataFrame({"code": list(meanings), "meaning": list(meanings.values())})
             .set_index("code"))  # fmt: skip


def codes_and_rules() -> None:
    """List the codes and say how statements are counted."""
    st.header("Who did it: statements and rules", anchor="rules")
    st.markdown(
        "An incident has no group of its own. It has **statements**: a speaker says that a group "
        "claimed it, acknowledged it, is attributed or suspected, denies it, or took its claim "
        "back. Every filter and count by group follows an *attribution rule*, and group and rule "
        "are met by one and the same statement.\n\n"
        "- A **denial** disputes only the statements about that group or its members. A denial "
        "that names no group disputes nobody's part; it stands on the incident's card.\n"
        "- A group that **withdraws** its claim cancels only its own claim.\n"
        "- **Members** follow the links *member of* and *front for*, however deep, and never "
        "*affiliated* or *nominal*: the PMF has its factions and Iran has the IRGC, but the Iraqi "
        "army does not get the PMF's attacks, nor Iran what its allies do, unless a statement "
        "names Iran.\n"
        "- A counterstrike is *acknowledged* by the force that flew it; it is never *claimed*.\n"
        "- On the map an incident has the **colour** of the group with the strongest statement: "
        "claimed, else acknowledged, attributed, suspected. Two of equal standing are *several*."
    )
    one, two = st.columns(2, gap="large")
    with one:
        _code_table("Attribution rule", codes.RULE)
        _code_table("Stance of a statement", codes.STANCE)
        _code_table("Confirmation", codes.CONFIRMATION)
        _code_table("Link between groups", codes.RELATION)
    with two:
        _code_table("Kind of incident", codes.EVENT_TYPE)
        _code_table("Target side", codes.TARGET_SIDE)
        _code_table("Weapon", codes.WEAPON)
        _code_table("Outcome", codes.OUTCOME)


def coverage(atlas: Atlas) -> None:
    """Say what is covered, with figures from the data."""
    st.header("Coverage and known gaps", anchor="coverage")
    whole = filters.Filter().view(atlas)
    dense = filters.Filter.parse(DENSE, atlas).view(atlas)
    campaign = filters.Filter.parse(CAMPAIGN, atlas).view(atlas)
    by = atlas.incidents["confirmation"].iloc[campaign.positions].value_counts()
    parts = ", ".join(f"{by.get(code, 0)} {code}" for code in codes.CONFIRMATION)
    many = sum(len(rows) > 1 for rows in atlas.source_rows)
    st.markdown(
        f"The atlas holds **{whole.shown} incidents** from {text.day(atlas.first_date)} to "
        f"{text.day(atlas.last_date)}. It is **dense from 17 October 2023 to 13 February 2024** "
        f"({dense.shown} incidents); before and after, it is a choice of notable incidents and "
        "must not be read as a count.\n\n"
        f"From 17 October 2023 to 4 February 2024 it holds {campaign.shown} attacks on US or "
        f"coalition forces ({parts}). US officials counted about 165 to 170. These are not the "
        "same thing: rows that rest on a claim alone may not have happened, one attack in the "
        "official count may stand on two rows or the reverse, and attacks that the running counts "
        "imply are still missing, around 13 to 16 November and 9 to 10 December 2023 for "
        "instance.\n\n"
        "The Pentagon counted from 17 October, its own calendar; in Iraq and Syria that was 18 "
        "October, where tallies *since 17 October* therefore begin here. A day without a row means "
        "that no report was found, not that nothing happened.\n\n"
        f"{many} of {whole.shown} incidents have two or more sources. In a sample of 44 rows "
        "compared with published reports, 4 had an error before correction (1 to 15 % is "
        "compatible with that in the unchecked rows)."
    )


def places(atlas: Atlas) -> None:
    """Say how places were set and joined."""
    st.header("Places, borders and precision", anchor="places")
    how = atlas.incidents["province_method"].value_counts()
    agree = atlas.incidents["province_country"].dropna()
    differs = int((agree != atlas.incidents.loc[agree.index, "country"]).sum())
    st.markdown(
        "Coordinates are never more precise than what is known: three decimals for a site, two "
        "below that. **Site** is the base's own public point, not an aim point. **Town** and "
        f"**district** are drawn as discs of {codes.PRECISION_RADIUS_KM['town']:g} and "
        f"{codes.PRECISION_RADIUS_KM['district']:g} km, within which the incident may have "
        "happened anywhere. Where no place was named there is no point, and the row is in the "
        "table only.\n\n"
        "The **base** of an incident is set by hand and is the only one that filters and counts "
        "use; *nearest base* is a geodesic distance and nothing more. The **province** is the "
        "polygon that holds the point: "
        f"{how.get(joins.WITHIN, 0)} within, {how.get(joins.NEAREST, 0)} given to the nearest "
        f"polygon at most {joins.NEAREST_PROVINCE_KM:g} km away, {how.get(joins.NONE, 0)} without. "
        f"In {differs} rows near a border the point lies in another country than the one "
        "reported; the reported country counts.\n\n"
        "Provinces are Natural Earth's (public domain, 1:10 million), with their peculiarities: "
        "Iraq without Halabja, Baghdad as the city only (so Camp Taji lies in Salah al-Din), "
        "Al-Tanf in Homs, the UNDOF strip in Quneitra, the Golan in Israel's polygon. None of "
        "this is an opinion on the status of any territory."
    )
    noted = atlas.provinces.loc[atlas.provinces["note"].notna(), ["country", "name", "note"]]
    with st.expander(f"All {len(noted)} notes on provinces"):
        st.table(noted.reset_index(drop=True).set_index("country"))


def quarantine(atlas: Atlas) -> None:
    """List the rows that were read and left out because of a fault."""
    st.header("Quarantined rows", anchor="quarantine")
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


def do_no_harm() -> None:
    """Say how the atlas may and may not be used."""
    st.header("Do no harm", anchor="do-no-harm")
    st.markdown(
        "- Past events from published reports only; no live positions and no movements.\n"
        "- Sites only at the accuracy that is already public; no layouts.\n"
        "- No names of private victims.\n"
        "- **Past events do not predict the safety of a place. The absence of a dot is not "
        "safety.** Reports are fewer where there are fewer reporters.\n"
        "- Groups and sides are named as speakers named them; the atlas does not decide who did "
        "it.\n"
        "- A mistake? Open an issue in the project's repository with the incident's id and a "
        "source; corrections are listed in CHANGELOG.md."
    )


def licence(atlas: Atlas | None) -> None:
    """Say under which terms data, map and code may be used, and how to cite."""
    st.header("Licence and citation", anchor="licence")
    st.markdown(
        "Facts compiled from the press are free to use; please cite the atlas with its dataset "
        "version, and the sources of the rows that you use. The articles stay their publishers' "
        "and are only linked. Provinces and base map: Natural Earth, public domain; city "
        "positions: GeoNames, CC BY 4.0. Code: MIT."
    )
    if atlas:
        st.code(records.citation(filters.Filter().view(atlas), atlas), language=None)


def dictionary() -> None:
    """List every column of every table, from the schema."""
    st.header("Data dictionary", anchor="dictionary")
    for table in TABLES:
        with st.expander(f"{table.file}: {table.title}"):
            st.table(
                pd.DataFrame(
                    {
                        "column": [c.name for c in table.columns],
                        "kind": [c.kind + (f", {c.unit}" if c.unit else "") for c in table.columns],
                        "required": ["yes" if c.required else "" for c in table.columns],
                        "meaning": [c.description for c in table.columns],
                    }
                ).set_index("column")
            )
