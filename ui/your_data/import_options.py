"""What is said of a file that is imported: its dataset, its terms, what may be joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from geo.importers import Limits, Options
from ui import text
from ui.session.keys import upload_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.importers.build.options import Counts, Persons
    from geo.importers.clean.dates import Order
    from geo.importers.clean.points.axis_order import AxisOrder
    from geo.importers.schemas.schema import Schema

_DATES: Final = {
    "auto": "the column decides",
    "day-first": "day first: 3 April",
    "month-first": "month first: 4 March",
    "year-first": "years of two digits first: 24/01/13",
    "exchanged": "the column decides; put back what a spreadsheet exchanged",
}
_POINTS: Final = {
    "auto": "the column decides",
    "latitude-first": "latitude first: 36.3 north",
    "longitude-first": "longitude first: 36.3 east",
}
_COUNTS: Final = {
    "refuse": "do not import a table of counts",
    "each": "make an incident of each event",
}
_PERSONS: Final = {
    "refuse": "do not import a list of persons",
    "each": "each row is an incident of its own",
}
_SHARED: Final = {"not stated": None, "yes": True, "no": False}


def draw_import_options(
    schema: Schema,
    name: str,
    columns: Sequence[str],
    *,
    has_counts: bool,
    has_persons: bool,
    has_points: bool,
) -> Options:
    """Draw the options, with what the schema says as a start, and return them.

    Args:
        schema: what the file is read as.
        name: tells the widgets from those of another file.
        columns: those of the file.
        has_counts: whether a column says how many events each row stands for.
        has_persons: whether each row is a person.
        has_points: whether a column has latitude and longitude in one cell.
    """
    usual = Options()
    counts = _counts(name) if has_counts else usual.counts
    persons = _persons(name) if has_persons else usual.persons
    with st.expander("Dataset, licence and rules", icon=":material/tune:"):
        left, right = st.columns(2, gap="medium")
        with left:
            dataset = _words("Name of the dataset", "dataset", name,
                             schema.dataset or "the name of the file")  # fmt: skip
            version = _words("Its version", "version", name, "from the file, where it says so")
            licence = _words("Its licence or terms", "licence", name, schema.licence)
            url = _words("Its web page", "url", name, schema.url or "none")
        with right:
            passed_on = st.selectbox(
                "May its rows be shared?", list(_SHARED),
                index=list(_SHARED.values()).index(schema.redistributable),
                key=upload_option("redistributable", name), persist_state="session",
                help="With no, a download of its rows asks for your word that your licence allows "
                "it. ACLED's terms do not.",
            )  # fmt: skip
            dates = st.selectbox(
                "What 03/04/2024 is", list(_DATES), format_func=_DATES.__getitem__,
                key=upload_option("dates", name), persist_state="session",
            )  # fmt: skip
            points = _points(name) if has_points else usual.points
            fill_down = st.multiselect(
                "Blank cells repeat the cell above in", columns, placeholder="no column",
                key=upload_option("fill_down", name), persist_state="session",
                help="For tables whose merged cells were saved as CSV.",
            )  # fmt: skip
            base_km = st.number_input(
                "A site point this near a base is at it (km)", 0.0, 50.0, usual.base_within_km,
                0.5, key=upload_option("base_km", name), persist_state="session",
                help="0 for never.",
            )  # fmt: skip
            near_km = st.number_input(
                "Likely duplicates: at most so far apart (km)", 0.0, 100.0, usual.near_km, 0.5,
                key=upload_option("near_km", name), persist_state="session",
            )  # fmt: skip
            near_days = st.number_input(
                "Likely duplicates: at most so many days apart", 0, 60, usual.near_days, 1,
                key=upload_option("near_days", name), persist_state="session",
            )  # fmt: skip
            joined = st.toggle(
                "Join rows that tell of one incident by several sources", value=True,
                key=upload_option("sources", name), persist_state="session",
                help="Those with the same ID of an incident, day and place, or equal in all but "
                "the source. The report lists them.",
            )  # fmt: skip
            drop = st.toggle(
                "Quarantine the later ones of likely duplicates", key=upload_option("drop", name),
                persist_state="session", help="Off, they are listed and kept.",
            )  # fmt: skip
    return Options(
        dates=cast("Order", dates),
        points=points,
        counts=counts,
        persons=persons,
        sources="join" if joined else "apart",
        fill_down=tuple(fill_down),
        base_within_km=float(base_km),
        near_km=float(near_km),
        near_days=int(near_days),
        drop_likely_duplicates=drop,
        dataset=dataset,
        dataset_version=version,
        licence=licence,
        redistributable=_SHARED[passed_on],
        url=url,
        text_chars=Limits.from_environment().text_chars,
    )


def _counts(name: str) -> Counts:
    """Ask what to do with a table whose rows stand for several events each."""
    chosen = st.radio(
        "A column counts events", list(_COUNTS), format_func=_COUNTS.__getitem__,
        key=upload_option("counts", name), persist_state="session",
        help="If the column does not count events, take it from “Events that a row counts” under "
        "“Match your columns”.",
    )  # fmt: skip
    return cast("Counts", chosen)


def _persons(name: str) -> Persons:
    """Ask what to do with a list of persons."""
    chosen = st.radio(
        "Each row is a person", list(_PERSONS), format_func=_PERSONS.__getitem__,
        key=upload_option("persons", name), persist_state="session",
        help="Several persons of one incident would be counted as several incidents.",
    )  # fmt: skip
    return cast("Persons", chosen)


def _points(name: str) -> AxisOrder:
    """Ask which number of a point in one cell is the latitude."""
    chosen = st.selectbox(
        "What 36.3, 43.1 is", list(_POINTS), format_func=_POINTS.__getitem__,
        key=upload_option("points", name), persist_state="session",
    )  # fmt: skip
    return cast("AxisOrder", chosen)


def _words(label: str, part: str, name: str, usual: str) -> str | None:
    """Draw a text field; empty, what the schema says stands."""
    given = st.text_input(label, placeholder=usual, key=upload_option(part, name),
                          persist_state="session", help=f"Empty: {text.plain(usual)}.",
                          max_chars=200)  # fmt: skip
    return (given or "").strip() or None
