"""The Method page, first part: what counts, how it was coded, how statements are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo import codes
from ui.method import prose
from ui.widgets import small_charts

if TYPE_CHECKING:
    from collections.abc import Mapping


def draw_what_counts() -> None:
    """Say what an incident is and is not."""
    small_charts.draw_section("What counts as an incident", "incident")
    st.markdown(prose.read_prose("incident"))


def _draw_code_table(title: str, meanings: Mapping[str, str]) -> None:
    """Draw a code list with its meanings."""
    st.markdown(f"**{title}**")
    st.table(pd.DataFrame({"code": list(meanings), "meaning": list(meanings.values())})
             .set_index("code"))  # fmt: skip


def draw_codes_and_rules() -> None:
    """List the codes and say how statements are counted."""
    small_charts.draw_section("Who did it: statements and rules", "rules")
    st.markdown(prose.read_prose("rules"))
    one, two = st.columns(2, gap="large")
    with one:
        _draw_code_table("Attribution rule", codes.RULE)
        _draw_code_table("Stance of a statement", codes.STANCE)
        _draw_code_table("Confirmation", codes.CONFIRMATION)
        _draw_code_table("How well the date is known", codes.DATE_PRECISION)
        _draw_code_table("Link between groups", codes.RELATION)
        _draw_code_table("Kind of group", codes.GROUP_KIND)
    with two:
        _draw_code_table("Kind of incident", codes.EVENT_TYPE)
        _draw_code_table("Target side", codes.TARGET_SIDE)
        _draw_code_table("Weapon", codes.WEAPON)
        _draw_code_table("Outcome", codes.OUTCOME)
