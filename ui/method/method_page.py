"""The Method page, first part: what counts, how it was coded, how statements are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo import codes
from ui.widgets import small_charts

if TYPE_CHECKING:
    from collections.abc import Mapping


def what_counts() -> None:
    """Say what an incident is and is not."""
    small_charts.section("What counts as an incident", "incident")
    st.markdown(
        "One incident is **one target on one day, or at one reported time**, as the press or a "
        "public statement reported it. Attacks on US or coalition forces and on Israel by the "
        "groups, the strikes that answered them, other strikes by states, explosions of unknown "
        "cause and interceptions are all incidents and are told apart by their kind. Several "
        "rockets of one salvo are one incident; two bases hit on one night are two.\n\n"
        "Nothing here is live. A date is the **local** date; announcements from Washington often "
        "carry the day before. A date marked *about* was inferred, is a range, or differs between "
        "accounts, and counts by its best date. **Empty means unknown, never none**: 0 killed is "
        "written only where a source reports none.\n\n"
        "How the rows were coded:\n\n"
        "- **Base** is set by hand, and only where the target is that named base; strikes on towns "
        "and areas have a place and a point, but no base.\n"
        "- **Kind**: an *attack* is on US or coalition forces, on Israel by the groups, or a "
        "missile salvo of Iran's own; a *counterstrike* is one that the striking side "
        "acknowledged; a *strike* is a state's other strike, or one ascribed to the US without "
        "acknowledgement; "
        "an *explosion* has an unknown or disputed cause; an *interception* was shot down on the "
        "way.\n"
        "- **Target side** is who was on the receiving end, not who was hurt in the end.\n"
        "- **Confirmation** is the best there is that it happened at all: an official, else a "
        "monitor, else the claiming group, else the press. That an incident is confirmed does not "
        "confirm all its details.\n"
        "- **Killed** and **injured** are everyone on the receiving side by the best later count; "
        "the note says who, and by whose count. A toll given for several places together stands on "
        "one row.\n"
        "- **Answer to** is filled only where the striking side, or a source that quotes it, names "
        "the attack that it answered.\n"
        "- **Tallies** are running counts that others published; their total is empty where they "
        "cover Syria alone, and they are *approximate* where the source says about, more than or "
        "at least."
    )


def code_table(title: str, meanings: Mapping[str, str]) -> None:
    """Draw a code list with its meanings."""
    st.markdown(f"**{title}**")
    st.table(pd.DataFrame({"code": list(meanings), "meaning": list(meanings.values())})
             .set_index("code"))  # fmt: skip


def codes_and_rules() -> None:
    """List the codes and say how statements are counted."""
    small_charts.section("Who did it: statements and rules", "rules")
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
        code_table("Attribution rule", codes.RULE)
        code_table("Stance of a statement", codes.STANCE)
        code_table("Confirmation", codes.CONFIRMATION)
        code_table("How well the date is known", codes.DATE_PRECISION)
        code_table("Link between groups", codes.RELATION)
        code_table("Kind of group", codes.GROUP_KIND)
    with two:
        code_table("Kind of incident", codes.EVENT_TYPE)
        code_table("Target side", codes.TARGET_SIDE)
        code_table("Weapon", codes.WEAPON)
        code_table("Outcome", codes.OUTCOME)
