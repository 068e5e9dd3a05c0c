"""What the comparison apps share: the incidents of a data folder, and the slider over them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

if TYPE_CHECKING:
    from datetime import date

VIEW = {"latitude": 34.3, "longitude": 41.3, "zoom": 5.35}
HEIGHT_PX = 600
PERIOD = "period"


@st.cache_resource(show_spinner=False)
def incidents() -> pd.DataFrame:
    """Return the incidents that have a point: seven columns, as a plain app would take them."""
    frame = pd.read_csv(Path(os.environ["ATLAS_DATA"]) / "incidents.csv", dtype={"base_id": str})
    frame = frame.dropna(subset=["latitude", "longitude"])
    frame["day"] = pd.to_datetime(frame["date"]).dt.date
    return frame[
        ["incident_id", "date", "target", "weapons", "outcome", "latitude", "longitude", "day"]
    ]


def period() -> tuple[date, date]:
    """Draw the slider and return the selected period."""
    days = incidents()["day"]
    first, last = min(days), max(days)
    st.session_state.setdefault(PERIOD, (first, last))
    chosen: tuple[date, date] = st.slider("Period", first, last, key=PERIOD)
    return chosen


def shown() -> pd.DataFrame:
    """Draw the slider and return the incidents of the period, without the date objects."""
    first, last = period()
    frame = incidents()
    return frame[(frame["day"] >= first) & (frame["day"] <= last)].drop(columns="day")
